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
      /** Sends the head, and never the body. */
      readonly hangs?: boolean;
    };

/** An open website. */
export interface TestSite {
  readonly origin: string;
  /** By path and query; a path that is not there answers 404. A text is HTML, with a mark that changes with it. */
  readonly pages: Map<string, TestPage>;
  /** Paths asked for, in order, and how they were answered. */
  readonly asked: string[];
  readonly answered: number[];
  readonly fetcher: HttpFetcher & AddressJudge;
  close(): Promise<void>;
}

/** Opens it on a free port. */
export async function openTestSite(pages: Readonly<Record<string, TestPage>> = {}): Promise<TestSite> {
  const known = new Map(Object.entries(pages));
  const asked: string[] = [];
  const answered: number[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const page = known.get(path);
    const { status, headers, body } = answerOf(page, request);
    answered.push(status);
    response.writeHead(status, headers);
    if (typeof page === 'object' && page.hangs === true) response.flushHeaders();
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origin: `http://${host}`,
    pages: known,
    asked,
    answered,
    fetcher: createUndiciFetcher({ egressAllow: () => [host], trustedOrigins: [] }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerOf(page: TestPage | undefined, request: IncomingMessage) {
  if (page === undefined) return { status: 404, headers: {}, body: 'not here' };
  if (typeof page !== 'string') {
    const headers = { ...page.headers };
    const isKnown = (name: string, asked: string | undefined) => asked !== undefined && headers[name] === asked;
    const isSame =
      isKnown('etag', request.headers['if-none-match']) ||
      isKnown('last-modified', request.headers['if-modified-since']);
    if (isSame) return { status: 304, headers, body: undefined };
    return { status: page.status ?? 200, headers, body: page.body };
  }
  const etag = `"${String(page.length)}-${Buffer.from(page).toString('base64url').slice(-24)}"`;
  const isKnown = request.headers['if-none-match'] === etag;
  const headers = { etag, 'content-type': 'text/html; charset=utf-8' };
  return isKnown ? { status: 304, headers, body: undefined } : { status: 200, headers, body: page };
}
