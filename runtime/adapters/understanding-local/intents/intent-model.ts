// A trained intent classifier and how it judges one sentence: scores, signals of confidence, calibrated probabilities.
import type { TermDictionary } from '#runtime/ports/understanding.ts';
import type { RawFeatures } from '../features/raw-features.ts';
import { vectorise, type FeatureSpace } from '../features/feature-space.ts';
import { reasonsFor } from './reasons.ts';
import { nearnessOf, type Neighbours } from './neighbours.ts';
import { logisticOf, type LogisticWeights } from '../classifier/logistic.ts';
import { scoresOf, type ByteWeights } from '../classifier/quantise.ts';

/** How scores become probabilities, and below which one a sentence belongs to no intent. */
export interface Calibration {
  /** Multiplies scores before the softmax. */
  readonly sharpness: number;
  /** Added to the score of each class before the best one is chosen: how far sentences that were not learnt show it to be underrated. */
  readonly biases: Float64Array;
  /** Weights of the signals of confidence. */
  readonly confidence: LogisticWeights;
  /** Least confidence of a sentence in scope. */
  readonly threshold: number;
  /** Least share of the best intent for it to be taken without asking back. */
  readonly sure: number;
}

/** Everything needed to predict. `labels[k]` names class `k`. */
export interface IntentModel {
  readonly labels: readonly string[];
  readonly space: FeatureSpace;
  readonly weights: ByteWeights;
  /** Examples of each class as vectors; empty when there is no source of meaning. */
  readonly neighbours: Neighbours;
  readonly dictionaries: readonly TermDictionary[];
  readonly calibration: Calibration;
}

/** What a classifier says of a sentence before its classes are corrected. */
export interface SentenceReading {
  readonly said: Float64Array;
  /** Share of each block's features that the intents' own sentences know, 0..1. */
  readonly known: readonly number[];
  /** The cosine to the nearest example of a class. */
  readonly near: (label: number) => number;
}

/** What the classifier saw in a sentence; `scores` are corrected by the biases. */
export interface SentenceScores {
  readonly scores: Float64Array;
  readonly best: number;
  readonly signals: Float64Array;
}

/** The verdict on one sentence; `intents` best first, at most `TOP_INTENTS`. */
export interface IntentVerdict {
  readonly intents: readonly {
    readonly intent: string;
    readonly score: number;
    readonly reasons?: readonly string[];
  }[];
  readonly outOfScope: boolean;
  /** Present when the best intent is not sure enough: those it may be. */
  readonly doubt?: readonly string[];
}

/** The signals of confidence, in the order of their weights: each grows with confidence. */
export const SIGNALS = ['score', 'margin', 'share', 'words', 'pairs', 'letters', 'near'] as const;

const TOP_INTENTS = 10;
const EXPLAINED = 3;
const MOST_ASKED = 3;
/** Every class was taught to say -1 to what is not its own: when all say it this clearly, other signals do not count. */
const FIRM_NO = -0.9;
const NOTHING: IntentVerdict = { intents: [], outOfScope: true };

/** Judges a sentence. */
export function predictIntents(model: IntentModel, raw: RawFeatures): IntentVerdict {
  const { labels, calibration } = model;
  if (labels.length === 0) return NOTHING;
  const seen = scoreSentence(model, raw);
  if (seen === undefined) return NOTHING;
  const { confidence, outOfScope } = trustIn(seen, calibration);
  const chances = softmax(seen.scores, calibration.sharpness);
  const best = bestOf(chances);
  const intents = best.map((k, place) => ({
    intent: labels[k] ?? '',
    score: (chances[k] ?? 0) * confidence,
    ...(place < EXPLAINED ? { reasons: reasonsFor(model, raw, k) } : {}),
  }));
  const doubt = outOfScope ? [] : inDoubt(best, chances, calibration.sure);
  return { intents, outOfScope, ...(doubt.length > 1 ? { doubt: doubt.map((k) => labels[k] ?? '') } : {}) };
}

/** How far the scores of a sentence are to be trusted, 0..1, and whether no intent is meant. */
export function trustIn(
  seen: SentenceScores,
  { confidence: weights, threshold }: Calibration,
): { readonly confidence: number; readonly outOfScope: boolean } {
  const [score = 0] = seen.signals;
  const firmNo = score < FIRM_NO;
  const confidence = logisticOf(weights, seen.signals) * (firmNo ? 0.3 : 1);
  return { confidence, outOfScope: firmNo || confidence < threshold };
}

/** The best classes a sentence lies between: none besides the first when that one is sure enough. */
function inDoubt(best: readonly number[], chances: Float64Array, sure: number): readonly number[] {
  const [first = 0] = best;
  const highest = chances[first] ?? 0;
  if (highest >= sure) return [];
  return best.slice(0, MOST_ASKED).filter((k) => (chances[k] ?? 0) >= highest / 4);
}

/** The classes with the highest chances, best first; the earlier one of equals. */
function bestOf(chances: Float64Array): number[] {
  const best: number[] = [];
  let least = -1;
  for (let k = 0; k < chances.length; k += 1) {
    const chance = chances[k] ?? 0;
    if (best.length === TOP_INTENTS && chance <= least) continue;
    let place = best.length;
    while (place > 0 && chance > (chances[best[place - 1] ?? 0] ?? 0)) place -= 1;
    best.splice(place, 0, k);
    if (best.length > TOP_INTENTS) best.pop();
    least = chances[best.at(-1) ?? 0] ?? 0;
  }
  return best;
}

/** Scores a sentence; undefined when nothing in it was ever seen. */
export function scoreSentence(
  model: Pick<IntentModel, 'space' | 'weights' | 'neighbours' | 'calibration'>,
  raw: RawFeatures,
): SentenceScores | undefined {
  const reading = readSentence(model, raw);
  return reading === undefined ? undefined : judge(reading, model.calibration.biases);
}

/** Reads a sentence; undefined when nothing in it was ever seen. */
export function readSentence(
  { space, weights, neighbours }: Pick<IntentModel, 'space' | 'weights' | 'neighbours'>,
  raw: RawFeatures,
): SentenceReading | undefined {
  const { ids, values, known } = vectorise(space, raw);
  if (ids.length === 0) return undefined;
  return { said: scoresOf(weights, ids, values), known, near: (label) => nearnessOf(neighbours, label, raw.meanings) };
}

/** The best class once each is corrected, and what speaks for trusting it. */
export function judge({ said, known, near }: SentenceReading, biases: Float64Array): SentenceScores {
  const scores = new Float64Array(said.length);
  let best = 0;
  let second = -1;
  for (let k = 0; k < said.length; k += 1) {
    const score = (said[k] ?? 0) + (biases[k] ?? 0);
    scores[k] = score;
    if (k === 0) continue;
    if (score > (scores[best] ?? 0)) {
      second = best;
      best = k;
    } else if (second < 0 || score > (scores[second] ?? 0)) second = k;
  }
  const margin = second < 0 ? 1 : (scores[best] ?? 0) - (scores[second] ?? 0);
  const [words = 0, pairs = 0, letters = 0] = known;
  const signals = Float64Array.of(
    // How strongly the class itself says yes, whatever it was corrected by.
    Math.max(-2, Math.min(2, said[best] ?? 0)),
    Math.min(2, margin),
    chanceOfBest(scores, scores[best] ?? 0, 3),
    words,
    pairs,
    letters,
    near(best),
  );
  return { scores, best, signals };
}

/** Probabilities from scores. */
export function softmax(scores: Float64Array, sharpness: number): Float64Array {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  const chances = new Float64Array(scores.length);
  let total = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const chance = Math.exp(((scores[k] ?? 0) - highest) * sharpness);
    chances[k] = chance;
    total += chance;
  }
  for (let k = 0; k < scores.length; k += 1) chances[k] = (chances[k] ?? 0) / total;
  return chances;
}

/** What `softmax` gives the best class. */
function chanceOfBest(scores: Float64Array, top: number, sharpness: number): number {
  let total = 0;
  for (const score of scores) total += Math.exp((score - top) * sharpness);
  return 1 / total;
}
