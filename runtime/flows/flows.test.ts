// Flows on a real database: drafts that are never overwritten, the publish gate, versions, bundles, templates.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlowDocumentSchema, type FlowDocument } from '#nodes/flow/document.ts';
import Value from 'typebox/value';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import type { FlowKnowledge, KnowledgePack } from './flow-knowledge.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };
const bob = { id: 'u2', name: 'Bob' };

/** A knowledge room that keeps packs in memory. */
function createShelf(): FlowKnowledge & { readonly packs: Map<string, KnowledgePack> } {
  const packs = new Map<string, KnowledgePack>();
  return {
    packs,
    baseIds: () => Promise.resolve([...packs.keys()]),
    names: () => Promise.resolve([...packs.values()].map(({ name }) => name)),
    read: (_workspace, ids) =>
      Promise.resolve(ids.flatMap((id) => (packs.has(id) ? [{ ...packs.get(id)!, ref: id }] : []))),
    create(_workspace, _author, pack) {
      const id = `base${packs.size + 1}`;
      packs.set(id, pack);
      return Promise.resolve(id);
    },
    remove: (_workspace, id) => Promise.resolve(void packs.delete(id)),
  };
}

/** The support flow with a knowledge node over these bases. */
function withKnowledge(baseIds: readonly string[]): FlowDocument {
  const flow = supportFlow();
  return {
    ...flow,
    nodes: flow.nodes.map((node) =>
      node.id === 'hello' ? flowNode('hello', 'knowledgeAnswer', { baseIds, text: 'x' }) : node,
    ),
  };
}

describe('flows', () => {
  let folder: string;
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  let shelf: ReturnType<typeof createShelf>;
  let flows: People['flows'];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-templates-'));
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    shelf = createShelf();
    people = await createPeople({ database, clock, bus: createLocalBus() }, { knowledge: shelf, templatesDir: folder });
    flows = people.flows;
  });
  afterEach(async () => {
    await people.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a blank flow with an address from its name, and another one when that is taken', async () => {
    const first = await flows.create(W, ann, { name: 'Help Desk!' });
    expect(first).toMatchObject({
      revision: 1,
      flow: { slug: 'help-desk', publishedVersion: null, changed: true, draftBy: 'Ann' },
    });
    const second = await flows.create('w2', ann, { name: 'Help desk' });
    expect(second.flow.slug).toMatch(/^help-desk-[a-z0-9]{1,6}$/);
    expect((await flows.create(W, ann, { name: '售后' })).flow.slug).toBe('flow');
    await expect(flows.create(W, ann, { name: 'x', slug: 'help-desk' })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    expect((await flows.list(W)).map(({ name }) => name).sort()).toEqual(['Help Desk!', '售后']);
  });

  it('tells the second of two tabs whose draft stands and since when, and overwrites nothing', async () => {
    const { flow, document } = await flows.create(W, ann, { name: 'A' });
    const base = document as FlowDocument;
    await clock.advance(1000);
    expect(await flows.saveDraft(W, bob, flow.id, 1, { ...base, name: 'by Bob' })).toMatchObject({ revision: 2 });
    await expect(flows.saveDraft(W, ann, flow.id, 1, { ...base, name: 'by Ann' })).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
      facts: { revision: 2, by: 'Bob', at: '2026-01-01T00:00:01.000Z' },
    });
    expect((await flows.get(W, flow.id)).document).toMatchObject({ name: 'by Bob' });
    const race = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => flows.saveDraft(W, ann, flow.id, 2, { ...base, name: `try ${index}` })),
    );
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await flows.get(W, flow.id)).revision).toBe(3);
  });

  it('keeps the last 200 drafts and no more', async () => {
    const { flow, document } = await flows.create(W, ann, { name: 'A' });
    for (let revision = 1; revision <= 210; revision++) await flows.saveDraft(W, ann, flow.id, revision, document);
    const kept = await database.kysely.selectFrom('flow_drafts').select('revision').orderBy('revision').execute();
    expect(kept).toHaveLength(200);
    expect(kept[0]!.revision).toBe(12);
  });

  it('refuses what is no flow document, by name, and stores nothing', async () => {
    const { flow, document } = await flows.create(W, ann, { name: 'A' });
    const broken = { ...(document as FlowDocument), nodes: [{ id: 'a.b' }] };
    for (const bad of [
      null,
      'text',
      {},
      { format: 'other' },
      broken,
      { ...(document as FlowDocument), formatVersion: 99 },
    ]) {
      await expect(flows.saveDraft(W, ann, flow.id, 1, bad)).rejects.toMatchObject({ code: 'FLOW_FORMAT_UNKNOWN' });
    }
    expect((await flows.get(W, flow.id)).revision).toBe(1);
  });

  it('does not publish a flow with errors, names them, and leaves what is live as it is', async () => {
    const { flow } = await flows.create(W, ann, { name: 'A', document: supportFlow() });
    await flows.publish(W, ann, flow.id, { revision: 1, note: 'first' });
    const broken = { ...supportFlow(), edges: [] };
    await flows.saveDraft(W, ann, flow.id, 1, broken);
    const failure = await flows
      .publish(W, ann, flow.id, { revision: 2, note: 'second' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'FLOW_INVALID' });
    expect((failure as { facts: { problems: object[] } }).facts.problems[0]).toMatchObject({
      severity: 'error',
      message: { 'zh-CN': expect.any(String) as string },
      fix: { en: expect.any(String) as string },
    });
    expect((await flows.list(W))[0]).toMatchObject({ publishedVersion: 1, changed: true });
    expect(await people.flowStore.current(flow.slug)).toMatchObject({ version: 1 });
    await expect(flows.publish(W, ann, flow.id, { revision: 1, note: '' })).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
    });
  });

  it('publishes versions that never change, trained where the flow has intents, and restores one to the draft', async () => {
    const first = {
      ...supportFlow(),
      intents: [{ id: 'refund', name: '退款', examples: ['我要退款', '怎么退货', '把钱退给我'] }],
    };
    const { flow } = await flows.create(W, ann, { name: 'A', document: first });
    const version = await flows.publish(W, ann, flow.id, { revision: 1, note: '首发' });
    expect(version).toMatchObject({ version: 1, note: '首发', by: 'Ann', current: true });
    const changed = {
      ...first,
      nodes: first.nodes.map((node) => (node.id === 'hello' ? { ...node, name: '新的问候' } : node)),
    };
    await flows.saveDraft(W, bob, flow.id, 1, changed);
    await flows.publish(W, bob, flow.id, { revision: 2, note: 'second' });
    expect((await flows.versions(W, flow.id)).map(({ version: number, current }) => [number, current])).toEqual([
      [2, true],
      [1, false],
    ]);
    const stored = await people.flowStore.load(W, flow.id, 1);
    expect(stored?.model?.engine).toBe('local-3');
    const understood = people.understanding.load(stored!.model!).understand('我想退款');
    expect(understood.intents[0]?.intent).toBe('refund');
    expect(stored?.document.nodes.find(({ id }) => id === 'hello')?.name).toBe('问候');
    expect(await flows.restore(W, ann, flow.id, 1, 2)).toMatchObject({ revision: 3 });
    expect((await flows.get(W, flow.id)).document).toEqual((await flows.version(W, flow.id, 1)).document);
    expect((await flows.list(W))[0]).toMatchObject({ publishedVersion: 2, changed: true });
  });

  it('lets one of many publishers of the same draft win, refuses the others by name, and takes the next one in order', async () => {
    const { flow } = await flows.create(W, ann, { name: 'A', document: supportFlow() });
    const tried = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => flows.publish(W, ann, flow.id, { revision: 1, note: String(n) })),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tried) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'STATE_CONFLICT', facts: { by: 'Ann' } });
    }
    expect((await flows.publish(W, bob, flow.id, { revision: 1, note: '5' })).version).toBe(2);
    expect(await flows.versions(W, flow.id)).toHaveLength(2);
  });

  it('deletes a flow that was never published, and archives one that was, so that its conversations go on', async () => {
    const draft = await flows.create(W, ann, { name: 'Draft' });
    expect(await flows.remove(W, draft.flow.id)).toBe('deleted');
    await people.publish(W, 'help', supportFlow());
    const opened = await people.open('help');
    const { id } = (await flows.list(W))[0]!;
    expect(await flows.remove(W, id)).toBe('archived');
    expect(await flows.list(W)).toEqual([]);
    await expect(people.open('help', 'v2')).rejects.toMatchObject({ code: 'FLOW_NOT_PUBLISHED' });
    expect((await people.says(opened, 'm1', '你好')).outcome).toBe('played');
    expect((await flows.create(W, ann, { name: 'Again', slug: 'help' })).flow.slug).toBe('help');
    await expect(flows.remove(W, id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('renames, and refuses an address that is in use anywhere', async () => {
    const { flow } = await flows.create(W, ann, { name: 'A', slug: 'a' });
    await flows.create('w2', ann, { name: 'B', slug: 'b' });
    expect(await flows.update(W, flow.id, { name: 'AA' })).toMatchObject({ name: 'AA', slug: 'a', draftRevision: 1 });
    expect(await flows.update(W, flow.id, { slug: 'aa' })).toMatchObject({ slug: 'aa' });
    await expect(flows.update(W, flow.id, { slug: 'b' })).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    await expect(flows.update('w2', flow.id, { name: 'x' })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('shows another workspace nothing and lets it change nothing', async () => {
    const { flow, document } = await flows.create(W, ann, { name: 'A', document: supportFlow() });
    await flows.publish(W, ann, flow.id, { revision: 1, note: '' });
    const other = 'w2';
    expect(await flows.list(other)).toEqual([]);
    for (const act of [
      () => flows.get(other, flow.id),
      () => flows.saveDraft(other, ann, flow.id, 1, document),
      () => flows.check(other, flow.id),
      () => flows.publish(other, ann, flow.id, { revision: 1, note: '' }),
      () => flows.versions(other, flow.id),
      () => flows.version(other, flow.id, 1),
      () => flows.restore(other, ann, flow.id, 1, 1),
      () => flows.exportBundle(other, flow.id),
      () => flows.xstate(other, flow.id),
      () => flows.remove(other, flow.id),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    }
    expect(await people.flowStore.load(other, flow.id, 1)).toBeUndefined();
    expect((await flows.get(W, flow.id)).revision).toBe(1);
  });

  it('carries a flow with its knowledge to another place, with new ids and without secrets', async () => {
    const baseId = await shelf.create(W, ann, {
      ref: '',
      name: '常见问题',
      documents: [{ name: 'a.md', text: '# 退货\n七天无理由' }],
      questions: [{ question: '怎么退货？', similar: ['如何退货'], answer: '在订单页申请。' }],
    });
    const document = withKnowledge([baseId]);
    const secret = {
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === 'away'
          ? {
              ...node,
              config: {
                ...node.config,
                url: 'https://a.test/x?id={{ id }}&api_key=canary1&b=1',
                headers: [
                  { label: 'Authorization', expr: 'Bearer canary2' },
                  { label: 'X-Api-Key', expr: '{{ vars.key }}' },
                  { name: 'Cookie', value: 'canary3' },
                ],
              },
            }
          : node,
      ),
    };
    const { flow } = await flows.create(W, ann, { name: '售后', document: secret });
    const bundle = await flows.exportBundle(W, flow.id);
    expect(JSON.stringify(bundle)).not.toContain('canary');
    expect(bundle.redacted.map(({ field }) => field)).toEqual(['/url', '/headers/0/expr', '/headers/2/value']);
    expect(bundle.flow.nodes.find(({ id }) => id === 'away')!.config).toMatchObject({
      url: 'https://a.test/x?id={{ id }}&api_key=&b=1',
      headers: [
        { label: 'Authorization', expr: '' },
        { label: 'X-Api-Key', expr: '{{ vars.key }}' },
        { name: 'Cookie', value: '' },
      ],
    });
    expect(bundle.knowledge).toMatchObject([{ ref: baseId, name: '常见问题' }]);
    const { flow: copy } = await flows.importBundle('w2', bob, JSON.parse(JSON.stringify(bundle)), '售后（副本）');
    expect(copy).toMatchObject({ name: '售后（副本）', draftBy: 'Bob' });
    expect(copy.id).not.toBe(flow.id);
    const imported = (await flows.get('w2', copy.id)).document as FlowDocument;
    const newBase = imported.nodes.find(({ id }) => id === 'hello')!.config['baseIds'];
    expect(newBase).toEqual(['base2']);
    expect(shelf.packs.get('base2')).toMatchObject({ questions: [{ answer: '在订单页申请。' }] });
  });

  it('refuses a bundle with unknown or newer nodes, all of them named, and keeps nothing of it', async () => {
    const flow = withKnowledge(['b']);
    const odd = {
      ...flow,
      nodes: [
        ...flow.nodes,
        { ...flow.nodes[0]!, id: 'x1', type: 'teleport' },
        { ...flow.nodes[1]!, id: 'x2', version: 99 },
      ],
    };
    const bundle = {
      format: 'tandem.bundle',
      formatVersion: 1,
      flow: odd,
      knowledge: [{ ref: 'b', name: 'B', documents: [], questions: [] }],
    };
    const failure = await flows.importBundle(W, ann, bundle).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'NODE_UNKNOWN' });
    const { problems } = (failure as { facts: { problems: { node: string }[] } }).facts;
    expect(problems.map(({ node }) => node).sort()).toEqual(['x1', 'x2']);
    for (const bad of [
      { ...bundle, formatVersion: 2 },
      { ...bundle, knowledge: 'all' },
    ]) {
      await expect(flows.importBundle(W, ann, bad)).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
    }
    for (const bad of [null, [], { format: 'zip' }, 'some words']) {
      await expect(flows.importBundle(W, ann, bad)).rejects.toMatchObject({ code: 'FLOW_FORMAT_UNKNOWN' });
    }
    expect(await flows.list(W)).toEqual([]);
    expect(shelf.packs.size).toBe(0);
  });

  it('takes in a table of questions with its base, and tells where the file came from', async () => {
    const imported = await flows.importBundle(W, ann, '问题,答案\n怎么退货？,在订单页申请。\n');
    expect(imported).toMatchObject({ product: 'questions', unmatched: [], flow: { name: '常见问题' } });
    expect(imported.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [[baseId, pack] = ['', undefined]] = [...shelf.packs];
    expect(pack).toMatchObject({ questions: [{ question: '怎么退货？', answer: '在订单页申请。' }] });
    const document = (await flows.get(W, imported.flow.id)).document as FlowDocument;
    expect(document.nodes.find(({ type }) => type === 'knowledgeAnswer')?.config['baseIds']).toEqual([baseId]);
  });

  it('takes back the knowledge it made when the flow cannot be stored', async () => {
    writeTemplate(folder, 'faq', withKnowledge(['template']));
    await flows.create(W, ann, { name: 'x', slug: 'taken' });
    await expect(flows.create(W, ann, { name: 'y', slug: 'taken', template: 'faq' })).rejects.toMatchObject({
      code: 'NAME_TAKEN',
    });
    expect(shelf.packs.size).toBe(0);
  });

  it('starts from a template: its knowledge becomes a base of its own that the nodes use', async () => {
    writeTemplate(folder, 'faq', withKnowledge(['template']));
    expect(await flows.templates()).toMatchObject([{ name: 'faq', title: { en: 'FAQ' }, nodeCount: 9 }]);
    const made = await flows.create(W, ann, { name: '我的客服', template: 'faq', locale: 'en' });
    const document = made.document as FlowDocument;
    expect(document.nodes.map(({ name }) => name)).toContain('Question');
    const chinese = (await flows.create(W, ann, { name: '二', template: 'faq', locale: 'zh-CN' }))
      .document as FlowDocument;
    expect(chinese.nodes.map(({ name }) => name)).toContain('提问');
    expect(Value.Check(FlowDocumentSchema, document)).toBe(true);
    expect(document).toMatchObject({ name: '我的客服', settings: { locale: 'en' } });
    expect(document.nodes.find(({ id }) => id === 'hello')!.config['baseIds']).toEqual(['base1']);
    expect(shelf.packs.get('base1')).toMatchObject({
      name: '我的客服',
      documents: [{ name: 'returns.md', text: '# 退货' }],
      questions: [{ question: '几天到货？' }],
    });
    for (const name of ['nothing', '../faq', '..']) {
      await expect(flows.create(W, ann, { name: 'x', template: name })).rejects.toMatchObject({
        code: 'RESOURCE_NOT_FOUND',
      });
    }
  });

  it('exports the plain machine', async () => {
    const { flow } = await flows.create(W, ann, { name: 'A', document: supportFlow() });
    expect(await flows.xstate(W, flow.id)).toMatchObject({ id: 'flow', states: { hello: { description: '问候' } } });
  });
});

function writeTemplate(folder: string, name: string, flow: FlowDocument): void {
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, name, file), typeof content === 'string' ? content : JSON.stringify(content));
  mkdirSync(join(folder, name, 'knowledge'), { recursive: true });
  const title = { 'zh-CN': '常见问题', en: 'FAQ' };
  write('template.json', { title, description: title, languages: ['zh-CN', 'en'], icon: 'book', order: 1 });
  write('flow.json', flow);
  write('names.json', { en: { 提问: 'Question' } });
  write('knowledge/returns.md', '# 退货');
  write('knowledge/questions.json', [{ question: '几天到货？', similar: ['多久能到'], answer: '三天。' }]);
}
