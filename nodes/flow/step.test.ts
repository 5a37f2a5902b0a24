// The pure core in dialogue: what cuts in, what is dropped, how a fault ends.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#nodes/kit/json.ts';
import { drawFlow, talk, type NodeSketch, type Outside } from '#nodes/testkit/talk.ts';
import { compileFlow } from './compile.ts';
import { failFlow, startFlow, stepFlow } from './step.ts';
import { PERSON_WORDS } from './person-words.ts';

const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '在吗？' }] };
const ask = (config: JsonObject = {}): NodeSketch => ['askText', { prompt: '?', ...config }];
const desk: Outside = {
  'desk.availability': () => ({ state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 0 }),
};

describe('results of effects', () => {
  const flow = drawFlow(
    {
      call: ['http', { url: 'https://e.com', variable: 'r' }],
      ok: ask({ prompt: '好', interrupt: 'deny' }),
      cut: ['onKeyword', { words: ['重来'], comesBack: false }],
    },
    ['start.next -> call', 'call.ok -> ok', 'ok.answered -> call', 'cut.matched -> call'],
  );
  const result = (visit: number, output: JsonObject) =>
    ({ type: 'effect.completed', node: 'call', visit, index: 0, output }) as const;

  it('of an earlier visit are dropped', () => {
    const conversation = talk(flow).says('重来');
    expect(conversation.asked('http.request').map(({ id }) => id)).toEqual(['call:1:0', 'call:2:0']);
    conversation.happens(result(1, { status: 200, headers: {}, body: 'old' }));
    expect(conversation.last.snapshot.value).toBe('call');
    expect(conversation.vars).toEqual({});
    conversation.happens(result(2, { status: 200, headers: {}, body: 'new' }));
    expect(conversation.vars['r']).toMatchObject({ body: 'new' });
  });

  it('come once: the same result again changes nothing', () => {
    const conversation = talk(flow).happens(result(1, { status: 200, headers: {}, body: 1 }));
    const { snapshot } = conversation.last;
    conversation.happens(result(1, { status: 500, headers: {}, body: 2 }));
    expect(conversation.last.snapshot).toEqual(snapshot);
    expect(conversation.last.trace).toEqual([]);
  });

  it('of another node or another effect of the node are dropped', () => {
    const conversation = talk(flow);
    conversation.happens({ ...result(1, {}), node: 'ok' }).happens({ ...result(1, {}), index: 5 });
    conversation.happens({ ...result(1, {}), node: 'constructor' });
    expect(conversation.last.snapshot.value).toBe('call');
  });
});

describe('timers', () => {
  const flow = drawFlow(
    { a: ask({ noReply, interrupt: 'deny' }), b: ask({ interrupt: 'deny' }), late: ['message', { text: '晚' }] },
    ['start.next -> a', 'a.answered -> b', 'b.answered -> a', 'a.noReply -> late'],
  );

  it('of a state that was left are cancelled by name', () => {
    const conversation = talk(flow);
    const open = conversation.openTimers;
    expect(open).toHaveLength(2);
    conversation.says('一');
    expect([...conversation.last.timers.cancel].sort()).toEqual([...open].sort());
    expect(conversation.openTimers).toEqual([]);
  });

  it('that were on their way when the state was left change nothing', () => {
    const conversation = talk(flow);
    const timer = conversation.last.timers.set.at(-1);
    conversation.says('一').happens({ type: 'timer.elapsed', timerId: timer?.id ?? '', event: timer?.event ?? '' });
    expect(conversation.said).toEqual([]);
    expect(conversation.last.snapshot.value).toEqual({ b: 'waiting' });
  });

  it('start anew when the node is entered again', () => {
    const conversation = talk(flow);
    conversation.passes(20_000);
    conversation.says('一').says('二');
    expect(conversation.dueIn).toEqual([30_000, 90_000]);
    expect(conversation.last.snapshot.context.visits['a']).toBe(2);
  });

  it('are cancelled when a topic cuts in, a person is asked for, or the session expires', () => {
    const open = {
      ...flow,
      nodes: flow.nodes.map((node) => ({ ...node, config: { ...node.config, interrupt: 'allow' } })),
    };
    expect(talk(flow).happens({ type: 'session.expired', reason: 'idle' }).openTimers).toEqual([]);
    const asked = talk(open, { outside: desk }).says('人工');
    expect(asked.openTimers.every((id) => id.includes('_person'))).toBe(true);
  });
});

describe('a node that is entered again', () => {
  it('by a line to itself counts as a new visit', () => {
    const conversation = talk(drawFlow({ a: ask({ interrupt: 'deny' }) }, ['start.next -> a', 'a.answered -> a']));
    conversation.says('一').says('二');
    expect(conversation.texts).toEqual(['?']);
    expect(conversation.last.snapshot.context.visits['a']).toBe(3);
  });

  it('may be called like a part of a JavaScript object', () => {
    const flow = drawFlow(
      { constructor: ask({ interrupt: 'deny' }), toString: ['message', { text: 'x' }] as NodeSketch },
      ['start.next -> constructor', 'constructor.answered -> toString', 'toString.next -> constructor'],
    );
    const conversation = talk(flow).says('一');
    expect(conversation.last.snapshot.context.visits).toEqual({ start: 1, constructor: 2, toString: 1 });
    expect(conversation.last.effects.map(({ id }) => id)).toEqual(['toString:1:100', 'constructor:2:101']);
  });
});

describe('a fault', () => {
  const broken = (config: JsonObject): NodeSketch => ['condition', config];

  it('without a way drawn for it ends in an apology that offers a person, and the flow rests', () => {
    const conversation = talk(drawFlow({ n: broken({ expression: '1 / 0' }) }, ['start.next -> n']));
    expect(conversation.last).toMatchObject({
      outcome: 'faulted',
      fault: { code: 'EXPRESSION_FAILED', node: 'n' },
      snapshot: { value: '_idle', status: 'active' },
    });
    expect(conversation.said).toMatchObject([{ choices: [{ id: 'tandem:person', label: '转人工' }] }]);
    expect(conversation.chooses('tandem:person').path).toContain('_person');
  });

  it('leaves what was said, stored and asked for before it', () => {
    const flow = drawFlow(
      {
        a: ask({ variable: 'name', interrupt: 'deny' }),
        hi: ['message', { text: '{{ name }}，您好' }],
        mark: ['tag', { add: ['x'] }],
        n: broken({ expression: '1 / 0' }),
      },
      ['start.next -> a', 'a.answered -> hi', 'hi.next -> mark', 'mark.next -> n'],
    );
    const conversation = talk(flow).says('王芳');
    expect(conversation.texts[0]).toBe('王芳，您好');
    expect(conversation.texts).toHaveLength(2);
    expect(conversation.asked('contact.tag')).toHaveLength(1);
    expect(conversation.vars).toEqual({ name: '王芳' });
    expect(new Set(conversation.last.effects.map(({ id }) => id)).size).toBe(conversation.last.effects.length);
    expect(conversation.last.snapshot.context.visits).toMatchObject({ hi: 1, mark: 1, n: 1 });
  });

  it('takes the error port that is drawn, with the fault on record', () => {
    const flow = drawFlow(
      { n: ['http', { url: 'https://e.com/{{ 1 / 0 }}' }], sorry: ['message', { text: '查不到' }] },
      ['start.next -> n', 'n.error -> sorry'],
    );
    const conversation = talk(flow);
    expect(conversation.texts).toEqual(['查不到']);
    expect(conversation.last).toMatchObject({ outcome: 'waiting', fault: { node: 'n' } });
  });

  it('on the way of errors ends in the apology, not in a circle', () => {
    const flow = drawFlow({ n: ['http', { url: 'https://e.com/{{ 1 / 0 }}' }] }, ['start.next -> n', 'n.error -> n']);
    expect(talk(flow).last).toMatchObject({ outcome: 'faulted', fault: { node: 'n' } });
  });

  it('in the apology itself still comes to rest, without a word and without timers', () => {
    const flow = drawFlow({ a: ask({ noReply, interrupt: 'deny' }), n: broken({ expression: '1 / 0' }) }, [
      'start.next -> a',
      'a.answered -> n',
    ]);
    const mute = { ...flow, settings: { ...flow.settings, apology: '{{ 1 / 0 }}' } };
    const conversation = talk(mute).says('一');
    expect(conversation.said).toEqual([]);
    expect(conversation.last).toMatchObject({ outcome: 'faulted', snapshot: { value: '_idle' }, attention: 'bot' });
    expect(conversation.openTimers).toEqual([]);
    expect(conversation.says('喂').said).toHaveLength(1);
  });

  it('in the words said at rest is a fault too', () => {
    const flow = drawFlow({}, []);
    const mute = { ...flow, settings: { ...flow.settings, fallback: '{{ 1 / 0 }}' } };
    expect(talk(mute).says('喂').last.outcome).toBe('faulted');
  });

  it('from outside the chart ends the same way', () => {
    const conversation = talk(drawFlow({ a: ask({ noReply }) }, ['start.next -> a']));
    const fault = { code: 'FLOW_RUNAWAY', message: 'too many rounds', node: 'a' };
    const result = failFlow(conversation.flow, conversation.last.snapshot, conversation.now, fault);
    expect(result).toMatchObject({ outcome: 'faulted', fault, snapshot: { value: '_idle' } });
    expect(result.timers.cancel).toEqual(conversation.openTimers);
  });

  it('of a flow that goes round without waiting is named, and nothing hangs', () => {
    const flow = drawFlow({ a: ['message', { text: 'a' }], b: ['set', { assignments: [] }] }, [
      'start.next -> a',
      'a.next -> b',
      'b.next -> a',
    ]);
    const conversation = talk(flow);
    expect(conversation.last).toMatchObject({ outcome: 'faulted', fault: { code: 'FLOW_RUNAWAY', node: null } });
    expect(conversation.said).toHaveLength(1);
  });

  it('in a circle is the first one, and the chart does not go on round it', () => {
    const flow = drawFlow(
      { a: ['message', { text: '一' }], b: ['jump', { target: 'a', maxPerTurn: 2 }], e: ['message', { text: '够了' }] },
      ['start.next -> a', 'a.next -> b', 'b.error -> e'],
    );
    const conversation = talk(flow);
    expect(conversation.texts).toEqual(['一', '一', '一', '够了']);
    expect(conversation.last).toMatchObject({ outcome: 'waiting', fault: { code: 'FLOW_RUNAWAY', node: 'b' } });
  });

  it('changes neither the snapshot nor the event it was given', () => {
    const conversation = talk(
      drawFlow({ a: ask({ variable: 'x', interrupt: 'deny' }), n: broken({ expression: '1 / 0' }) }, [
        'start.next -> a',
        'a.answered -> n',
      ]),
    );
    const { snapshot } = conversation.last;
    const before = JSON.stringify(snapshot);
    conversation.says('一');
    expect(JSON.stringify(snapshot)).toBe(before);
  });
});

describe('asking for a person', () => {
  const states: readonly (readonly [string, NodeSketch])[] = [
    ['a question that may not be interrupted', ask({ interrupt: 'deny' })],
    ['a choice', ['askChoice', { prompt: '?', options: [{ id: 'a', label: '人工' }] }]],
    ['a form', ['form', { fields: [{ name: 'a', label: 'A', kind: 'text', required: true }], interrupt: 'deny' }]],
    ['a lead card', ['leadCard', { interrupt: 'deny' }]],
    ['a rating', ['rating', { interrupt: 'deny' }]],
    ['a wait', ['wait', { cancelOnMessage: false }]],
    ['a call under way', ['http', { url: 'https://e.com' }]],
    ['rest', ['message', { text: 'x' }]],
  ];

  it.each(states)('works in %s', (_name, node) => {
    for (const act of ['人工', 'AGENT!', ' 转人工。 ']) {
      expect(talk(drawFlow({ n: node }, ['start.next -> n']), { outside: desk }).says(act).last.attention).toBe(
        'queue',
      );
    }
    const pressed = talk(drawFlow({ n: node }, ['start.next -> n']), { outside: desk });
    expect(pressed.happens({ type: 'person.requested', messageId: 'm' }).last.attention).toBe('queue');
  });

  it('leads to the handoff that is drawn', () => {
    const flow = drawFlow({ n: ask({ interrupt: 'deny' }), h: ['handoff', { department: '售后' }] }, [
      'start.next -> n',
    ]);
    expect(talk(flow, { outside: desk }).says('人工').asked('handoff.enqueue')[0]?.request.department).toBe('售后');
  });

  it('understands every word of the list', () => {
    const flow = drawFlow({ n: ask({ interrupt: 'deny' }) }, ['start.next -> n']);
    for (const word of PERSON_WORDS)
      expect(talk(flow, { outside: desk }).says(word).last.attention, word).toBe('queue');
  });

  it('is not heard in the middle of other words, nor where the operator switched it off', () => {
    const flow = drawFlow({ n: ask({ interrupt: 'deny' }) }, ['start.next -> n']);
    expect(talk(flow).says('我是人工智能专业的').ports('n')).toEqual(['answered']);
    const off = { ...flow, settings: { ...flow.settings, personButton: false } };
    expect(talk(off).says('人工').ports('n')).toEqual(['answered']);
    expect(talk({ ...off, edges: [] }).says('喂').said).toMatchObject([{ kind: 'text' }]);
  });
});

describe('a session that is over', () => {
  const flow = drawFlow({ bye: ['end'] }, ['start.next -> bye']);

  it('hears nothing', () => {
    const { last } = talk(flow);
    const compiled = compileFlow(flow);
    for (const event of [
      { type: 'message.received', at: 1, messageId: 'm', text: '喂' },
      { type: 'person.requested', at: 1, messageId: 'm' },
      { type: 'session.expired', at: 1, reason: 'x' },
      { type: 'timer.elapsed', at: 1, timerId: 't', event: 'flow.failed' },
    ] as const) {
      expect(stepFlow(compiled, last.snapshot, event)).toMatchObject({
        snapshot: last.snapshot,
        effects: [],
        outcome: 'done',
      });
    }
    expect(failFlow(compiled, last.snapshot, 1, { code: 'X', message: '', node: null }).outcome).toBe('done');
  });

  it('is closed from outside in any state', () => {
    const conversation = talk(drawFlow({ a: ask() }, ['start.next -> a'])).happens({
      type: 'session.expired',
      reason: 'idle',
    });
    expect(conversation.last).toMatchObject({ outcome: 'done', snapshot: { status: 'done' } });
    expect(conversation.asked('session.close').map(({ request }) => request)).toEqual([
      { reason: 'expired', resolved: false },
    ]);
  });
});

describe('an event nobody listens to', () => {
  it('gives the same state back, with its time remembered', () => {
    const conversation = talk(drawFlow({ a: ask({ noReply }) }, ['start.next -> a']));
    const { value } = conversation.last.snapshot;
    conversation.now += 5;
    conversation.happens({ type: 'agent.accepted', agent: { id: 'a', name: 'A' } });
    expect(conversation.last).toMatchObject({ effects: [], trace: [], outcome: 'waiting' });
    expect(conversation.last.snapshot.value).toEqual(value);
    expect(conversation.last.snapshot.context.now).toBe(conversation.now);
    expect(conversation.last.timers).toEqual({ set: [], cancel: [] });
  });

  it('may be a second start: the conversation goes on', () => {
    const conversation = talk(drawFlow({ a: ask({ variable: 'x', interrupt: 'deny' }) }, ['start.next -> a']));
    const event = {
      type: 'session.started',
      at: 2,
      sessionId: 's',
      seed: 1,
      locale: 'en',
      channel: 'c',
      source: {},
      customer: {},
    } as const;
    expect(stepFlow(conversation.flow, conversation.last.snapshot, event)).toMatchObject({ effects: [], trace: [] });
    expect(startFlow(conversation.flow, event).snapshot.context.session.locale).toBe('en');
  });
});
