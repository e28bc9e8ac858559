import { describe, expect, it } from '@jest/globals';
import { PicturesAnswer } from './pictures-answer.js';

describe('PicturesAnswer', () => {
  it('tells addresses in the place of bytes and leaves the rest as it is', () => {
    const kept: string[] = [];
    const answer = new PicturesAnswer((bytes) => `http://box/${kept.push(bytes.toString())}.png`);
    const body = { created: 7, data: [{ b64_json: 'Zm94' }, { b64_json: 'aGlsbA==', revised_prompt: 'a hill' }] };
    expect(JSON.parse(answer.plain(Buffer.from(JSON.stringify(body))))).toEqual({
      created: 7,
      data: [{ url: 'http://box/1.png' }, { revised_prompt: 'a hill', url: 'http://box/2.png' }],
    });
    expect(kept).toEqual(['fox', 'hill']);
  });

  it('leaves addresses of a provider alone', () => {
    const answer = new PicturesAnswer(() => 'mine');
    expect(JSON.parse(answer.plain(Buffer.from('{"data":[{"url":"https://there/a"}]}')))).toEqual({
      data: [{ url: 'https://there/a' }],
    });
  });
});
