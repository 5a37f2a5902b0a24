// Vectors as the index stores them: whole numbers of one byte behind a mark of the model that made them.
import { createHash } from 'node:crypto';

/** Bytes before the first vector: four of the model's name, two of the dimension. */
export const HEAD_BYTES = 6;

/** A vector in bytes; only its direction counts. */
export type Direction = Int8Array;

/** The directions of an entry: the first is searched, the rest refine. */
export interface StoredDirections {
  readonly model: string;
  readonly directions: readonly Direction[];
}

/** The mark of a model: eight hexadecimal digits. */
export function modelMark(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}

/** A vector scaled so that its largest number is 127. */
export function directionOf(vector: Float32Array): Direction {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 && Number.isFinite(largest) ? 127 / largest : 0;
  return Int8Array.from(vector, (value) => Math.round(value * scale));
}

/** Bytes for the table; all directions have the length of the first. */
export function bytesFromDirections({ model, directions }: StoredDirections): Uint8Array {
  const dimension = directions[0]?.length ?? 0;
  const bytes = new Uint8Array(HEAD_BYTES + directions.length * dimension);
  bytes.set(Buffer.from(model, 'hex'));
  new DataView(bytes.buffer).setUint16(4, dimension);
  const body = new Int8Array(bytes.buffer, HEAD_BYTES);
  directions.forEach((direction, at) => body.set(direction.subarray(0, dimension), at * dimension));
  return bytes;
}

/** What was stored, or undefined when there is nothing, or it is of another model. */
export function directionsFromBytes(bytes: Uint8Array | null, model: string): readonly Direction[] | undefined {
  if (bytes === null || bytes.byteLength <= HEAD_BYTES) return undefined;
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) !== Number.parseInt(model, 16)) return undefined;
  const dimension = dimensionOf(bytes);
  if (dimension === 0) return undefined;
  const body = new Int8Array(bytes.buffer, bytes.byteOffset + HEAD_BYTES, bytes.byteLength - HEAD_BYTES);
  return Array.from({ length: Math.floor(body.length / dimension) }, (_, at) =>
    body.subarray(at * dimension, (at + 1) * dimension),
  );
}

/** The length of the vectors of an entry; 0 when it has none. Its first bytes suffice. */
export function dimensionOf(bytes: Uint8Array): number {
  return bytes.byteLength < HEAD_BYTES ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint16(4);
}

/** Cosine of two directions, 0 when one has no length or they do not fit. */
export function cosine(one: Direction, other: Direction): number {
  if (one.length !== other.length) return 0;
  let product = 0;
  let oneSquare = 0;
  let otherSquare = 0;
  for (let at = 0; at < one.length; at += 1) {
    const a = one[at] ?? 0;
    const b = other[at] ?? 0;
    product += a * b;
    oneSquare += a * a;
    otherSquare += b * b;
  }
  return product === 0 ? 0 : product / Math.sqrt(oneSquare * otherSquare);
}
