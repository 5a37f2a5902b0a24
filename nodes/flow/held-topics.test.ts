// Topics that come up while a call is under way: the call is not abandoned, the topic has its turn once the flow stands still.
import { describe, expect, it } from 'vitest';
import { SWITCH_CHOICE } from '#nodes/wire/topic-choices.ts';
import { drawFlow, talk, type NodeSketch, type Talk } from '#nodes/testkit/talk.ts';

const MINUTE = 60_000;
const BRIDGE = '好的，我们接着刚才的问题。';

function keyword(word: string, more: Record<string, unknown> = {}): NodeSketch {
  return ['onKeyword', { words: [word], ...more }];
}

/** A call, then a question; beside it two topics. */
function shop(after: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return drawFlow(
    {
      call: ['http', { method: 'POST', url: 'https://erp.example/orders', variable: 'order' }],
      day: ['askText', { prompt: '{{ order.status }} 哪天送？', variable: 'day', ...after }],
      done: ['message', { text: '{{ day }}送到。' }],
      freight: keyword('运费', more),
      free: ['message', { text: '您问“{{ turn.text }}”：满 99 包邮。' }],
      hours: keyword('几点', more),
      open: ['message', { text: '九点开门。' }],
    },
    ['start -> call', 'call.ok -> day', 'day.answered -> done', 'freight.matched -> free', 'hours.matched -> open'],
  );
}

/** The result of the call comes in. */
function answered(c: Talk): Talk {
  return c.happens({
    type: 'effect.completed',
    node: 'call',
    visit: 1,
    index: 0,
    output: { status: 200, headers: {}, body: null },
  });
}

describe('a topic that comes up while a call is under way', () => {
  it('waits: the result is kept, the call is made once, and the question comes back after the topic', () => {
    const c = talk(shop());
    expect(c.says('运费多少').texts).toEqual([]);
    expect(c.last.snapshot.value).toBe('call');
    expect(answered(c).texts).toEqual(['200 哪天送？', '您问“运费多少”：满 99 包邮。', BRIDGE, '200 哪天送？']);
    expect(c.asked('http.request')).toHaveLength(1);
    expect(c.says('周二').texts).toEqual(['周二送到。']);
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('has its turn after the others that came up before it, each once and with what was said last', () => {
    const c = talk(shop()).says('运费').says('几点开门').says('运费要多少');
    expect(answered(c).texts).toEqual([
      '200 哪天送？',
      '九点开门。',
      '您问“运费要多少”：满 99 包邮。',
      BRIDGE,
      '200 哪天送？',
    ]);
  });

  it('has its turn when the call fails, too', () => {
    const c = talk(shop()).says('运费');
    c.happens({
      type: 'effect.failed',
      node: 'call',
      visit: 1,
      index: 0,
      error: { code: 'EGRESS_FAILED', message: '' },
    });
    expect(c.texts.at(-1)).toBe('您问“运费”：满 99 包邮。');
    expect(c.last.snapshot.value).toBe('_idle');
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('waits longer while a question lets nothing cut in, and asks first where that is drawn', () => {
    const denied = answered(talk(shop({ interrupt: 'deny' })).says('运费'));
    expect(denied.texts).toEqual(['200 哪天送？']);
    expect(denied.says('周二').texts).toEqual(['周二送到。', '您问“运费”：满 99 包邮。']);
    const first = answered(talk(shop({ interrupt: 'ask', topic: '送货' })).says('运费'));
    expect(first.texts.at(-1)).toContain('要换到');
    expect(first.chooses(SWITCH_CHOICE).texts[0]).toBe('您问“运费”：满 99 包邮。');
  });

  it('is not taken up when it is too old', () => {
    const c = talk(shop()).says('运费');
    c.passes(31 * MINUTE);
    expect(answered(c).texts).toEqual(['200 哪天送？']);
    expect(c.last.snapshot.context.topics).toBeUndefined();
  });

  it('never keeps a customer from a person, who then reads what was said', () => {
    const here = { state: 'available', waiting: 0, agentsOnline: 1, position: 1, etaSeconds: 60 };
    const c = talk(shop(), { outside: { 'desk.availability': () => here } })
      .says('运费')
      .says('人工');
    expect(c.last.attention).toBe('queue');
    expect(c.last.snapshot.context.topics?.held).toBeUndefined();
    expect(c.last.snapshot.value).not.toBe('call');
  });

  it('gives up the call when it gives up everything that is open, such as starting over', () => {
    const c = talk(shop({}, { comesBack: false }));
    expect(c.says('运费').texts).toEqual(['您问“运费”：满 99 包邮。']);
    expect(answered(c).texts).toEqual([]);
  });

  it('is not held when it may not cut in at all', () => {
    const c = talk(shop({}, { mayInterrupt: false })).says('运费');
    expect(answered(c).texts).toEqual(['200 哪天送？']);
  });

  it('waits for a job as well', () => {
    const job = talk(
      drawFlow(
        {
          job: ['job', { queue: 'render', payload: '{}', wait: true, deadlineMs: MINUTE }],
          done: ['message', { text: '好了。' }],
          freight: keyword('运费'),
          free: ['message', { text: '包邮。' }],
        },
        ['start -> job', 'job.done -> done', 'freight.matched -> free'],
      ),
    ).says('运费');
    expect(job.texts).toEqual([]);
    job.happens({ type: 'effect.completed', node: 'job', visit: 1, index: 0, output: { result: {} } });
    expect(job.texts).toEqual(['好了。', '包邮。']);
  });
});
