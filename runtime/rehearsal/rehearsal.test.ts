// Rehearsals: the real language on a draft, nothing outside touched, going back in time by sending an older snapshot.
import { beforeAll, describe, expect, it } from 'vitest';
import Value from 'typebox/value';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { RehearsedSchema, type Rehearse, type Rehearsed } from '#nodes/wire/flows.ts';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { flowNode, supportFlow } from '#runtime/testkit/support-flow.ts';
import { createRehearsal, type Rehearsal } from './rehearsal.ts';

const W = 'w1';
const AT = Date.UTC(2026, 0, 1);

/** Greets, asks a shop over http, and says what it answered. */
function orderFlow(): FlowDocument {
  const flow = supportFlow();
  const http = flowNode('shop', 'http', { url: 'https://shop.test/orders', variable: 'order' }, '查订单');
  const told = flowNode('told', 'message', { text: '状态：{{ order.body.state ?? "未知" }}' });
  const failed = flowNode('failed', 'message', { text: '查不到。' });
  return {
    ...flow,
    nodes: [...flow.nodes, flowNode('order', 'onKeyword', { words: ['订单'] }, '问订单'), http, told, failed],
    edges: [
      ...flow.edges,
      { id: 'e1', from: { node: 'order', port: 'matched' }, to: { node: 'shop' } },
      { id: 'e2', from: { node: 'shop', port: 'ok' }, to: { node: 'told' } },
      { id: 'e3', from: { node: 'shop', port: 'error' }, to: { node: 'failed' } },
      { id: 'e4', from: { node: 'told', port: 'next' }, to: { node: 'ask' } },
      { id: 'e5', from: { node: 'failed', port: 'next' }, to: { node: 'ask' } },
    ],
  };
}

describe('rehearse', () => {
  let rehearsal: Rehearsal;
  beforeAll(() => {
    rehearsal = createRehearsal({
      script: () => Promise.reject(new Error('No script in this test.')),
      understanding: createLocalUnderstanding({ worker: undefined }),
      search: () => Promise.resolve({ hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false }),
    });
  });
  const play = (document: unknown, over: Partial<Rehearse> = {}) =>
    rehearsal.rehearse(W, { document, snapshot: null, at: AT, ...over });
  const say = (document: unknown, before: Rehearsed, text: string, over: Partial<Rehearse> = {}) =>
    play(document, { snapshot: before.snapshot, act: { kind: 'text', text }, at: AT + 1000, ...over });
  const texts = (turn: Rehearsed) => turn.messages.map((message) => (message as { text: string }).text);

  it('begins a conversation and tells the path, with times, in the declared form', async () => {
    const turn = await play(supportFlow());
    expect(texts(turn)).toEqual(['您好！', '请问有什么可以帮您？']);
    expect(turn.trace.map(({ node }) => node)).toEqual(['start', 'start', 'hello', 'hello', 'ask']);
    expect(turn.trace.every(({ ms }) => ms >= 0)).toBe(true);
    expect(turn).toMatchObject({ outcome: 'waiting', attention: 'bot', fault: null });
    expect(Value.Check(RehearsedSchema, turn)).toBe(true);
    expect(texts(await play(supportFlow(), { locale: 'en' }))[0]).toBe('Hello!');
  });

  it('gives the same again for the same request, and another branch from an older snapshot', async () => {
    const begun = await play(supportFlow());
    const angry = await say(supportFlow(), begun, '我要投诉');
    expect(angry.attention).toBe('queue');
    const other = await say(supportFlow(), begun, '随便聊聊');
    expect(other.attention).toBe('bot');
    const again = await say(supportFlow(), begun, '我要投诉');
    expect(again.snapshot).toEqual(angry.snapshot);
  });

  it('plays the desk: offline, accepted, returned', async () => {
    const begun = await play(supportFlow());
    expect(texts(await say(supportFlow(), begun, '投诉', { agentsOnline: false }))).toContain('人工不在线。');
    const queued = await say(supportFlow(), begun, '投诉');
    expect(queued.effects.map(({ kind, mocked }) => [kind, mocked])).toEqual([
      ['desk.availability', true],
      ['handoff.enqueue', true],
    ]);
    const accepted = await play(supportFlow(), { snapshot: queued.snapshot, act: { kind: 'agent', step: 'accept' } });
    expect(accepted.attention).toBe('person');
    expect(texts(await say(supportFlow(), accepted, '在吗'))).toEqual([]);
    const returned = await play(supportFlow(), { snapshot: accepted.snapshot, act: { kind: 'agent', step: 'return' } });
    expect(texts(returned)[0]).toBe('机器人回来了。');
  });

  it('plays a timer when it is told that it ran out', async () => {
    const queued = await say(supportFlow(), await play(supportFlow()), '投诉');
    const timer = queued.timers.find(({ id }) => id.includes('desk'))!;
    expect(timer.dueAt).toBe(AT + 1000 + 300_000);
    const late = await play(supportFlow(), {
      snapshot: queued.snapshot,
      act: { kind: 'elapsed', timerId: timer.id, event: timer.event, afterMs: 300_000 },
      at: timer.dueAt,
    });
    expect(texts(late)[0]).toBe('人工不在线。');
    expect(late.attention).toBe('bot');
  });

  it('answers http with an empty 200, with the mock of the node, or fails as asked', async () => {
    const flow = orderFlow();
    const begun = await play(flow);
    const plain = await say(flow, begun, '我的订单');
    expect(texts(plain)[0]).toBe('状态：未知');
    expect(plain.effects.find(({ kind }) => kind === 'http.request')).toMatchObject({ node: 'shop', mocked: true });
    const body = await say(flow, begun, '我的订单', { mocks: { shop: { state: '已发货' } } });
    expect(texts(body)[0]).toBe('状态：已发货');
    const failed = await say(flow, begun, '我的订单', { mocks: { shop: { error: 'EGRESS_TIMEOUT' } } });
    expect(texts(failed)[0]).toBe('查不到。');
  });

  it('says why, in both languages', async () => {
    const flow = { ...orderFlow(), intents: [{ id: 'refund', name: '退款', examples: ['我要退款', '退钱给我'] }] };
    const turn = await say(flow, await play(flow), '气死我了！我的订单呢');
    const zh = turn.why.map((line) => line['zh-CN']).join('\n');
    const en = turn.why.map((line) => line.en).join('\n');
    expect(zh).toContain('命中了“问订单”');
    expect(zh).toContain('情绪：愤怒');
    expect(zh).toContain('“查订单”走了“成功”');
    expect(en).toContain('set off "问订单"');
    expect(en).toContain('Mood: angry');
    expect(turn.understood).toMatchObject({ emotion: { label: 'angry' } });
  });

  it('shows a fault with its node instead of failing itself', async () => {
    const flow = orderFlow();
    const broken = {
      ...flow,
      nodes: flow.nodes.map((node) =>
        node.id === 'told' ? flowNode('told', 'message', { text: '{{ 1 / nothing.at.all.x() }}' }) : node,
      ),
    };
    const outcome = await say(broken, await play(broken), '订单').catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'FLOW_INVALID' });
    else expect((outcome as Rehearsed).fault).toMatchObject({ node: 'told' });
  });

  it('refuses what it cannot play by name', async () => {
    const begun = await play(supportFlow());
    const unknown = {
      ...supportFlow(),
      nodes: [...supportFlow().nodes, { ...flowNode('x', 'start'), type: 'teleport' }],
    };
    await expect(play(unknown)).rejects.toMatchObject({ code: 'FLOW_INVALID' });
    // A text where a list belongs would be a wording for each of its letters.
    const letters = {
      ...supportFlow(),
      nodes: [...supportFlow().nodes, flowNode('x', 'message', { text: '', variants: 'x'.repeat(100_000) })],
    };
    await expect(play(letters)).rejects.toMatchObject({ code: 'FLOW_INVALID' });
    await expect(play({ format: 'zip' })).rejects.toMatchObject({ code: 'FLOW_FORMAT_UNKNOWN' });
    await expect(play(supportFlow(), { snapshot: { value: 'ask' } })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
    await expect(play(supportFlow(), { snapshot: begun.snapshot })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    const moved = { ...(begun.snapshot as object), value: { gone: 'waiting' } };
    await expect(play(supportFlow(), { snapshot: moved, act: { kind: 'text', text: 'x' } })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('takes emoji, long texts, right-to-left words and lone surrogates', async () => {
    const begun = await play(supportFlow());
    for (const text of ['😀👨‍👩‍👧', '长'.repeat(20_000), 'مرحبا بالعالم', 'a\uD800b', '']) {
      expect((await say(supportFlow(), begun, text)).outcome).toBe('waiting');
    }
  });
});
