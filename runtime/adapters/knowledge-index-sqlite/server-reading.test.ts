// An embeddings server beside the bundled tables: better when it is there, never missed when it is not.
import fc from 'fast-check';
import Sqlite from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import { describeKnowledgeIndex } from '#runtime/ports/knowledge-index.conformance.ts';
import { up } from '../../../migrations/0005_knowledge.ts';
import { up as addRules } from '../../../migrations/0090_knowledge_rules.ts';
import { up as addServerMeaning } from '../../../migrations/0130_server_meaning.ts';
import { createBundledEmbedder } from '../understanding-local/bundled-embedder.ts';
import { createSqliteKnowledgeIndex } from './knowledge-index-sqlite.ts';
import { scaleBetween } from './scale.ts';
import type { KnowledgeIndexTables } from './tables.ts';

/** Words that this model knows to mean the same; everything else is far from everything, in the narrow cone of the usual models. */
const CONCEPTS = [
  ['gadget went kaput', 'broken devices are repaired for free'],
  ['gizmo', 'opening hours'],
];
const CONE = 3;

function vectorOf(text: string, dimension: number): Float32Array {
  const concept = CONCEPTS.findIndex((words) => words.some((word) => text.toLowerCase().includes(word)));
  const seed = createHash('sha256')
    .update(concept === -1 ? text : `concept ${String(concept)}`)
    .digest();
  return Float32Array.from({ length: dimension }, (_none, at) => (at === 0 ? CONE : (seed[at % 32] ?? 0) / 128 - 1));
}

interface FakeServer extends Embedder {
  down: boolean;
  silent: boolean;
  dimension: number;
  flat: boolean;
  readonly asked: string[];
}

function createServer(): FakeServer {
  const server: FakeServer = {
    name: 'model-1',
    down: false,
    silent: false,
    flat: false,
    dimension: 24,
    asked: [],
    async embed(texts, signal) {
      server.asked.push(...texts);
      if (server.down) throw new FlowError('MODEL_UNAVAILABLE', 'The server is down.');
      if (server.silent) await setTimeout(60_000, undefined, { signal });
      return texts.map((text) => vectorOf(server.flat ? '' : text, server.dimension));
    },
  };
  return server;
}

async function open(server: FakeServer) {
  const kysely = new Kysely<KnowledgeIndexTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) });
  for (const change of [up, addRules, addServerMeaning]) await change(kysely as Kysely<unknown>);
  const clock = { now: 1_000_000 };
  const index = createSqliteKnowledgeIndex(kysely, {
    embedder: createBundledEmbedder(),
    server: { embedder: server, now: () => clock.now },
  });
  return { index, clock, kysely };
}

type Opened = Awaited<ReturnType<typeof open>>;

const BASE = { baseId: 'b', sourceId: 's' };
const ENTRIES = [
  {
    ...BASE,
    id: 'repair',
    title: '',
    text: 'Are broken devices are repaired for free?',
    answer: 'Yes, within two years.',
  },
  { ...BASE, id: 'parking', title: '', text: 'Is there a car park?', answer: 'Behind the house.' },
  { ...BASE, id: 'invoice', title: '', text: 'Can I have an invoice?', answer: 'By e-mail.' },
];

async function ask({ index }: Opened, text: string, offline = false) {
  return index.search('a', { text, baseIds: ['b'], topK: 3, offline });
}

async function settled({ index }: Pick<Opened, 'index'>, workspaceId = 'a'): Promise<void> {
  await expect.poll(async () => (await index.serverReading(workspaceId))?.ready, { timeout: 10_000 }).toBe(true);
}

describeKnowledgeIndex('SQLite FTS5 with an embeddings server', async () => {
  const { index } = await open(createServer());
  return {
    ...index,
    async search(workspaceId, query) {
      await settled({ index }, workspaceId);
      return index.search(workspaceId, query);
    },
  };
});

describe('the knowledge index with an embeddings server', () => {
  it('finds by the server what shares no word, once everything is read', async () => {
    const opened = await open(createServer());
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    const [hit] = await ask(opened, 'my gadget went kaput');
    expect(hit).toMatchObject({ passageId: 'repair', why: { readBy: 'server', words: 0 } });
    expect(await opened.index.serverReading('a')).toEqual({
      model: 'model-1',
      read: 3,
      all: 3,
      ready: true,
      problem: undefined,
    });
  });

  it('answers by the bundled tables when the server goes away in the middle, says so, and comes back to it', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    server.down = true;
    const [hit] = await ask(opened, 'Can I get an invoice please?');
    expect(hit).toMatchObject({ passageId: 'invoice', why: { readBy: 'tables' } });
    expect((await opened.index.serverReading('a'))?.problem).toBe('MODEL_UNAVAILABLE: The server is down.');
    const asked = server.asked.length;
    await ask(opened, 'Can I get an invoice please?');
    expect(server.asked).toHaveLength(asked);
    server.down = false;
    opened.clock.now += 60_000;
    expect((await ask(opened, 'my gadget went kaput'))[0]?.why.readBy).toBe('server');
    expect((await opened.index.serverReading('a'))?.problem).toBeUndefined();
  });

  it('goes on by the tables while new entries are not read, and reads them when the server is back', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    server.down = true;
    await opened.index.upsert('a', [
      { ...BASE, id: 'new', title: '', text: 'What are the opening hours?', answer: '9-18' },
    ]);
    expect((await ask(opened, 'opening hours'))[0]).toMatchObject({ passageId: 'new', why: { readBy: 'tables' } });
    server.down = false;
    opened.clock.now += 60_000;
    await settled(opened);
    expect((await ask(opened, 'the gizmo'))[0]).toMatchObject({ passageId: 'new', why: { readBy: 'server' } });
  });

  it('no longer finds by meaning what was removed', async () => {
    const opened = await open(createServer());
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    await ask(opened, 'my gadget went kaput');
    await opened.index.dropPassage('a', 'repair');
    await settled(opened);
    expect((await ask(opened, 'my gadget went kaput')).map(({ passageId }) => passageId)).not.toContain('repair');
  });

  it('does not wait for a server that says nothing', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    server.silent = true;
    expect((await ask(opened, 'Is there a car park?'))[0]).toMatchObject({
      passageId: 'parking',
      why: { readBy: 'tables' },
    });
  });

  it('reads everything anew when the vectors change their length', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    server.dimension = 16;
    expect((await ask(opened, 'Is there a car park?'))[0]?.why.readBy).toBe('tables');
    opened.clock.now += 60_000;
    await settled(opened);
    expect((await ask(opened, 'my gadget went kaput'))[0]).toMatchObject({
      passageId: 'repair',
      why: { readBy: 'server' },
    });
  });

  it('does not believe a model that gives every text the same vector', async () => {
    const server = createServer();
    server.flat = true;
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await expect.poll(async () => (await opened.index.serverReading('a'))?.problem).toContain('nearly the same vector');
    expect((await ask(opened, 'Is there a car park?'))[0]?.why.readBy).toBe('tables');
  });

  it('asks no server for searches that are many and in a row', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    const asked = server.asked.length;
    expect((await ask(opened, 'Is there a car park?', true))[0]?.why.readBy).toBe('tables');
    expect(server.asked).toHaveLength(asked);
  });

  it('keeps what was read over a restart', async () => {
    const server = createServer();
    const opened = await open(server);
    await opened.index.upsert('a', ENTRIES);
    await settled(opened);
    const again = createServer();
    const reopened = {
      ...opened,
      index: createSqliteKnowledgeIndex(opened.kysely, {
        embedder: createBundledEmbedder(),
        server: { embedder: again, now: () => 0 },
      }),
    };
    await settled(reopened);
    expect(again.asked).not.toContain(ENTRIES[0]?.text);
    expect((await ask(reopened, 'my gadget went kaput'))[0]?.passageId).toBe('repair');
  });
});

describe('the scale between two models', () => {
  it('puts what is unrelated, and what is the same, where ours does, and keeps the order', () => {
    const share = fc.integer({ min: -20, max: 95 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(share, share, share, share, (theirs, ours, one, other) => {
        const scale = scaleBetween(theirs, ours);
        expect(scale.nearness(theirs)).toBeCloseTo(ours, 6);
        expect(scale.nearness(1)).toBeCloseTo(1, 6);
        expect(scale.cosine(scale.nearness(one))).toBeCloseTo(one, 6);
        expect(Math.sign(scale.nearness(one) - scale.nearness(other))).toBe(Math.sign(one - other));
      }),
    );
  });
});
