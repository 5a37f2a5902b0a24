// Orders what was found: words and meaning on one scale, each passage once, and how sure each is.
import { probabilityOf, type Evidence } from './score.ts';

/** What meaning counts beside words. A reworded question shares few words with ours; a passage is found by its words. */
const MEANING_SHARE = { question: 0.5, passage: 0.2 } as const;

/** One found entry with what speaks for it. */
export interface Found<C> {
  readonly candidate: C;
  readonly passageId: string;
  readonly evidence: Evidence;
}

/** A found entry with the probability that it answers. */
export interface Ranked<C> extends Found<C> {
  readonly score: number;
}

/**
 * Best first, each passage once by its best wording. Among questions and among passages the sum of the standardised scores of words and of
 * meaning decides (it ranks better than the probability does); the two kinds meet by probability, which therefore never rises down the list.
 */
export function ranked<C>(found: readonly Found<C>[]): readonly Ranked<C>[] {
  const questions = rankedKind(
    found.filter(({ evidence }) => evidence.isQuestion),
    MEANING_SHARE.question,
  );
  const passages = rankedKind(
    found.filter(({ evidence }) => !evidence.isQuestion),
    MEANING_SHARE.passage,
  );
  return [...questions, ...passages].sort((a, b) => b.score - a.score);
}

function rankedKind<C>(found: readonly Found<C>[], meaningShare: number): readonly Ranked<C>[] {
  const hasMeaning = found.some(({ evidence }) => evidence.nearness > 0);
  const words = standardised(found.map(({ evidence }) => evidence.strength));
  const meaning = standardised(found.map(({ evidence }) => evidence.nearness));
  const share = hasMeaning ? meaningShare : 0;
  const best = new Map<string, { readonly entry: Found<C>; readonly sum: number }>();
  found.forEach((entry, at) => {
    const sum = (1 - share) * (words[at] ?? 0) + share * (meaning[at] ?? 0);
    const known = best.get(entry.passageId);
    if (known === undefined || known.sum < sum) best.set(entry.passageId, { entry, sum });
  });
  let ceiling = 1;
  return [...best.values()]
    .sort((a, b) => b.sum - a.sum)
    .map(({ entry }) => {
      ceiling = Math.min(ceiling, probabilityOf(entry.evidence));
      return { ...entry, score: ceiling };
    });
}

/** Among few candidates a difference is not made larger than this deviation would. */
const LEAST_DEVIATION = 0.1;

/** Each value as its distance from the mean in standard deviations. */
function standardised(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(values.length, 1);
  const deviation = Math.max(Math.sqrt(variance), LEAST_DEVIATION);
  return values.map((value) => (value - mean) / deviation);
}
