// Writes and reads the compact binary form of models: numbers, texts and typed arrays, little-endian, in a fixed order.
import { FlowError } from '#nodes/kit/errors.ts';

/** Appends values to a growing buffer. */
export interface ByteWriter {
  readonly number: (value: number) => void;
  readonly text: (value: string) => void;
  readonly array: (value: Int8Array | Int32Array | Float32Array | Float64Array) => void;
  readonly finish: () => Uint8Array;
}

/** Takes values back in the same order. A short or broken buffer is refused with UNDERSTANDING_FAILED. */
export interface ByteReader {
  readonly number: () => number;
  readonly text: () => string;
  readonly int8: () => Int8Array;
  readonly int32: () => Int32Array;
  readonly float32: () => Float32Array;
  readonly float64: () => Float64Array;
}

/** A writer. */
export function createByteWriter(): ByteWriter {
  const parts: Uint8Array[] = [];
  function number(value: number): void {
    parts.push(new Uint8Array(Float64Array.of(value).buffer));
  }
  function raw(bytes: Uint8Array): void {
    number(bytes.byteLength);
    parts.push(bytes.slice());
  }
  return {
    number,
    text: (value) => raw(new TextEncoder().encode(value)),
    array: (value) => raw(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
    finish: () => {
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.byteLength;
      }
      return whole;
    },
  };
}

/** A reader over bytes a writer made. */
export function createByteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  function number(): number {
    if (at + 8 > bytes.byteLength) throw broken();
    const value = view.getFloat64(at, true);
    at += 8;
    return value;
  }
  /** A copy of its own, so that the array starts on the boundary its element size asks for. */
  function raw(elementBytes: number): ArrayBuffer {
    const length = number();
    if (!Number.isInteger(length) || length < 0 || length % elementBytes !== 0 || at + length > bytes.byteLength) {
      throw broken();
    }
    const copy = new Uint8Array(length);
    copy.set(bytes.subarray(at, at + length));
    at += length;
    return copy.buffer;
  }
  return {
    number,
    text: () => new TextDecoder().decode(raw(1)),
    int8: () => new Int8Array(raw(1)),
    int32: () => new Int32Array(raw(4)),
    float32: () => new Float32Array(raw(4)),
    float64: () => new Float64Array(raw(8)),
  };
}

function broken(): FlowError {
  return new FlowError(
    'UNDERSTANDING_FAILED',
    'The stored understanding model is cut short or damaged; publish again.',
  );
}
