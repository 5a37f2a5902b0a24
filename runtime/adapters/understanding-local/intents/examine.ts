// Judges every example of a set by classifiers that were trained without it, and finds examples that say the same.
import type { Examination, JudgedExample, TrainingSet } from '#runtime/ports/understanding.ts';
import { alikeAcross, samenessWithin } from './alike.ts';
import { biasesFrom, calibrationFrom, type HeldOut } from './calibrate.ts';
import { foldsWithin } from './folds.ts';
import { judge, readSentence, softmax, trustIn } from './intent-model.ts';
import { labelledSentencesOf, type LabelledSentence } from './labelled-sentences.ts';
import { withoutConflicts } from './pool-conflicts.ts';
import { trainClassifier, type ClassifierSetup } from './train-classifier.ts';
import type { MeaningOptions } from './train-intents.ts';

/** Beyond so many examples each intent takes part with a share. */
const MOST_EXAMINED = 6_000;
const LEAST_OF_AN_INTENT = 3;

/** A sentence that was kept back, and what was said of it. */
interface Kept extends HeldOut {
  readonly sentence: LabelledSentence;
  readonly fold: number;
}

/** Examines in slices; the same set gives the same examination. */
export function* examine(set: TrainingSet, { blocks, meaningsOf }: MeaningOptions): Generator<void, Examination> {
  const classCount = set.intents.length;
  const most = Math.max(LEAST_OF_AN_INTENT, Math.floor(MOST_EXAMINED / Math.max(1, classCount)));
  const complete = set.intents.every(({ examples }) => examples.length <= most);
  const intents = set.intents.map((intent) => ({ ...intent, examples: intent.examples.slice(0, most) }));
  const setup: ClassifierSetup = { classCount, plain: false, seed: set.seed, blocks };
  const sentences =
    classCount === 0 ? [] : yield* withoutConflicts(labelledSentencesOf({ ...set, intents }, meaningsOf), setup);
  yield;
  const kept = classCount < 2 ? [] : yield* keepBack(sentences, setup);
  const calibration = calibrationFrom(kept, classCount);
  const biases = yield* biasesOfFolds(kept, classCount);
  const judged = kept.flatMap(({ sentence, reading, kind, fold }): JudgedExample[] => {
    if (kind !== 'covered' || sentence.example === undefined) return [];
    const where = { intent: sentence.label, example: sentence.example };
    if (reading === undefined) return [{ ...where, said: -1, chance: 0 }];
    const seen = judge(reading, biases[fold] ?? calibration.biases);
    const { confidence, outOfScope } = trustIn(seen, calibration);
    if (outOfScope) return [{ ...where, said: -1, chance: 0 }];
    const chance = (softmax(seen.scores, calibration.sharpness)[seen.best] ?? 0) * confidence;
    return [{ ...where, said: seen.best, chance }];
  });
  judged.sort((a, b) => a.intent - b.intent || a.example - b.example);
  const examples = sentences.filter(({ source }) => source === 'example');
  const alike = yield* alikeAcross(examples);
  return { judged, alike, sameness: yield* samenessWithin(examples, classCount), complete };
}

/** The biases each fold is judged by, learnt from the others: with its own it would look better than a new sentence does. */
function* biasesOfFolds(kept: readonly Kept[], classCount: number): Generator<void, readonly Float64Array[]> {
  const biases: Float64Array[] = [];
  const foldCount = kept.reduce((most, { fold }) => Math.max(most, fold + 1), 0);
  for (let now = 0; now < foldCount; now += 1) {
    biases.push(
      biasesFrom(
        kept.filter(({ fold }) => fold !== now),
        classCount,
      ),
    );
    yield;
  }
  return biases;
}

/** Folds: each keeps a part of every intent's examples back, and of the sentences that mean none. */
function* keepBack(sentences: readonly LabelledSentence[], setup: ClassifierSetup): Generator<void, readonly Kept[]> {
  const foldCount = sentences.length < 500 ? 8 : sentences.length < 2_000 ? 5 : 3;
  const fold = foldsWithin(sentences, foldCount, setup.classCount, setup.seed);
  const kept: Kept[] = [];
  for (let now = 0; now < foldCount; now += 1) {
    const classifier = yield* trainClassifier(
      sentences.filter((_, at) => fold[at] !== now),
      setup,
      5,
    );
    sentences.forEach((sentence, at) => {
      if (fold[at] !== now) return;
      const { raw, label, source } = sentence;
      const kind = label >= 0 ? 'covered' : 'foreign';
      const weight = source === 'outside' ? 3 : 1;
      kept.push({ sentence, fold: now, kind, label, weight, reading: readSentence(classifier, raw) });
    });
    yield;
  }
  return kept;
}
