// Packs from a folder: what is sound is used, what is not is named, and what is live stays as it was published.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { composeServer, type Server } from '#runtime/compose.ts';
import { readConfig } from '#runtime/config.ts';
import { lineOfNotice, loadPacks } from './packs.ts';
import { scaffold } from './scaffold.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tandem-packs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(place: string, files: Iterable<readonly [string, string]>): Promise<void> {
  for (const [name, content] of files) {
    const path = join(dir, place, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content);
  }
}

const lines = async () => (await loadPacks(dir)).notices.map((notice) => lineOfNotice(notice, 'en').replace(dir, ''));

describe('a folder of packs', () => {
  it('gives every sound pack with its help, and its script', async () => {
    await put('acme/orderLookup', scaffold('acme/orderLookup', 'http'));
    await put('acme/discount', scaffold('acme/discount', 'script'));
    const { packs, notices } = await loadPacks(dir);
    expect(notices).toEqual([]);
    expect(packs.map(({ definition }) => definition.type)).toEqual(['acme/discount', 'acme/orderLookup']);
    expect(packs[0]?.definition.script?.code).toContain('output.pay');
    expect(packs[1]?.help).toContain('## 中文');
  });

  it('names what is wrong by file and field, and uses the others', async () => {
    const sound = scaffold('acme/orderLookup', 'http');
    await put('acme/orderLookup', sound);
    await put('acme/renamed', sound);
    await put('acme/broken', [['node.json', '{ "pack": 1,']]);
    await put(
      'acme/mute',
      [...sound].filter(([name]) => name !== 'help.md'),
    );
    await put(
      'acme/odd',
      [...scaffold('acme/odd', 'script')].filter(([name]) => name !== 'script.ts'),
    );
    await put('acme/spare', [...scaffold('acme/spare', 'http'), ['script.ts', 'output.a = 1']]);
    await put('acme/empty', [['readme.txt', '']]);
    expect((await loadPacks(dir)).packs.map(({ definition }) => definition.type)).toEqual(['acme/orderLookup']);
    const found = await lines();
    expect(found).toContain(
      '/acme/renamed/node.json /type: The type "acme/orderLookup" belongs into the folder acme/orderLookup.',
    );
    expect(found.some((line) => line.startsWith('/acme/broken/node.json: This is not JSON'))).toBe(true);
    expect(found.some((line) => line.startsWith('/acme/mute/help.md: Help is needed'))).toBe(true);
    expect(found).toContain('/acme/odd/script.ts: The script is missing.');
    expect(found.some((line) => line.startsWith('/acme/spare/node.json: There is a script.ts'))).toBe(true);
    expect(found).toContain('/acme/empty/node.json: This file is missing.');
  });

  it('that is not there is a notice, not a crash', async () => {
    const { packs, notices } = await loadPacks(join(dir, 'nowhere'));
    expect(packs).toEqual([]);
    expect(notices.map(({ file }) => file)).toEqual([join(dir, 'nowhere')]);
  });
});

describe('a server with packs', () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'tandem-packs-data-'));
  });
  afterAll(() => rm(data, { recursive: true, force: true }));

  const speaker = (words: string) => ({
    pack: 1,
    type: 'acme/speaker',
    version: 1,
    group: 'message',
    icon: 'message-square',
    title: { 'zh-CN': '喇叭', en: 'Speaker' },
    description: { 'zh-CN': '说话。', en: 'Speaks.' },
    keywords: [],
    fields: [],
    summary: { 'zh-CN': '说', en: 'Speaks' },
    ports: [{ id: 'next', label: { 'zh-CN': '下一步', en: 'Next' }, role: 'main', required: false }],
    says: [words],
  });
  const help = '## 中文\n\n说话。\n\n## English\n\nSpeaks.\n';

  async function withServer<R>(run: (server: Server, call: Call) => Promise<R>): Promise<R> {
    const server = await composeServer(readConfig({ TANDEM_DATA_DIR: data, TANDEM_NODES_DIR: dir }), {
      version: '0.0.0-test',
      rootDir: data,
      onProblem: () => undefined,
    });
    const { secret } = await server.access.tokens.create(server.workspaces.home, { name: 't', role: 'admin' });
    try {
      return await run(server, async (method, url, payload) => {
        const answer = await server.app.inject({
          method,
          url: `/api/v1${url}`,
          headers: { authorization: `Bearer ${secret}` },
          ...(payload === undefined ? {} : { payload }),
        });
        return answer.json<never>();
      });
    } finally {
      await server.close();
    }
  }
  type Call = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => Promise<never>;

  const opening = async (call: Call): Promise<readonly string[]> => {
    const { messages }: { messages: { text: string }[] } = await call('POST', '/public/flows/speaker/sessions', {});
    return messages.map(({ text }) => text);
  };

  it('publishes flows that use them, and keeps what is live when a pack changes or goes', async () => {
    const drawn = createFlowDocument('speaker');
    const document = {
      ...drawn,
      nodes: [
        ...drawn.nodes,
        { id: 'n', type: 'acme/speaker', version: 1, name: '', position: { x: 300, y: 160 }, config: {} },
      ],
      edges: [{ id: 'e', from: { node: 'start', port: 'next' }, to: { node: 'n' } }],
    };
    await put('acme/speaker', [
      ['node.json', JSON.stringify(speaker('first'))],
      ['help.md', help],
    ]);
    const id = await withServer(async (_server, call) => {
      const { packs }: { packs: { definition: { type: string }; help: string }[] } = await call('GET', '/node-packs');
      expect(packs).toMatchObject([{ definition: { type: 'acme/speaker' }, help }]);
      const made: { flow: { id: string }; revision: number; document: object } = await call('POST', '/flows', {
        name: 'speaker',
        slug: 'speaker',
        document,
      });
      expect(made.document).not.toHaveProperty('packs');
      expect(await call('POST', `/flows/${made.flow.id}/publish`, { revision: made.revision, note: '' })).toMatchObject(
        {
          version: 1,
        },
      );
      expect(await opening(call)).toEqual(['first']);
      return made.flow.id;
    });

    await put('acme/speaker', [['node.json', JSON.stringify(speaker('second'))]]);
    await withServer(async (_server, call) => {
      expect(await opening(call)).toEqual(['first']);
      const { document: live }: { document: object } = await call('GET', `/flows/${id}/versions/1`);
      expect(JSON.stringify(live)).toContain('first');
      await call('POST', `/flows/${id}/publish`, { revision: 1, note: 'again' });
      expect(await opening(call)).toEqual(['second']);
    });

    await rm(join(dir, 'acme'), { recursive: true });
    await withServer(async (_server, call) => {
      expect(await opening(call)).toEqual(['second']);
      const { problems }: { problems: { code: string; message: { en: string } }[] } = await call(
        'POST',
        `/flows/${id}/check`,
        {},
      );
      expect(problems.find(({ code }) => code === 'NODE_UNKNOWN')?.message.en).toContain('acme/speaker');
      expect(await call('POST', `/flows/${id}/publish`, { revision: 1, note: '' })).toMatchObject({
        code: 'FLOW_INVALID',
      });
      expect(await call('POST', '/flows', { name: 'copy', document })).toMatchObject({ code: 'NODE_UNKNOWN' });
    });
    expect(await readFile(join(data, 'tandem.db'))).not.toHaveLength(0);
  });
});
