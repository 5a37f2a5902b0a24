// One training or examination: what it is given, which vectors it reads sentences with, and what it ends in.
import type { Examination, TrainingSet } from '#runtime/ports/understanding.ts';
import { bundledMeaning, bundledTables } from './embeddings/bundled-tables.ts';
import { examine } from './intents/examine.ts';
import { labelledSentencesOf } from './intents/labelled-sentences.ts';
import { trainIntents, WITHOUT_MEANING, type MeaningOptions } from './intents/train-intents.ts';
import { bytesFromModels } from './model/model-pair.ts';
import { languageOf } from './text/language.ts';

/** A training set and the vectors to read it with. */
export interface TrainingTask {
  readonly set: TrainingSet;
  readonly dense: 'none' | 'bundled';
  /** Vectors of an embedder for every text of the set, by normalised text. */
  readonly fetched?: FetchedVectors;
}

/** An embedder's vectors, all of one length. */
export interface FetchedVectors {
  readonly name: string;
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** Up to so many examples an intent, shared words are too few to go by: vectors then weigh more. */
const FEW_EXAMPLES = 15;
const WEIGHT = 1;
const WEIGHT_WITH_FEW = 1.4;
/** Beside an embedder's vectors the bundled ones only add a little. */
const WEIGHT_BESIDE = 0.5;

/** Trains the model that needs nothing, and with an embedder's vectors a second one for when they are at hand. */
export function* runTrainingTask({ set, dense, fetched }: TrainingTask): Generator<void, Uint8Array> {
  const bundled = meaningFor(set, dense);
  const model = yield* trainIntents(set, bundled);
  if (fetched === undefined) return bytesFromModels(model, undefined);
  const better = yield* trainIntents(set, withFetched(bundled, weightFor(set), fetched.vectors));
  return bytesFromModels(model, { name: fetched.name, model: better });
}

/** Examines a set as it would be learnt offline: what an embedder adds is not counted on. */
export function runExamination({ set, dense }: TrainingTask): Generator<void, Examination> {
  return examine(set, meaningFor(set, dense));
}

/** Every text of a set in its normal form, as vectors are looked up by. */
export function textsOf(set: TrainingSet): string[] {
  const texts: string[] = [];
  labelledSentencesOf(set, (text) => {
    texts.push(text);
    return [];
  });
  return texts;
}

function meaningFor(set: TrainingSet, dense: TrainingTask['dense']): MeaningOptions {
  if (dense === 'none' || set.task === 'labels' || set.intents.length === 0) return WITHOUT_MEANING;
  return {
    blocks: [{ dimension: bundledTables().en.dimension, weight: weightFor(set) }],
    meaningsOf: (text) => [bundledMeaning(text)],
  };
}

function weightFor({ intents }: TrainingSet): number {
  const examples = intents.flatMap((intent) => intent.examples);
  const chinese = examples.filter((example) => languageOf(example) === 'zh').length;
  const few = examples.length <= intents.length * FEW_EXAMPLES;
  // Chinese characters carry meaning by themselves: what is spelt differently is seldom the same.
  return few && chinese * 2 < examples.length ? WEIGHT_WITH_FEW : WEIGHT;
}

function withFetched(
  { blocks, meaningsOf }: MeaningOptions,
  weight: number,
  vectors: ReadonlyMap<string, Float32Array>,
): MeaningOptions {
  const [{ length: dimension } = new Float32Array()] = vectors.values();
  const none = new Float32Array(dimension);
  return {
    blocks: [...blocks.map((block) => ({ ...block, weight: WEIGHT_BESIDE })), { dimension, weight }],
    meaningsOf: (text) => [...meaningsOf(text), vectors.get(text) ?? none],
  };
}
