// LanguageModel over any server that speaks OpenAI's chat completions.
import { FlowError } from '#nodes/kit/errors.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { LanguageModel, ModelPart, ModelRequest } from '#runtime/ports/language-model.ts';
import { parseChunk } from './chunk.ts';
import { dataLines } from './sse.ts';

/** Where the model is. `baseUrl` is what comes before `/chat/completions`; an empty key sends none. */
export interface OpenAiModelOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly fetcher: HttpFetcher;
  readonly firstTokenMs?: number;
  readonly totalMs?: number;
}

const FIRST_TOKEN_MS = 15_000;
const TOTAL_MS = 60_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Each token comes in an envelope of a few hundred bytes. */
const MAX_STREAM_BYTES = 8 * 1024 * 1024;
/** Servers are configured by the operator, not by a workspace. */
const WORKSPACE = '';

/** The model. A refusal, an answer cut short or too long, or silence ends as MODEL_UNAVAILABLE or EGRESS_TIMEOUT. */
export function createOpenAiLanguageModel(options: OpenAiModelOptions): LanguageModel {
  return {
    name: options.model,
    async *generate(request, signal) {
      const stop = new AbortController();
      const patience = setTimeout(
        () => stop.abort(new FlowError('EGRESS_TIMEOUT', 'The language model did not begin to answer in time.')),
        options.firstTokenMs ?? FIRST_TOKEN_MS,
      );
      try {
        const body = await open(options, request, AbortSignal.any([signal, stop.signal]));
        yield* partsOf(body, () => clearTimeout(patience));
      } catch (cause) {
        if (stop.signal.aborted) throw stop.signal.reason;
        throw problemOf(cause, signal);
      } finally {
        clearTimeout(patience);
      }
    },
  };
}

async function open(
  options: OpenAiModelOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const first = await ask(options, bodyOf(options.model, request, true), signal);
  // Some servers do not know `stream_options` and refuse what they do not know.
  const isPicky = first.status === 400 || first.status === 422;
  const answer = isPicky ? await ask(options, bodyOf(options.model, request, false), signal) : first;
  if (answer.status === 200) return answer.body;
  throw new FlowError('MODEL_UNAVAILABLE', `The language model answered with status ${answer.status}.`, {
    status: answer.status,
  });
}

function ask(options: OpenAiModelOptions, body: string, signal: AbortSignal) {
  return options.fetcher.stream(
    {
      workspaceId: WORKSPACE,
      purpose: 'model',
      method: 'POST',
      url: `${options.baseUrl.replace(/\/+$/, '')}/chat/completions`,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(options.apiKey === '' ? {} : { authorization: `Bearer ${options.apiKey}` }),
      },
      body,
      timeoutMs: options.totalMs ?? TOTAL_MS,
      maxBytes: MAX_STREAM_BYTES,
    },
    signal,
  );
}

function bodyOf(model: string, request: ModelRequest, withUsage: boolean): string {
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: wellFormed(request.system) },
      { role: 'user', content: wellFormed(request.user) },
    ],
    temperature: request.temperature,
    max_tokens: request.maxTokens,
    stream: true,
    ...(withUsage ? { stream_options: { include_usage: true } } : {}),
  });
}

/** Half a surrogate pair makes invalid JSON for many servers. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

async function* partsOf(body: AsyncIterable<Uint8Array>, begun: () => void): AsyncGenerator<ModelPart> {
  let bytes = 0;
  let finish = '';
  for await (const { whole, data } of dataLines(body)) {
    if (data === '[DONE]' && finish === '') finish = 'stop';
    if (data === '' || data === '[DONE]') continue;
    const chunk = parseChunk(data);
    if (chunk === undefined) throw unavailable('sent something that is no answer');
    if (chunk.alive) begun();
    bytes += Buffer.byteLength(chunk.text);
    if (bytes > MAX_ANSWER_BYTES) throw unavailable('answers without end');
    if (chunk.text !== '') yield { type: 'delta', text: chunk.text };
    if (chunk.finish !== '') finish = chunk.finish;
    else if (whole) finish = 'stop';
    if (chunk.usage !== undefined) yield { type: 'usage', ...chunk.usage };
  }
  if (finish === 'stop') return;
  throw unavailable(finish === '' ? 'broke off in the middle of its answer' : `ended its answer early (${finish})`);
}

function problemOf(cause: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) {
    return new FlowError('EGRESS_TIMEOUT', 'The language model took too long.', {}, { cause });
  }
  if (cause instanceof FlowError && (cause.code === 'MODEL_UNAVAILABLE' || cause.code === 'EGRESS_TIMEOUT'))
    return cause;
  return new FlowError('MODEL_UNAVAILABLE', 'The language model cannot be reached.', {}, { cause });
}

function unavailable(what: string): FlowError {
  return new FlowError('MODEL_UNAVAILABLE', `The language model ${what}.`);
}
