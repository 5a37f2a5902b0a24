// Trains an intent classifier and learns from held-out parts of the same data how far to trust it.
import type { TrainingSet } from '#runtime/ports/understanding.ts';
import type { DenseBlock } from '../features/feature-space.ts';
import type { MeaningSource } from '../features/raw-features.ts';
import { calibrate } from './calibrate.ts';
import type { IntentModel } from './intent-model.ts';
import { labelledSentencesOf } from './labelled-sentences.ts';
import { withoutConflicts } from './pool-conflicts.ts';
import { effortFor, trainClassifier } from './train-classifier.ts';

/** Where the vectors of sentences come from, and how they are weighed. */
export interface MeaningOptions {
  readonly blocks: readonly DenseBlock[];
  readonly meaningsOf: MeaningSource;
}

/** Words and letters alone. */
export const WITHOUT_MEANING: MeaningOptions = { blocks: [], meaningsOf: () => [] };

/** Trains in slices; the same set gives the same model. */
export function* trainIntents(set: TrainingSet, meaning: MeaningOptions): Generator<void, IntentModel> {
  const labels = set.intents.map(({ id }) => id);
  const plain = set.task === 'labels';
  // Posts with labels gain nothing from vectors (measured), and are many.
  const { blocks, meaningsOf } = plain ? WITHOUT_MEANING : meaning;
  const setup = { classCount: labels.length, plain, seed: set.seed, blocks };
  const sentences = labels.length === 0 ? [] : yield* withoutConflicts(labelledSentencesOf(set, meaningsOf), setup);
  const calibration = yield* calibrate(sentences, setup);
  const classifier = yield* trainClassifier(sentences, setup, effortFor(sentences.length, setup).whole);
  return { labels, ...classifier, dictionaries: set.dictionaries ?? [], calibration };
}
