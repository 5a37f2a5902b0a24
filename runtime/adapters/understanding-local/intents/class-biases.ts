// Corrects classes that do too well or too badly: an intent of many kinds of sentences scores low on a new one, a narrow intent fills the gap.

/** What a classifier said of a sentence it had not learnt, and the class it belongs to. */
export interface ScoredSentence {
  readonly scores: Float64Array;
  readonly label: number;
}

/** How strongly each bias is held near 0, in units of observations, at one sentence a class: the fewer, the more of what they show is chance. */
const PULL = 150;
const PULLS = { least: 20, most: 40 } as const;
/** A softer softmax than the likeliest lets more than the closest rivals of a class have a say. */
const SOFTER = 0.75;
/** With so many sentences a class on average its weights alone have learnt what it covers; in between the biases fade. */
const FADING = { from: 20, to: 60 } as const;
const ROUNDS = 30;
/** Half a Newton step: all biases move at once, and each was worked out as if the others stood still. */
const DAMPING = 0.5;
/** A class this far behind the best one, in sharpened scores, takes no share. */
const OUT_OF_REACH = 12;
/** More sentences than that say the same. */
const MOST_SENTENCES = 4_000;

/**
 * One number a class, to be added to its scores, so that the softmax of the sharpened scores is likeliest on sentences that were not learnt
 * (the offsets of vector scaling, Guo et al. 2017).
 */
export function fitBiases(sentences: readonly ScoredSentence[], classCount: number, sharpness: number): Float64Array {
  const biases = new Float64Array(classCount);
  const ofAClass = sentences.length / Math.max(1, classCount);
  const strength = Math.min(1, (FADING.to - ofAClass) / (FADING.to - FADING.from));
  if (strength <= 0 || sentences.length === 0) return biases;
  const pull = Math.min(PULLS.most, Math.max(PULLS.least, PULL / ofAClass));
  const step = Math.max(1, Math.ceil(sentences.length / MOST_SENTENCES));
  const rows = sentences.filter((_, at) => at % step === 0);
  const slopes = new Float64Array(classCount);
  const curves = new Float64Array(classCount);
  const shares = new Float64Array(classCount);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let k = 0; k < classCount; k += 1) {
      slopes[k] = pull * (biases[k] ?? 0);
      curves[k] = pull;
    }
    for (const { scores, label } of rows)
      addPulls(scores, label, { biases, sharpness: sharpness * SOFTER, shares, slopes, curves });
    for (let k = 0; k < classCount; k += 1) {
      biases[k] = (biases[k] ?? 0) - (DAMPING * (slopes[k] ?? 0)) / (curves[k] ?? 1);
    }
  }
  return biases.map((bias) => bias * strength);
}

interface Fit {
  readonly biases: Float64Array;
  readonly sharpness: number;
  /** Room for the shares of one sentence. */
  readonly shares: Float64Array;
  readonly slopes: Float64Array;
  readonly curves: Float64Array;
}

/** Adds one sentence's share in slope and curvature of the loss. */
function addPulls(scores: Float64Array, label: number, { biases, sharpness, shares, slopes, curves }: Fit): void {
  let highest = -Infinity;
  for (let k = 0; k < scores.length; k += 1) {
    const score = sharpness * ((scores[k] ?? 0) + (biases[k] ?? 0));
    shares[k] = score;
    if (score > highest) highest = score;
  }
  let total = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const behind = (shares[k] ?? 0) - highest;
    const share = behind < -OUT_OF_REACH ? 0 : Math.exp(behind);
    shares[k] = share;
    total += share;
  }
  for (let k = 0; k < scores.length; k += 1) {
    const share = (shares[k] ?? 0) / total;
    if (share === 0 && k !== label) continue;
    slopes[k] = (slopes[k] ?? 0) + sharpness * (k === label ? share - 1 : share);
    curves[k] = (curves[k] ?? 0) + sharpness * sharpness * share * (1 - share);
  }
}
