// What `fetchJson` of a script does: one call to one of the hosts its node names, through the one way out.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const CALL_MS = 10_000;
/** What fits back into the sandbox. */
const MAX_BYTES = 200_000;

/** Makes the function. Redirects may not leave the named hosts: the fetcher drops credentials there, and the answer is refused. */
export function callHost(
  fetcher: Pick<HttpFetcher, 'fetch'>,
  {
    workspaceId,
    hosts,
    key,
  }: { readonly workspaceId: string; readonly hosts: readonly string[]; readonly key: string },
): (url: string, options: JsonObject, signal: AbortSignal) => Promise<Json> {
  let count = 0;
  return async (url, options, signal) => {
    count += 1;
    requireHost(url, hosts);
    const { method, headers, body } = readOptions(options);
    const answer = await fetcher.fetch(
      {
        workspaceId,
        purpose: 'script',
        method,
        url,
        headers: {
          accept: 'application/json',
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...(method === 'GET' || key === '' ? {} : { 'idempotency-key': `${key}:${String(count)}` }),
          ...headers,
        },
        body: body === null ? null : typeof body === 'string' ? body : JSON.stringify(body),
        timeoutMs: CALL_MS,
        maxBytes: MAX_BYTES,
        hosts,
      },
      signal,
    );
    const { status } = answer;
    return { status, ok: status >= 200 && status < 300, headers: answer.headers, body: jsonOrText(answer.body) };
  };
}

function requireHost(url: string, hosts: readonly string[]): void {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target !== undefined && hosts.some((host) => [target.host, target.hostname].includes(host.toLowerCase()))) return;
  throw new FlowError(
    'EGRESS_DENIED',
    `${target?.host ?? 'This address'} is not among the hosts this script may call. Add it to the node under Advanced.`,
  );
}

function readOptions(options: JsonObject) {
  const method =
    METHODS.find((one) => one === options['method']) ?? (options['method'] === undefined ? 'GET' : undefined);
  if (method === undefined)
    throw new FlowError('REQUEST_INVALID', `fetchJson knows the methods ${METHODS.join(', ')}.`);
  const given = options['headers'];
  const headers: Record<string, string> = {};
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    for (const [name, value] of Object.entries(given))
      if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  const body = options['body'];
  return { method, headers, body: method === 'GET' || body === undefined ? null : body };
}

function jsonOrText(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
