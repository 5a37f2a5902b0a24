// The demo: real conversations and leads from templates, loaded once, gone without a trace.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlDemoStore } from '#runtime/adapters/store-sql/demo-store.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import { createDemo, type Demo } from './demo.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };
const KEPT = new Set(['migrations', 'sqlite_sequence']);

describe('the demo', () => {
  let folder: string;
  let database: OpenDatabase;
  let people: People;
  let demo: Demo;
  let bases: string[];
  let removedBases: string[];
  beforeEach(async () => {
    bases = [];
    removedBases = [];
    folder = mkdtempSync(join(tmpdir(), 'tandem-demo-'));
    writeTemplate(folder, 'complaint', ['zh-CN', 'en']);
    writeTemplate(folder, 'education-leads', ['zh-CN']);
    database = await openDatabase({ file: ':memory:' });
    const base = { database, clock: createSystemClock(), bus: createLocalBus() };
    people = await createPeople(base, {
      templatesDir: folder,
      knowledge: {
        baseIds: () => Promise.resolve(bases),
        names: () => Promise.resolve([]),
        read: () => Promise.resolve([]),
        create: () => Promise.resolve(bases[bases.push(`b${bases.length + 1}`) - 1]!),
        remove: () => Promise.resolve(),
      },
    });
    demo = createDemo({
      ...people,
      store: createSqlDemoStore(database.kysely),
      clock: base.clock,
      removeBase: (_workspace, id) => Promise.resolve(void removedBases.push(id)),
    });
  });
  afterEach(async () => {
    await people.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How many rows each table holds. */
  function census(): Record<string, number> {
    const tables = database.raw
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all() as string[];
    return Object.fromEntries(
      tables
        .filter((name) => !KEPT.has(name) && !name.startsWith('knowledge_fts'))
        .map((name) => [name, database.raw.prepare(`select count(*) from "${name}"`).pluck().get() as number]),
    );
  }

  it('brings published flows, conversations, a waiting customer and leads', async () => {
    await demo.load(W, 'zh-CN', ann);
    expect(await demo.isLoaded(W)).toBe(true);
    const flows = await people.flows.list(W);
    expect(flows.map(({ slug }) => slug).sort()).toEqual(['demo-complaint', 'demo-education-leads']);
    expect(flows.every(({ publishedVersion }) => publishedVersion === 1)).toBe(true);
    const { conversations } = await people.conversations.list(W, { limit: 50 });
    expect(conversations).toHaveLength(7);
    expect((await people.desk.lists(W, { ...ann, role: 'agent' })).waiting.length).toBeGreaterThan(0);
    expect((await people.leads.list(W, { limit: 50 })).leads.map(({ name }) => name)).toContain('赵同学');
  });

  it('loads once and belongs to its workspace alone', async () => {
    await demo.load(W, 'en', ann);
    const before = census();
    await demo.load(W, 'en', ann);
    expect(census()).toEqual(before);
    expect(await demo.isLoaded('w2')).toBe(false);
    await demo.remove('w2');
    expect(census()).toEqual(before);
  });

  it('goes away without a trace and leaves everything else', async () => {
    const own = await people.publish(W, 'mine', supportFlow('自己的流程'));
    const opened = await people.open('mine', 'visitor');
    await people.says(opened, 'm1', '你好');
    await people.settled();
    const before = census();
    await demo.load(W, 'zh-CN', ann);
    const tried = await people.open('demo-complaint', 'somebody-else');
    await people.says(tried, 'm1', '我要投诉');
    const visitorOfBoth = await people.open('demo-complaint', 'visitor');
    await people.settled();
    await demo.remove(W);
    expect(census()).toEqual(before);
    expect(await demo.isLoaded(W)).toBe(false);
    expect((await people.flows.list(W)).map(({ id }) => id)).toEqual([own.id]);
    expect((await people.says(opened, 'm2', '还在吗')).outcome).toBe('played');
    expect(removedBases).toEqual(bases);
    await expect(people.says(visitorOfBoth, 'm3', 'x')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await demo.load(W, 'zh-CN', ann);
    expect(await demo.isLoaded(W)).toBe(true);
  });
});

function writeTemplate(folder: string, name: string, languages: readonly string[]): void {
  mkdirSync(join(folder, name, 'knowledge'), { recursive: true });
  const write = (file: string, content: unknown) => writeFileSync(join(folder, name, file), JSON.stringify(content));
  const title = { 'zh-CN': `模板 ${name}`, en: `Template ${name}` };
  write('template.json', { title, description: title, languages, icon: 'book', order: 1 });
  const flow = supportFlow();
  const words: Record<string, readonly string[]> = { join: ['联系方式', '价格'], angry: ['投诉', 'furious'] };
  const nodes = flow.nodes.map((node) =>
    words[node.id] === undefined ? node : { ...node, config: { ...node.config, words: words[node.id] } },
  );
  write('flow.json', {
    ...flow,
    nodes: [
      ...nodes,
      flowNode('why', 'onKeyword', { words: ['退货'] }),
      flowNode('faq', 'knowledgeAnswer', { baseIds: ['template'] }),
    ],
    edges: [
      ...flow.edges,
      { id: 'f0', from: { node: 'why', port: 'matched' }, to: { node: 'faq' } },
      ...['answered', 'lowConfidence', 'noHit'].map((port) => ({
        id: `f-${port}`,
        from: { node: 'faq', port },
        to: { node: 'ask' },
      })),
    ],
  });
  write('knowledge/questions.json', [{ question: 'q', similar: [], answer: 'a' }]);
}
