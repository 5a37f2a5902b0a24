// The fetcher under the suite of its port, and under attack: a canary server on this machine must never hear anything.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpFetcherConformance } from '#runtime/ports/http-fetcher.conformance.ts';
import type { OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import { createUndiciFetcher, type UndiciFetcherOptions } from './http-fetcher-undici.ts';

httpFetcherConformance('The undici fetcher', (allowed) =>
  createUndiciFetcher({ egressAllow: () => [allowed], trustedOrigins: [] }),
);

const PRIVATE_HOSTS = [
  'localhost',
  'LOCALHOST.',
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '0',
  '0.0.0.0',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '127.255.255.254',
  '①②⑦.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[100::1]',
  '[2001::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[2001:db8::1]',
  '[2001:10::1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
];

describe('The undici fetcher under attack', () => {
  let canary: Server;
  let port: number;
  const heard: { url: string; headers: Record<string, unknown> }[] = [];

  beforeAll(async () => {
    canary = createServer((request, response) => {
      heard.push({ url: request.url ?? '', headers: request.headers });
      response.end('canary');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    port = (canary.address() as AddressInfo).port;
  });
  afterAll(() => {
    canary.closeAllConnections();
    canary.close();
  });
  beforeEach(() => {
    heard.length = 0;
  });

  const fetcherWith = (options: Partial<UndiciFetcherOptions>) =>
    createUndiciFetcher({ egressAllow: () => [], trustedOrigins: [], ...options });
  const request = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    workspaceId: 'w',
    purpose: 'http-node',
    method: 'GET',
    url,
    headers: {},
    body: null,
    timeoutMs: 3000,
    maxBytes: 10_000,
    ...more,
  });
  const denied = { code: 'EGRESS_DENIED' };

  it('knows more than sixty ways to write a private address', () => {
    expect(PRIVATE_HOSTS.length).toBeGreaterThan(60);
  });

  it.each(PRIVATE_HOSTS)('does not call %s', async (host) => {
    await expect(fetcherWith({}).fetch(request(`http://${host}:${port}/`))).rejects.toMatchObject(denied);
    expect(heard).toEqual([]);
  });

  it('judges an address by its own words, without calling or resolving it', () => {
    const resolve = () => Promise.reject(new Error('Nothing is to be resolved.'));
    const { judge } = fetcherWith({ resolve, egressAllow: (id) => (id === 'w' ? ['10.0.0.7', 'localhost:3000'] : []) });
    for (const url of ['https://example.com/', 'http://intranet/', 'http://10.0.0.7/', 'http://localhost:3000/x']) {
      expect(() => judge('w', url), url).not.toThrow();
    }
    for (const url of [
      'http://10.0.0.8/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://localhost/',
      'http://a.localhost./',
      'javascript:alert(1)',
      'https://user:pw@example.com/',
    ]) {
      expect(() => judge('w', url), url).toThrow(expect.objectContaining(denied));
    }
    expect(() => judge('other', 'http://10.0.0.7/')).toThrow(expect.objectContaining(denied));
  });

  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'data:text/plain,x',
    'ftp://example.com/',
    'ws://example.com/',
    'javascript:alert(1)',
    'http://user@example.com/',
    'http://:secret@example.com/',
    'http://',
    '//example.com/',
    'example.com',
    '',
    'http://exa mple.com/',
    'http://example.com/\r\nX-Injected: 1',
    'http://example.com/\u0000',
    'ht\ntp://example.com/',
    'http://[::1%25lo]/',
    'http://1.2.3.4.5/',
  ])('does not take %j for an address', async (url) => {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    await expect(fetcherWith({ resolve }).fetch(request(url))).rejects.toMatchObject(denied);
  });

  it('refuses a name that leads to a private address, also beside public ones', async () => {
    for (const address of ['127.0.0.1', '10.1.2.3', '::ffff:127.0.0.1', 'fd00::1', '169.254.169.254']) {
      const family = address.includes(':') ? 6 : 4;
      const resolve = () =>
        Promise.resolve([
          { address: '93.184.216.34', family: 4 },
          { address, family },
        ]);
      await expect(fetcherWith({ resolve }).fetch(request(`http://rebind.test:${port}/`))).rejects.toMatchObject(
        denied,
      );
    }
    expect(heard).toEqual([]);
  });

  it('connects to the address it checked and asks DNS only once a hop', async () => {
    let asked = 0;
    const resolve = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    };
    const fetcher = fetcherWith({ resolve, egressAllow: () => [`pinned.test:${port}`] });
    expect((await fetcher.fetch(request(`http://pinned.test:${port}/`))).body).toBe('canary');
    expect(asked).toBe(1);
    expect(heard[0]?.headers['host']).toBe(`pinned.test:${port}`);
  });

  it('checks every hop of a redirect and leaves keys behind at another origin', async () => {
    const targets: Record<string, string> = {
      '/inside': `http://127.0.0.1:${port}/secret`,
      '/name': `http://inside.test:${port}/secret`,
      '/file': 'file:///etc/passwd',
      '/ok': `http://other.test:${port}/landed`,
    };
    const outside = createServer((incoming, response) => {
      response.writeHead(307, { location: targets[incoming.url ?? ''] ?? '/' }).end();
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    const outsidePort = (outside.address() as AddressInfo).port;
    const fetcher = fetcherWith({
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      egressAllow: () => [`outside.test:${outsidePort}`, 'other.test'],
    });
    for (const path of ['/inside', '/name', '/file']) {
      const attempt = fetcher.fetch(request(`http://outside.test:${outsidePort}${path}`));
      await expect(attempt, path).rejects.toMatchObject(denied);
    }
    expect(heard).toEqual([]);
    const headers = { Authorization: 'Bearer k', Cookie: 'c=1', 'X-Shop-Key': 'k', Accept: 'application/json' };
    const landed = await fetcher.fetch(request(`http://outside.test:${outsidePort}/ok`, { headers }));
    expect(landed.body).toBe('canary');
    expect(heard[0]?.headers['accept']).toBe('application/json');
    for (const name of ['authorization', 'cookie', 'x-shop-key']) expect(heard[0]?.headers).not.toHaveProperty(name);
    outside.closeAllConnections();
    outside.close();
  });

  it('refuses header injection and headers that are not for flows to set', async () => {
    const fetcher = fetcherWith({ egressAllow: () => ['127.0.0.1'] });
    for (const headers of [
      { 'X-A': 'b\r\nX-C: d' },
      { 'X-A': 'b\nc' },
      { 'X-A\r\nX-B': 'c' },
      { 'X A': 'b' },
      { 'X-A': 'b\u0000' },
      { 'X-A': '汉' },
      { Host: 'other.test' },
      { 'Transfer-Encoding': 'chunked' },
      { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
      { 'Metadata-Flavor': 'Google' },
    ]) {
      const attempt = fetcher.fetch(request(`http://127.0.0.1:${port}/`, { headers }));
      await expect(attempt, JSON.stringify(headers)).rejects.toMatchObject(denied);
    }
    expect(heard).toEqual([]);
  });

  it('opens exactly what is allowed: host or host and port, for that workspace', async () => {
    const fetcher = fetcherWith({ egressAllow: (workspaceId) => (workspaceId === 'w' ? [`127.0.0.1:${port}`] : []) });
    expect((await fetcher.fetch(request(`http://127.0.0.1:${port}/`))).status).toBe(200);
    const others = [
      request(`http://127.0.0.1:${port + 1}/`),
      request(`http://127.0.0.2:${port}/`),
      request(`http://127.0.0.1:${port}/`, { workspaceId: 'other' }),
    ];
    for (const other of others) await expect(fetcher.fetch(other)).rejects.toMatchObject(denied);
    expect(heard).toHaveLength(1);
  });

  it('lets only model requests use the origin that the environment names', async () => {
    const fetcher = fetcherWith({ trustedOrigins: [`http://127.0.0.1:${port}`] });
    expect((await fetcher.fetch(request(`http://127.0.0.1:${port}/v1`, { purpose: 'model' }))).status).toBe(200);
    await expect(fetcher.fetch(request(`http://127.0.0.1:${port}/v1`))).rejects.toMatchObject(denied);
    await expect(fetcher.fetch(request(`http://127.0.0.2:${port}/v1`, { purpose: 'model' }))).rejects.toMatchObject(
      denied,
    );
  });

  it('does not wait for DNS beyond the time limit', async () => {
    const fetcher = fetcherWith({ resolve: () => new Promise(() => undefined) });
    const attempt = fetcher.fetch(request('http://slow.test/', { timeoutMs: 100 }));
    await expect(attempt).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
  });
});
