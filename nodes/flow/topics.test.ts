// Topics that cut in: the open question is parked, asked again, given up; in dialogue.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFlow, talk, type NodeSketch } from '#nodes/testkit/talk.ts';
import type { FlowDocument } from './document.ts';
import { MAX_PARKED } from './topics.ts';

const BRIDGE = '好的，我们接着刚才的问题。';
const MINUTE = 60_000;

function ask(prompt: string, variable: string, more: Record<string, unknown> = {}): NodeSketch {
  return ['askText', { prompt, variable, ...more }];
}
function keyword(word: string, more: Record<string, unknown> = {}): NodeSketch {
  return ['onKeyword', { words: [word], ...more }];
}

/** An appointment with two questions, and two topics: freight answers at once, refund asks something itself. */
function shop(
  first: Record<string, unknown> = {},
  settings: Partial<FlowDocument['settings']> = {},
  more: Record<string, unknown> = {},
) {
  const flow = drawFlow(
    {
      day: ask('哪天来？', 'day', first),
      time: ask('几点？', 'time'),
      done: ['message', { text: '{{ day }} {{ time }}，记下了。' }],
      freight: keyword('运费', more),
      free: ['message', { text: '满 99 包邮。' }],
      refund: keyword('退款', more),
      order: ask('退款的订单号？', 'order'),
      back: ['message', { text: '{{ order }} 已登记。' }],
    },
    [
      'start -> day',
      'day.answered -> time',
      'time.answered -> done',
      'freight.matched -> free',
      'refund.matched -> order',
      'order.answered -> back',
    ],
  );
  return { ...flow, settings: { ...flow.settings, ...settings } };
}

describe('a topic that cuts into a question', () => {
  it('answers, and the question is asked again with a bridge', () => {
    const c = talk(shop());
    expect(c.says('运费怎么算').texts).toEqual(['满 99 包邮。', BRIDGE, '哪天来？']);
    expect(c.says('周二').texts).toEqual(['几点？']);
    expect(c.says('三点').texts).toEqual(['周二 三点，记下了。']);
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('may ask itself and be cut into: the questions come back newest first', () => {
    const c = talk(shop());
    expect(c.says('我要退款').texts).toEqual(['退款的订单号？']);
    expect(c.says('运费呢').texts).toEqual(['满 99 包邮。', BRIDGE, '退款的订单号？']);
    expect(c.says('A1').texts).toEqual(['A1 已登记。', BRIDGE, '哪天来？']);
    expect(c.says('周三').texts).toEqual(['几点？']);
  });

  it('says the bridge of the flow in the language of the customer, or none', () => {
    const topics = { bridge: { 'zh-CN': '回到预约。', en: 'Back to it.' } };
    expect(talk(shop({}, { topics }), { locale: 'en' }).says('运费').texts).toContain('Back to it.');
    expect(talk(shop({}, { topics: { bridge: '' } })).says('运费').texts).toEqual(['满 99 包邮。', '哪天来？']);
  });

  it('keeps the tries of the question', () => {
    const c = talk(shop({ pattern: '\\d+', maxTries: 3, retry: '再说一次' }));
    c.says('x');
    expect(c.last.snapshot.context.tries).toEqual({ day: 1 });
    c.says('运费');
    expect(c.last.snapshot.context.tries).toEqual({ day: 1 });
  });

  it('does not bring back a question that is too old, and says nothing of it', () => {
    const c = talk(shop());
    c.says('退款');
    c.passes(31 * MINUTE);
    expect(c.says('A1').texts).toEqual(['A1 已登记。']);
    expect(c.last.snapshot.value).toBe('_idle');
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('does not bring a question back more often than the flow allows', () => {
    const c = talk(shop({}, { topics: { maxResumes: 2 } }));
    expect(c.says('运费').texts).toContain('哪天来？');
    expect(c.says('运费').texts).toContain('哪天来？');
    expect(c.says('运费').texts).toEqual(['满 99 包邮。']);
  });

  it('gives up everything that was open when it does not come back', () => {
    const c = talk(shop({}, {}, { comesBack: false }));
    expect(c.says('运费').texts).toEqual(['满 99 包邮。']);
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('does not stack one question twice, nor ask again what was answered meanwhile', () => {
    const flow = drawFlow(
      {
        day: ask('哪天？', 'day'),
        end: ['message', { text: '好。' }],
        again: keyword('重来'),
        jump: ['jump', { target: 'day' }],
      },
      ['start -> day', 'day.answered -> end', 'again.matched -> jump'],
    );
    const c = talk(flow).says('重来').says('重来').says('重来');
    expect(c.last.snapshot.context.topics?.parked.map(({ node }) => node)).toEqual(['day']);
    expect(c.says('周一').texts).toEqual(['好。']);
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('leaves a wait to start over in silence', () => {
    const flow = drawFlow(
      {
        pause: ['wait', { durationMs: MINUTE, cancelOnMessage: false }],
        due: ['message', { text: '到了' }],
        k: keyword('运费'),
        free: ['message', { text: '包邮' }],
      },
      ['start -> pause', 'pause.due -> due', 'k.matched -> free'],
    );
    const c = talk(flow);
    expect(c.says('运费').texts).toEqual(['包邮']);
    expect(c.passes(MINUTE).texts).toEqual(['到了']);
  });

  it('keeps the reminders of the question: they start anew', () => {
    const noReply = { enabled: true, afterMs: MINUTE, reminders: [{ afterMs: MINUTE, text: '还在吗？' }] };
    const c = talk(shop({ noReply }));
    c.passes(MINUTE / 2).says('运费');
    expect(c.passes(MINUTE - 1).texts).toEqual([]);
    expect(c.passes(1).texts).toEqual(['还在吗？']);
  });

  it('that fails leaves the question open', () => {
    const flow = drawFlow(
      { day: ask('哪天？', 'day'), k: keyword('运费'), bad: ['message', { text: '{{ 1 / 0 }}' }] },
      ['start -> day', 'k.matched -> bad'],
    );
    const c = talk(flow).says('运费');
    expect(c.last).toMatchObject({ outcome: 'faulted', fault: { node: 'bad' } });
    expect(c.texts.at(-1)).toBe('哪天？');
    expect(c.says('周一').vars).toMatchObject({ day: '周一' });
  });

  it('keeps the stack over a handoff', () => {
    const flow = drawFlow({ day: ask('哪天？', 'day'), k: keyword('投诉'), desk: ['handoff', { reason: '投诉' }] }, [
      'start -> day',
      'k.matched -> desk',
    ]);
    const available = { state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 0 };
    const c = talk(flow, { outside: { 'desk.availability': () => available } });
    const agent = { id: 'a', name: 'An' };
    c.says('投诉').happens({ type: 'agent.accepted', agent });
    expect(c.last.snapshot.context.topics?.parked.map(({ node }) => node)).toEqual(['day']);
    expect(c.happens({ type: 'handoff.returned', agent, note: '' }).texts).toEqual([BRIDGE, '哪天？']);
  });

  it('goes to a depth that has a bound, and back in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 1, maxLength: 20 }), (visits) => {
        const nodes: Record<string, NodeSketch> = { first: ask('0?', 'v') };
        const lines = ['start -> first'];
        for (let i = 0; i < 14; i += 1) {
          nodes[`k${i}`] = keyword(`词${String.fromCharCode(97 + i)}`);
          nodes[`q${i}`] = ask(`q${i}?`, 'v');
          lines.push(`k${i}.matched -> q${i}`);
        }
        const base = drawFlow(nodes, lines);
        const c = talk({ ...base, settings: { ...base.settings, topics: { maxResumes: 20 } } });
        // What is parked keeps its place until it is taken up, also when it was asked anew meanwhile.
        let parked: { node: string; isOver: boolean }[] = [];
        let current = 'first';
        for (const i of visits) {
          c.says(`词${String.fromCharCode(97 + i)}`);
          parked = [...parked.filter(({ node }) => node !== current), { node: current, isOver: false }]
            .slice(-MAX_PARKED)
            .map((one) => (one.node === `q${i}` ? { ...one, isOver: true } : one));
          current = `q${i}`;
        }
        const expected = [...parked.filter(({ isOver }) => !isOver).map(({ node }) => node), current];
        const { topics, visits: seen } = c.last.snapshot.context;
        expect(topics?.parked.length).toBeLessThanOrEqual(MAX_PARKED);
        expect(new Set(topics?.parked.map(({ node }) => node)).size).toBe(topics?.parked.length);
        // Each answer leads to the next open question, until none is left.
        for (let open = expected.pop(); open !== undefined; open = expected.pop()) {
          const value = c.last.snapshot.value as Record<string, string>;
          expect(Object.keys(value)).toEqual([open]);
          c.says('答');
        }
        expect(c.last.snapshot.value).toBe('_idle');
        expect(seen['first']).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a question that wants the customer to decide', () => {
  const named = (locale = 'zh-CN') =>
    talk(
      shop(
        { interrupt: 'ask', topic: { 'zh-CN': '预约时间', en: 'the appointment' } },
        {},
        { topic: { 'zh-CN': '退款', en: 'a refund' } },
      ),
      { locale },
    );

  it('names both topics and offers two ways', () => {
    expect(named().says('退款').said).toMatchObject([
      {
        text: '刚才在说‹预约时间›，要换到‹退款›吗？',
        choices: [
          { id: 'tandem:switch', label: '换过去' },
          { id: 'tandem:stay', label: '继续刚才的' },
        ],
      },
    ]);
    expect(named('en').says('退款').texts).toEqual(['You were at ‹the appointment›. Switch to ‹a refund›?']);
  });

  it.each(['好', '换过去', '1', '我要退款'])(
    'switches on %s, with what was said before at hand, and comes back',
    (word) => {
      const c = named().says('我要退款');
      expect(c.says(word).texts).toEqual(['退款的订单号？']);
      expect(c.last.snapshot.context.turn.text).toBe('我要退款');
      expect(c.says('A1').texts).toEqual(['A1 已登记。', BRIDGE, '哪天来？']);
    },
  );

  it('stays on "no", by button or in words, and asks again', () => {
    expect(named().says('退款').chooses('tandem:stay').texts).toEqual(['哪天来？']);
    expect(named().says('退款').says('不用').texts).toEqual(['哪天来？']);
  });

  it('takes anything else as the answer to the question', () => {
    const c = named().says('退款').says('周二上午');
    expect(c.vars).toMatchObject({ day: '周二上午' });
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('forgets the choice when the question was left meanwhile', () => {
    const noReply = { enabled: true, afterMs: MINUTE, reminders: [] };
    const flow = shop({ interrupt: 'ask', noReply });
    const c = talk({
      ...flow,
      edges: [...flow.edges, { id: 'x', from: { node: 'day', port: 'noReply' }, to: { node: 'time' } }],
    });
    c.says('退款').passes(MINUTE);
    expect(c.chooses('tandem:switch').path).not.toContain('refund');
  });
});

describe('a way back that is drawn', () => {
  const draw = (config: Record<string, unknown>) =>
    drawFlow(
      { day: ask('哪天？', 'day'), k: keyword('退款'), order: ask('订单号？', 'order'), back: ['resumeTopic', config] },
      ['start -> day', 'k.matched -> order', 'order.answered -> back'],
    );

  it('says its own words instead of the bridge', () => {
    expect(
      talk(draw({ bridge: '回到预约：' }))
        .says('退款')
        .says('A1').texts,
    ).toEqual(['回到预约：', '哪天？']);
    expect(talk(draw({})).says('退款').says('A1').texts).toEqual([BRIDGE, '哪天？']);
  });

  it('gives up after its own limit without a word', () => {
    const c = talk(draw({ bridge: '回到预约：', giveUpMs: MINUTE }))
      .says('退款')
      .passes(2 * MINUTE);
    expect(c.says('A1').texts).toEqual([]);
    expect(c.last.snapshot.value).toBe('_idle');
  });

  it('says nothing when nothing is open', () => {
    const c = talk({
      ...draw({ bridge: '回到预约：' }),
      edges: draw({}).edges.filter(({ from }) => from.node !== 'start'),
    });
    expect(c.says('退款').says('A1').texts).toEqual([]);
  });
});

describe('a jump', () => {
  const loop = (config: Record<string, unknown>, lines: string[] = []) =>
    drawFlow(
      { day: ask('哪天？', 'day'), back: ['jump', { target: 'day', ...config }], stop: ['message', { text: '够了' }] },
      ['start -> day', 'day.answered -> back', ...lines],
    );

  it('leaves by its error way when it jumps too often in one conversation', () => {
    const c = talk(loop({ maxPerSession: 2 }, ['back.error -> stop']));
    expect(c.says('a').says('b').texts).toEqual(['哪天？']);
    expect(c.says('c').texts).toEqual(['够了']);
  });

  it('ends in a named problem without such a way', () => {
    const c = talk(loop({ maxPerSession: 1 }))
      .says('a')
      .says('b');
    expect(c.last).toMatchObject({ outcome: 'faulted', fault: { code: 'FLOW_RUNAWAY', node: 'back' } });
  });

  it('may give up what is open', () => {
    const flow = drawFlow(
      {
        day: ask('哪天？', 'day'),
        k: keyword('重来'),
        menu: ask('要什么？', 'what'),
        go: ['jump', { target: 'menu', clearStack: true }],
      },
      ['start -> day', 'k.matched -> go'],
    );
    const c = talk(flow).says('重来');
    expect(c.texts).toEqual(['要什么？']);
    expect(c.says('没有').texts).toEqual([]);
    expect(c.last.snapshot.value).toBe('_idle');
  });
});
