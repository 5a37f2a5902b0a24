// The tools room on a real store, credentials and tool server: who is called, with what, and what is refused.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUndiciFetcher } from '#runtime/adapters/http-fetcher-undici/http-fetcher-undici.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlCredentialStore } from '#runtime/adapters/store-sql/credential-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlToolServerStore } from '#runtime/adapters/store-sql/tool-server-store.ts';
import { createMcpToolClient } from '#runtime/adapters/tool-client-mcp/tool-client-mcp.ts';
import { createCredentials, type Credentials } from '#runtime/credentials/credentials.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { startMcpServer, type McpServer } from '#runtime/testkit/mcp-server.ts';
import { createTools, type Tools } from './tools.ts';

const value = 'canary-9c2e';
const request = {
  server: 'Shop',
  tool: 'stock',
  arguments: { sku: 'A1' },
  timeoutMs: 5000,
  retry: { max: 0, backoffMs: 1000 },
};

describe('Tools', () => {
  let database: OpenDatabase;
  let mcp: McpServer;
  let credentials: Credentials;
  let tools: Tools;

  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    mcp = await startMcpServer({
      tools: [{ name: 'stock', inputSchema: { type: 'object' } }],
      call: () => ({ content: [{ type: 'text', text: '3' }] }),
    });
    const clock = createFakeClock();
    credentials = createCredentials({
      store: createSqlCredentialStore(database.kysely),
      vault: createLocalSecretVault(Buffer.from('a master key of at least 32 characters')),
      clock,
    });
    tools = createTools({
      store: createSqlToolServerStore(database.kysely),
      client: createMcpToolClient(createUndiciFetcher({ egressAllow: () => [mcp.host], trustedOrigins: [] })),
      credentials,
      clock,
    });
  });
  afterEach(async () => {
    await mcp.close();
    await database.close();
  });

  const add = (more: object = {}) => tools.create('w', { name: 'Shop', url: mcp.url, credential: '', ...more });
  const call = (more: object = {}) => tools.call({ workspaceId: 'w', key: 's1:n:1:0' }, { ...request, ...more });

  it('calls the named server with its credential', async () => {
    await credentials.create('w', { name: 'Key', kind: 'bearer', field: '', hosts: [mcp.host], value });
    await add({ credential: 'Key' });
    expect(await call()).toEqual({ text: '3', structured: null, isError: false });
    expect(new Set(mcp.calls.map(({ headers }) => headers['authorization']))).toEqual(new Set([`Bearer ${value}`]));
    expect(JSON.stringify(await tools.servers('w'))).not.toContain(value);
    expect(await tools.offered('w', 'Shop')).toMatchObject([{ name: 'stock' }]);
  });

  it('does not send a credential to a host it is not for', async () => {
    await credentials.create('w', { name: 'Key', kind: 'bearer', field: '', hosts: ['tools.example'], value });
    const { id } = await add({ credential: 'Key' });
    await expect(call()).rejects.toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
    await tools.update('w', id, { credential: 'Other' });
    await expect(call()).rejects.toMatchObject({ code: 'CREDENTIAL_MISSING' });
    expect(mcp.calls).toEqual([]);
  });

  it('belongs to its workspace', async () => {
    const { id } = await add();
    const elsewhere = { workspaceId: 'other', key: 'k' };
    await expect(tools.call(elsewhere, request)).rejects.toMatchObject({ code: 'TOOL_SERVER_MISSING' });
    await expect(tools.offered('other', 'Shop')).rejects.toMatchObject({ code: 'TOOL_SERVER_MISSING' });
    await expect(tools.update('other', id, { name: 'x' })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(tools.remove('other', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await tools.servers('other')).toEqual([]);
    await tools.remove('w', id);
    expect(await tools.servers('w')).toEqual([]);
    expect(mcp.calls).toEqual([]);
  });

  it.each([
    'file:///etc/passwd',
    'ws://tools.example/',
    'tools.example/mcp',
    'https://me:secret@tools.example/mcp',
    'https://tools.example/mcp?api_key=k',
    'https://tools.example/mcp?token=k',
    '',
  ])('refuses the address %j', async (url) => {
    await expect(add({ url })).rejects.toMatchObject({ code: 'REQUEST_INVALID', facts: { field: '/url' } });
  });

  it('refuses a second server of the same name, and arguments that are no object', async () => {
    await add();
    await expect(add()).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    for (const wrong of [null, [1], 'a', 7])
      await expect(call({ arguments: wrong })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});
