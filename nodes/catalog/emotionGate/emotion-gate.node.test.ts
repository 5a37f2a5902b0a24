// Emotion gate: one outburst, a row of strong messages, and a mood that does not flicker.
import { expect, test } from 'vitest';
import type { Emotion } from '#nodes/kit/effects.ts';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const MOODS = ['calm', 'angry', 'anxious', 'sad', 'other'];
const gate = { threshold: 0.5, hardLimit: 0.8, turns: 2, window: 3, hysteresis: 0.2 };
const ways = (ports: readonly string[]) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '', interrupt: 'deny' }] as NodeSketch,
      n: ['emotionGate', { gate }] as NodeSketch,
      ...Object.fromEntries(ports.map((port) => [`to-${port}`, ['message', { text: `→${port}` }] as NodeSketch])),
    },
    [
      'start.next -> ask',
      'ask.answered -> n',
      ...ports.flatMap((port) => [`n.${port} -> to-${port}`, `to-${port}.next -> ask`]),
    ],
  );

function hear(samples: readonly (readonly [Emotion, number])[], ports: readonly string[] = MOODS): readonly string[] {
  const conversation = talk(ways(ports));
  return samples.map(([label, intensity]) => {
    const scores = { calm: 0, anxious: 0, angry: 0, sad: 0, happy: 0, [label]: intensity };
    conversation.says('…', { intents: [], emotion: { label, intensity, scores, reasons: [] } });
    return conversation.texts[0] ?? '';
  });
}

test.each([
  ['angry', 'angry'],
  ['anxious', 'anxious'],
  ['sad', 'sad'],
  ['happy', 'other'],
] as const)('one very strong %s message is enough', (mood, port) => {
  expect(hear([[mood, 0.8]])).toEqual([`→${port}`]);
});

test('below the hard limit it takes several in the window', () => {
  expect(hear([['angry', 0.6]])).toEqual(['→calm']);
  expect(
    hear([
      ['angry', 0.6],
      ['calm', 0.1],
      ['angry', 0.6],
    ]),
  ).toEqual(['→calm', '→calm', '→angry']);
  expect(
    hear([
      ['angry', 0.6],
      ['calm', 0.1],
      ['calm', 0.1],
      ['angry', 0.6],
    ]).at(-1),
  ).toBe('→calm');
});

test('a mood holds through a quieter message and settles after a row of calm ones', () => {
  expect(
    hear([
      ['angry', 0.9],
      ['angry', 0.4],
      ['calm', 0.9],
      ['calm', 0.9],
    ]),
  ).toEqual(['→angry', '→angry', '→angry', '→calm']);
});

test('words that were not understood are calm', () => {
  expect(talk(ways(MOODS)).says('！！！').texts).toEqual(['→calm']);
});

test('a mood nobody drew a way for goes on as calm', () => {
  expect(hear([['sad', 0.9]], ['calm', 'angry'])).toEqual(['→calm']);
});
