// Catch: failures without a way of their own, by node and kind, and none of its own branch.
import { expect, test } from 'vitest';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const down = () => {
  throw new Error('down');
};
const draw = (
  config: Readonly<Record<string, unknown>> = {},
  lines: string[] = [],
  more: Record<string, NodeSketch> = {},
) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '?', variable: 'x' }],
      bad: ['message', { text: '{{ 1 / 0 }}' }],
      call: ['http', { url: 'https://e.com' }],
      n: ['catch', config],
      sorry: ['message', { text: '{{ error.code }} 在 {{ error.node }}' }],
      ...more,
    },
    ['start -> ask', 'n.caught -> sorry', ...lines],
  );

test('a fault of a node goes to the catch, with what failed', () => {
  const c = talk(draw({}, ['ask.answered -> bad'])).says('a');
  expect(c.texts).toEqual(['EXPRESSION_FAILED 在 bad']);
  expect(c.last).toMatchObject({ outcome: 'waiting', fault: { code: 'EXPRESSION_FAILED', node: 'bad' } });
  expect(c.vars['error']).toMatchObject({ code: 'EXPRESSION_FAILED', node: 'bad' });
});

test('an effect that failed goes to the catch when its node has no way drawn for it', () => {
  const outside = { 'http.request': down };
  const caught = talk(draw({}, ['ask.answered -> call']), { outside }).says('a');
  expect(caught.texts).toEqual(['TEST 在 call']);
  const own = talk(
    draw({}, ['ask.answered -> call', 'call.error -> own'], { own: ['message', { text: '自己处理' }] }),
    { outside },
  );
  expect(own.says('a').texts).toEqual(['自己处理']);
});

test('an answer such as 500 that no way is drawn for is a failure too', () => {
  const outside = { 'http.request': () => ({ status: 500, headers: {}, body: null }) };
  const c = talk(draw({ kind: 'outside' }, ['ask.answered -> call']), { outside }).says('a');
  expect(c.texts).toEqual(['EGRESS_FAILED 在 call']);
  expect(c.last.fault).toMatchObject({ code: 'EGRESS_FAILED', node: 'call' });
});

test('only the chosen nodes and kinds', () => {
  const apology = /抱歉/u;
  expect(talk(draw({ scope: 'chosen', nodes: ['call'] }, ['ask.answered -> bad'])).says('a').texts[0]).toMatch(apology);
  expect(talk(draw({ kind: 'outside' }, ['ask.answered -> bad'])).says('a').texts[0]).toMatch(apology);
  expect(talk(draw({ kind: 'flow' }, ['ask.answered -> bad'])).says('a').texts).toEqual(['EXPRESSION_FAILED 在 bad']);
});

test('a chosen one comes before one of all', () => {
  const more: Record<string, NodeSketch> = {
    m: ['catch', { scope: 'chosen', nodes: ['bad'] }],
    near: ['message', { text: '近' }],
  };
  expect(talk(draw({}, ['ask.answered -> bad', 'm.caught -> near'], more)).says('a').texts).toEqual(['近']);
});

test('what fails in its own branch ends in the apology, also later', () => {
  const now = talk(
    draw({}, ['ask.answered -> bad', 'sorry -> worse'], { worse: ['message', { text: '{{ 2 / 0 }}' }] }),
  ).says('a');
  expect(now.last).toMatchObject({ outcome: 'faulted' });
  const later = talk(draw({}, ['ask.answered -> call', 'sorry -> call']), { outside: { 'http.request': down } }).says(
    'a',
  );
  expect(later.texts[0]).toBe('TEST 在 call');
  expect(later.texts[1]).toMatch(/抱歉/u);
  expect(later.last.snapshot.value).toBe('_idle');
});

test('after the customer did something it stands ready again', () => {
  const c = talk(draw({}, ['ask.answered -> bad', 'sorry -> ask']));
  expect(c.says('a').texts[0]).toBe('EXPRESSION_FAILED 在 bad');
  expect(c.says('b').texts[0]).toBe('EXPRESSION_FAILED 在 bad');
});

test('a jump that goes round is caught too', () => {
  const more: Record<string, NodeSketch> = { back: ['jump', { target: 'ask', maxPerSession: 1 }] };
  const c = talk(draw({}, ['ask.answered -> back'], more))
    .says('a')
    .says('b');
  expect(c.texts).toEqual(['FLOW_RUNAWAY 在 back']);
});
