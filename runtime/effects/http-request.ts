// http.request: calls another system through the one way out, and gives status, headers and body back as JSON.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { EffectOf, RemoteHandlers } from './effects.ts';

const MAX_BYTES = 1_000_000;

/** Creates the handler. Server errors (5xx) and rate limits (429) are retried as the node says; other answers are results. */
export function createHttpRequest(fetcher: HttpFetcher): RemoteHandlers['http.request'] {
  return async (effect, row, signal) => {
    const { method, url, body, timeoutMs, retry } = effect.request;
    const response = await fetcher.fetch(
      {
        workspaceId: row.workspaceId,
        purpose: 'http-node',
        method,
        url,
        headers: requestHeaders(effect, row.key),
        body: body === null || method === 'GET' ? null : typeof body === 'string' ? body : JSON.stringify(body),
        timeoutMs,
        maxBytes: MAX_BYTES,
      },
      signal,
    );
    const isTransient = response.status >= 500 || response.status === 429;
    if (isTransient && row.attempts <= retry.max) {
      throw new FlowError('EGRESS_FAILED', `The other server answered ${response.status}.`);
    }
    return { status: response.status, headers: response.headers, body: jsonOrText(response.body) };
  };
}

function requestHeaders({ request }: EffectOf<'http.request'>, key: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  const has = (name: string) => Object.keys(headers).some((header) => header.toLowerCase() === name);
  if (request.body !== null && !has('content-type')) headers['content-type'] = 'application/json';
  if (request.method !== 'GET' && !has('idempotency-key')) headers['idempotency-key'] = key;
  return headers;
}

function jsonOrText(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
