// Time and chance, so that tests can hold both still.

/** The clock of the house. */
export interface Clock {
  /** Unix ms. */
  now(): number;
  /** A random id of at least 128 bits, URL-safe, growing with time. */
  id(): string;
  /** A secret of the given bytes, base64url. */
  secret(bytes: number): string;
  /** A whole number 0..2^32-1. */
  seed(): number;
  /** Calls back once after `ms`; returns the way to cancel. */
  after(ms: number, call: () => void): () => void;
}
