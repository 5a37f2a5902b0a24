// http.request: calls another system through the one way out, and gives status, headers and body back as JSON.
import type { EffectRequests } from '#nodes/kit/effects.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { RemoteHandlers } from './effects.ts';

const MAX_BYTES = 1_000_000;

/** What the named credential adds to a request for this address. */
export type Authorize = (
  workspaceId: string,
  name: string,
  url: string,
) => Promise<{ readonly headers: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string>> }>;

/** One call. `key` is the idempotency key; empty: none is sent. */
export type CallOut = (
  workspaceId: string,
  request: EffectRequests['http.request'],
  key: string,
  signal?: AbortSignal,
) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Json }>;

/** Creates the call. The credential is looked up for the address that is really called, query included. */
export function createCallOut(fetcher: Pick<HttpFetcher, 'fetch'>, authorize: Authorize): CallOut {
  return async (workspaceId, request, key, signal) => {
    const { method, body, timeoutMs, credential = '' } = request;
    const bare = withQuery(request.url, Object.entries(request.query ?? {}));
    const added = credential === '' ? { headers: {}, query: {} } : await authorize(workspaceId, credential, bare);
    const response = await fetcher.fetch(
      {
        workspaceId,
        purpose: 'http-node',
        method,
        url: withQuery(bare, Object.entries(added.query)),
        headers: requestHeaders(request, key, added.headers),
        body: body === null || method === 'GET' ? null : typeof body === 'string' ? body : JSON.stringify(body),
        timeoutMs,
        maxBytes: MAX_BYTES,
      },
      signal,
    );
    return { status: response.status, headers: response.headers, body: jsonOrText(response.body) };
  };
}

/** Creates the handler. Server errors (5xx) and rate limits (429) are retried as the node says; other answers are results. */
export function createHttpRequest(callOut: CallOut): RemoteHandlers['http.request'] {
  return async ({ request }, row, signal) => {
    const response = await callOut(row.workspaceId, request, row.key, signal);
    const isTransient = response.status >= 500 || response.status === 429;
    if (isTransient && row.attempts <= request.retry.max) {
      throw new FlowError('EGRESS_FAILED', `The other server answered ${response.status}.`);
    }
    return { ...response };
  };
}

/** The address with further query parameters, encoded. An address that cannot be read is left to the way out to refuse. */
function withQuery(url: string, pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0 || !URL.canParse(url)) return url;
  const target = new URL(url);
  for (const [name, value] of pairs) target.searchParams.append(name, value);
  return target.href;
}

function requestHeaders(
  request: EffectRequests['http.request'],
  key: string,
  authorization: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(request.headers).filter(([header]) => authorization[header.toLowerCase()] === undefined);
  const headers: Record<string, string> = { accept: 'application/json', ...Object.fromEntries(given) };
  const has = (name: string) => Object.keys(headers).some((header) => header.toLowerCase() === name);
  if (request.body !== null && !has('content-type')) headers['content-type'] = 'application/json';
  if (request.method !== 'GET' && key !== '' && !has('idempotency-key')) headers['idempotency-key'] = key;
  return { ...headers, ...authorization };
}

function jsonOrText(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
