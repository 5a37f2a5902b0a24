// Tools against a real MCP server on this machine: what is asked, what comes back, and what is refused.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import type { ToolLimits, ToolServerAddress } from '#runtime/ports/tool-client.ts';
import { startMcpServer, type McpManners, type McpServer } from '#runtime/testkit/mcp-server.ts';
import { createMcpToolClient } from './tool-client-mcp.ts';

const stock = {
  name: 'stock',
  title: 'Stock',
  description: 'How many are left',
  inputSchema: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
};

describe('The MCP tool client', () => {
  let server: McpServer;
  afterEach(() => server.close());

  async function start(manners: McpManners = {}): Promise<void> {
    server = await startMcpServer(manners);
  }
  const client = (allow: readonly string[] = [server.host]) =>
    createMcpToolClient(createUndiciFetcher({ egressAllow: () => allow, trustedOrigins: [] }));
  const at = (more: Partial<ToolServerAddress> = {}): ToolServerAddress => ({
    workspaceId: 'w',
    url: server.url,
    headers: {},
    query: {},
    ...more,
  });
  const limits: ToolLimits = { timeoutMs: 5000, maxBytes: 100_000 };
  const asked = { tool: 'stock', arguments: { sku: 'A1' }, key: 's1:n:1:0' };

  it('lists every tool, over all pages', async () => {
    const tools = Array.from({ length: 7 }, (_, index) => ({ ...stock, name: `stock${index}` }));
    await start({ tools, pageSize: 3 });
    const listed = await client().list(at(), limits);
    expect(listed.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(listed[0]).toEqual({ ...stock, name: 'stock0' });
  });

  it.each([false, true])('calls a tool and gives its text and data back (as a stream: %s)', async (streams) => {
    await start({
      streams,
      call: (name, given) => ({
        content: [
          { type: 'text', text: `${name}:` },
          { type: 'image', data: 'AAAA', mimeType: 'image/png' },
          { type: 'text', text: JSON.stringify(given) },
        ],
        structuredContent: { left: 3 },
      }),
    });
    expect(await client().call(at(), asked, limits)).toEqual({
      text: 'stock:\n{"sku":"A1"}',
      structured: { left: 3 },
      isError: false,
    });
    const call = server.calls.find(({ method }) => method === 'tools/call');
    expect(call?.params).toMatchObject({ _meta: { 'tandem/idempotency-key': 's1:n:1:0' } });
    expect(call?.headers['mcp-session-id']).toBe('session-1');
  });

  it('leaves nothing open: no stream for news, and the session is given back', async () => {
    await start();
    await client().call(at(), asked, limits);
    expect(server.methods).not.toContain('GET');
    expect(server.methods.at(-1)).toBe('DELETE');
  });

  it('gives a failure of the tool back as what it is', async () => {
    await start({ call: () => ({ isError: true, content: [{ type: 'text', text: 'no such sku' }] }) });
    expect(await client().call(at(), asked, limits)).toEqual({ text: 'no such sku', structured: null, isError: true });
  });

  it('names a refusal of the server', async () => {
    await start({ call: () => ({ error: { code: -32_602, message: 'Unknown tool: stock' } }) });
    const attempt = client().call(at(), asked, limits);
    await expect(attempt).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await expect(attempt).rejects.toThrow(/Unknown tool/u);
  });

  it.each([
    [401, 'TOOL_FAILED', /does not let us in/u],
    [403, 'TOOL_FAILED', /does not let us in/u],
    [404, 'TOOL_FAILED', /MCP endpoint/u],
    [500, 'EGRESS_FAILED', /500/u],
    [503, 'EGRESS_FAILED', /503/u],
    [429, 'EGRESS_FAILED', /429/u],
  ])('tells status %i apart', async (status, code, words) => {
    await start({ before: (_request, response) => (response.writeHead(status).end(), true) });
    const attempt = client().call(at(), asked, limits);
    await expect(attempt).rejects.toMatchObject({ code });
    await expect(attempt).rejects.toThrow(words);
  });

  it('names a server that speaks something else', async () => {
    await start({
      before: (_request, response) => (response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi</p>'), true),
    });
    await expect(client().call(at(), asked, limits)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });

  it('sends what the credential adds, to this server alone', async () => {
    await start();
    await client().call(at({ headers: { authorization: 'Bearer k' }, query: { key: 'q 1' } }), asked, limits);
    for (const { headers, url } of server.calls) {
      expect(headers['authorization']).toBe('Bearer k');
      expect(url).toBe('/mcp?key=q+1');
    }
  });

  it('does not follow a redirect to another host', async () => {
    const heard: string[] = [];
    const other = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    await start({
      before: (_request, response) => (response.writeHead(307, { location: `http://${host}/x` }).end(), true),
    });
    const attempt = client([server.host, host]).call(at({ headers: { authorization: 'Bearer k' } }), asked, limits);
    await expect(attempt).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    expect(heard).toEqual([]);
    other.closeAllConnections();
    other.close();
  });

  it('does not call a private server that nobody allowed', async () => {
    await start();
    await expect(client([]).call(at(), asked, limits)).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    await expect(client([]).list(at(), limits)).rejects.toMatchObject({ code: 'EGRESS_DENIED' });
    expect(server.methods).toEqual([]);
  });

  it.each([false, true])('ends an answer that is too large (as a stream: %s)', async (streams) => {
    await start({ streams, call: () => ({ content: [{ type: 'text', text: 'x'.repeat(200_000) }] }) });
    await expect(client().call(at(), asked, limits)).rejects.toMatchObject({ code: 'EGRESS_TOO_LARGE' });
  });

  it('ends at the time limit, and when the caller says so', async () => {
    await start({ before: () => true });
    await expect(client().call(at(), asked, { ...limits, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'EGRESS_TIMEOUT',
    });
    const caller = new AbortController();
    const pending = client().call(at(), asked, { ...limits, signal: caller.signal });
    caller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow();
  });

  it('never runs what a schema of the server says', async () => {
    const hostile = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } };
    await start({
      tools: [{ ...stock, outputSchema: hostile }],
      call: () => ({ content: [], structuredContent: { a: `${'a'.repeat(40)}!` } }),
    });
    await client().list(at(), limits);
    expect(await client().call(at(), asked, limits)).toMatchObject({ structured: { a: `${'a'.repeat(40)}!` } });
  });
});
