// A website on this machine, for tests: pages by path, what was asked for, and a way out that may call it and nothing else here.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import type { AddressJudge, HttpFetcher } from '#runtime/ports/http-fetcher.ts';

/** A page: its text, or how it answers. */
export type TestPage =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    };

/** An open website. */
export interface TestSite {
  readonly origin: string;
  /** By path and query; a path that is not there answers 404. A text is HTML, with a mark that changes with it. */
  readonly pages: Map<string, TestPage>;
  /** Paths asked for, in order. */
  readonly asked: string[];
  readonly fetcher: HttpFetcher & AddressJudge;
  close(): Promise<void>;
}

/** Opens it on a free port. */
export async function openTestSite(pages: Readonly<Record<string, TestPage>> = {}): Promise<TestSite> {
  const known = new Map(Object.entries(pages));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const { status, headers, body } = answerOf(known.get(path), request);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origin: `http://${host}`,
    pages: known,
    asked,
    fetcher: createUndiciFetcher({ egressAllow: () => [host], trustedOrigins: [] }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerOf(page: TestPage | undefined, request: IncomingMessage) {
  if (page === undefined) return { status: 404, headers: {}, body: 'not here' };
  if (typeof page !== 'string') return { status: page.status ?? 200, headers: { ...page.headers }, body: page.body };
  const etag = `"${String(page.length)}-${Buffer.from(page).toString('base64url').slice(-24)}"`;
  const isKnown = request.headers['if-none-match'] === etag;
  const headers = { etag, 'content-type': 'text/html; charset=utf-8' };
  return isKnown ? { status: 304, headers, body: undefined } : { status: 200, headers, body: page };
}
