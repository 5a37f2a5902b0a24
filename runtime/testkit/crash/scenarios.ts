// The conversations that are cut short at every durable step.
import { drawFlow, type NodeSketch } from '#nodes/testkit/talk.ts';
import { LASTING_SCENARIOS } from './lasting-scenarios.ts';
import type { Scenario, Step } from './scenario.ts';

const MINUTE = 60_000;
const ann = { id: 'u1', name: 'Ann' };
const http = { timeoutMs: 5000, retry: { max: 2, backoffMs: 1000 } };
const found = {
  hits: [{ passageId: 'p1', title: '运费', text: '满 99 元包邮。', score: 0.9 }],
  confidence: 0.9,
  answer: '满 99 元包邮。',
  sources: [{ title: '运费', quote: '满 99 元包邮。' }],
};

function ask(prompt: string, variable: string, more: Record<string, unknown> = {}): NodeSketch {
  return ['askText', { prompt, variable, ...more }];
}
const open = (who: string, flow = 'flow'): Step => ({ open: who, flow });
const says = (who: string, id: string, text: string): Step => ({ who, id, sends: { text } });
const requested = (who: string, id: string): Step => ({
  who,
  id: `customer:${id}`,
  act: { type: 'person.requested', messageId: id },
});
const accepted = (who: string): Step => ({ who, id: 'accept', act: { type: 'agent.accepted', agent: ann } });

const echo = drawFlow({ ask: ask('说吧', 'said'), back: ['message', { text: '{{ said }}！' }] }, [
  'start -> ask',
  'ask.answered -> back',
  'back -> ask',
]);
const call = (config: Record<string, unknown>) =>
  drawFlow(
    {
      ask: ask('订单号？', 'order'),
      call: ['http', { ...http, url: 'https://api.test/orders', ...config }],
      ok: ['message', { text: '{{ order }}：{{ response.body.state }}' }],
      sorry: ['message', { text: '暂时查不到。' }],
    },
    [
      'start -> ask',
      'ask.answered -> call',
      'call.ok -> ok',
      'call.clientError -> sorry',
      'call.serverError -> sorry',
      'call.error -> sorry',
      'ok -> ask',
      'sorry -> ask',
    ],
  );
const person = drawFlow(
  {
    ask: ask('您好', 'said'),
    desk: ['handoff', { reason: '要人工', waitLimitMs: 5 * MINUTE }],
    late: ['message', { text: '抱歉，让您久等了。' }],
    after: ['message', { text: '还有什么可以帮您？' }],
    rate: ['rating', { noReply: { enabled: false, afterMs: MINUTE, reminders: [] } }],
  },
  [
    'start -> ask',
    'ask.answered -> desk',
    'desk.timeout -> late',
    'desk.offline -> late',
    'desk.resolved -> rate',
    'desk.returned -> after',
    'rate.good -> after',
    'rate.neutral -> after',
    'rate.bad -> after',
    'rate.skipped -> after',
    'late -> ask',
    'after -> ask',
  ],
);
const knows = (mode: string) =>
  drawFlow(
    {
      ask: ask('请问', 'q'),
      know: ['knowledgeAnswer', { mode }],
      none: ['message', { text: '没有找到。' }],
    },
    ['start -> ask', 'ask.answered -> know', 'know.answered -> ask', 'know.noHit -> none', 'none -> ask'],
  );
const ends = drawFlow({ ask: ask('还有问题吗？', 'x'), end: ['end', { text: '再见！' }] }, [
  'start -> ask',
  'ask.answered -> end',
]);

/** All of them. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'plain turns',
    flows: { flow: echo },
    steps: [open('a'), says('a', 'm1', '一'), says('a', 'm2', '二')],
  },
  {
    name: 'a choice and a suggestion',
    flows: {
      flow: drawFlow(
        {
          menu: [
            'askChoice',
            {
              prompt: '选哪个？',
              options: [
                { id: 'order', label: '订单' },
                { id: 'ask', label: '提问' },
              ],
            },
          ],
          chips: ['suggestions', { text: '大家常问', chips: ['运费'] }],
          ask: ask('请问', 'q'),
          back: ['message', { text: '关于{{ q }}' }],
        },
        ['start -> menu', 'menu.ask -> chips', 'menu.order -> menu', 'chips -> ask', 'ask.answered -> back'],
      ),
    },
    steps: [
      open('a'),
      { who: 'a', id: 'm1', sends: { choice: 'ask' } },
      { who: 'a', id: 'm2', sends: { choice: 'say:0' } },
    ],
  },
  {
    name: 'a form and a lead',
    flows: {
      flow: drawFlow(
        {
          card: ['leadCard', {}],
          tag: ['tag', { add: ['课程'], remove: [] }],
          thanks: ['message', { text: '稍后联系您。' }],
        },
        ['start -> card', 'card.submitted -> tag', 'card.declined -> thanks', 'tag -> thanks'],
      ),
    },
    steps: [
      open('a'),
      { who: 'a', id: 'm1', sends: { form: { name: '王小明', phone: '13800138000', consent: true } } },
      says('a', 'm2', '好的'),
    ],
  },
  {
    name: 'a call that succeeds at the second try',
    flows: { flow: call({ method: 'POST', body: '{"order":"{{ order }}"}' }) },
    status: (count) => (count === 1 ? 503 : 200),
    steps: [open('a'), says('a', 'm1', 'A-1'), { passes: 10_000 }],
  },
  {
    name: 'a call that never succeeds',
    flows: { flow: call({ retry: { max: 1, backoffMs: 1000 } }) },
    status: () => 500,
    steps: [open('a'), says('a', 'm1', 'A-1'), { passes: 10_000 }],
  },
  {
    name: 'an answer written by a model',
    flows: { flow: knows('generate') },
    knowledge: { ...found, modelAvailable: true },
    steps: [open('a'), says('a', 'm1', '运费多少'), says('a', 'm2', '谢谢')],
  },
  {
    name: 'an answer out of the knowledge store',
    flows: { flow: knows('extract') },
    knowledge: { ...found, modelAvailable: false },
    steps: [open('a'), says('a', 'm1', '运费多少')],
  },
  {
    name: 'a reminder and then silence',
    flows: {
      flow: drawFlow(
        {
          ask: ask('在吗？', 'x', {
            noReply: { enabled: true, afterMs: MINUTE, reminders: [{ afterMs: MINUTE, text: '还在吗？' }] },
          }),
          gone: ['message', { text: '那先不打扰了。' }],
        },
        ['start -> ask', 'ask.answered -> ask', 'ask.noReply -> gone'],
      ),
    },
    steps: [open('a'), { passes: MINUTE / 2 }, says('a', 'm1', '在'), { passes: 3 * MINUTE }],
  },
  {
    name: 'time passes on purpose',
    flows: {
      flow: drawFlow(
        {
          wait: ['wait', { durationMs: 10 * MINUTE, cancelOnMessage: false }],
          news: ['message', { text: '您的包裹到了。' }],
          ask: ask('收到了吗？', 'x'),
        },
        ['start -> wait', 'wait.due -> news', 'news -> ask'],
      ),
    },
    steps: [open('a'), says('a', 'm1', '到了吗'), { passes: 10 * MINUTE }, says('a', 'm2', '收到')],
  },
  {
    name: 'a person takes over and gives back',
    flows: { flow: person },
    steps: [
      open('a'),
      says('a', 'm1', '找人工'),
      says('a', 'm2', '在吗'),
      accepted('a'),
      { who: 'a', id: 'agent:x1', act: { type: 'agent.said', messageId: 'x1', text: '我是安妮。', agent: ann } },
      says('a', 'm3', '退款'),
      { who: 'a', id: 'resolve', act: { type: 'handoff.resolved', agent: ann } },
      { who: 'a', id: 'm4', sends: { choice: '5' } },
    ],
  },
  {
    name: 'nobody takes over in time',
    flows: { flow: person },
    steps: [open('a'), requested('a', 'm1'), { passes: 5 * MINUTE }, says('a', 'm2', '算了')],
  },
  {
    name: 'the same message again and again',
    flows: { flow: echo },
    steps: [
      open('a'),
      { all: Array.from({ length: 4 }, () => ({ who: 'a', id: 'm1', sends: { text: '一' } })) },
      says('a', 'm2', '二'),
      says('a', 'm1', '一'),
    ],
  },
  {
    name: 'two conversations at once',
    flows: { flow: echo, call: call({}) },
    steps: [
      open('a'),
      open('b', 'call'),
      {
        all: [
          { who: 'a', id: 'a1', sends: { text: '一' } },
          { who: 'b', id: 'b1', sends: { text: 'B-1' } },
        ],
      },
      {
        all: [
          { who: 'b', id: 'b2', sends: { text: 'B-2' } },
          { who: 'a', id: 'a2', sends: { text: '二' } },
        ],
      },
    ],
  },
  {
    name: 'the end',
    flows: { flow: ends },
    steps: [
      open('a'),
      says('a', 'm1', '没有了'),
      { who: 'a', id: 'm2', refused: { text: '还在吗' } },
      open('b'),
      { passes: 2 * 86_400_000 },
    ],
  },
  {
    name: 'a burst of messages',
    flows: { flow: echo },
    steps: [
      open('a'),
      { all: Array.from({ length: 8 }, (_, i) => ({ who: 'a', id: `m${i}`, sends: { text: `第${i}句` } })) },
    ],
  },
  {
    name: 'messages in a row that are one turn',
    flows: {
      flow: drawFlow(
        {
          ask: ask('说吧', 'said', { mergeBurstMs: 3000 }),
          back: ['message', { text: '{{ said }}！' }],
        },
        ['start -> ask', 'ask.answered -> back', 'back -> ask'],
      ),
    },
    steps: [
      open('a'),
      says('a', 'm1', '我想'),
      { passes: 1000 },
      says('a', 'm2', '退款'),
      says('a', 'm1', '我想'),
      { passes: 3000 },
      says('a', 'm3', '快点'),
      requested('a', 'm4'),
    ],
  },
  {
    name: 'a broken placeholder',
    flows: {
      flow: drawFlow({ ask: ask('说', 'x'), bad: ['message', { text: '{{ 1 / 0 }}' }] }, [
        'start -> ask',
        'ask.answered -> bad',
        'bad -> ask',
      ]),
    },
    steps: [open('a'), says('a', 'm1', '一'), requested('a', 'm2'), accepted('a')],
  },
  ...LASTING_SCENARIOS,
];
