// Logistic regression on a handful of signals, pulled towards a prior: what a small bot has too few sentences to learn, it inherits.

/** A weighted observation of the signals. */
export interface LogisticRow {
  readonly signals: Float64Array;
  readonly target: 0 | 1;
  readonly weight: number;
}

/** Weights of the signals; the last one is the constant. */
export type LogisticWeights = Float64Array;

/** The probability that the target is 1. */
export function logisticOf(weights: LogisticWeights, signals: Float64Array): number {
  return sigmoid(linear(weights, signals));
}

/**
 * Fits by cyclic Newton steps. Signals may only speak for the target (weights stay at or above 0), the constant is free.
 * `pull` is how strongly each weight is held near `prior`, in units of observations.
 */
export function fitLogistic(
  rows: readonly LogisticRow[],
  prior: LogisticWeights,
  pull: number,
  sweeps: number,
): LogisticWeights {
  const weights = prior.slice();
  const last = weights.length - 1;
  const sums = Float64Array.from(rows, ({ signals }) => linear(weights, signals));
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let at = 0; at <= last; at += 1) {
      const held = at === last ? pull / 10 : pull;
      const before = weights[at] ?? 0;
      let slope = held * (before - (prior[at] ?? 0));
      let curve = held + 1e-6;
      rows.forEach(({ signals, target, weight }, row) => {
        const signal = at === last ? 1 : (signals[at] ?? 0);
        const chance = sigmoid(sums[row] ?? 0);
        slope += weight * signal * (chance - target);
        curve += weight * signal * signal * Math.max(chance * (1 - chance), 0.02);
      });
      const after = at === last ? before - slope / curve : Math.max(0, before - slope / curve);
      const step = after - before;
      if (step === 0) continue;
      weights[at] = after;
      rows.forEach(({ signals }, row) => {
        sums[row] = (sums[row] ?? 0) + step * (at === last ? 1 : (signals[at] ?? 0));
      });
    }
  }
  return weights;
}

/** The logistic function. */
export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function linear(weights: LogisticWeights, signals: Float64Array): number {
  const last = weights.length - 1;
  let sum = weights[last] ?? 0;
  for (let at = 0; at < last; at += 1) sum += (weights[at] ?? 0) * (signals[at] ?? 0);
  return sum;
}
