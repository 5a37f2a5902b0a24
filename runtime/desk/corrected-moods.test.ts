// Which correction belongs to which of the moods that a session remembers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { correctedMoods } from './corrected-moods.ts';

describe('the last moods of a conversation', () => {
  it('find the message they were judged from, however many were said and however long they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: fc.string({ maxLength: 200 }), fixed: fc.boolean() }), { maxLength: 30 }),
        (said) => {
          const samples = said.slice(-10).map(({ text }) => ({
            label: 'calm' as const,
            intensity: 0.2,
            text: Array.from(text).slice(0, 80).join(''),
          }));
          const corrections = said.flatMap(({ fixed }, index) => (fixed ? [correction(`m${String(index)}`)] : []));
          const events = said.flatMap(({ text }, index) => [message(index, text), held(index)]);
          const shown = correctedMoods(samples, events, corrections);
          expect(shown.map(({ corrected }) => corrected !== null)).toEqual(said.slice(-10).map(({ fixed }) => fixed));
        },
      ),
    );
  });

  it('say what was judged and who knew better', () => {
    const samples = [{ label: 'calm', intensity: 0.1, text: '说好的优惠呢' }] as const;
    expect(correctedMoods(samples, [message(0, '说好的优惠呢')], [correction('m0')])).toEqual([
      { label: 'angry', intensity: 0.1, text: '说好的优惠呢', corrected: { said: 'calm', by: 'Ann' } },
    ]);
  });

  it('stay as judged when their message is not in the history any more', () => {
    const samples = [{ label: 'calm', intensity: 0.1, text: '说好的优惠呢' }] as const;
    expect(correctedMoods(samples, [], [correction('m0')])).toMatchObject([{ label: 'calm', corrected: null }]);
  });
});

function message(index: number, text: string): FlowEvent {
  const scores = { calm: 1, anxious: 0, angry: 0, sad: 0, happy: 0 };
  const emotion = { label: 'calm', intensity: 0.2, scores, reasons: [] } as const;
  const understood = { language: 'zh', intents: [], outOfScope: true, emotion, entities: [] };
  return { type: 'message.received', at: index, messageId: `m${String(index)}`, text, understood };
}

/** A message that waited for more to follow: nothing was judged. */
function held(index: number): FlowEvent {
  return { type: 'message.received', at: index, messageId: `held${String(index)}`, text: '' };
}

function correction(messageId: string) {
  const by = { id: 'u1', name: 'Ann' };
  return { sessionId: 's', messageId, flowId: 'f', text: '', said: 'calm', mood: 'angry', by, at: 1 } as const;
}
