// Uses of variables, intents and steps: all of them are found, and a renamed variable changes nothing but its name.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Talk, drawFlow } from '#nodes/testkit/talk.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { FlowDocument, FlowVariable } from '../document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { validateFlow } from '../validate.ts';
import { intentInDialogue, nodeInDialogue, usagesOfIntent, usagesOfNode } from './other-usages.ts';
import { renameInDialogue, renameVariable } from './rename-variable.ts';
import { subjectOf, usagesOfVariable, usesOf, variableInDialogue } from './variable-usages.ts';

const session = (name: string): FlowVariable => ({ name, type: 'text', scope: 'session' });

const orders = drawFlow(
  {
    ask: ['askText', { prompt: { 'zh-CN': '单号？', en: 'Number, {{ order }}?' }, variable: 'order' }],
    set: ['set', { assignments: [{ variable: 'total', value: "length(order) + (vars['order'] == 'order' ? 1 : 0)" }] }],
    run: [
      'script',
      { inputs: [{ name: 'order', expr: 'order', type: 'text' }], outputs: [{ name: 'made', type: 'text' }] },
    ],
    say: ['message', { text: { 'zh-CN': '{{ order }}，\\{{ order }}，{{ customer.order }}', en: '{{order}}' } }],
  },
  ['start.next -> ask', 'ask.answered -> set', 'set.next -> run', 'run.ok -> say'],
  { variables: [session('order'), session('total')] },
);

describe('the uses of a variable', () => {
  it('are found in expressions, placeholders and targets, in the order of the drawing', () => {
    expect(usagesOfVariable(orders, 'order').map(({ how, node, field }) => `${how} ${String(node)}${field}`)).toEqual([
      'reads ask/prompt/en',
      'writes ask/variable',
      'reads set/assignments/0/value',
      'reads run/inputs/0/expr',
      'reads say/text/zh-CN',
      'reads say/text/en',
    ]);
    expect(usagesOfVariable(orders, 'made')).toEqual([{ how: 'writes', node: 'run', field: '', text: '' }]);
    expect(usagesOfVariable(orders, 'nothing')).toEqual([]);
  });

  it('of a customer are also those by customer.name, and in the steps that fill in facts', () => {
    const flow = drawFlow(
      {
        p: ['profile', { facts: [{ name: 'tier', value: "'a'", overwrite: 'always' }] }],
        m: ['message', { text: '{{ customer.tier }}{{ tier }}' }],
      },
      [],
      { variables: [{ name: 'tier', type: 'text', scope: 'customer' }] },
    );
    expect(usagesOfVariable(flow, 'tier').map(({ node }) => node)).toEqual(['p', 'm']);
    const renamed = renameVariable(flow, 'tier', 'level');
    expect(renamed.ok && renamed.document.nodes.map(({ config }) => config['text'] ?? config['facts'])).toEqual([
      undefined,
      [{ name: 'level', value: "'a'", overwrite: 'always' }],
      '{{ customer.level }}{{ level }}',
    ]);
  });
});

describe('renaming a variable', () => {
  it('rewrites each mention where it stands and nothing else', () => {
    const renamed = renameVariable(orders, 'order', '订单号');
    if (!renamed.ok) throw new Error(renamed.refusal.reason);
    expect(renamed.places).toBe(7);
    const config = (id: string) => renamed.document.nodes.find((node) => node.id === id)?.config;
    expect(config('set')).toEqual({
      assignments: [{ variable: 'total', value: "length(订单号) + (vars['订单号'] == 'order' ? 1 : 0)" }],
    });
    expect(config('run')).toMatchObject({ inputs: [{ name: 'order', expr: '订单号' }] });
    expect(config('say')).toMatchObject({
      text: { 'zh-CN': '{{ 订单号 }}，\\{{ order }}，{{ customer.order }}', en: '{{订单号}}' },
    });
  });

  it.each([
    ['1st', 'form'],
    ['turn', 'reserved'],
    ['contains', 'reserved'],
    ['total', 'taken'],
    ['made', 'taken'],
  ])('to %s is refused: %s', (to, reason) => {
    expect(renameVariable(orders, 'order', to)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('is refused where a step gives the name itself, a text cannot be read, or one would become too long', () => {
    expect(renameVariable(orders, 'made', 'x')).toEqual({ ok: false, refusal: { reason: 'fixed', nodes: ['run'] } });
    const broken = drawFlow({ m: ['message', { text: '{{ order + }}' }] }, []);
    expect(renameVariable(broken, 'order', 'x')).toMatchObject({ refusal: { reason: 'unreadable', nodes: ['m'] } });
    const long = drawFlow({ c: ['condition', { expression: Array(120).fill('ordernumber').join(' + ') }] }, []);
    expect(renameVariable(long, 'ordernumber', 'a'.repeat(60))).toMatchObject({ refusal: { reason: 'tooLong' } });
  });

  it('changes what tests expect, by name and by member', () => {
    const test: Dialogue = {
      name: 't',
      turns: [{ says: 'a', expect: { variables: { 'order.no': 1, order: 2, orders: 3, 'customer.order': 4 } } }],
    };
    const subject = subjectOf(orders, 'order');
    expect(variableInDialogue(test, subject)).toEqual([{ turn: 1, what: 'expects' }]);
    expect(renameInDialogue(test, subject, 'x').turns[0]?.expect?.variables).toEqual({
      'x.no': 1,
      x: 2,
      orders: 3,
      'customer.order': 4,
    });
    expect(renameInDialogue(test, subjectOf(orders, 'total'), 'x')).toBe(test);
  });
});

describe('the uses of intents and steps', () => {
  const flow = drawFlow(
    {
      hear: ['onIntent', { intents: ['refund'] }],
      c: ['condition', { expression: "turn.intent == 'refund' and visits.hear < 2" }],
      m: ['message', { text: "{{ 'refund' }}" }],
      j: ['jump', { target: 'hear' }],
    },
    [],
  );
  const test: Dialogue = {
    name: 't',
    mocks: { hear: {} },
    turns: [{ says: 'a', expect: { intent: 'refund', node: 'hear' } }],
  };

  it('are found where they are named, not where the same word merely stands', () => {
    expect(usagesOfIntent(flow, 'refund').map(({ node, how }) => [node, how])).toEqual([
      ['hear', 'names'],
      ['c', 'reads'],
    ]);
    expect(usagesOfNode(flow, 'hear').map(({ node, how }) => [node, how])).toEqual([
      ['j', 'names'],
      ['c', 'reads'],
    ]);
    expect(intentInDialogue(test, 'refund')).toEqual([{ turn: 1, what: 'expects' }]);
    expect(nodeInDialogue(test, 'hear').map(({ what }) => what)).toEqual(['mocks', 'expects']);
  });
});

/** Expressions in which variables, words in quotes, members and keys are all called the same. */
const name = fc.constantFrom('a', 'b', '城市', 'lead');
const tree = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { depthSize: 'small' },
    name,
    name.map((n) => `vars.${n}`),
    name.map((n) => `vars[“${n}”]`),
    name.map((n) => `customer.${n}`),
    name.map((n) => `'${n}'`),
    fc.tuple(name, name).map(([x, y]) => `${x}.${y}`),
    fc
      .tuple(tie('e'), fc.constantFrom(' + ', '==', ' ?? ', ' and ', ' contains '), tie('e'))
      .map((p) => `(${p.join('')})`),
    fc.tuple(name, tie('e')).map(([k, v]) => `{ ${k}: ${v} }`),
    tie('e').map((e) => `length（${e}）`),
    fc.tuple(tie('e'), tie('e'), tie('e')).map(([x, y, z]) => `(${x} ? ${y} : [${z}])`),
  ),
})).e;

const spoken = fc
  .array(
    fc.oneof(
      tree.map((e) => `{{ ${e} }}`),
      fc.constantFrom('a', ' b ', '\\{{ a }}', '城市'),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const flows: fc.Arbitrary<FlowDocument> = fc
  .record({
    first: spoken,
    second: spoken,
    value: tree,
    target: name,
    test: tree,
    stored: name,
    scope: fc.constantFrom('turn', 'session', 'customer'),
  })
  .map(({ first, second, value, target, test, stored, scope }) =>
    drawFlow(
      {
        m: ['message', { text: { 'zh-CN': first, en: second } }],
        q: ['askText', { prompt: second, variable: stored }],
        s: ['set', { assignments: [{ variable: target, value }] }],
        c: ['condition', { expression: test }],
        y: ['message', { text: first }],
        n: ['message', { text: second }],
      },
      [
        'start.next -> m',
        'm.next -> q',
        'q.answered -> s',
        's.next -> c',
        'c.yes -> y',
        'c.no -> n',
        'y.next -> q',
        'n.next -> q',
      ],
      {
        variables: [{ name: 'a', type: 'text', scope: scope, initial: '1' }, session('lead')],
      },
    ),
  );

describe('after any rename', () => {
  const problemsOf = (document: FlowDocument) =>
    validateFlow(document).map(({ code, node, field }) => [code, node, field]);
  const talkOf = (document: FlowDocument) => {
    const talk = new Talk(document);
    const said = [talk.texts];
    for (const words of ['一', 'two', '']) said.push(talk.says(words).texts);
    return { said, path: talk.path };
  };

  it('the flow has the same problems and plays the same talk, and renaming back gives the same flow', () => {
    fc.assert(
      fc.property(flows, name, (document, from) => {
        const renamed = renameVariable(document, from, '新名字');
        if (!renamed.ok) throw new Error(renamed.refusal.reason);
        expect(usesOf(renamed.document, subjectOf(document, from), NODE_TYPES)).toEqual([]);
        expect(problemsOf(renamed.document)).toEqual(problemsOf(document));
        expect(talkOf(renamed.document)).toEqual(talkOf(document));
        const back = renameVariable(renamed.document, '新名字', from);
        if (renamed.document === document) return;
        expect(back.ok && back.document).toEqual(document);
      }),
      { numRuns: 60 },
    );
  });
});
