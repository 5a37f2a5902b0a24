// Parallel: branches at once, joined by all, any or some; what waits or leaves is refused before it runs.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const http = (variable: string): NodeSketch => ['http', { url: 'https://example.com/a', variable }];
const flow = (
  config: Readonly<Record<string, unknown>> = {},
  extra: Readonly<Record<string, NodeSketch>> = {},
  lines: readonly string[] = [],
) =>
  drawFlow(
    {
      p: ['parallel', config],
      x: http('stock'),
      y: http('price'),
      end: ['message', { text: '{{ stock.status }}/{{ price.status }}' }],
      late: ['message', { text: '太慢' }],
      ...extra,
    },
    ['start.next -> p', 'p.a -> x', 'p.b -> y', 'p.joined -> end', ...lines],
  );

const answer = (node: string, status = 200) =>
  ({ type: 'effect.completed', node, visit: 1, index: 0, output: { status, headers: {}, body: null } }) as const;

test('asks both at once and goes on when both have answered, in whichever order', () => {
  const conversation = talk(flow());
  expect(conversation.asked('http.request').map(({ node }) => node)).toEqual(['x', 'y']);
  expect(conversation.happens(answer('y')).texts).toEqual([]);
  expect(conversation.happens(answer('x')).texts).toEqual(['200/200']);
  expect(conversation.path).toEqual(expect.arrayContaining(['x.ok', 'y.ok', 'p.joined']));
});

test('joins with the first, and late results change nothing', () => {
  const conversation = talk(flow({ join: 'any' })).happens(answer('y'));
  expect(conversation.texts).toEqual(['/200']);
  expect(conversation.happens(answer('x')).texts).toEqual([]);
  expect(conversation.vars).not.toHaveProperty('stock');
});

test('joins when some are done', () => {
  const branches = ['a', 'b', 'c'].map((id) => ({ id, label: id }));
  const conversation = talk(flow({ branches, join: 'some', count: 2 }, { z: http('more') }, ['p.c -> z'])).happens(
    answer('z'),
  );
  expect(conversation.texts).toEqual([]);
  expect(conversation.happens(answer('x')).texts).toEqual(['200/']);
});

test('leaves by timeout when a branch is too slow', () => {
  const conversation = talk(flow({ timeoutMs: 5000 }, {}, ['p.timeout -> late'])).happens(answer('x'));
  expect(conversation.passes(5000).texts).toEqual(['太慢']);
});

test('a branch that fails by its own way out stays in its branch', () => {
  const conversation = talk(
    flow({}, { oops: ['set', { assignments: [{ variable: 'price', value: "{ 'status': 'none' }" }] }] }, [
      'y.error -> oops',
    ]),
  );
  conversation.happens({
    type: 'effect.failed',
    node: 'y',
    visit: 1,
    index: 0,
    error: { code: 'EGRESS_FAILED', message: 'x' },
  });
  expect(conversation.happens(answer('x')).texts).toEqual(['200/none']);
});

const BROKEN: NodeSketch = ['http', { method: 'POST', url: 'https://example.com/a', body: '{"a": "{{ 1 / 0 }}"}' }];

test('a fault in a branch takes the error port, and the other branch is not begun anew', () => {
  const oops: NodeSketch = ['set', { assignments: [{ variable: 'price', value: "{ 'status': 'none' }" }] }];
  const drawn = flow({}, { then: BROKEN, oops }, ['x.ok -> then', 'then.error -> oops']);
  const conversation = talk(drawn).happens(answer('x'));
  expect(conversation.asked('http.request').map(({ id }) => id)).toEqual(['x:1:0', 'y:1:0']);
  expect(conversation.happens(answer('y')).texts).toEqual(['200/200']);
});

test('a fault at the very beginning of a branch is never passed over in silence', () => {
  const drawn = drawFlow(
    {
      ask: ['askText', { prompt: '?' }],
      p: ['parallel', {}],
      x: BROKEN,
      y: http('price'),
      m: ['message', { text: '!' }],
    },
    ['start.next -> ask', 'ask.answered -> p', 'p.a -> x', 'p.b -> y', 'x.error -> m', 'p.joined -> m'],
  );
  const { last } = talk(drawn).says('好');
  expect(last).toMatchObject({ outcome: 'faulted', fault: { node: 'x' }, snapshot: { value: '_idle' } });
});

test('an end in a branch ends the conversation', () => {
  const conversation = talk(flow({}, { bye: ['end', { text: '再见' }] }, ['x.ok -> bye'])).happens(answer('x'));
  expect(conversation.texts).toEqual(['再见']);
  expect(conversation.last).toMatchObject({ outcome: 'done', snapshot: { status: 'done' } });
});

test('instant branches join at once, a second visit forks anew', () => {
  const set = (variable: string): NodeSketch => [
    'set',
    { assignments: [{ variable, value: `(${variable} ?? 0) + 1` }] },
  ];
  const drawn = drawFlow(
    {
      p: ['parallel', {}],
      x: set('i'),
      y: set('j'),
      ask: ['askText', { prompt: '{{ i }}{{ j }}', interrupt: 'deny' }],
    },
    ['start.next -> p', 'p.a -> x', 'p.b -> y', 'p.joined -> ask', 'ask.answered -> p'],
  );
  expect(talk(drawn).says('again').texts).toEqual(['22']);
});

test('a step that waits inside a branch, and a line out of one, are refused with the reason', () => {
  const waits = drawFlow(
    { p: ['parallel', {}], q: ['askText', { prompt: '?' }], m: ['message', { text: '1' }], e: ['end', {}] },
    ['start.next -> p', 'p.a -> q', 'p.b -> m', 'p.joined -> e'],
  );
  expect(validateFlow(waits)).toContainEqual(expect.objectContaining({ code: 'PARALLEL_WAITS', node: 'q' }));
  const leaves = drawFlow(
    {
      p: ['parallel', {}],
      m: ['message', { text: '1' }],
      n: ['message', { text: '2' }],
      same: ['message', { text: '3' }],
      e: ['end', {}],
    },
    ['start.next -> p', 'p.a -> m', 'p.b -> n', 'm.next -> same', 'n.next -> same', 'same.next -> e', 'p.joined -> e'],
  );
  expect(validateFlow(leaves).filter(({ code }) => code === 'PARALLEL_LEFT')).toHaveLength(2);
});
