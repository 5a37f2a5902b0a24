// One training run: labelled sentences in, feature space and weights out.
import { quantise } from '../classifier/quantise.ts';
import { trainSvm, type SvmRow } from '../classifier/linear-svm.ts';
import { fitFeatureSpace, sizeOf, vectorise, type DenseBlock } from '../features/feature-space.ts';
import type { IntentModel } from './intent-model.ts';
import type { LabelledSentence } from './labelled-sentences.ts';
import { collectNeighbours } from './neighbours.ts';

/** The parts of a model that one training run yields. */
export type Classifier = Pick<IntentModel, 'space' | 'weights' | 'neighbours'>;

/** What all runs over one training set share. */
export interface ClassifierSetup {
  readonly classCount: number;
  readonly plain: boolean;
  readonly seed: number;
  readonly blocks: readonly DenseBlock[];
}

/** From so many sentences on, features met once are left out: they cost memory and teach nothing. Posts repeat less. */
const LARGE = 12_000;
const MANY_POSTS = 4_000;

/** A flow's usual size, where somebody waits for the training: two passes fewer cost nothing there (measured). */
const USUAL = { from: 1_000, to: 3_000 } as const;
/** Up to so many sentences passes are cheap: enough of them that the order of the sentences no longer shows (half a point either way at 8). */
const SMALL = 1_200;

/** From so many scores a pass on (sentences times intents), a pass takes seconds and each sentence has hundreds of intents to tell apart: fewer do. */
const HUGE = 4_000_000;

/** How often sentences are gone over: in how many folds, in how many passes of a fold, and in how many of the whole. */
export function effortFor(
  sentences: number,
  { classCount, plain }: Pick<ClassifierSetup, 'classCount' | 'plain'>,
): { readonly folds: number; readonly fold: number; readonly whole: number } {
  if (plain) return { folds: 5, fold: 5, whole: 8 };
  if (sentences * classCount > HUGE) return { folds: 2, fold: 2, whole: 4 };
  const usual = sentences >= USUAL.from && sentences <= USUAL.to;
  return {
    folds: sentences < 500 ? 6 : sentences < 2_000 ? 4 : 3,
    fold: usual ? 4 : 5,
    whole: sentences <= SMALL ? 16 : usual ? 6 : 8,
  };
}

/** One training run over labelled sentences. `plain` trains for posts with labels: less trust in each row, rare labels made heavier. */
export function* trainClassifier(
  sentences: readonly LabelledSentence[],
  { classCount, plain, seed, blocks }: ClassifierSetup,
  passes: number,
): Generator<void, Classifier> {
  const large = sentences.length > (plain ? MANY_POSTS : LARGE);
  const minDocuments = !large ? [1, 1, 1] : plain ? [2, 3, 3] : [1, 2, 2];
  const space = fitFeatureSpace(
    sentences.map(({ raw, label }) => ({ raw, own: label >= 0 })),
    minDocuments,
    blocks,
  );
  yield;
  const rows: SvmRow[] = sentences.map(({ raw, label }) => ({ ...vectorise(space, raw), label }));
  yield;
  const svm = yield* trainSvm(rows, {
    classCount,
    featureCount: sizeOf(space),
    cost: plain ? 0.25 : 1,
    passes,
    seed,
    bias: 1,
    ...(plain ? { rowCost: balancedCost(rows, classCount) } : {}),
  });
  return { space, weights: quantise(svm), neighbours: collectNeighbours(sentences, classCount, blocks) };
}

/** Rows of rare classes cost more, by the square root of their rarity. */
function balancedCost(rows: readonly SvmRow[], classCount: number): Float32Array {
  const counts = new Float64Array(classCount);
  for (const { label } of rows) if (label >= 0) counts[label] = (counts[label] ?? 0) + 1;
  return Float32Array.from(rows, ({ label }) =>
    label < 0 ? 1 : Math.sqrt(rows.length / classCount / (counts[label] ?? 1)),
  );
}
