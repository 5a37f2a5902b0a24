// A whole server with an embeddings server beside it: search goes by it, and goes on when it is unplugged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Health, KnowledgeBase, Searched } from '#nodes/wire/knowledge.ts';
import { composeServer, type Server } from './compose.ts';
import { readConfig } from './config.ts';
import { startModelServer, type ModelServer, type SeenRequest } from './testkit/model-server.ts';

const SAME = ['坏了', '保修'];

/** Texts with a word of `SAME` mean the same, all others are apart. */
function embed(response: ServerResponse, { body }: SeenRequest): void {
  const data = (body['input'] as string[]).map((text, index) => {
    const isSame = SAME.some((word) => text.includes(word));
    const code = isSame ? 1 : Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
    return { index, embedding: Array.from({ length: 32 }, (_none, at) => Math.sin(code * (at + 1))) };
  });
  response.end(JSON.stringify({ data }));
}

let folder: string;
let models: ModelServer;
let server: Server;
let secret: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-embedded-'));
  models = await startModelServer(embed);
  const config = readConfig({
    TANDEM_DATA_DIR: folder,
    TANDEM_EMBED_BASE_URL: models.baseUrl,
    TANDEM_EMBED_MODEL: 'e-1',
  });
  server = await composeServer(config, { version: 'test', rootDir: folder, onProblem: () => undefined });
  ({ secret } = await server.access.tokens.create(server.workspaces.home, { name: 'test', role: 'designer' }));
});
afterAll(async () => {
  await server.close();
  await models.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call<T>(method: 'GET' | 'POST', path: string, payload?: object): Promise<T> {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/knowledge${path}`,
    headers: { authorization: `Bearer ${secret}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return answer.json<T>();
}

describe('knowledge with an embeddings server', () => {
  it('searches by it once it has read everything, and by the bundled tables when it is unplugged', async () => {
    const { id } = await call<KnowledgeBase>('POST', '/bases', { name: '售后' });
    for (const [question, answer] of [
      ['保修期内如何维修？', '凭发票免费维修。'],
      ['可以刷卡吗？', '可以。'],
    ])
      await call('POST', `/bases/${id}/questions`, { question, similar: [], answer });
    const health = () => call<Health>('GET', `/bases/${id}/health`);
    await expect.poll(async () => (await health()).reading?.ready, { timeout: 10_000 }).toBe(true);
    expect((await health()).reading).toMatchObject({ model: 'e-1', read: 2, all: 2, problem: '' });

    const search = (question: string) => call<Searched>('POST', '/search', { baseIds: [id], question });
    const met = await search('东西坏了');
    expect(met.hits[0]).toMatchObject({ answer: '凭发票免费维修。', why: { readBy: 'server', words: 0 } });
    // Found for its meaning alone: shown to whoever looks, not sure enough to be sent.
    expect(met.confidence).toBeLessThan(met.threshold);

    await models.close();
    const unplugged = await search('可以刷卡吗');
    expect(unplugged).toMatchObject({ answer: '可以。', hits: [{ why: { readBy: 'tables' } }] });
    expect((await health()).reading?.problem).not.toBe('');
  });
});
