// What every way out to the network must do, tried against a server on this machine that the workspace allows.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpFetcher, OutgoingRequest } from './http-fetcher.ts';

/** Runs the suite. `create` makes a fetcher that may call the given `host:port`. */
export function httpFetcherConformance(name: string, create: (allowed: string) => HttpFetcher): void {
  describe(name, () => {
    let server: Server;
    let fetcher: HttpFetcher;
    let base: string;
    const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
          seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
          const path = request.url ?? '';
          if (path === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
          else if (path === '/bomb')
            response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)));
          else if (path === '/onion') response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end('x');
          else if (path === '/broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
          else if (path === '/big') response.writeHead(200).end('x'.repeat(2_000_000));
          else if (path === '/silent') response.writeHead(200).write('first');
          else if (path === '/cut')
            response.writeHead(200, { 'content-length': '100' }).write('part', () => response.destroy());
          else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
          else if (path === '/see') response.writeHead(303, { location: '/echo' }).end();
          else if (path === '/same') response.writeHead(307, { location: '/echo' }).end();
          else
            response
              .writeHead(path === '/teapot' ? 418 : 200, { 'x-made-by': 'test' })
              .end(`${request.method}:${body}`);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      base = `http://127.0.0.1:${port}`;
      fetcher = create(`127.0.0.1:${port}`);
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    const request = (path: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
      workspaceId: 'w',
      purpose: 'http-node',
      method: 'GET',
      url: base + path,
      headers: {},
      body: null,
      timeoutMs: 5000,
      maxBytes: 1_000_000,
      ...more,
    });

    it('gives status, headers and body, whatever the status', async () => {
      const answer = await fetcher.fetch(request('/teapot'));
      expect(answer).toMatchObject({ status: 418, body: 'GET:' });
      expect(answer.headers['x-made-by']).toBe('test');
    });

    it('sends method, headers and body', async () => {
      const headers = { 'Content-Type': 'application/json', 'X-Key': 'k' };
      const answer = await fetcher.fetch(request('/echo', { method: 'POST', headers, body: '{"a":"é"}' }));
      expect(answer.body).toBe('POST:{"a":"é"}');
      expect(seen.at(-1)?.headers).toMatchObject({ 'content-type': 'application/json', 'x-key': 'k' });
    });

    it('unpacks compressed answers and counts what comes out', async () => {
      expect((await fetcher.fetch(request('/gzip'))).body).toBe('packed');
      await expect(fetcher.fetch(request('/bomb'))).rejects.toMatchObject({ code: 'EGRESS_TOO_LARGE' });
      await expect(fetcher.fetch(request('/onion'))).rejects.toMatchObject({ code: 'EGRESS_TOO_LARGE' });
      await expect(fetcher.fetch(request('/broken'))).rejects.toMatchObject({ code: 'EGRESS_FAILED' });
      await expect(fetcher.fetch(request('/big'))).rejects.toMatchObject({ code: 'EGRESS_TOO_LARGE' });
    });

    it('ends at the time limit, also when a part has come', async () => {
      await expect(fetcher.fetch(request('/silent', { timeoutMs: 300 }))).rejects.toMatchObject({
        code: 'EGRESS_TIMEOUT',
      });
    });

    it('names a broken answer and a closed port as failed', async () => {
      await expect(fetcher.fetch(request('/cut'))).rejects.toMatchObject({ code: 'EGRESS_FAILED' });
    });

    it('stops when the caller says so', async () => {
      const caller = new AbortController();
      const pending = fetcher.fetch(request('/silent'), caller.signal);
      caller.abort(new Error('enough'));
      await expect(pending).rejects.toThrow('enough');
    });

    it('follows redirects by the rules of the status and gives up on a circle', async () => {
      const post = { method: 'POST', body: 'b' } as const;
      expect((await fetcher.fetch(request('/see', post))).body).toBe('GET:');
      expect((await fetcher.fetch(request('/same', post))).body).toBe('POST:b');
      await expect(fetcher.fetch(request('/loop'))).rejects.toMatchObject({ code: 'EGRESS_FAILED' });
      expect(seen.filter(({ url }) => url === '/loop')).toHaveLength(4);
    });

    it('says which address answered a stream, and with which headers', async () => {
      const answer = await fetcher.stream(request('/see', { method: 'POST', body: 'b' }));
      expect(answer).toMatchObject({ status: 200, url: `${base}/echo`, headers: { 'x-made-by': 'test' } });
      for await (const part of answer.body) expect(Buffer.from(part).toString()).toBe('GET:');
    });

    it('streams the body under the same limits', async () => {
      const read = async (path: string, more: Partial<OutgoingRequest> = {}) => {
        const answer = await fetcher.stream(request(path, more));
        let text = '';
        for await (const part of answer.body) text += Buffer.from(part).toString();
        return text;
      };
      expect(await read('/gzip')).toBe('packed');
      await expect(read('/big')).rejects.toMatchObject({ code: 'EGRESS_TOO_LARGE' });
      await expect(read('/silent', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
    });
  });
}
