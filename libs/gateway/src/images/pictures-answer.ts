import type { AnswerTranslation } from '@hal0/dispatcher';

interface Pictures {
  data?: { b64_json?: string }[];
}

/** Gives every picture of an answer an address in the place of its bytes. */
export class PicturesAnswer implements AnswerTranslation {
  readonly streamType = 'text/event-stream; charset=utf-8';

  /** @param keep keeps a picture and tells its address */
  constructor(private readonly keep: (bytes: Buffer) => string) {}

  plain(body: Buffer): string {
    const { data = [], ...rest } = JSON.parse(body.toString()) as Pictures;
    const withAddresses = data.map(({ b64_json: bytes, ...picture }) =>
      bytes === undefined ? picture : { ...picture, url: this.keep(Buffer.from(bytes, 'base64')) },
    );
    return JSON.stringify({ ...rest, data: withAddresses });
  }

  event(data: string): string {
    return `data: ${data}\n\n`;
  }

  end(): string {
    return '';
  }
}
