// Files on a real database: sealed on the way out, looked into on the way in, and nothing half of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { createEd25519BundleSigner } from '#runtime/adapters/bundle-signer-ed25519/bundle-signer-ed25519.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import type { FlowKnowledge, KnowledgePack } from './flow-knowledge.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };
const signer = createEd25519BundleSigner({ secretKey: Buffer.from('s'.repeat(48)) });

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

/** The support flow with one node in place of its greeting. */
function withNode(type: string, config: Record<string, unknown>): FlowDocument {
  const flow = supportFlow();
  return { ...flow, nodes: flow.nodes.map((node) => (node.id === 'hello' ? flowNode('hello', type, config) : node)) };
}

/** As a file: out and in again. */
const filed = (bundle: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(bundle)) as Record<string, unknown>;

describe('transfers', () => {
  let database: OpenDatabase;
  let people: People;
  let shelf: ReturnType<typeof createShelf>;
  let flows: People['flows'];
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    shelf = createShelf();
    const systems = (workspaceId: string) =>
      Promise.resolve({ hasMailServer: workspaceId !== W, toolServers: ['Stock'] });
    const options = { knowledge: shelf, signer, credentialNames: () => Promise.resolve(['Shop']), systems };
    people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() }, options);
    flows = people.flows;
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  const made = async (document: FlowDocument, name = 'Support') =>
    (await flows.create(W, ann, { name, document })).flow;

  it('seals what leaves, and knows its own seal, whatever the order of the keys', async () => {
    const { id } = await made(supportFlow());
    const { seal, ...rest } = filed(await flows.exportBundle(W, id));
    expect(
      (await flows.inspectImport(W, { seal, ...Object.fromEntries(Object.entries(rest).reverse()) })).signer,
    ).toMatchObject({
      by: 'own',
    });
    expect((await flows.inspectImport(W, rest)).signer).toEqual({ by: 'unsigned' });
  });

  it('refuses what was changed after it was signed, naming the part, and stores nothing', async () => {
    const { id } = await made(supportFlow());
    const bundle = filed(await flows.exportBundle(W, id));
    const flow = bundle['flow'] as FlowDocument;
    const before = (await flows.list(W)).length;
    for (const [change, part] of [
      [{ flow: { ...flow, name: 'Mine' } }, 'flow'],
      [{ knowledge: [{ ref: 'x', name: 'X', documents: [], questions: [] }] }, 'knowledge/0'],
      [{ flows: [{ ref: 'x', slug: 'x', document: flow }] }, 'flows/0'],
      [{ seal: 'none' }, 'seal'],
    ] as const) {
      for (const act of [
        flows.inspectImport(W, { ...bundle, ...change }),
        flows.importBundle(W, ann, { ...bundle, ...change }),
      ]) {
        await expect(act).rejects.toMatchObject({
          code: 'BUNDLE_INVALID',
          message: expect.stringContaining(part) as string,
        });
      }
    }
    expect(await flows.list(W)).toHaveLength(before);
    expect(shelf.packs.size).toBe(0);
  });

  it('lists what is in the way: the same flow, the same base, a missing credential, unknown and newer nodes', async () => {
    await made(supportFlow());
    await shelf.create(W, ann, { ref: '', name: 'Help', documents: [], questions: [] });
    const flow = withNode('http', { url: 'https://a.test/', credential: 'Bank' });
    const bundle = {
      format: 'tandem.bundle',
      formatVersion: 1,
      slug: 'support',
      flow: {
        ...flow,
        name: 'Support',
        nodes: [
          ...flow.nodes,
          { ...flowNode('odd', 'message', {}), type: 'teleport' },
          { ...flowNode('new', 'message', {}), version: 99 },
        ],
      },
      knowledge: [{ ref: 'b', name: 'Help', documents: [], questions: [] }],
    };
    const { conflicts } = await flows.inspectImport(W, bundle);
    expect(conflicts.map(({ kind, what, blocks }) => [kind, what, blocks])).toEqual([
      ['node-unknown', 'teleport', true],
      ['node-newer', 'message', true],
      ['flow-name', 'Support', false],
      ['base-name', 'Help', false],
      ['credential-missing', 'Bank', false],
    ]);
    expect(
      (await flows.inspectImport('w2', { ...bundle, flow, knowledge: [] })).conflicts.map(({ kind }) => kind),
    ).toEqual(['credential-missing']);
  });

  it('brings the websites of a base, says so beforehand, and leaves addresses with secrets behind', async () => {
    const rules = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };
    const settings = { way: 'links', depth: 2, maxPages: 9, refresh: null } as const;
    const site = (address: string) => ({ address, settings, rules, excluded: [`${address}#old`] });
    const [open, secret] = ['https://shop.example/help/', 'https://in.example/?token=s3cret'] as const;
    const at = (name: string, of: string) => ({ name, text: 'Text.', page: { site: of, url: of, mark: '', off: [] } });
    const documents = [at('Open', open), at('Secret', secret)];
    const sites = [site(open), site(secret)];
    const base = await shelf.create(W, ann, { ref: '', name: 'Help', rerank: true, sites, documents, questions: [] });
    const { id } = await made(withNode('knowledgeAnswer', { baseIds: [base] }));
    const bundle = filed(await flows.exportBundle(W, id));
    expect(JSON.stringify(bundle)).not.toContain('s3cret');
    const [pack] = bundle['knowledge'] as [object];
    const [first] = documents;
    expect(pack).toMatchObject({
      rerank: true,
      sites: [site(open)],
      documents: [first, { name: 'Secret', text: 'Text.' }],
    });
    const told = (await flows.inspectImport('w2', bundle)).conflicts.find(({ kind }) => kind === 'websites');
    expect(told).toMatchObject({ what: 'Help', blocks: false });
    expect(told?.message.en).toContain(open);
    await flows.importBundle('w2', ann, bundle);
    expect([...shelf.packs.values()].at(-1)).toMatchObject({ sites: [site(open)] });
    const absurd = { ...pack, sites: [{ ...site(open), settings: { ...settings, depth: 999 } }] };
    await expect(
      flows.importBundle('w2', ann, { ...bundle, seal: undefined, knowledge: [absurd] }),
    ).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
      message: expect.stringContaining('knowledge/0/sites/0/settings/depth') as string,
    });
  });

  it('says which mail and tool servers are missing, and brings neither into a file', async () => {
    const { nodes, ...flow } = withNode('tool', { server: 'Weather', tool: 'now' });
    const more = [
      flowNode('known', 'tool', { server: 'Stock', tool: 'left' }),
      flowNode('again', 'tool', { server: 'Weather', tool: 'soon' }),
      flowNode('mail', 'mail', { to: 'a@example.com', subject: 's', body: 'b' }),
    ];
    const document = { ...flow, nodes: [...nodes, ...more] };
    const kinds = async (workspaceId: string) =>
      (await flows.inspectImport(workspaceId, document)).conflicts.map(({ kind, what, blocks }) => [
        kind,
        what,
        blocks,
      ]);
    expect(await kinds(W)).toEqual([
      ['mail-server-missing', '', false],
      ['tool-server-missing', 'Weather', false],
    ]);
    expect(await kinds('w2')).toEqual([['tool-server-missing', 'Weather', false]]);
  });

  it('replaces a draft when asked to, and leaves what is published', async () => {
    const flow = await made(supportFlow());
    await flows.publish(W, ann, flow.id, { revision: 1, note: '' });
    const changed = withNode('message', { text: 'Changed' });
    const imported = await flows.importBundle(W, ann, { ...changed, name: 'Other' }, undefined, flow.id);
    expect(imported.flow).toMatchObject({
      id: flow.id,
      name: 'Support',
      draftRevision: 2,
      publishedVersion: 1,
      changed: true,
    });
    expect(await flows.list(W)).toHaveLength(1);
    await expect(flows.importBundle('w2', ann, changed, undefined, flow.id)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect(await flows.list('w2')).toHaveLength(0);
  });

  it('refuses a file with secrets in plain text, all of them listed, and stores nothing', async () => {
    const flow = withNode('http', {
      url: 'https://a.test/x?api_key=canary',
      headers: [{ label: 'Authorization', expr: 'Bearer canary' }],
    });
    const knowledge = [{ ref: 'b', name: 'B', documents: [], questions: [] }];
    const file = { format: 'tandem.bundle', formatVersion: 1, flow, knowledge };
    const refusal = await flows.importBundle(W, ann, file).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'BUNDLE_INVALID',
      facts: {
        secrets: [
          { node: 'hello', field: '/url' },
          { node: 'hello', field: '/headers/0/expr' },
        ],
      },
    });
    expect(String(refusal)).not.toContain('canary');
    expect((await flows.inspectImport(W, file)).conflicts.filter(({ blocks }) => blocks)).toHaveLength(2);
    expect(await flows.list(W)).toEqual([]);
    expect(shelf.packs.size).toBe(0);
  });

  it('takes no keys from exports of others', async () => {
    const bot = {
      theme: {},
      variables: [],
      edges: [],
      groups: [
        {
          id: 'g',
          title: 'Call',
          graphCoordinates: {},
          blocks: [
            {
              id: 'b',
              type: 'Webhook',
              options: {
                webhook: { url: 'https://a.test/', headers: [{ key: 'Authorization', value: 'Bearer canary' }] },
              },
            },
          ],
        },
      ],
    };
    const imported = await flows.importBundle(W, ann, bot);
    expect(imported.unmatched.map(({ kind }) => kind)).toEqual(['secret']);
    expect(JSON.stringify(await flows.get(W, imported.flow.id))).not.toContain('canary');
  });

  it('brings called flows along: new ones elsewhere, the same ones here', async () => {
    const inner = await made(supportFlow(), 'Inner');
    await flows.publish(W, ann, inner.id, { revision: 1, note: '' });
    const call = { flow: inner.id, name: 'Inner', version: 1, exits: [] };
    const outer = await made(withNode('subflow', { call }), 'Outer');
    const bundle = filed(await flows.exportBundle(W, outer.id));
    expect(bundle['flows']).toMatchObject([{ ref: inner.id, slug: 'inner' }]);

    const copy = await flows.importBundle(W, ann, bundle, 'Outer again');
    expect((await flows.list(W)).map(({ name }) => name).sort()).toEqual(['Inner', 'Outer', 'Outer again']);
    const callOf = async (workspaceId: string, id: string) => {
      const { nodes } = (await flows.get(workspaceId, id)).document as FlowDocument;
      return nodes.find(({ type }) => type === 'subflow')?.config['call'] as { flow: string; version: number };
    };
    expect(await callOf(W, copy.flow.id)).toMatchObject({ flow: inner.id, version: 1 });

    const elsewhere = await flows.importBundle('w2', ann, bundle);
    const there = await flows.list('w2');
    expect(there.map(({ name }) => name).sort()).toEqual(['Inner', 'Outer']);
    const innerThere = there.find(({ name }) => name === 'Inner');
    expect(await callOf('w2', elsewhere.flow.id)).toMatchObject({ flow: innerThere?.id, version: 0 });
  });

  it('gives back everything when a later part cannot be stored', async () => {
    const { id } = await made(supportFlow());
    const bundle = filed(await flows.exportBundle(W, id));
    const { seal, ...open } = bundle;
    expect(seal).toBeDefined();
    const file = {
      ...open,
      knowledge: [{ ref: 'b', name: 'B', documents: [], questions: [] }],
      flows: [{ ref: 'called', slug: 'called', document: { ...supportFlow(), name: 'Called' } }],
    };
    await expect(flows.importBundle(W, ann, file, undefined, 'nobody')).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect((await flows.list(W)).map(({ name }) => name)).toEqual(['Support']);
    expect(shelf.packs.size).toBe(0);
  });

  it('refuses a flow of 100,000 nodes', async () => {
    const flow = supportFlow();
    const nodes = Array.from({ length: 100_000 }, (_, index) => flowNode(`n${index}`, 'message', { text: 'x' }));
    await expect(flows.importBundle(W, ann, { ...flow, nodes })).rejects.toMatchObject({ code: 'FLOW_FORMAT_UNKNOWN' });
    expect(await flows.list(W)).toEqual([]);
  });
});
