// How alike two sentences are, by their letters and by their meaning; which examples of different intents say the same.
import type { AlikeExamples } from '#runtime/ports/understanding.ts';
import type { LabelledSentence } from './labelled-sentences.ts';

/** From here on two sentences say the same: found by looking at what templates and service sentences hold. */
const SAYS_THE_SAME = 0.74;
const MOST_TOLD = 500;
/** Every pair is looked at up to so many sentences; beyond, only equal words are found. */
const MOST_COMPARED = 3_000;
/** "I want it" and "I do not want it" share their words and say the opposite. */
const NOT = /[不没未别非无勿]|\b(?:not|no|never|without)\b|n't/gu;
const DIGITS = /\d+/gu;

/** A sentence ready to be compared. */
interface Comparable {
  readonly sentence: LabelledSentence;
  /** Letters, digits and characters alone. */
  readonly bare: string;
  readonly pairs: ReadonlyMap<string, number>;
  readonly pairCount: number;
  readonly meaning: Float32Array | undefined;
  /** What must be equal for two sentences to say the same: denials and numbers. */
  readonly facts: string;
}

/** Pairs of examples of different intents that say the same, most alike first. */
export function* alikeAcross(sentences: readonly LabelledSentence[]): Generator<void, readonly AlikeExamples[]> {
  const all = sentences.map(comparableOf);
  const found: AlikeExamples[] = [];
  const isSmall = all.length <= MOST_COMPARED;
  for (const [at, one] of all.entries()) {
    if (!isSmall) break;
    for (const other of all.slice(0, at)) {
      if (one.sentence.label === other.sentence.label) continue;
      const likeness = likenessOf(one, other);
      if (likeness >= SAYS_THE_SAME) found.push(pairOf(other, one, likeness));
    }
    yield;
  }
  if (!isSmall) found.push(...equalWords(all));
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, MOST_TOLD);
}

/** For each intent, how alike its examples are to their nearest neighbour, on average. */
export function* samenessWithin(
  sentences: readonly LabelledSentence[],
  classCount: number,
): Generator<void, readonly number[]> {
  const classes: Comparable[][] = Array.from({ length: classCount }, () => []);
  for (const sentence of sentences) classes[sentence.label]?.push(comparableOf(sentence));
  const sameness: number[] = [];
  for (const own of classes) {
    const looked = own.slice(0, 100);
    const nearest = looked.map((one) =>
      looked.reduce((most, other) => (one === other ? most : Math.max(most, likenessOf(one, other))), 0),
    );
    sameness.push(own.length < 2 ? 0 : nearest.reduce((sum, value) => sum + value, 0) / nearest.length);
    yield;
  }
  return sameness;
}

/** 0..1: the mean of shared letter pairs and nearness of meaning; 1 for the same words. Denials and numbers must agree. */
function likenessOf(one: Comparable, other: Comparable): number {
  if (one.bare === other.bare) return 1;
  if (one.facts !== other.facts) return 0;
  const meaning = cosineOf(one.meaning, other.meaning);
  // Even equal letters would not lift it over the line.
  if (meaning !== undefined && (meaning + 1) / 2 < SAYS_THE_SAME) return meaning / 2;
  const letters = sharedPairs(one, other);
  return meaning === undefined ? letters : (letters + meaning) / 2;
}

function cosineOf(one: Float32Array | undefined, other: Float32Array | undefined): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  let dot = 0;
  for (let at = 0; at < one.length; at += 1) dot += (one[at] ?? 0) * (other[at] ?? 0);
  return Math.max(0, Math.min(1, dot));
}

function sharedPairs(one: Comparable, other: Comparable): number {
  let shared = 0;
  for (const [pair, count] of one.pairs) shared += Math.min(count, other.pairs.get(pair) ?? 0);
  return (2 * shared) / Math.max(1, one.pairCount + other.pairCount);
}

function comparableOf(sentence: LabelledSentence): Comparable {
  const { text, meanings } = sentence.raw;
  const bare = text.replace(/[^\p{L}\p{N}]+/gu, '');
  const chars = Array.from(bare);
  const pairs = new Map<string, number>();
  for (let at = 0; at < Math.max(1, chars.length - 1); at += 1) {
    const pair = `${chars[at] ?? ''}${chars[at + 1] ?? ''}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return {
    sentence,
    bare,
    pairs,
    pairCount: Math.max(1, chars.length - 1),
    meaning: meanings.at(-1),
    facts: `${String(text.match(NOT)?.length ?? 0)} ${(text.match(DIGITS) ?? []).join(' ')}`,
  };
}

/** Each sentence with the first one of another intent that has the same words. */
function equalWords(all: readonly Comparable[]): readonly AlikeExamples[] {
  const owners = new Map<string, Comparable>();
  return all.flatMap((one) => {
    const owner = owners.get(one.bare);
    if (owner === undefined) owners.set(one.bare, one);
    return owner === undefined || owner.sentence.label === one.sentence.label ? [] : [pairOf(owner, one, 1)];
  });
}

function pairOf({ sentence: one }: Comparable, { sentence: other }: Comparable, likeness: number): AlikeExamples {
  return {
    one: { intent: one.label, example: one.example ?? 0 },
    other: { intent: other.label, example: other.example ?? 0 },
    likeness,
  };
}
