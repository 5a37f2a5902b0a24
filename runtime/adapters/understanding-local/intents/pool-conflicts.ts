// Drops bundled off-topic sentences that an intent of this bot could mean: a weather bot must not learn to refuse the weather.
import { addScores, trainSvm } from '../classifier/linear-svm.ts';
import {
  fitFeatureSpace,
  sizeOf,
  vectorise,
  type FeatureSpace,
  type SentenceVector,
} from '../features/feature-space.ts';
import type { RawFeatures } from '../features/raw-features.ts';
import type { LabelledSentence } from './labelled-sentences.ts';

/** Cosine from which a bundled sentence counts as being about an intent. */
const TOO_NEAR = 0.45;
/** Score from which an intent claims a bundled sentence, by a classifier that never saw one; what is about nothing it knows scores near -1. */
const CLAIMED = -0.3;
/** With fewer intents every sentence is claimed by one of them, for want of others. */
const LEAST_INTENTS = 20;
/** Beyond so many sentences a bundled one no longer outweighs the examples. */
const MOST_SENTENCES = 1_000;
const PASSES = 3;

/** The sentences without the bundled ones that come too near to an example, or that an intent would claim. */
export function* withoutConflicts(
  sentences: readonly LabelledSentence[],
  { classCount, seed }: { readonly classCount: number; readonly seed: number },
): Generator<void, LabelledSentence[]> {
  if (!sentences.some(({ source }) => source === 'pool')) return [...sentences];
  const space = spaceOf(sentences);
  const taught = sentences.filter(({ label }) => label >= 0);
  const own = taught.map(({ raw }) => vectorise(space, raw));
  const scratch = new Float32Array(space.keys.length);
  yield;
  const comparable = classCount >= LEAST_INTENTS && taught.length <= MOST_SENTENCES;
  const claim = comparable ? yield* claimOf(taught, classCount, seed) : () => -1;
  return sentences.filter(
    ({ source, raw }) =>
      source !== 'pool' || (claim(raw) < CLAIMED && nearest(own, vectorise(space, raw), scratch) < TOO_NEAR),
  );
}

/** How strongly the nearest intent claims a sentence, by those of its words and letters that the intents know. */
function* claimOf(
  taught: readonly LabelledSentence[],
  classCount: number,
  seed: number,
): Generator<void, (raw: RawFeatures) => number> {
  const space = spaceOf(taught);
  const rows = taught.map(({ raw, label }) => ({ ...vectorise(space, raw), label }));
  const featureCount = sizeOf(space);
  const { weights } = yield* trainSvm(rows, { classCount, featureCount, cost: 1, passes: PASSES, seed, bias: 1 });
  const offsets = weights.subarray(featureCount * classCount);
  return (raw) => {
    const { ids, values } = vectorise(space, raw);
    const scores = Float64Array.from(offsets);
    addScores(scores, weights, ids, values, classCount);
    return scores.reduce((most, score) => Math.max(most, score), -Infinity);
  };
}

function spaceOf(sentences: readonly LabelledSentence[]): FeatureSpace {
  return fitFeatureSpace(
    sentences.map(({ raw }) => ({ raw, own: true })),
    [1, 1, 1],
  );
}

function nearest(own: readonly SentenceVector[], vector: SentenceVector, scratch: Float32Array): number {
  vector.ids.forEach((id, entry) => (scratch[id] = vector.values[entry] ?? 0));
  let most = 0;
  for (const { ids, values } of own) {
    let dot = 0;
    for (let entry = 0; entry < ids.length; entry += 1) dot += (values[entry] ?? 0) * (scratch[ids[entry] ?? 0] ?? 0);
    most = Math.max(most, dot);
  }
  for (const id of vector.ids) scratch[id] = 0;
  // Two groups of length 1 each: the square of the whole length is 2.
  return most / 2;
}
