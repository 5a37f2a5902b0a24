// The tests of flows: kept, changed by one at a time, run on a draft, taken from real conversations without personal values, and the gate.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';

const W = 'w1';
const ann = { id: 'u1', name: 'Ann' };
const bob = { id: 'u2', name: 'Bob' };
const greets: Dialogue = {
  name: 'greets',
  opens: { replyExact: ['您好！'] },
  turns: [{ says: '投诉', expect: { status: 'queue', node: 'desk' } }],
};

/** The same flow, with another greeting. */
function rude(document: FlowDocument): FlowDocument {
  const nodes = document.nodes.map((node) =>
    node.id === 'hello' ? { ...node, config: { ...node.config, text: '干嘛？' } } : node,
  );
  return { ...document, nodes };
}

describe('tests of flows', () => {
  let database: OpenDatabase;
  let people: People;
  let id: string;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    people = await createPeople({ database, clock: createFakeClock(), bus: createLocalBus() });
    id = (await people.flows.create(W, ann, { name: 'A', document: supportFlow() })).flow.id;
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  it('are kept in order, changed by one at a time, and belong to one flow of one workspace', async () => {
    const { tests } = people;
    const kept = await tests.add(W, ann, id, greets, 'written');
    await tests.add(W, bob, id, { ...greets, name: 'second' }, 'rehearsal');
    expect((await tests.stored(W, id)).map(({ dialogue, by }) => [dialogue.name, by])).toEqual([
      ['greets', 'Ann'],
      ['second', 'Bob'],
    ]);
    const change = { id: kept.id, revision: 1, dialogue: { ...greets, name: 'renamed' } };
    expect(await tests.save(W, bob, id, change)).toMatchObject({ revision: 2, by: 'Bob' });
    await expect(tests.save(W, ann, id, change)).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
      facts: { revision: 2, by: 'Bob' },
    });
    await expect(tests.stored('w2', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(tests.add('w2', ann, id, greets, 'written')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(
      tests.add(W, ann, id, { name: 'x', turns: [{ says: 'a', chooses: 'b' }] }, 'written'),
    ).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await tests.remove(W, id, kept.id);
    await expect(tests.remove(W, id, kept.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('run on the stored draft or on the drawing as it stands, name the red turn, and let others get on meanwhile', async () => {
    const { tests } = people;
    await tests.add(W, ann, id, greets, 'written');
    let others = 0;
    let running = true;
    const tick = (): void => {
      others += 1;
      if (running) setImmediate(tick);
    };
    setImmediate(tick);
    const good = await tests.run(W, id, {});
    running = false;
    expect(others).toBeGreaterThan(0);
    expect(good.results).toMatchObject([{ passed: true, failedTurn: null }]);
    expect(good.coverage.ports.covered).toBeGreaterThan(0);
    const bad = await tests.run(W, id, { document: rude(supportFlow()) });
    expect(bad.results[0]).toMatchObject({ name: 'greets', passed: false, failedTurn: 0 });
    expect(bad.results[0]?.turns[0]?.differences[0]).toMatchObject({ what: 'replyExact', expected: '您好！' });
    expect(bad.results[0]?.turns[0]?.differences[0]?.seen).toContain('干嘛？');
  });

  it('are completed by generated ones to full coverage of ways out', async () => {
    const { tests } = people;
    await tests.add(W, ann, id, greets, 'written');
    const { dialogues, coverage } = await tests.generate(W, id, {});
    expect(coverage.ports.missing).toEqual([]);
    for (const dialogue of dialogues) await tests.add(W, ann, id, dialogue, 'generated');
    const { results, coverage: run } = await tests.run(W, id, {});
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(run.ports.missing).toEqual([]);
    expect((await tests.generate(W, id, {})).dialogues).toEqual([]);
  });

  it('come from a real conversation with every personal value masked, and pass on the flow it had', async () => {
    const { tests } = people;
    const document = supportFlow();
    await people.publish(W, 'course', document);
    const flowId = (await people.flows.list(W)).find(({ slug }) => slug === 'course')?.id ?? '';
    const opened = await people.open('course');
    const { session } = opened;
    await people.says(opened, 'm1', '我叫王敏，电话 139 1234 5678，邮箱 wang.min@corp.cn，要报名');
    const form = { name: '王敏', phone: '13912345678', consent: true };
    await people.sessions.receive(W, session.id, 'customer:m2', {
      type: 'form.submitted',
      messageId: 'm2',
      values: form,
    });
    const kept = await tests.addConversation(W, ann, flowId, { sessionId: session.id, name: 'real' });
    const text = JSON.stringify(kept);
    for (const personal of ['王敏', '13912345678', '139 1234 5678', 'wang.min']) expect(text).not.toContain(personal);
    expect(kept.dialogue.turns).toHaveLength(2);
    const { results } = await tests.run(W, flowId, { only: [kept.id] });
    expect(results.flatMap(({ turns }) => turns.flatMap(({ problems }) => problems))).toEqual([]);
    await expect(tests.addConversation(W, ann, id, { sessionId: session.id, name: 'x' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  describe('at the publish gate', () => {
    it('stop a red flow by name and turn, let it through with a reason that is told, and travel with the version', async () => {
      const { tests, flows } = people;
      const { id: testId } = await tests.add(W, ann, id, greets, 'written');
      await flows.saveDraft(W, ann, id, 1, rude(supportFlow()));
      const request = { revision: 2, note: '' };
      await expect(flows.publish(W, ann, id, request)).rejects.toMatchObject({
        code: 'DIALOGUES_RED',
        facts: { problems: [], overridable: true, red: [{ id: testId, name: 'greets', turn: 0 }] },
      });
      await expect(flows.publish(W, ann, id, { ...request, override: { reason: '  ' } })).rejects.toMatchObject({
        code: 'DIALOGUES_RED',
      });
      const told: unknown[] = [];
      const override = { reason: 'The greeting changed on purpose' };
      const version = await flows.publish(W, ann, id, { ...request, override }, (fact) => told.push(fact));
      expect(version.version).toBe(1);
      expect(told).toMatchObject([{ ...override, red: [{ name: 'greets', turn: 0 }] }]);
      await tests.remove(W, id, testId);
      expect(await tests.ofVersion(W, id, 1)).toEqual([greets]);
      expect((await flows.publish(W, ann, id, request)).version).toBe(2);
      expect(await tests.ofVersion(W, id, 2)).toEqual([]);
    });

    it('never let through what cannot be played, whatever the reason', async () => {
      const { flows } = people;
      const flow = supportFlow();
      const edges = [...flow.edges, { id: 'x', from: { node: 'hello', port: 'nowhere' }, to: { node: 'ask' } }];
      await flows.saveDraft(W, ann, id, 1, { ...flow, edges });
      const override = { reason: 'because I want to' };
      await expect(flows.publish(W, ann, id, { revision: 2, note: '', override })).rejects.toMatchObject({
        code: 'FLOW_INVALID',
        facts: { overridable: false },
      });
    });

    it('refuse the second of two who publish at once, by name, and lose nothing', async () => {
      const { tests, flows } = people;
      await tests.add(W, ann, id, greets, 'written');
      const both = await Promise.allSettled([
        flows.publish(W, ann, id, { revision: 1, note: 'Ann' }),
        flows.publish(W, bob, id, { revision: 1, note: 'Bob' }),
      ]);
      const refused = both.flatMap((one) =>
        one.status === 'rejected' ? [one.reason as { code: string; message: string }] : [],
      );
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({ code: 'STATE_CONFLICT' });
      expect(refused[0]?.message).toMatch(/Ann|Bob/u);
      expect(await flows.versions(W, id)).toHaveLength(1);
      expect((await flows.publish(W, bob, id, { revision: 1, note: 'again' })).version).toBe(2);
    });
  });

  it('travel in bundles', async () => {
    const { tests, flows } = people;
    await tests.add(W, ann, id, greets, 'written');
    const bundle = await flows.exportBundle(W, id);
    const { flow } = await flows.importBundle(W, bob, JSON.parse(JSON.stringify(bundle)), 'copy');
    expect((await tests.stored(W, flow.id)).map(({ dialogue, origin }) => [dialogue, origin])).toEqual([
      [greets, 'import'],
    ]);
    const spoilt = { ...bundle, dialogues: [{ name: 'x', turns: [] }] };
    await expect(flows.importBundle(W, bob, spoilt, 'spoilt')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await flows.list(W)).map(({ name }) => name)).not.toContain('spoilt');
  });
});
