// The little linear algebra that the tables of word vectors are built with: main directions and ridge regression.

/** Vectors in one flat array, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** The mean of the rows. */
export function meanOf({ rows, columns, values }: Matrix): Float32Array {
  const mean = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    for (let at = 0; at < columns; at += 1) mean[at] = (mean[at] ?? 0) + (values[row * columns + at] ?? 0) / rows;
  }
  return Float32Array.from(mean);
}

/** `X^T Y` over every `step`-th row. */
export function crossProduct(x: Matrix, y: Matrix, step = 1): Float64Array {
  const product = new Float64Array(x.columns * y.columns);
  for (let row = 0; row < x.rows; row += step) {
    for (let a = 0; a < x.columns; a += 1) {
      const value = x.values[row * x.columns + a] ?? 0;
      if (value === 0) continue;
      const from = row * y.columns;
      const to = a * y.columns;
      for (let b = 0; b < y.columns; b += 1)
        product[to + b] = (product[to + b] ?? 0) + value * (y.values[from + b] ?? 0);
    }
  }
  return product;
}

/** The `count` main directions of a symmetric matrix by orthogonal iteration, as columns: `size * count` numbers. */
export function mainDirections(symmetric: Float64Array, size: number, count: number): Float64Array {
  let basis: Float64Array = Float64Array.from({ length: size * count }, (_, at) => Math.sin(at * 12.9898 + 1) * 0.5);
  for (let round = 0; round < 15; round += 1) {
    const next = new Float64Array(size * count);
    for (let a = 0; a < size; a += 1) {
      for (let b = 0; b < size; b += 1) {
        const value = symmetric[a * size + b] ?? 0;
        for (let k = 0; k < count; k += 1) {
          next[a * count + k] = (next[a * count + k] ?? 0) + value * (basis[b * count + k] ?? 0);
        }
      }
    }
    basis = orthonormal(next, size, count);
  }
  return basis;
}

/** Gram-Schmidt over the columns. */
function orthonormal(basis: Float64Array, size: number, count: number): Float64Array {
  for (let k = 0; k < count; k += 1) {
    for (let before = 0; before < k; before += 1) {
      let dot = 0;
      for (let a = 0; a < size; a += 1) dot += (basis[a * count + k] ?? 0) * (basis[a * count + before] ?? 0);
      for (let a = 0; a < size; a += 1) {
        basis[a * count + k] = (basis[a * count + k] ?? 0) - dot * (basis[a * count + before] ?? 0);
      }
    }
    let square = 0;
    for (let a = 0; a < size; a += 1) square += (basis[a * count + k] ?? 0) ** 2;
    for (let a = 0; a < size; a += 1) basis[a * count + k] = (basis[a * count + k] ?? 0) / Math.sqrt(square);
  }
  return basis;
}

/** `X B` for `B` of `x.columns * columns` numbers, after `mean` was taken from each row. */
export function projected(x: Matrix, mean: Float32Array, basis: Float64Array, columns: number): Matrix {
  const values = new Float32Array(x.rows * columns);
  for (let row = 0; row < x.rows; row += 1) {
    for (let a = 0; a < x.columns; a += 1) {
      const value = (x.values[row * x.columns + a] ?? 0) - (mean[a] ?? 0);
      for (let k = 0; k < columns; k += 1) {
        values[row * columns + k] = (values[row * columns + k] ?? 0) + value * (basis[a * columns + k] ?? 0);
      }
    }
  }
  return { rows: x.rows, columns, values };
}

/** The `B` that brings `X B` nearest to `Y`, held small by `lambda` times the mean diagonal. */
export function ridge(x: Matrix, y: Matrix, lambda: number): Float64Array {
  const size = x.columns;
  const gram = crossProduct(x, x);
  let trace = 0;
  for (let a = 0; a < size; a += 1) trace += gram[a * size + a] ?? 0;
  for (let a = 0; a < size; a += 1) gram[a * size + a] = (gram[a * size + a] ?? 0) + (lambda * trace) / size;
  return solved(gram, crossProduct(x, y), size, y.columns);
}

/** Solves `A B = C` for a positive definite `A`, by Cholesky, in place. */
function solved(a: Float64Array, c: Float64Array, size: number, columns: number): Float64Array {
  for (let j = 0; j < size; j += 1) {
    for (let i = j; i < size; i += 1) {
      let sum = a[i * size + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (a[i * size + k] ?? 0) * (a[j * size + k] ?? 0);
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / (a[j * size + j] ?? 1);
    }
  }
  for (let i = 0; i < size; i += 1) substitute(a, c, columns, i, 0, i, (k) => i * size + k, size);
  for (let i = size - 1; i >= 0; i -= 1) substitute(a, c, columns, i, i + 1, size, (k) => k * size + i, size);
  return c;
}

function substitute(
  a: Float64Array,
  c: Float64Array,
  columns: number,
  i: number,
  from: number,
  to: number,
  place: (k: number) => number,
  size: number,
): void {
  for (let k = from; k < to; k += 1) {
    const value = a[place(k)] ?? 0;
    for (let b = 0; b < columns; b += 1)
      c[i * columns + b] = (c[i * columns + b] ?? 0) - value * (c[k * columns + b] ?? 0);
  }
  for (let b = 0; b < columns; b += 1) c[i * columns + b] = (c[i * columns + b] ?? 0) / (a[i * size + i] ?? 1);
}
