// An embedder's vectors, remembered by text: what was once encoded is at hand without waiting, and a server that fails is left alone for a while.
import type { Embedder } from '#runtime/ports/embedder.ts';
import { toLengthOne } from './encode-text.ts';

/** Vectors of length 1 by text. */
export interface RememberedVectors {
  readonly name: string;
  /** The vector at hand; undefined when the text was not fetched, or long ago. */
  get(text: string): Float32Array | undefined;
  /** Fetches what is not at hand. False when that failed, took too long, or the server rests after a failure. Never throws. */
  fetch(texts: readonly string[], patienceMs: number, signal?: AbortSignal): Promise<boolean>;
}

/** Texts remembered; the oldest goes first. */
const REMEMBERED = 20_000;
/** After a failure in a conversation, so long nobody waits for the server again. */
const REST_MS = 15_000;

/** Wraps an embedder. */
export function rememberVectors(embedder: Embedder): RememberedVectors {
  const vectors = new Map<string, Float32Array>();
  let restUntil = 0;

  async function fetchMissing(missing: readonly string[], patienceMs: number, signal: AbortSignal | undefined) {
    const patience = AbortSignal.timeout(patienceMs);
    const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
    const found = await Promise.race([embedder.embed(missing, either), rejected(either)]);
    if (found.length !== missing.length || found.some((vector) => !vector.every(Number.isFinite))) return false;
    missing.forEach((text, at) => {
      const vector = found[at];
      if (vector !== undefined) vectors.set(text, toLengthOne(vector.slice()));
    });
    for (const oldest of vectors.keys()) {
      if (vectors.size <= Math.max(REMEMBERED, missing.length)) break;
      vectors.delete(oldest);
    }
    return true;
  }

  return {
    name: embedder.name,
    get: (text) => vectors.get(text),
    async fetch(texts, patienceMs, signal) {
      const missing = [...new Set(texts)].filter((text) => text !== '' && !vectors.has(text));
      if (missing.length === 0) return true;
      if (performance.now() < restUntil) return false;
      try {
        if (await fetchMissing(missing, patienceMs, signal)) return true;
      } catch {
        // Whoever asked has a way without vectors; why the server failed is told by the health check.
      }
      restUntil = performance.now() + REST_MS;
      return false;
    },
  };
}

/** Rejects when the signal says stop, for embedders that do not listen to it. */
function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error('No vectors in time.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
