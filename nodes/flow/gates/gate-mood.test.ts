// The mood gate: one word neither raises nor settles a mood.
import { describe, expect, it } from 'vitest';
import type { Emotion } from '#nodes/kit/effects.ts';
import type { MoodGate } from '#nodes/kit/gates.ts';
import { gateMood } from './gate-mood.ts';

const gate: MoodGate = { threshold: 0.5, hardLimit: 0.9, turns: 2, window: 3, hysteresis: 0.2 };

function mood(samples: readonly (readonly [Emotion, number])[], by: MoodGate = gate) {
  return gateMood(
    by,
    samples.map(([label, intensity], index) => ({ label, intensity, text: `m${index}` })),
  );
}

describe('the mood gate', () => {
  it('is calm without messages', () => {
    expect(mood([])).toEqual({ mood: 'calm', reasons: [] });
  });

  it('is not raised by one strong message', () => {
    expect(mood([['angry', 0.8]]).mood).toBe('calm');
  });

  it('is raised by enough strong messages within the window, and says which', () => {
    expect(
      mood([
        ['angry', 0.6],
        ['calm', 1],
        ['angry', 0.5],
      ]),
    ).toEqual({ mood: 'angry', reasons: ['m0', 'm2'] });
  });

  it('is not raised when they lie too far apart', () => {
    expect(
      mood([
        ['angry', 0.6],
        ['calm', 1],
        ['calm', 1],
        ['angry', 0.6],
      ]).mood,
    ).toBe('calm');
  });

  it('is raised at once by a message at the hard limit', () => {
    expect(mood([['angry', 0.9]])).toEqual({ mood: 'angry', reasons: ['m0'] });
  });

  it('holds while the mood only weakens a little', () => {
    expect(
      mood([
        ['angry', 0.9],
        ['angry', 0.4],
        ['angry', 0.35],
        ['angry', 0.3],
      ]).mood,
    ).toBe('angry');
  });

  it('holds through one calm message and settles when calm stays', () => {
    expect(
      mood([
        ['angry', 0.9],
        ['calm', 1],
      ]).mood,
    ).toBe('angry');
    expect(
      mood([
        ['angry', 0.9],
        ['calm', 1],
        ['calm', 1],
      ]),
    ).toEqual({ mood: 'calm', reasons: [] });
    expect(
      mood([
        ['angry', 0.9],
        ['angry', 0.1],
        ['angry', 0.29],
      ]).mood,
    ).toBe('calm');
  });

  it('gives way to another mood that is raised', () => {
    expect(
      mood([
        ['angry', 0.95],
        ['happy', 0.95],
      ]),
    ).toEqual({ mood: 'happy', reasons: ['m1'] });
  });

  it('with one turn follows each message', () => {
    const quick = { ...gate, turns: 1, window: 1, hysteresis: 0 };
    expect(mood([['sad', 0.5]], quick).mood).toBe('sad');
    expect(
      mood(
        [
          ['sad', 0.5],
          ['calm', 0.5],
        ],
        quick,
      ).mood,
    ).toBe('calm');
  });

  it('takes no mood of no intensity, even at a threshold of nothing', () => {
    const open = { ...gate, threshold: 0, hardLimit: 0, turns: 1 };
    expect(mood([['angry', 0]], open).mood).toBe('calm');
  });
});
