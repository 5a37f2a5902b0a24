// A `fetch` for the protocol's client that knows one server and one way: the egress port.
import { FlowError } from '#nodes/kit/errors.ts';
import type { HttpFetcher, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import type { ToolServerAddress } from '#runtime/ports/tool-client.ts';

/** Headers of an answer that described how it travelled; the body is unpacked already. */
const TRAVEL_HEADERS: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
]);
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The function, and the problem of the way out that made it fail last, if any. */
export interface EgressFetch {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  problem(): FlowError | undefined;
}

/** Makes it. Everything of one conversation counts towards `maxBytes`. */
export function egressFetch(
  fetcher: Pick<HttpFetcher, 'stream'>,
  server: ToolServerAddress,
  limits: { readonly timeoutMs: number; readonly maxBytes: number; readonly signal: AbortSignal },
): EgressFetch {
  let problem: FlowError | undefined;
  let left = limits.maxBytes;
  const noted = (error: unknown): unknown => {
    if (error instanceof FlowError) problem = error;
    return error;
  };

  async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of body) {
        left -= part.byteLength;
        if (left < 0) {
          throw new FlowError('EGRESS_TOO_LARGE', `The tool server answered with more than ${limits.maxBytes} bytes.`);
        }
        yield part;
      }
    } catch (error) {
      throw noted(error);
    }
  }

  return {
    problem: () => problem,
    async fetch(url, init) {
      const target = new URL(url);
      const method = methodOf(init?.method);
      // A stream that a server may open to tell news is never wanted: nothing stays connected.
      if (method === 'GET') return new Response(null, { status: 405 });
      if (target.href !== new URL(server.url).href) {
        throw noted(new FlowError('EGRESS_DENIED', 'The tool server named another address; only its own is called.'));
      }
      for (const [name, value] of Object.entries(server.query)) target.searchParams.append(name, value);
      const { signal } = limits;
      try {
        const answer = await fetcher.stream(
          {
            workspaceId: server.workspaceId,
            purpose: 'tool',
            method,
            url: target.href,
            headers: { ...Object.fromEntries(new Headers(init?.headers)), ...server.headers },
            body: typeof init?.body === 'string' ? init.body : null,
            timeoutMs: limits.timeoutMs,
            maxBytes: limits.maxBytes,
            hosts: [target.host],
          },
          init?.signal == null ? signal : AbortSignal.any([signal, init.signal]),
        );
        const headers = Object.entries(answer.headers).filter(([name]) => !TRAVEL_HEADERS.has(name));
        const body = NO_BODY.has(answer.status) ? null : ReadableStream.from(counted(answer.body));
        return new Response(body, { status: answer.status, headers });
      } catch (error) {
        throw noted(error);
      }
    },
  };
}

function methodOf(method = 'GET'): OutgoingRequest['method'] {
  return method === 'POST' || method === 'DELETE' ? method : 'GET';
}
