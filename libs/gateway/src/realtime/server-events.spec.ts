import { describe, expect, it } from '@jest/globals';
import { ServerEvents } from './server-events.js';

const BEGAN_AT = 1_795_277_000_000;
const BUFFER = 'input_audio_buffer';
const WRITTEN = 'conversation.item.input_audio_transcription';
const events = () => new ServerEvents(() => 1.5, BEGAN_AT);

describe('ServerEvents', () => {
  it("completes an utterance that was told from silence: one item, times from the session's begin, what was heard", () => {
    const session = events();
    expect(session.complete(`${BUFFER}.speech_started`, { audio_start_ms: BEGAN_AT + 120 })).toEqual({
      type: `${BUFFER}.speech_started`,
      event_id: 'event_1',
      item_id: 'item_1',
      audio_start_ms: 120,
    });
    expect(session.complete(`${BUFFER}.speech_stopped`, { audio_end_ms: BEGAN_AT + 2_000 })).toMatchObject({
      item_id: 'item_1',
      audio_end_ms: 2_000,
    });
    expect(session.complete(`${WRITTEN}.completed`, { transcript: ' load' })).toMatchObject({
      item_id: 'item_1',
      content_index: 0,
      transcript: ' load',
      usage: { type: 'duration', seconds: 1.5 },
    });
  });

  it('tells what is said from what was said and is not written down yet', () => {
    const session = events();
    session.complete(`${BUFFER}.speech_started`, {});
    session.complete(`${BUFFER}.speech_stopped`, {});
    expect(session.complete(`${BUFFER}.speech_started`, {})).toMatchObject({ item_id: 'item_2' });
    expect(session.complete(`${WRITTEN}.completed`, { transcript: 'one' })).toMatchObject({ item_id: 'item_1' });
    session.complete(`${BUFFER}.speech_stopped`, {});
    expect(session.complete(`${WRITTEN}.completed`, { transcript: 'two' })).toMatchObject({ item_id: 'item_2' });
  });

  it('strings the items of a client that says itself where they end', () => {
    const session = events();
    expect(session.complete(`${BUFFER}.committed`, {})).toMatchObject({ item_id: 'item_1', previous_item_id: null });
    expect(session.complete(`${WRITTEN}.completed`, { transcript: 'one' })).toMatchObject({ item_id: 'item_1' });
    expect(session.complete(`${BUFFER}.committed`, {})).toMatchObject({
      item_id: 'item_2',
      previous_item_id: 'item_1',
    });
  });

  it('makes pieces of texts that grow, and keeps back those that say something else', () => {
    const session = events();
    session.complete(`${BUFFER}.speech_started`, {});
    const pieces = [' load', ' load the\n', ' load the', ' lewd the chat', ' load the chat'].map(
      (delta) => session.complete(`${WRITTEN}.delta`, { delta })?.['delta'],
    );
    expect(pieces).toEqual([' load', ' the', undefined, undefined, ' chat']);
  });
});
