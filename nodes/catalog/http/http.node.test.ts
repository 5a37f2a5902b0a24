// HTTP: every way a call can go, and words of a customer that cannot bend it.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawAlone, drawFlow, talk, type Outside } from '#nodes/testkit/talk.ts';

const url = 'https://api.example.com/orders/{{ customer.order }}?q={{ customer.q }}';
const call = (config: Readonly<Record<string, unknown>> = {}) => drawAlone('http', { url, ...config });
const answers = (status: number, body: unknown = {}): Outside => ({
  'http.request': () => ({ status, headers: {}, body }),
});

test.each([
  [200, 'ok'],
  [204, 'ok'],
  [302, 'ok'],
  [400, 'clientError'],
  [499, 'clientError'],
  [500, 'serverError'],
  [503, 'serverError'],
])('status %i leaves by %s and the answer is stored', (status, port) => {
  const conversation = talk(call(), { outside: answers(status, { state: '已发货' }) });
  expect(conversation.texts).toEqual([`→${port}`]);
  expect(conversation.vars['response']).toMatchObject({ status, body: { state: '已发货' } });
});

test('a call that failed for good leaves by error', () => {
  const broken: Outside = {
    'http.request': () => {
      throw new Error('no route');
    },
  };
  expect(talk(call(), { outside: broken }).texts).toEqual(['→error']);
});

test('refusals take the error way where they have none of their own', () => {
  const flow = drawFlow({ n: ['http', { url: 'https://e.com' }], oops: ['message', { text: 'oops' }] }, [
    'start.next -> n',
    'n.error -> oops',
  ]);
  expect(talk(flow, { outside: answers(404) }).texts).toEqual(['oops']);
  expect(talk(flow, { outside: answers(500) }).texts).toEqual(['oops']);
});

test('a failure without any way drawn for it is not passed over in silence', () => {
  const flow = drawFlow({ n: ['http', { url: 'https://e.com' }] }, ['start.next -> n']);
  const broken: Outside = {
    'http.request': () => {
      throw new Error('no route');
    },
  };
  const conversation = talk(flow, { outside: broken });
  expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { code: 'TEST', node: 'n' } });
  expect(conversation.said[0]?.choices?.[0]?.id).toBe('tandem:person');
});

test('asks with the method, time limit and retries of the node', () => {
  const flow = call({ method: 'POST', body: '{"a": 1}', timeoutMs: 700, retry: { max: 1, backoffMs: 200 } });
  expect(talk(flow).asked('http.request')[0]).toMatchObject({
    id: 'n:1:0',
    request: { method: 'POST', body: { a: 1 }, timeoutMs: 700, retry: { max: 1, backoffMs: 200 } },
  });
});

test.each([
  ['A 1', 'A%201', 'q'],
  ['a/b?c=d#e', 'a%2Fb%3Fc%3Dd%23e', 'q'],
  ['&admin=1', '%26admin%3D1', 'q'],
  ['@evil.com', '%40evil.com', 'q'],
  ['订单', '%E8%AE%A2%E5%8D%95', 'q'],
  ['\\..\\', '%5C..%5C', 'q'],
  ['\r\nX: 1', '%0D%0AX%3A%201', 'q'],
  ['\ud800', '%EF%BF%BD', 'q'],
  ['{{ 7*7 }}', '%7B%7B%207*7%20%7D%7D', 'q'],
])('a value stays inside its piece of the address: %j', (order, encoded) => {
  const asked = talk(call(), { customer: { order, q: order } }).asked('http.request')[0]?.request.url ?? '';
  expect(asked).toBe(`https://api.example.com/orders/${encoded}?q=${encoded}`);
  expect(new URL(asked)).toMatchObject({ host: 'api.example.com', hash: '' });
  expect([...new URL(asked).searchParams.keys()]).toEqual(['q']);
});

test.each([['..'], ['.']])('a value cannot climb out of the path: %j', (order) => {
  const conversation = talk(call(), { customer: { order } });
  expect(conversation.asked('http.request')).toEqual([]);
  expect(conversation.texts).toEqual(['→error']);
  expect(conversation.last.fault).toMatchObject({ code: 'EXPRESSION_FAILED', node: 'n' });
});

test('a placeholder with braces in it is encoded like any other', () => {
  const flow = call({ url: "https://e.com/{{ customer['}'] ?? 'a/b' }}" });
  expect(talk(flow).asked('http.request')[0]?.request.url).toBe('https://e.com/a%2Fb');
});

test.each([
  ['https://{{ customer.h }}/a'],
  ['https://api.{{ customer.h }}'],
  ['{{ customer.h }}'],
  ['https://e.com:{{ customer.h }}/'],
])('a value never becomes the host: %s', (address) => {
  const conversation = talk(call({ url: address }), { customer: { h: 'evil.com' } });
  expect(conversation.asked('http.request')).toEqual([]);
  expect(conversation.ports('n')).toEqual(['error']);
});

test('a body keeps its shape whatever a customer wrote', () => {
  const body =
    '{"note": "Order {{ customer.order }}", "amount": "{{ customer.amount }}", "list": ["{{ customer.order }}"]}';
  const order = '", "admin": true, "x": "';
  const conversation = talk(call({ method: 'POST', body }), { customer: { order, amount: 12.5 } });
  expect(conversation.asked('http.request')[0]?.request.body).toEqual({
    note: `Order ${order}`,
    amount: 12.5,
    list: [order],
  });
});

test('headers are filled in', () => {
  const headers = [{ label: 'x-customer', expr: 'id {{ customer.id }}' }];
  expect(talk(call({ headers }), { customer: { id: 7 } }).asked('http.request')[0]?.request.headers).toEqual({
    'x-customer': 'id 7',
  });
});

test('an address that cannot be computed takes the error way, and what was said before it stands', () => {
  const flow = drawFlow(
    {
      ask: ['askText', { prompt: '单号？', variable: 'order', interrupt: 'deny' }],
      hold: ['message', { text: '正在查 {{ order }}' }],
      n: ['http', { url: 'https://e.com/{{ 1 / 0 }}' }],
      oops: ['message', { text: '查不到 {{ order }}' }],
    },
    ['start.next -> ask', 'ask.answered -> hold', 'hold.next -> n', 'n.error -> oops'],
  );
  const conversation = talk(flow).says('A1');
  expect(conversation.texts).toEqual(['正在查 A1', '查不到 A1']);
  expect(conversation.vars['order']).toBe('A1');
  expect(conversation.path.slice(-6)).toEqual(['hold', 'hold.next', 'n', 'n.error', 'oops', 'oops.next']);
});

test('topics wait while the call is under way, unless they give up what is open', () => {
  const flow = drawFlow(
    {
      n: ['http', { url: 'https://e.com' }],
      quiet: ['onKeyword', { words: ['你好'], mayInterrupt: false }],
      loud: ['onKeyword', { words: ['退货'] }],
      over: ['onKeyword', { words: ['重来'], comesBack: false }],
    },
    ['start.next -> n'],
  );
  const conversation = talk(flow).says('你好');
  expect(conversation.last.snapshot.value).toBe('n');
  expect(conversation.says('退货').last.snapshot.value).toBe('n');
  conversation.happens({
    type: 'effect.completed',
    node: 'n',
    visit: 1,
    index: 0,
    output: { status: 200, headers: {}, body: null },
  });
  expect(conversation.path.slice(-3)).toEqual(['n.ok', 'loud', 'loud.matched']);
  expect(talk(flow).says('重来').path).toContain('over.matched');
});

test('query parameters are filled in and handed over apart from the address', () => {
  const query = [{ label: 'q', expr: 'a&b={{ customer.q }}' }];
  const asked = talk(call({ query }), { customer: { q: '1&admin=1' } }).asked('http.request')[0]?.request;
  expect(asked?.query).toEqual({ q: 'a&b=1&admin=1' });
});

test('names its credential and never holds it', () => {
  const asked = talk(call({ credential: 'Shop API' })).asked('http.request')[0]?.request;
  expect(asked?.credential).toBe('Shop API');
  expect(Object.keys(asked?.headers ?? {})).toEqual([]);
});

test('members of the answer become variables, also of a refusal; what is not there is null', () => {
  const mapping = [
    { variable: 'state', path: 'body.order.items[0].state' },
    { variable: 'customer.vip', path: "body['is vip']" },
    { variable: 'code', path: 'status' },
    { variable: 'none', path: 'body.nothing.at.all' },
  ];
  const body = { order: { items: [{ state: '已发货' }] }, 'is vip': true };
  const conversation = talk(call({ mapping, variable: '' }), { outside: answers(404, body) });
  expect(conversation.vars).toMatchObject({ state: '已发货', code: 404, none: null });
  expect(conversation.last.snapshot.context.customer).toMatchObject({ vip: true });
});

test.each(['boddy.a', 'body.a + 1', "body['a'] or 1", 'body..a', ''])('a path that is none is named: %j', (path) => {
  const problems = validateFlow(call({ mapping: [{ variable: 'a', path }] }));
  expect(problems.map(({ field }) => field)).toContain('/mapping/0/path');
});

test('a document from before these settings still compiles', () => {
  const flow = call();
  const nodes = flow.nodes.map((node) => {
    const { query, credential, mapping, ...old } = node.config;
    expect([query, credential, mapping].length).toBe(3);
    return { ...node, config: old };
  });
  expect(talk({ ...flow, nodes }, { outside: answers(200) }).texts).toEqual(['→ok']);
});
