// Texts as vectors: near in meaning, near in direction. Optional everywhere; without one the product works offline.

/** A source of vectors that may be slow, down or wrong; whoever uses it has a way without it. */
export interface Embedder {
  /** Names the model; vectors of different names are never compared. */
  readonly name: string;
  /**
   * One vector for each text, in order, all of one length. Texts are not empty.
   * Fails with MODEL_UNAVAILABLE, or EGRESS_TIMEOUT, EGRESS_DENIED and their like when a server cannot be asked.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}
