// Releases on a real database: rollback, share, automatic stop, authors, pinned sessions, and moving them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import { compileFlow } from '#nodes/flow/compile.ts';
import { startFlow, stepFlow } from '#nodes/flow/step.ts';
import { DEFAULT_GUARD } from '#nodes/wire/releases.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import { churnVersions } from '#runtime/testkit/version-churn.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };
const bob = { id: 'u2', name: 'Bob' };

/** The support flow with other words in its greeting. */
function greeting(text: string): FlowDocument {
  const flow = supportFlow();
  return {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 'hello' ? flowNode('hello', 'message', { text }) : node)),
  };
}

describe('releases', () => {
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    people = await createPeople({ database, clock, bus: createLocalBus() });
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  async function publish(flowId: string, document: FlowDocument, share?: number, author = ann) {
    const { revision } = await people.flows.get(W, flowId);
    const saved = await people.flows.saveDraft(W, author, flowId, revision, document);
    const rollout = share === undefined ? {} : { rollout: { share } };
    return people.flows.publish(W, author, flowId, { revision: saved.revision, note: '', ...rollout });
  }

  it('gives new conversations an earlier version at once, and leaves draft and running conversations alone', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    await publish(id, greeting('二'));
    const running = await people.open('shop');
    const draft = await people.flows.get(W, id);
    await people.releases.rollBack(W, ann, id, { version: 1, expected: 2 });
    expect((await people.open('shop')).messages[0]?.text).toBe('一');
    expect((await people.store.load(W, running.session.id))?.version).toBe(2);
    const after = await people.flows.get(W, id);
    expect([after.revision, after.document]).toEqual([draft.revision, draft.document]);
    expect(after.flow).toMatchObject({ publishedVersion: 1, changed: true });
    await expect(people.releases.rollBack(W, ann, id, { version: 1, expected: 2 })).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await expect(people.releases.rollBack('w2', ann, id, { version: 2, expected: 1 })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    // The next publish is a new number, not the second version again.
    expect(await publish(id, greeting('三'))).toMatchObject({ version: 3, current: true });
  });

  it('releases to a share of new visitors, the same each time, and raises it without taking it from anybody', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    expect(await publish(id, greeting('二'), 30)).toMatchObject({ version: 2, current: false });
    const versionOf = async (visitor: number) => (await people.open('shop', `visitor-${visitor}`)).session.version;
    const visitors = Array.from({ length: 200 }, (_none, index) => index);
    const first: number[] = [];
    for (const visitor of visitors) first.push(await versionOf(visitor));
    const got = first.filter((version) => version === 2).length;
    expect(got).toBeGreaterThan(35);
    expect(got).toBeLessThan(85);
    for (const visitor of visitors.slice(0, 40)) expect(await versionOf(visitor)).toBe(first[visitor]);
    const { rollout } = await people.releases.release(W, id);
    await people.releases.changeRollout(W, ann, id, { rollout: rollout?.id ?? '', to: 60 });
    for (const visitor of visitors) if (first[visitor] === 2) expect(await versionOf(visitor)).toBe(2);
    await expect(publish(id, greeting('三'))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await people.releases.changeRollout(W, ann, id, { rollout: rollout?.id ?? '', to: 'all' });
    expect(await versionOf(0)).toBe(2);
    expect((await people.flows.get(W, id)).flow).toMatchObject({ publishedVersion: 2, rollout: null });
    await expect(
      people.releases.changeRollout(W, ann, id, { rollout: rollout?.id ?? '', to: 'stop' }),
    ).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
  });

  it('stops by itself when more people call for a person than before, says why, and writes it down', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    await publish(id, greeting('二'), 50);
    people.desk.open(W, { id: 'a1', name: '小李', role: 'agent' }, () => undefined);
    for (let visitor = 0; visitor < 120; visitor += 1) {
      const opened = await people.open('shop', `visitor-${visitor}`);
      if (opened.session.version === 2 && visitor % 2 === 0) await people.says(opened, 'm1', '投诉');
    }
    await people.settled();
    await people.releases.watch();
    const release = await people.releases.release(W, id);
    expect(release).toMatchObject({
      publishedVersion: 1,
      rollout: { state: 'stopped', reason: { metric: 'handoffs', baseRate: 0, bound: DEFAULT_GUARD.handoffs } },
    });
    expect(release.figures[0]?.handoffs).toBeGreaterThan(0);
    for (let visitor = 0; visitor < 20; visitor += 1)
      expect((await people.open('shop', `visitor-${visitor}`)).session.version).toBe(1);
    const [line] = await people.audit.list(W, { limit: 1 });
    expect(line).toMatchObject({ action: 'rollout.stop', actor: { kind: 'system' }, target: id });
  });

  it('tells of each change who made it last', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    clock.jump(60_000);
    const { revision } = await people.flows.get(W, id);
    const saved = await people.flows.saveDraft(W, bob, id, revision, greeting('二'));
    const flow = greeting('二');
    clock.jump(60_000);
    await people.flows.saveDraft(W, ann, id, saved.revision, {
      ...flow,
      nodes: [...flow.nodes, flowNode('more', 'message', { text: 'x' })],
    });
    const noted = await people.releases.changes(W, id);
    expect(noted.map(({ subject, by }) => [subject, by.name])).toEqual([
      ['node:more', 'Ann'],
      ['node:hello', 'Bob'],
      ['*', 'Ann'],
    ]);
  });

  it('removes a version nobody is on, and none that is in use', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    const opened = await people.open('shop');
    await publish(id, greeting('二'));
    await publish(id, greeting('三'));
    for (const version of [1, 3])
      await expect(people.releases.removeVersion(W, id, version)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
    await people.releases.removeVersion(W, id, 2);
    expect((await people.flows.versions(W, id)).map(({ version }) => version)).toEqual([3, 1]);
    await expect(people.releases.removeVersion(W, id, 2)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(people.releases.rollBack(W, ann, id, { version: 2, expected: 3 })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    expect((await people.says(opened, 'm1', '好')).outcome).toBe('played');
  });

  it('moves live conversations as the dry run said, keeps the stuck ones, and their history replays to what is stored', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    const asked = await people.open('shop', 'a');
    const card = await people.open('shop', 'b');
    await people.says(card, 'm1', '报名');
    const next = greeting('二');
    await publish(id, {
      ...next,
      nodes: next.nodes
        .filter(({ id: node }) => node !== 'card' && node !== 'join')
        .map((node) => (node.id === 'ask' ? { ...node, id: 'ask-again' } : node)),
      edges: next.edges
        .filter(({ from, to }) => from.node !== 'card' && to.node !== 'card')
        .map((edge) => ({
          ...edge,
          from: edge.from.node === 'ask' ? { ...edge.from, node: 'ask-again' } : edge.from,
          to: edge.to.node === 'ask' ? { node: 'ask-again' } : edge.to,
        })),
    });
    const request = { from: 1, to: 2, map: {}, stuck: 'stay' as const };
    const before = await people.store.load(W, card.session.id);
    const plan = await people.releases.move(W, ann, id, { ...request, dryRun: true });
    expect(plan.map).toContainEqual({ from: 'ask', to: 'ask-again', how: 'name' });
    expect(plan.report).toMatchObject({
      moved: 1,
      stuck: 1,
      stuckSessions: [{ sessionId: card.session.id, node: 'card', reason: 'unmapped' }],
    });
    expect((await people.store.load(W, asked.session.id))?.version).toBe(1);
    const done = await people.releases.move(W, ann, id, { ...request, dryRun: false });
    expect(done).toEqual(plan);
    expect(await people.store.load(W, card.session.id)).toEqual(before);
    const moved = await people.store.load(W, asked.session.id);
    expect(moved).toMatchObject({ version: 2, snapshot: { value: { 'ask-again': 'waiting' } } });
    await people.says(asked, 'm2', '好');

    const journal = await people.store.journal(W, asked.session.id);
    const flowOf = async (version: number) =>
      compileFlow((await people.flowStore.load(W, id, version))?.document ?? next);
    let flow = await flowOf(1);
    let snapshot: FlowSnapshot | null = null;
    for (const { event, outputs } of journal) {
      if (event.type === 'session.migrated') flow = await flowOf(event.to);
      for (const one of [event, ...outputs]) {
        snapshot =
          snapshot === null && one.type === 'session.started'
            ? startFlow(flow, one).snapshot
            : stepFlow(flow, snapshot!, one).snapshot;
      }
    }
    expect(JSON.stringify(snapshot)).toBe(JSON.stringify((await people.store.load(W, asked.session.id))?.snapshot));
  });

  it('calls a person into the conversations that stay behind, when asked to', async () => {
    const { id } = await people.publish(W, 'shop', greeting('一'));
    const opened = await people.open('shop');
    await publish(id, greeting('二'));
    const request = { from: 1, to: 2, map: { ask: null }, stuck: 'person' as const };
    const { report } = await people.releases.move(W, ann, id, { ...request, dryRun: false });
    expect(report).toMatchObject({ moved: 0, stuck: 1 });
    const journal = await people.store.journal(W, opened.session.id);
    expect(journal.at(-1)?.event.type).toBe('person.requested');
    expect((await people.store.load(W, opened.session.id))?.version).toBe(1);
  });
});

describe('live sessions under publish, rollback and delete', () => {
  it('say what their own version says, to the last word', async () => {
    const figures = await churnVersions({ file: ':memory:', sessions: 60, operations: 20, seed: 3 });
    expect(figures).toMatchObject({ sessions: 60, operations: 20, faults: 0, foreign: 0 });
    const { published, rolledBack, stepsDeleted, versionsDeleted, waitingThere, moved, stayed, pinned } = figures;
    expect(published + rolledBack + stepsDeleted + versionsDeleted).toBe(20);
    expect(Math.min(published, rolledBack, stepsDeleted, waitingThere, moved, stayed, pinned)).toBeGreaterThan(0);
  });
});
