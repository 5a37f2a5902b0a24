// On webhook: a call opens a conversation of its own or cuts into a running one, and only a signed one can ever be published.
import { expect, test } from 'vitest';
import { compileFlow } from '#nodes/flow/compile.ts';
import { startFlow } from '#nodes/flow/step.ts';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';
import { onWebhookNode } from './on-webhook.node.ts';

const draw = (config: Readonly<Record<string, unknown>> = {}) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '姓名？' }] as NodeSketch,
      n: ['onWebhook', { key: 'paid', secret: 'Shop', ...config }] as NodeSketch,
      hit: ['message', { text: '→fired {{ webhook.body.order }}' }] as NodeSketch,
    },
    ['start.next -> ask', 'n.fired -> hit'],
  );
const data = { id: 'e1', at: '2026-11-23T02:00:00.000Z', body: { order: 'A1' } };
const raised = { type: 'signal.raised', name: 'webhook:paid', data } as const;

test('a call cuts into a question with its body, and the question comes back', () => {
  const c = talk(draw()).happens(raised);
  expect(c.texts).toEqual(['→fired A1', '好的，我们接着刚才的问题。', '姓名？']);
  expect(c.vars).toEqual({ webhook: data });
});

test('a call of another name changes nothing, nor does one that may not interrupt', () => {
  expect(talk(draw()).happens({ ...raised, name: 'webhook:sent' }).texts).toEqual([]);
  expect(talk(draw({ mayInterrupt: false })).happens(raised).texts).toEqual([]);
});

test('a conversation opened by a call begins here and not at the start', () => {
  const opened = startFlow(compileFlow(draw()), {
    type: 'session.started',
    at: 1_795_399_200_000,
    sessionId: 's1',
    seed: 7,
    locale: 'zh-CN',
    channel: 'webhook',
    source: {},
    customer: {},
    entry: { name: 'webhook:paid', data },
  });
  expect(opened.trace.map(({ node }) => node)).toEqual(expect.arrayContaining(['n', 'hit']));
  expect(opened.trace.some(({ node }) => node === 'ask')).toBe(false);
  expect(opened.effects.map(({ request }) => request)).toMatchObject([{ text: '→fired A1' }]);
});

const problems = (config: object) =>
  onWebhookNode
    .check?.({ ...onWebhookNode.defaults, key: 'paid', secret: 'Shop', ...config })
    .map(({ field, mustMend }) => [field, mustMend]);

test('nobody publishes it without a name and a secret, whatever the reason', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ key: '', secret: ' ' })).toEqual([
    ['/key', true],
    ['/secret', true],
  ]);
});

test('a form must be usable, and the sample must be of it', () => {
  const schema = '{"type":"object","required":["order"],"properties":{"order":{"type":"string"}}}';
  expect(problems({ schema, sample: '{"order":"A1"}' })).toEqual([]);
  expect(problems({ schema, sample: '{"order":1}' })).toEqual([['/sample', true]]);
  expect(problems({ sample: '{' })).toEqual([['/sample', true]]);
  for (const bad of ['{', '[]', '7', '{"properties":{"a":{"pattern":"(a+)+$"}}}', '{"items":{"$ref":"#"}}'])
    expect(problems({ schema: bad }), bad).toEqual([['/schema', true]]);
});
