// On event: what happens besides the customer's words begins a branch, and the question it cut into comes back.
import { expect, test } from 'vitest';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';

const agent = { id: 'a', name: 'An' };
const available = { state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 0 };
const draw = (
  config: Readonly<Record<string, unknown>>,
  ask: Readonly<Record<string, unknown>> = {},
  more: Record<string, NodeSketch> = {},
  lines: string[] = [],
) =>
  drawFlow(
    {
      ask: ['askText', { prompt: '姓名？', ...ask }] as NodeSketch,
      n: ['onEvent', config] as NodeSketch,
      hit: ['message', { text: '→fired {{ order.id }}' }] as NodeSketch,
      ...more,
    },
    ['start.next -> ask', 'n.fired -> hit', ...lines],
  );
const paid = { event: 'custom', name: 'order.paid', variable: 'order' };
const raised = { type: 'signal.raised', name: 'order.paid', data: { id: 'A1' } } as const;

test('an event of the operator cuts in with its data, and the question comes back', () => {
  const c = talk(draw(paid)).happens(raised);
  expect(c.texts).toEqual(['→fired A1', '好的，我们接着刚才的问题。', '姓名？']);
  expect(c.vars).toEqual({ order: { id: 'A1' } });
});

test('an event of another name, or one nobody listens to, changes nothing', () => {
  const c = talk(draw(paid)).happens({ ...raised, name: 'order.sent' });
  expect(c.texts).toEqual([]);
  expect(c.says('王芳').ports('ask')).toEqual(['answered']);
});

test('it waits for no one: a question that denies it and its own setting keep it out', () => {
  expect(talk(draw(paid, { interrupt: 'deny' })).happens(raised).texts).toEqual([]);
  expect(talk(draw({ ...paid, mayInterrupt: false })).happens(raised).texts).toEqual([]);
  expect(
    talk(draw({ ...paid, mayInterrupt: false }))
      .says('王芳')
      .happens(raised).texts,
  ).toEqual(['→fired A1']);
});

test('it never breaks work under way', () => {
  const flow = draw(paid, {}, { call: ['http', { url: 'https://e.com' }] }, ['ask.answered -> call', 'call.ok -> hit']);
  const c = talk(flow).says('王芳').happens(raised);
  expect(c.texts).toEqual([]);
  expect(c.last.snapshot.value).toBe('call');
});

test('the start of a conversation: its branch comes first, then the start', () => {
  const c = talk(draw({ event: 'session.started' }));
  expect(c.texts).toEqual(['→fired ', '姓名？']);
  expect(c.path.slice(0, 2)).toEqual(['n', 'n.fired']);
});

test('the end of a conversation: last words, then it is closed', () => {
  const c = talk(draw({ event: 'session.ended' })).happens({ type: 'session.expired', reason: 'idle' });
  expect(c.texts).toEqual(['→fired ']);
  expect(c.last.outcome).toBe('done');
  expect(c.asked('session.close')).toHaveLength(1);
});

test('a person who joins and leaves', () => {
  const desk = { desk: ['handoff', {}] as NodeSketch };
  const run = (event: string) => {
    const c = talk(draw({ event }, {}, desk, ['ask.answered -> desk']), {
      outside: { 'desk.availability': () => available },
    });
    return c.says('人工').happens({ type: 'agent.accepted', agent });
  };
  const joined = run('agent.joined');
  expect(joined.texts).toContain('→fired ');
  expect(joined.last.attention).toBe('person');
  const left = run('agent.left');
  expect(left.texts).not.toContain('→fired ');
  expect(left.happens({ type: 'handoff.resolved', agent }).texts).toEqual(['→fired ']);
});

test('a lead that was saved, and a failure', () => {
  const lead = { card: ['leadCard', {}] as NodeSketch };
  const c = talk(draw({ event: 'lead.created', variable: 'order' }, {}, lead, ['ask.answered -> card']), {
    outside: { 'lead.find': () => ({ found: false }) },
  });
  c.says('x').submits({ name: '王', phone: '13812345678', consent: true });
  expect(c.texts.at(-1)).toBe('→fired ');
  const bad = { bad: ['message', { text: '{{ 1 / 0 }}' }] as NodeSketch };
  const failed = talk(draw({ event: 'flow.error', variable: 'order' }, {}, bad, ['ask.answered -> bad'])).says('x');
  expect(failed.texts.at(-1)).toBe('→fired ');
  expect(failed.vars['order']).toMatchObject({ code: 'EXPRESSION_FAILED', node: 'bad' });
});
