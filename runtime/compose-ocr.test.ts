// A whole server with a program beside it that reads images, and one without.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '#nodes/wire/access.ts';
import type { KnowledgeBase, Searched, Source, Uploaded } from '#nodes/wire/knowledge.ts';
import { composeServer, type Server } from './compose.ts';
import { readConfig } from './config.ts';
import { pngOf } from './testkit/documents.ts';
import { SEER, writeProgram } from './testkit/recogniser-program.ts';

let folder: string;
let server: Server;
let secret: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-images-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  const config = readConfig({ TANDEM_DATA_DIR: folder, ...env });
  server = await composeServer(config, { version: 'test', rootDir: folder, onProblem: () => undefined });
  ({ secret } = await server.access.tokens.create(server.workspaces.home, { name: 'test', role: 'designer' }));
}

async function call<T>(method: 'GET' | 'POST', path: string, payload?: object, type?: string): Promise<T> {
  const answer = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${secret}`, ...(type === undefined ? {} : { 'content-type': type }) },
    ...(payload === undefined ? {} : { payload }),
  });
  return answer.json<T>();
}

async function uploaded(baseId: string, name: string, bytes: Uint8Array): Promise<Uploaded['files'][number]> {
  const body = Buffer.concat([
    Buffer.from(`--border\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n--border--\r\n'),
  ]);
  const path = `/knowledge/bases/${baseId}/uploads`;
  const { files } = await call<Uploaded>('POST', path, body, 'multipart/form-data; boundary=border');
  if (files[0] === undefined) throw new Error('nothing came of the upload');
  return files[0];
}

const newBase = async () => (await call<KnowledgeBase>('POST', '/knowledge/bases', { name: '门店' })).id;

async function sourcesRead(baseId: string): Promise<readonly Source[]> {
  return vi.waitFor(
    async () => {
      const { sources } = await call<{ sources: Source[] }>('GET', `/knowledge/bases/${baseId}/sources`);
      expect(sources.every(({ state }) => state === 'ready' || state === 'failed')).toBe(true);
      return sources;
    },
    { timeout: 30_000 },
  );
}

describe('images as documents', () => {
  it('are read by the configured program and found by what they say; what holds no text is said to hold none', async () => {
    await start({ TANDEM_OCR_COMMAND: writeProgram(folder, 'seer', SEER) });
    expect((await call<Me>('GET', '/auth/me')).features.imageText).toBe(true);
    const baseId = await newBase();
    const poster = await uploaded(baseId, 'poster.png', pngOf('门 店 周 一 闭 馆 ， 周 二 至 周 日 九 点 开 门 。'));
    expect(poster).toMatchObject({ error: null, source: { name: 'poster.png', kind: 'image', state: 'queued' } });
    // By content: named as another kind of image, or as none.
    expect((await uploaded(baseId, 'blank.jpg', pngOf(''))).source).toMatchObject({ kind: 'image' });

    const sources = await sourcesRead(baseId);
    expect(sources.map(({ name, state, error }) => [name, state, error?.code]).sort()).toEqual([
      ['blank.jpg', 'failed', 'FILE_UNREADABLE'],
      ['poster.png', 'ready', undefined],
    ]);
    expect(sources.find(({ state }) => state === 'failed')?.error?.message.en).toContain('No text was found');
    const asked = { baseIds: [baseId], question: '门店周一开门吗？' };
    const { hits } = await call<Searched>('POST', '/knowledge/search', asked);
    expect(hits[0]?.text).toBe('门店周一闭馆，周二至周日九点开门。');
  });

  it('are refused without a program, and the refusal says what to set', async () => {
    await start({});
    expect((await call<Me>('GET', '/auth/me')).features.imageText).toBe(false);
    const refused = await uploaded(await newBase(), 'poster.png', pngOf('门店周一闭馆。'));
    expect(refused.source).toBeNull();
    expect(refused.error?.code).toBe('FILE_REFUSED');
    expect(refused.error?.message.en).toMatch(/Ask IT .* TANDEM_OCR_COMMAND/);
    expect(refused.error?.message['zh-CN']).toMatch(/请联系 IT.*TANDEM_OCR_COMMAND/);
  });

  it('whose program is gone can be read once it is back', async () => {
    const command = join(folder, 'seer');
    await start({ TANDEM_OCR_COMMAND: command });
    const baseId = await newBase();
    await uploaded(baseId, 'poster.png', pngOf('Closed on Mondays.'));
    const [failed] = await sourcesRead(baseId);
    expect(failed?.error?.message.en).toContain('could not be started (ENOENT)');
    writeProgram(folder, 'seer', SEER);
    await call('POST', `/knowledge/sources/${failed?.id ?? ''}/retry`);
    expect((await sourcesRead(baseId)).map(({ state }) => state)).toEqual(['ready']);
  });
});
