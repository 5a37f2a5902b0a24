// One-vs-rest linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008), all classes at once.
import { createRandom, shuffle } from './random.ts';

/** A training row. `label` -1 belongs to no class: every class learns to refuse it. */
export interface SvmRow {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  readonly label: number;
}

/** How to train. `cost` is C; `costOf` scales it by class (own rows only). */
export interface SvmOptions {
  readonly classCount: number;
  readonly featureCount: number;
  readonly cost: number;
  readonly passes: number;
  readonly seed: number;
  /** Value of the constant feature every row carries; 0 leaves it out. */
  readonly bias: number;
  readonly rowCost?: Float32Array;
}

/** Weights feature by feature: `weights[id * classCount + k]`; the constant feature is the last row. */
export interface SvmModel {
  readonly classCount: number;
  readonly weights: Float32Array;
  readonly bias: number;
}

const ROWS_A_SLICE = 200;

/** Trains in slices: the caller may pause between them. */
export function* trainSvm(rows: readonly SvmRow[], options: SvmOptions): Generator<void, SvmModel> {
  const { classCount, featureCount, cost, passes, seed, bias } = options;
  const weights = new Float32Array((featureCount + 1) * classCount);
  const biasRow = featureCount * classCount;
  const alphas = new Float32Array(rows.length * classCount);
  const scores = new Float64Array(classCount);
  const changed = new Int32Array(classCount);
  const change = new Float64Array(classCount);
  const order = Int32Array.from(rows, (_, at) => at);
  const squares = Float64Array.from(rows, ({ values }) =>
    values.reduce((sum, value) => sum + value * value, bias * bias),
  );
  const random = createRandom(seed);
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, random);
    for (let turn = 0; turn < order.length; turn += 1) {
      const at = order[turn] ?? 0;
      const row = rows[at];
      if (row === undefined) continue;
      const { ids, values, label } = row;
      scores.fill(0);
      addScores(scores, weights, ids, values, classCount);
      if (bias !== 0)
        for (let k = 0; k < classCount; k += 1) scores[k] = (scores[k] ?? 0) + bias * (weights[biasRow + k] ?? 0);
      const diagonal = 0.5 / (cost * (options.rowCost?.[at] ?? 1));
      const curvature = (squares[at] ?? 0) + diagonal;
      const alphaRow = at * classCount;
      let changes = 0;
      for (let k = 0; k < classCount; k += 1) {
        const side = k === label ? 1 : -1;
        const alpha = alphas[alphaRow + k] ?? 0;
        const gradient = side * (scores[k] ?? 0) - 1 + alpha * diagonal;
        if (alpha === 0 && gradient >= 0) continue;
        const next = Math.max(0, alpha - gradient / curvature);
        const step = next - alpha;
        if (step < 1e-7 && step > -1e-7) continue;
        alphas[alphaRow + k] = next;
        changed[changes] = k;
        change[changes] = step * side;
        changes += 1;
      }
      if (changes > 0) {
        addWeights(weights, ids, values, classCount, changed, change, changes);
        if (bias !== 0) {
          for (let c = 0; c < changes; c += 1) {
            const k = biasRow + (changed[c] ?? 0);
            weights[k] = (weights[k] ?? 0) + (change[c] ?? 0) * bias;
          }
        }
      }
      if (turn % ROWS_A_SLICE === 0) yield;
    }
  }
  return { classCount, weights, bias };
}

/** Adds `x . w` of every class to `scores`. */
export function addScores(
  scores: Float64Array,
  weights: Float32Array,
  ids: Int32Array,
  values: Float32Array,
  classCount: number,
): void {
  let entry = 0;
  // Four features at once: the scores are read and written a quarter as often, which is most of the work.
  for (; entry + 4 <= ids.length; entry += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [values[entry], values[entry + 1], values[entry + 2], values[entry + 3]];
    const fromA = (ids[entry] ?? 0) * classCount;
    const fromB = (ids[entry + 1] ?? 0) * classCount;
    const fromC = (ids[entry + 2] ?? 0) * classCount;
    const fromD = (ids[entry + 3] ?? 0) * classCount;
    for (let k = 0; k < classCount; k += 1) {
      scores[k] =
        (scores[k] ?? 0) +
        a * (weights[fromA + k] ?? 0) +
        b * (weights[fromB + k] ?? 0) +
        c * (weights[fromC + k] ?? 0) +
        d * (weights[fromD + k] ?? 0);
    }
  }
  for (; entry < ids.length; entry += 1) {
    const value = values[entry] ?? 0;
    const from = (ids[entry] ?? 0) * classCount;
    for (let k = 0; k < classCount; k += 1) scores[k] = (scores[k] ?? 0) + value * (weights[from + k] ?? 0);
  }
}

function addWeights(
  weights: Float32Array,
  ids: Int32Array,
  values: Float32Array,
  classCount: number,
  changed: Int32Array,
  change: Float64Array,
  changes: number,
): void {
  for (let entry = 0; entry < ids.length; entry += 1) {
    const value = values[entry] ?? 0;
    const from = (ids[entry] ?? 0) * classCount;
    for (let c = 0; c < changes; c += 1) {
      const k = from + (changed[c] ?? 0);
      weights[k] = (weights[k] ?? 0) + (change[c] ?? 0) * value;
    }
  }
}
