// The mood gate: which mood counts, judged over the last messages so that one word neither raises nor settles it.
import type { Emotion } from '#nodes/kit/effects.ts';
import type { MoodGate } from '#nodes/kit/gates.ts';
import type { MoodSample } from '../context.ts';

/** The mood that counts now, and the messages that made it count. */
export interface GatedMood {
  readonly mood: Emotion;
  readonly reasons: readonly string[];
}

/**
 * Runs over the messages, oldest first. A mood is taken by one message of at least `hardLimit`, or by `turns` messages of at least `threshold`
 * within the last `window`. It holds until `turns` messages in a row stay below `threshold - hysteresis` in it, or another mood is taken.
 */
export function gateMood(gate: MoodGate, moods: readonly MoodSample[]): GatedMood {
  let mood: Emotion = 'calm';
  let reasons: readonly string[] = [];
  moods.forEach((sample, index) => {
    const recent = moods.slice(Math.max(0, index + 1 - gate.window), index + 1);
    const strong = recent.filter((other) => other.label === sample.label && isStrong(other, gate));
    const isTaken = sample.label !== 'calm' && isStrong(sample, gate) && strong.length >= gate.turns;
    const isHard = sample.label !== 'calm' && sample.intensity > 0 && sample.intensity >= gate.hardLimit;
    if (isHard || isTaken) {
      mood = sample.label;
      reasons = isTaken ? strong.map((other) => other.text) : [sample.text];
    } else if (mood !== 'calm' && hasSettled(mood, gate, moods, index)) {
      mood = 'calm';
      reasons = [];
    }
  });
  return { mood, reasons };
}

function isStrong(sample: MoodSample, { threshold }: MoodGate): boolean {
  return sample.intensity > 0 && sample.intensity >= threshold;
}

function hasSettled(mood: Emotion, gate: MoodGate, moods: readonly MoodSample[], index: number): boolean {
  const quietBelow = gate.threshold - gate.hysteresis;
  return moods
    .slice(Math.max(0, index + 1 - gate.turns), index + 1)
    .every((sample) => sample.label !== mood || sample.intensity < quietBelow);
}
