// Learns from held-out sentences and held-out intents how scores become probabilities and when to say "none of these".
import { fitLogistic, logisticOf, type LogisticRow, type LogisticWeights } from '../classifier/logistic.ts';
import { fitBiases, type ScoredSentence } from './class-biases.ts';
import { foldsOf, foldsWithin } from './folds.ts';
import {
  judge,
  readSentence,
  SIGNALS,
  softmax,
  type Calibration,
  type SentenceReading,
  type SentenceScores,
} from './intent-model.ts';
import type { LabelledSentence } from './labelled-sentences.ts';
import { effortFor, trainClassifier, type ClassifierSetup } from './train-classifier.ts';

/** A sentence read by a model that had not seen it: covered by an intent, of a hidden intent, or foreign to all of them. */
export interface HeldOut {
  readonly kind: 'covered' | 'hidden' | 'foreign';
  readonly reading: SentenceReading | undefined;
  readonly label: number;
  readonly weight: number;
}

/** The same, judged. */
interface JudgedHeldOut extends Omit<HeldOut, 'reading'> {
  readonly seen: SentenceScores | undefined;
}

/** What the signals usually weigh, learnt once on public intent sets; the last is the constant. */
const USUAL_CONFIDENCE: LogisticWeights = Float64Array.of(2.5, 0.3, 0.3, 1.8, 1.2, 0.5, 1, -3);

const USUAL_SHARPNESS = 4;
const USUAL_SURE = 0.65;
const MOST_SURE = 0.8;
const RIGHT_ENOUGH = 0.95;
/** Below so many held-out sentences a quantile of them is chance: a sentence then needs at least this confidence. */
const FEW = 200;
const LEAST_CHANCE = 0.3;
/** The shorter part of a golden section. */
const SHORT = (3 - Math.sqrt(5)) / 2;
/** No sentence costs more than this chance would. */
const LEAST_LIKELY = 1e-6;
/** Classes so far behind say nothing at any sharpness looked at. */
const OUT_OF_REACH = 8;
const SILENT = new Float64Array(SIGNALS.length);

/** Calibration by folds: each hides a part of the intents altogether and a part of the sentences of the others. */
export function* calibrate(
  sentences: readonly LabelledSentence[],
  setup: ClassifierSetup,
): Generator<void, Calibration> {
  const { classCount, plain, seed } = setup;
  if (classCount === 0) {
    const biases = new Float64Array();
    return { sharpness: USUAL_SHARPNESS, biases, confidence: USUAL_CONFIDENCE, threshold: 0.5, sure: USUAL_SURE };
  }
  const heldOut: HeldOut[] = [];
  const effort = effortFor(sentences.length, setup);
  const foldCount = effort.folds;
  const sentenceFold = foldsWithin(sentences, foldCount, classCount, seed);
  const classFold = foldsOf(classCount, foldCount, seed + 1);
  for (let fold = 0; fold < (plain ? 1 : foldCount); fold += 1) {
    const hidesIntents = !plain && classCount >= 4;
    const isHidden = (label: number): boolean => hidesIntents && label >= 0 && classFold[label] === fold;
    const train = sentences.filter((s, at) => !isHidden(s.label) && (s.source === 'name' || sentenceFold[at] !== fold));
    const classifier = yield* trainClassifier(train, setup, effort.fold);
    sentences.forEach(({ raw, label, source }, at) => {
      const hidden = isHidden(label);
      if (source === 'name' || (!hidden && sentenceFold[at] !== fold)) return;
      const reading = readSentence(classifier, raw);
      const kind = hidden ? 'hidden' : label >= 0 ? 'covered' : 'foreign';
      heldOut.push({ kind, reading, label, weight: source === 'outside' ? 3 : 1 });
    });
    yield;
  }
  if (plain) {
    // Rare labels were made heavier already.
    return {
      sharpness: fitSharpness(saidOf(heldOut)),
      biases: new Float64Array(classCount),
      confidence: Float64Array.of(...SILENT, 10),
      threshold: 0,
      sure: 0,
    };
  }
  return calibrationFrom(heldOut, classCount);
}

/** The calibration that fits what models said of sentences they had not seen. */
export function calibrationFrom(heldOut: readonly HeldOut[], classCount: number): Calibration {
  const biases = biasesFrom(heldOut, classCount);
  const { sharpness, judged } = judgeAll(heldOut, biases);
  const confidence = fitConfidence(judged);
  return {
    sharpness,
    biases,
    confidence,
    threshold: thresholdOf(judged, confidence, classCount),
    sure: sureOf(judged, sharpness),
  };
}

/** How the classes are to be corrected by what models said of sentences they had not seen. */
export function biasesFrom(heldOut: readonly HeldOut[], classCount: number): Float64Array {
  const said = saidOf(heldOut);
  return fitBiases(said, classCount, fitSharpness(said));
}

/** The sentences judged by corrected scores, and how those become probabilities. */
function judgeAll(heldOut: readonly HeldOut[], biases: Float64Array) {
  const judged = heldOut.map(({ kind, reading, label, weight }): JudgedHeldOut => {
    return { kind, label, weight, seen: reading === undefined ? undefined : judge(reading, biases) };
  });
  const sharpness = fitSharpness(
    judged.flatMap(({ kind, seen, label }) =>
      kind === 'covered' && seen !== undefined ? [{ scores: seen.scores, label }] : [],
    ),
  );
  return { sharpness, judged };
}

/** What classifiers said of the sentences that an intent covers. */
function saidOf(heldOut: readonly HeldOut[]): ScoredSentence[] {
  return heldOut.flatMap(({ kind, reading, label }) =>
    kind === 'covered' && reading !== undefined ? [{ scores: reading.said, label }] : [],
  );
}

/** Covered and uncovered sentences weigh the same together, whatever their numbers; held-out intents a third of the uncovered. */
function fitConfidence(heldOut: readonly JudgedHeldOut[]): LogisticWeights {
  const masses: Record<HeldOut['kind'], number> = { covered: 0, hidden: 0, foreign: 0 };
  for (const { kind, weight } of heldOut) masses[kind] += weight;
  const { covered, hidden, foreign } = masses;
  if (covered === 0 || hidden + foreign === 0) return USUAL_CONFIDENCE;
  const total = Math.min(covered + hidden + foreign, 2_000);
  const shares: typeof masses = {
    covered: 0.5,
    hidden: foreign === 0 ? 0.5 : hidden === 0 ? 0 : 1 / 6,
    foreign: hidden === 0 ? 0.5 : foreign === 0 ? 0 : 1 / 3,
  };
  const rows = heldOut.map(({ seen, kind, weight }): LogisticRow => ({
    signals: seen?.signals ?? SILENT,
    target: kind === 'covered' ? 1 : 0,
    weight: (weight * total * shares[kind]) / masses[kind],
  }));
  return fitLogistic(rows, USUAL_CONFIDENCE, 2, 30);
}

/** The confidence that turns away a small share of the held-out covered sentences, and never asks for more than an even chance. */
function thresholdOf(heldOut: readonly JudgedHeldOut[], confidence: LogisticWeights, classCount: number): number {
  const covered = heldOut
    .filter(({ kind }) => kind === 'covered')
    .map(({ seen }) => (seen === undefined ? 0 : logisticOf(confidence, seen.signals)))
    .sort((a, b) => a - b);
  // With few examples an intent, the fold models know much less than the final one: more of their doubt is unfounded.
  const refused = 0.011 + 0.06 * Math.min(1, (12 * classCount) / covered.length);
  const lowest = covered.length < FEW ? LEAST_CHANCE : 0;
  return Math.min(0.5, Math.max(lowest, covered[Math.floor(covered.length * refused)] ?? 0.5));
}

/** The least share of the best intent from which on held-out sentences were right often enough to answer without asking back. */
function sureOf(heldOut: readonly JudgedHeldOut[], sharpness: number): number {
  const judged = heldOut
    .flatMap(({ kind, seen, label }) =>
      kind !== 'covered' || seen === undefined
        ? []
        : [{ share: softmax(seen.scores, sharpness)[seen.best] ?? 0, right: seen.best === label }],
    )
    .sort((a, b) => b.share - a.share);
  if (judged.length < FEW / 4) return USUAL_SURE;
  let right = 0;
  let sure = judged[0]?.share ?? USUAL_SURE;
  judged.forEach((one, at) => {
    if (one.right) right += 1;
    if (right / (at + 1) >= RIGHT_ENOUGH) sure = one.share;
  });
  return Math.min(MOST_SURE, sure);
}

/** The sharpness with the best likelihood, by golden section. */
function fitSharpness(said: readonly ScoredSentence[]): number {
  if (said.length < 10) return USUAL_SHARPNESS;
  const judged = said.map(({ scores, label }) => distancesOf(scores, label));
  const loss = (sharpness: number): number => judged.reduce((sum, distances) => sum + lossOf(distances, sharpness), 0);
  let low = 0.5;
  let high = 12;
  let left = low + (high - low) * SHORT;
  let right = high - (high - low) * SHORT;
  let atLeft = loss(left);
  let atRight = loss(right);
  // Each round needs one new value: the other point is already known.
  for (let round = 0; round < 12; round += 1) {
    if (atLeft < atRight) {
      high = right;
      [right, atRight] = [left, atLeft];
      left = low + (high - low) * SHORT;
      atLeft = loss(left);
    } else {
      low = left;
      [left, atLeft] = [right, atRight];
      right = high - (high - low) * SHORT;
      atRight = loss(right);
    }
  }
  return (low + high) / 2;
}

/** How far the classes are behind the right one, those in reach of it or ahead. */
function distancesOf(scores: Float64Array, label: number): Float64Array {
  const own = scores[label] ?? 0;
  return scores.map((score) => score - own).filter((distance) => distance > -OUT_OF_REACH);
}

function lossOf(distances: Float64Array, sharpness: number): number {
  let total = 0;
  for (const distance of distances) total += Math.exp(distance * sharpness);
  return Math.min(Math.log(total), -Math.log(LEAST_LIKELY));
}
