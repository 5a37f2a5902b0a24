// From an examination to what the trainer shows: counts with their uncertainty, mistakes, and examples that say the same.
import type { Examined } from '#nodes/wire/trainer.ts';
import type { ExampleAt, Examination, TrainingSet } from '#runtime/ports/understanding.ts';

const LEAST_JUDGED = 20;
const MOST_MISTAKES = 2_000;
/** The 97.5 % point of the normal distribution. */
const Z = 1.96;

/** The view of an examination of this set. */
export function examinedFrom({ intents }: TrainingSet, examination: Examination): Examined {
  const idOf = (at: number): string => intents[at]?.id ?? '';
  const counts = intents.map(({ id }, at) => ({
    id,
    judged: 0,
    right: 0,
    lost: 0,
    sameness: examination.sameness[at] ?? 0,
  }));
  const mistakes: Examined['mistakes'] = [];
  for (const { intent, example, said, chance } of examination.judged) {
    const count = counts[intent];
    if (count === undefined) continue;
    count.judged += 1;
    if (said === intent) count.right += 1;
    else mistakes.push({ intent: idOf(intent), example, said: said < 0 ? null : idOf(said), chance });
    if (said < 0) count.lost += 1;
  }
  const sum = (of: (count: (typeof counts)[number]) => number): number => counts.reduce((all, one) => all + of(one), 0);
  const [judged, right] = [sum((one) => one.judged), sum((one) => one.right)];
  const refOf = ({ intent, example }: ExampleAt) => ({ intent: idOf(intent), example });
  return {
    judged,
    right,
    lost: sum((one) => one.lost),
    margin: marginOf(right, judged),
    enough: counts.filter((one) => one.judged > 0).length >= 2 && judged >= LEAST_JUDGED,
    complete: examination.complete,
    intents: counts,
    mistakes: mistakes.slice(0, MOST_MISTAKES),
    alike: examination.alike.map(({ one, other, likeness }) => ({
      one: refOf(one),
      other: refOf(other),
      likeness: Math.min(1, likeness),
    })),
  };
}

/** Half of Wilson's interval: honest with few examples and near 0 and 1. */
export function marginOf(right: number, count: number): number {
  if (count === 0) return 1;
  const share = right / count;
  const spread = Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  return (Z * spread) / (1 + (Z * Z) / count);
}
