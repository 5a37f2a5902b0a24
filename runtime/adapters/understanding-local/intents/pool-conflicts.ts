// Drops bundled off-topic sentences that an intent of this bot could mean: a weather bot must not learn to refuse the weather.
import { fitFeatureSpace, vectorise, type SentenceVector } from '../features/feature-space.ts';
import type { LabelledSentence } from './labelled-sentences.ts';

/** Cosine from which a bundled sentence counts as being about an intent. */
const TOO_NEAR = 0.45;

/** The sentences without the bundled ones that come too near to an example. */
export function withoutConflicts(sentences: readonly LabelledSentence[]): LabelledSentence[] {
  if (!sentences.some(({ source }) => source === 'pool')) return [...sentences];
  const space = fitFeatureSpace(
    sentences.map(({ raw }) => ({ raw, own: true })),
    [1, 1, 1],
  );
  const own = sentences.filter(({ label }) => label >= 0).map(({ raw }) => vectorise(space, raw));
  const scratch = new Float32Array(space.keys.length);
  return sentences.filter(
    ({ source, raw }) => source !== 'pool' || nearest(own, vectorise(space, raw), scratch) < TOO_NEAR,
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
