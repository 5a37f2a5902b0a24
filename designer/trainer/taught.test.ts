// What is taught changes as one means it: lines are looked at before they come in, and nothing is dropped unseen.
import { describe, expect, it } from 'vitest';
import { admit, MOST_EXAMPLES, NO_INTENT, withIntentGone, withNewIntent, withSentences } from './taught.ts';

const TAUGHT = {
  intents: [
    { id: 'a', name: 'Refund', examples: ['refund please'] },
    { id: 'b', name: 'Track', examples: ['Where is my parcel'] },
  ],
  outOfScope: ['what is the weather'],
};

describe('lines that are to be added', () => {
  it('leaves out what is there already, whatever its case and spaces, and what comes twice', () => {
    expect(admit(TAUGHT, 'a', ['Refund  please', ' money back ', 'MONEY BACK', ''])).toMatchObject({
      sentences: ['money back'],
      known: 2,
    });
  });

  it('tells which of them stand elsewhere too', () => {
    expect(admit(TAUGHT, 'a', ['where is my parcel', 'what is the weather', 'new']).elsewhere).toEqual([
      { sentence: 'what is the weather', intent: NO_INTENT },
      { sentence: 'where is my parcel', intent: 'b' },
    ]);
  });

  it('cuts sentences that are too long and says so', () => {
    const { sentences, shortened } = admit(TAUGHT, 'a', ['字'.repeat(20_000)]);
    expect(sentences[0]).toHaveLength(1000);
    expect(shortened).toBe(1);
  });

  it('counts what has no room', () => {
    const full = withSentences(
      TAUGHT,
      'a',
      Array.from({ length: MOST_EXAMPLES - 2 }, (_, at) => `sentence ${String(at)}`),
    );
    expect(admit(full, 'a', ['one', 'two', 'three'])).toMatchObject({ sentences: ['one'], left: 2 });
  });
});

it('never holds more sentences than can be saved', () => {
  const many = Array.from({ length: MOST_EXAMPLES + 10 }, (_, at) => `sentence ${String(at)}`);
  expect(withSentences(TAUGHT, 'a', many).intents[0]?.examples).toHaveLength(MOST_EXAMPLES);
});

it('makes an intent and takes it away again', () => {
  const more = withNewIntent(TAUGHT, 'c', 'Parking');
  expect(more.intents.at(-1)).toEqual({ id: 'c', name: 'Parking', examples: [] });
  expect(withIntentGone(more, 'c')).toEqual(TAUGHT);
});
