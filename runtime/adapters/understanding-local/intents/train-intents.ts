// Trains an intent classifier and learns from held-out parts of the same data how far to trust it.
import type { TrainingSet } from '#runtime/ports/understanding.ts';
import { calibrate } from './calibrate.ts';
import type { IntentModel } from './intent-model.ts';
import { labelledSentencesOf } from './labelled-sentences.ts';
import { withoutConflicts } from './pool-conflicts.ts';
import { trainClassifier } from './train-classifier.ts';

/** Trains in slices; the same set gives the same model. */
export function* trainIntents(set: TrainingSet): Generator<void, IntentModel> {
  const labels = set.intents.map(({ id }) => id);
  const sentences = labels.length === 0 ? [] : withoutConflicts(labelledSentencesOf(set));
  const plain = set.task === 'labels';
  const calibration = yield* calibrate(sentences, labels.length, plain, set.seed);
  const classifier = yield* trainClassifier(sentences, labels.length, plain, set.seed, 8);
  return { labels, ...classifier, calibration };
}
