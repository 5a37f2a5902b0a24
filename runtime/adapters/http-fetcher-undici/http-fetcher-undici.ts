// The one way out to the network, on undici: addresses checked and pinned, redirects followed by hand, answers limited.
import { lookup as systemLookup } from 'node:dns/promises';
import type { Dispatcher } from 'undici';
import { FlowError } from '#nodes/kit/errors.ts';
import type { AddressJudge, HttpFetcher, IncomingResponse, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import { decodeBody } from './decode.ts';
import { pinned } from './pinned.ts';
import { checkHeaders, judgeTarget, parseTarget, resolveTarget, type Allowances, type Resolve } from './target.ts';
import { withSignal } from './with-signal.ts';

const REDIRECTS_LIMIT = 3;
const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** The only headers that follow a redirect to another origin: any other may be a key. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);
const BODY_HEADERS: ReadonlySet<string> = new Set(['content-type', 'content-encoding', 'content-language']);

/** What the fetcher is built from. `resolve` stands in for DNS in tests. */
export interface UndiciFetcherOptions extends Allowances {
  readonly resolve?: Resolve;
}

interface Answer {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever of the body is left. */
  close(): void;
}

/** Makes the fetcher. */
export function createUndiciFetcher(options: UndiciFetcherOptions): HttpFetcher & AddressJudge {
  const resolve = options.resolve ?? ((host) => systemLookup(host, { all: true, verbatim: true }));

  async function open(request: OutgoingRequest, signal: AbortSignal): Promise<Answer> {
    let { method, headers, body } = request;
    let url = parseTarget(request.url);
    for (let hops = 0; ; hops += 1) {
      checkHeaders(headers);
      const answer = await connect({ ...request, method, headers, body }, url, signal, options, resolve);
      const location = answer.headers['location'];
      if (!REDIRECT_STATUS.has(answer.status) || location === undefined) return answer;
      answer.close();
      if (hops >= REDIRECTS_LIMIT) throw new FlowError('EGRESS_FAILED', `${url.hostname} redirects too often.`);
      const next = parseTarget(URL.canParse(location, url.href) ? new URL(location, url.href).href : location);
      if (url.protocol === 'https:' && next.protocol === 'http:') {
        throw new FlowError('EGRESS_DENIED', `${url.hostname} redirects from https to http.`);
      }
      if (request.hosts !== undefined && !isAmong(next, request.hosts)) {
        throw new FlowError(
          'EGRESS_DENIED',
          `${url.hostname} redirects to ${next.hostname}, which may not be called here.`,
        );
      }
      if (request.mayFollow !== undefined && !(await request.mayFollow(next.href))) {
        throw new FlowError('EGRESS_DENIED', `${url.hostname} redirects to an address that may not be read.`);
      }
      if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
        method = 'GET';
        body = null;
        headers = filtered(headers, (name) => !BODY_HEADERS.has(name));
      }
      if (next.origin !== url.origin) headers = filtered(headers, (name) => PLAIN_HEADERS.has(name));
      url = next;
    }
  }

  return {
    judge: (workspaceId, url) => judgeTarget(parseTarget(url), workspaceId, options),
    async fetch(request, signal) {
      const limit = limitOf(request, signal);
      try {
        const answer = await open(request, limit);
        try {
          const body = await readAll(answer, request.maxBytes, limit);
          return { status: answer.status, headers: answer.headers, body } satisfies IncomingResponse;
        } finally {
          answer.close();
        }
      } catch (error) {
        throw problemOf(error, request, signal);
      }
    },
    async stream(request, signal) {
      const limit = limitOf(request, signal);
      try {
        const answer = await open(request, limit);
        const { status, headers, url } = answer;
        return { status, headers, url, body: limited(answer, request, limit, signal) };
      } catch (error) {
        throw problemOf(error, request, signal);
      }
    },
  };
}

function isAmong(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => [url.host, url.hostname].includes(host.toLowerCase()));
}

async function connect(
  request: OutgoingRequest,
  url: URL,
  signal: AbortSignal,
  allowances: Allowances,
  resolve: Resolve,
): Promise<Answer> {
  const isTrustedPurpose = request.purpose === 'model' || request.purpose === 'embedder';
  const addresses = await withSignal(
    resolveTarget(url, request.workspaceId, isTrustedPurpose, allowances, resolve),
    signal,
  );
  signal.throwIfAborted();
  // Loaded with the first request: many servers never send one, and all of them start faster.
  // The default export: a bundle has no other one for a CommonJS package that is loaded late.
  const { Agent, request: send } = (await import('undici')).default;
  // A dispatcher of its own for each hop: the connection can only go to the addresses just checked, and none is reused.
  const agent = new Agent({
    connect: { lookup: pinned(addresses), timeout: Math.min(request.timeoutMs, 10_000) },
    pipelining: 0,
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs,
  });
  const close = (): void => void agent.destroy().catch(() => undefined);
  try {
    const answer = await send(url, {
      dispatcher: agent,
      method: request.method,
      headers: { 'user-agent': 'Tandem', 'accept-encoding': 'gzip, deflate, br', ...lowered(request.headers) },
      body: request.body,
      signal,
    });
    const headers = flattened(answer.headers);
    const decoded = decodeBody(answer.body, headers['content-encoding']);
    return { status: answer.statusCode, url: url.href, headers, body: decoded, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function readAll(answer: Answer, maxBytes: number, signal: AbortSignal): Promise<string> {
  const declared = Number(answer.headers['content-length'] ?? '0');
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    signal.throwIfAborted();
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* limited(
  answer: Answer,
  request: OutgoingRequest,
  limit: AbortSignal,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const part of answer.body) {
      limit.throwIfAborted();
      size += part.byteLength;
      if (size > request.maxBytes) throw tooLarge(request.maxBytes);
      yield part;
    }
  } catch (error) {
    throw problemOf(error, request, signal);
  } finally {
    answer.close();
  }
}

function limitOf(request: OutgoingRequest, signal: AbortSignal | undefined): AbortSignal {
  const time = AbortSignal.timeout(request.timeoutMs);
  return signal === undefined ? time : AbortSignal.any([signal, time]);
}

function problemOf(error: unknown, request: OutgoingRequest, signal: AbortSignal | undefined): unknown {
  if (error instanceof FlowError) return error;
  if (signal?.aborted === true) return error;
  const name = error instanceof Error ? error.name : '';
  const code = codeOf(error);
  const options = { cause: error };
  if (name === 'TimeoutError' || name === 'AbortError' || code.endsWith('TIMEOUT')) {
    return new FlowError('EGRESS_TIMEOUT', `No complete answer within ${request.timeoutMs} ms.`, {}, options);
  }
  const reason = code === '' ? 'the connection broke' : code;
  return new FlowError('EGRESS_FAILED', `The other server could not be reached or broke off (${reason}).`, {}, options);
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

function tooLarge(maxBytes: number): FlowError {
  return new FlowError('EGRESS_TOO_LARGE', `The answer is larger than ${maxBytes} bytes.`);
}

function flattened(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function filtered(
  headers: Readonly<Record<string, string>>,
  isKept: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name.toLowerCase())));
}
