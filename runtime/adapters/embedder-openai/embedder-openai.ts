// Embedder over any server that speaks OpenAI's embeddings (Ollama, vLLM, LM Studio, text-embeddings-inference ...).
import { Type } from 'typebox';
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';

/** Where the server is. `baseUrl` is what comes before `/embeddings`; an empty key sends none. */
export interface OpenAiEmbedderOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly fetcher: HttpFetcher;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 1024 * 1024;
/** Servers refuse long lists; this is the smallest usual limit. */
const BATCH = 32;
const LONGEST_TEXT = 2_000;
const LONGEST_VECTOR = 8_192;
/** Servers are configured by the operator, not by a workspace. */
const WORKSPACE = '';

const AnswerSchema = Type.Object({
  data: Type.Array(
    Type.Object({
      index: Type.Optional(Type.Integer({ minimum: 0 })),
      embedding: Type.Array(Type.Number(), { minItems: 1, maxItems: LONGEST_VECTOR }),
    }),
  ),
});

/** The embedder. A refusal, a wrong number of vectors, vectors of different lengths or of no numbers end as MODEL_UNAVAILABLE. */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  return {
    name: options.model,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        vectors.push(...(await ask(options, texts.slice(from, from + BATCH), signal)));
      }
      const length = vectors[0]?.length ?? 0;
      if (vectors.some((vector) => vector.length !== length)) throw unavailable('sent vectors of different lengths');
      return vectors;
    },
  };
}

async function ask(
  { baseUrl, apiKey, model, fetcher, timeoutMs }: OpenAiEmbedderOptions,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const input = texts.map((text) => text.slice(0, LONGEST_TEXT).replace(/\p{Surrogate}/gu, '\ufffd'));
  const answer = await fetcher.fetch(
    {
      workspaceId: WORKSPACE,
      purpose: 'embedder',
      method: 'POST',
      url: `${baseUrl.replace(/\/+$/, '')}/embeddings`,
      headers: {
        'content-type': 'application/json',
        ...(apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      // Without this some servers answer in base64.
      body: JSON.stringify({ model, input, encoding_format: 'float' }),
      timeoutMs: timeoutMs ?? TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    },
    signal,
  );
  if (answer.status !== 200) throw unavailable(`answered with status ${answer.status}`, { status: answer.status });
  return vectorsOf(answer.body, texts.length);
}

function vectorsOf(body: string, count: number): Float32Array[] {
  const json = parseJson(body);
  if (!Value.Check(AnswerSchema, json)) throw unavailable('sent something that is no list of vectors');
  if (json.data.length !== count) throw unavailable(`sent ${json.data.length} vectors for ${count} texts`);
  const vectors = Array.from({ length: count }, () => new Float32Array());
  json.data.forEach(({ index, embedding }, at) => {
    vectors[index ?? at] = Float32Array.from(embedding);
  });
  if (vectors.length !== count || vectors.some((vector) => vector.length === 0)) {
    throw unavailable('numbered its vectors wrongly');
  }
  return vectors;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unavailable(problem: string, facts: Readonly<Record<string, number>> = {}): FlowError {
  return new FlowError('MODEL_UNAVAILABLE', `The embeddings server ${problem}.`, facts);
}
