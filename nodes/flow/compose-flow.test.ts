// Sub-flows: inlined, with variables of their own, back by named ways out, refused where they cannot be.
import { expect, test } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';
import { composeFlow, type CallableFlow, type ResolveCall } from './compose-flow.ts';
import type { FlowDocument } from './document.ts';
import { validateFlow } from './validate.ts';

/** Asks for an order number; `found` and `gaveUp` are its exits. */
const order = drawFlow(
  {
    ask: ['askText', { prompt: '单号？（{{ shop }}）', variable: 'no', interrupt: 'deny' }],
    known: ['condition', { expression: "no != '不知道'" }],
    count: ['set', { assignments: [{ variable: 'tries', value: 'tries + 1' }] }],
    found: [
      'exit',
      {
        exit: 'found',
        label: '找到',
        outputs: [
          { variable: 'orderNo', value: 'no' },
          { variable: 'tries', value: 'tries' },
        ],
      },
    ],
    lost: ['exit', { exit: 'gaveUp', label: '放弃' }],
  },
  ['start.next -> ask', 'ask.answered -> count', 'count.next -> known', 'known.then -> found', 'known.else -> lost'],
  {
    variables: [
      { name: 'tries', type: 'number', scope: 'session', initial: 0 },
      { name: 'shop', type: 'text', scope: 'session' },
    ],
  },
);

const call = (flow: string, exits: readonly string[] = [], version = 0) => ({
  call: { flow, name: flow, version, exits: exits.map((id) => ({ id, label: id })) },
});

const main = drawFlow(
  {
    lookup: [
      'subflow',
      {
        ...call('order', ['found', 'gaveUp']),
        inputs: [{ variable: 'shop', value: 'no' }],
        outputs: [
          { variable: 'mine', value: 'event.output.orderNo' },
          { variable: 'tries', value: 'event.output.tries' },
        ],
      },
    ],
    init: ['set', { assignments: [{ variable: 'no', value: "'A店'" }] }],
    yes: ['message', { text: '{{ mine }} / {{ no }} / {{ tries }}' }],
    again: ['askText', { prompt: '再查？', interrupt: 'deny' }],
    never: ['message', { text: '没关系' }],
  },
  [
    'start.next -> init',
    'init.next -> lookup',
    'lookup.found -> yes',
    'lookup.gaveUp -> never',
    'lookup.done -> never',
    'yes.next -> again',
    'again.answered -> lookup',
    'never.next -> again',
  ],
);

function resolver(flows: Readonly<Record<string, FlowDocument>>): ResolveCall {
  return (flow, version): CallableFlow | 'missing' | 'version' => {
    const document = flows[flow];
    if (document === undefined) return 'missing';
    return version > 1 ? 'version' : { flow, version: 1, name: flow, document };
  };
}

function composed(document: FlowDocument, flows: Readonly<Record<string, FlowDocument>>, self?: string): FlowDocument {
  const made = composeFlow(document, resolver(flows), self);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.document;
}

const codes = (document: FlowDocument, flows: Readonly<Record<string, FlowDocument>>, flowId = 'main') =>
  validateFlow(document, { resolveCall: resolver(flows), flowId }).map(({ code, node }) => `${code} ${node ?? ''}`);

test('is called with inputs, has variables of its own, and comes back by its exits with outputs', () => {
  const conversation = talk(composed(main, { order }));
  expect(conversation.texts).toEqual(['单号？（A店）']);
  conversation.says('DD1');
  expect(conversation.texts).toEqual(['DD1 / A店 / 1', '再查？']);
  expect(conversation.vars).toEqual({ no: 'A店', mine: 'DD1', tries: 1 });
  expect(conversation.last.snapshot.context.frames).toEqual({});
});

test('a second visit starts afresh', () => {
  const conversation = talk(composed(main, { order })).says('DD1').says('嗯');
  expect(conversation.texts).toEqual(['单号？（A店）']);
  conversation.says('DD2');
  expect(conversation.vars).toMatchObject({ mine: 'DD2', tries: 1 });
  expect(talk(composed(main, { order })).says('不知道').texts).toEqual(['没关系', '再查？']);
});

test('the path names the call and the step inside', () => {
  const document = composed(main, { order });
  const conversation = talk(document).says('DD1');
  expect(conversation.path).toContain('lookup__ask.answered');
  expect(conversation.path.filter((step) => step.startsWith('lookup') && !step.startsWith('lookup__'))).toEqual([
    'lookup',
    'lookup.found',
  ]);
  expect(document.nodes.find(({ id }) => id === 'lookup__ask')?.name).toBe('order › 询问文本');
});

test('calls inside calls are inlined too, and each keeps its own variables', () => {
  const middle = drawFlow(
    {
      inner: [
        'subflow',
        { ...call('order', ['found', 'gaveUp']), outputs: [{ variable: 'no', value: 'event.output.orderNo' }] },
      ],
      out: ['exit', { exit: 'found', outputs: [{ variable: 'orderNo', value: "'#' + no" }] }],
    },
    ['start.next -> inner', 'inner.found -> out'],
  );
  const deep = drawFlow(
    {
      call: ['subflow', { ...call('middle', ['found']), outputs: [{ variable: 'x', value: 'event.output.orderNo' }] }],
    },
    ['start.next -> call'],
  );
  expect(talk(composed(deep, { middle, order })).says('D7').vars).toEqual({ x: '#D7' });
});

test('an open end inside returns by done', () => {
  const hello = drawFlow({ hi: ['message', { text: '您好' }] }, ['start.next -> hi']);
  const flow = drawFlow({ s: ['subflow', call('hello')], m: ['message', { text: '回来了' }] }, [
    'start.next -> s',
    's.done -> m',
  ]);
  expect(talk(composed(flow, { hello })).texts).toEqual(['您好', '回来了']);
});

test('a failure nobody handles inside leaves by the error of the nearest caller', () => {
  const broken = drawFlow({ bad: ['set', { assignments: [{ variable: 'a', value: '1 / 0' }] }] }, [
    'start.next -> bad',
  ]);
  const flow = drawFlow({ s: ['subflow', call('broken')], m: ['message', { text: '出错了' }] }, [
    'start.next -> s',
    's.error -> m',
  ]);
  const conversation = talk(composed(flow, { broken }));
  expect(conversation.texts).toEqual(['出错了']);
  expect(conversation.last.fault?.node).toBe('s__bad');
});

test('entry topics of a called flow listen only when marked', () => {
  const topic = drawFlow(
    {
      word: ['onKeyword', { words: ['价格'], match: 'exact' }],
      price: ['message', { text: '99 元' }],
      hi: ['message', { text: '您好' }],
    },
    ['start.next -> hi', 'word.matched -> price'],
  );
  const flow = (topics: boolean) =>
    drawFlow({ s: ['subflow', { ...call('topic'), topics }], m: ['message', { text: '好' }] }, [
      'start.next -> s',
      's.done -> m',
    ]);
  expect(talk(composed(flow(true), { topic })).says('价格').texts).toEqual(['99 元', '好']);
  expect(talk(composed(flow(false), { topic })).says('价格').texts[0]).not.toBe('99 元');
});

test.each([
  ['a missing flow', call('gone'), 'SUBFLOW_MISSING s'],
  ['a missing version', call('hello', [], 9), 'SUBFLOW_VERSION_MISSING s'],
  ['itself', call('main'), 'SUBFLOW_RECURSIVE s'],
  ['a flow that calls it back', call('back'), 'SUBFLOW_RECURSIVE s'],
  ['an exit that is gone', call('hello', ['old']), 'SUBFLOW_EXIT_UNKNOWN s'],
  ['a flow with a new exit', call('order'), 'SUBFLOW_EXIT_NEW s'],
  ['an unknown input', { ...call('hello'), inputs: [{ variable: 'nope', value: '1' }] }, 'SUBFLOW_INPUT_UNKNOWN s'],
])('calling %s is named at the call', (_name, config, expected) => {
  const hello = drawFlow({ hi: ['message', { text: '您好' }] }, ['start.next -> hi']);
  const back = drawFlow({ b: ['subflow', call('main')] }, ['start.next -> b']);
  const flow = drawFlow({ s: ['subflow', config], m: ['end', {}] }, ['start.next -> s', 's.done -> m']);
  expect(codes(flow, { hello, order, back })).toContain(expected);
});

test('a circle through a called flow that never waits is refused, one that asks is not', () => {
  const circle = (inner: FlowDocument) =>
    codes(
      drawFlow({ s: ['subflow', call('inner')], m: ['message', { text: '1' }] }, [
        'start.next -> s',
        's.done -> m',
        'm.next -> s',
      ]),
      { inner },
    );
  expect(circle(drawFlow({ hi: ['message', { text: '您好' }] }, ['start.next -> hi']))).toContain(
    'CYCLE_WITHOUT_WAIT s',
  );
  expect(circle(drawFlow({ q: ['askText', { prompt: '?' }] }, ['start.next -> q'])).join()).not.toContain('CYCLE');
});

test('a composition that grows over the limit of a document is refused', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [`m${String(i)}`, ['message', { text: 'x' }] as const]),
  );
  const large = drawFlow(nodes, ['start.next -> m0']);
  const four = drawFlow(
    {
      a: ['subflow', call('large')],
      b: ['subflow', call('large')],
      c: ['subflow', call('large')],
      d: ['subflow', call('large')],
    },
    ['start.next -> a', 'a.done -> b', 'b.done -> c', 'c.done -> d'],
  );
  expect(composeFlow(four, resolver({ large }))).toMatchObject({
    ok: false,
    problems: [{ code: 'SUBFLOW_TOO_LARGE' }],
  });
});

test('ids that look inlined already do not clash', () => {
  const hello = drawFlow({ hi: ['message', { text: '里面' }] }, ['start.next -> hi']);
  const flow = drawFlow({ s: ['subflow', call('hello')], s__hi: ['message', { text: '外面' }] }, [
    'start.next -> s',
    's.done -> s__hi',
  ]);
  expect(talk(composed(flow, { hello })).texts).toEqual(['里面', '外面']);
});

test('the branch beside a person may run out in a called flow: the person keeps the conversation, and only then the call is over', () => {
  const help = drawFlow({ desk: ['handoff', {}], mark: ['tag', { add: ['vip'] }], out: ['exit', { exit: 'helped' }] }, [
    'start.next -> desk',
    'desk.accepted -> mark',
    'desk.resolved -> out',
  ]);
  const drawn = drawFlow({ go: ['subflow', call('help', ['helped'])], thanks: ['message', { text: '谢谢' }] }, [
    'start.next -> go',
    'go.helped -> thanks',
    'go.done -> thanks',
  ]);
  const composed = composeFlow(drawn, () => ({ flow: 'help', version: 1, name: 'help', document: help }));
  if (!composed.ok) throw new Error('It cannot be composed.');
  const agent = { id: 'a', name: 'An' };
  const conversation = talk(composed.document, {
    outside: {
      'desk.availability': () => ({ state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 0 }),
    },
  }).happens({ type: 'agent.accepted', agent });
  expect(conversation.texts).not.toContain('谢谢');
  expect(conversation.last.attention).toBe('person');
  expect(conversation.happens({ type: 'handoff.resolved', agent }).texts).toEqual(['谢谢']);
});
