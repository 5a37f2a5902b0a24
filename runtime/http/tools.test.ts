// Tools on a whole server: added by an admin, seen by a designer, and used by a published flow.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';
import { startMcpServer, type McpServer } from '#runtime/testkit/mcp-server.ts';

describe('Tools over the API', () => {
  let server: Server;
  let dir: string;
  let mcp: McpServer;
  const secrets = new Map<Role, string>();

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tandem-tools-'));
    server = await composeServer(readConfig({ TANDEM_DATA_DIR: dir }), {
      version: '0',
      rootDir: dir,
      onProblem: () => undefined,
      limits: { write: 10_000 },
    });
    await server.startWork();
    mcp = await startMcpServer({
      tools: [{ name: 'stock', inputSchema: { type: 'object', properties: { sku: { type: 'string' } } } }],
      call: (_name, given) =>
        JSON.stringify(given).includes('A1')
          ? { content: [], structuredContent: { left: 3 } }
          : { isError: true, content: [{ type: 'text', text: '没有这个货号' }] },
    });
    for (const role of ['admin', 'designer', 'agent'] as const) {
      const { secret } = await server.access.tokens.create(server.workspaces.home, { name: role, role });
      secrets.set(role, secret);
    }
  });
  afterAll(async () => {
    await server.close();
    await mcp.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const send = (role: Role, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    server.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${secrets.get(role) ?? ''}` },
      ...(payload === undefined ? {} : { payload }),
    });

  it('is set up by admins; designers see names and tools; a private server must be allowed', async () => {
    const given = { name: 'Shop', url: mcp.url, credential: '' };
    expect((await send('designer', 'POST', '/tool-servers', given)).statusCode).toBe(403);
    expect((await send('admin', 'POST', '/tool-servers', given)).statusCode).toBe(201);
    expect((await send('designer', 'GET', '/tool-servers')).statusCode).toBe(403);
    expect((await send('designer', 'GET', '/tool-servers/names')).json()).toEqual({ servers: [{ name: 'Shop' }] });
    expect((await send('agent', 'POST', '/tool-servers/list', { server: 'Shop' })).statusCode).toBe(403);
    const denied = await send('designer', 'POST', '/tool-servers/list', { server: 'Shop' });
    expect(denied.json()).toMatchObject({ tools: [], code: 'EGRESS_DENIED' });
    expect(mcp.methods).toEqual([]);
    await server.workspaces.update(server.workspaces.home, { egressAllow: [mcp.host] });
    const listed = await send('designer', 'POST', '/tool-servers/list', { server: 'Shop' });
    expect(listed.json()).toMatchObject({
      code: '',
      tools: [{ name: 'stock', inputSchema: { properties: { sku: { type: 'string' } } } }],
    });
    const unknown = await send('designer', 'POST', '/tool-servers/list', { server: 'Nowhere' });
    expect(unknown.json()).toMatchObject({ tools: [], code: 'TOOL_SERVER_MISSING' });
  });

  it('is used by a published flow, whose customer hears what it gave or why it did not', async () => {
    const document = drawFlow(
      {
        ask: ['askText', { prompt: '货号？', variable: 'sku' }],
        n: ['tool', { server: 'Shop', tool: 'stock', arguments: '{"sku": "{{ sku }}"}' }],
        done: ['end', { text: '还有 {{ result.structured.left }} 件' }],
        oops: ['end', { text: '查不到：{{ result.text }}' }],
      },
      ['start.next -> ask', 'ask.answered -> n', 'n.ok -> done', 'n.error -> oops'],
    );
    const made = await send('admin', 'POST', '/flows', { name: 'stock', slug: 'stock', document });
    const { flow } = made.json<{ flow: { id: string } }>();
    const published = await send('admin', 'POST', `/flows/${flow.id}/publish`, { revision: 1, note: '' });
    expect(published.statusCode, published.body).toBeLessThan(300);

    const say = async (words: string) => {
      const opened = await server.app.inject({
        method: 'POST',
        url: '/api/v1/public/flows/stock/sessions',
        payload: { locale: 'zh-CN' },
      });
      const { sessionId, token } = opened.json<{ sessionId: string; token: string }>();
      const headers = { authorization: `Bearer ${token}` };
      const url = `/api/v1/public/sessions/${sessionId}/messages`;
      await server.app.inject({ method: 'POST', url, headers, payload: { id: 'm1', text: words } });
      return vi.waitFor(
        async () => {
          const shown = await server.app.inject({ method: 'GET', url, headers });
          const last = shown.json<{ messages: { text?: string }[] }>().messages.at(-1)?.text ?? '';
          expect(last).toMatch(/还有|查不到/u);
          return last;
        },
        { timeout: 5000 },
      );
    };
    expect(await say('A1')).toBe('还有 3 件');
    expect(await say('B2')).toBe('查不到：没有这个货号');
  });
});
