// Conversations about what outlasts them, cut short like all others: addresses others call back, values the flow shares, facts about customers, schedules.
import { drawFlow } from '#nodes/testkit/talk.ts';
import type { Scenario, Step } from './scenario.ts';

const HOUR = 3_600_000;
const WAITS = { noReply: { enabled: false, afterMs: HOUR, reminders: [] } };
const open = (who: string, visitor = who): Step => ({ open: who, flow: 'flow', visitor });
const says = (who: string, id: string, text: string): Step => ({ who, id, sends: { text } });

const paid = drawFlow(
  {
    ask: ['askText', { prompt: '订单号？', variable: 'order', ...WAITS }],
    address: ['callbackUrl', { name: 'payment.done', variable: 'callback' }],
    bill: [
      'http',
      {
        method: 'POST',
        url: 'https://api.test/bills',
        body: '{"order":"{{ order }}","tell":"{{ callback.url }}"}',
        timeoutMs: 5000,
        retry: { max: 2, backoffMs: 1000 },
      },
    ],
    pay: ['waitEvent', { name: 'payment.done', key: 'callback.key', variable: 'paid' }],
    thanks: ['message', { text: '收到 {{ paid.amount }} 元。' }],
    sorry: ['message', { text: '没有办成。' }],
  },
  [
    'start -> ask',
    'ask.answered -> address',
    'address.next -> bill',
    'address.error -> sorry',
    'bill.ok -> pay',
    'bill.clientError -> sorry',
    'bill.serverError -> sorry',
    'bill.error -> sorry',
    'pay.received -> thanks',
    'pay.timeout -> sorry',
    'thanks -> ask',
    'sorry -> ask',
  ],
);

const tickets = {
  ...drawFlow(
    {
      ask: ['askText', { prompt: '第 {{ tickets }} 号', variable: 'said', ...WAITS }],
      draw: ['set', { assignments: [{ variable: 'tickets', value: 'tickets + 1' }] }],
    },
    ['start -> ask', 'ask.answered -> draw', 'draw -> ask'],
  ),
  variables: [{ name: 'tickets', type: 'number' as const, scope: 'flow' as const, initial: 0 }],
};

const known = drawFlow(
  {
    hello: ['message', { text: '第 {{ (customer.visits ?? 0) + 1 }} 次来，{{ customer.city ?? "哪里人" }}' }],
    ask: ['askText', { prompt: '在哪个城市？', variable: 'city', ...WAITS }],
    keep: [
      'profile',
      {
        facts: [
          { name: 'city', value: 'city', overwrite: 'always' },
          { name: 'visits', value: '(customer.visits ?? 0) + 1', overwrite: 'always' },
        ],
      },
    ],
    bye: ['end', { text: '记下了。' }],
  },
  ['start -> hello', 'hello -> ask', 'ask.answered -> keep', 'keep -> bye'],
);

const hourly = drawFlow(
  {
    vip: ['tag', { add: ['VIP'], remove: [] }],
    ask: ['askText', { prompt: '有什么可以帮您？', variable: 'said', ...WAITS }],
    told: ['onSchedule', { key: 'told', cron: '0 * * * *', timeZone: 'UTC', tag: 'VIP', mayInterrupt: true }],
    tip: ['message', { text: '整点提示' }],
    back: ['resumeTopic', {}],
    each: [
      'onSchedule',
      { key: 'each', cron: '30 * * * *', timeZone: 'UTC', audience: 'items', items: '["北区", "南区"]' },
    ],
    report: ['message', { text: '{{ schedule.item }}的日报' }],
  },
  ['start -> vip', 'vip -> ask', 'ask.answered -> ask', 'told.fired -> tip', 'tip -> back', 'each.fired -> report'],
);

/** All of them. */
export const LASTING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'an address that another system calls back',
    flows: { flow: paid },
    steps: [open('a'), says('a', 'm1', 'A-1'), { callsBack: 'a', data: { amount: 5 } }],
  },
  {
    name: 'a value that all conversations share',
    flows: { flow: tickets },
    steps: [
      open('a'),
      open('b'),
      says('a', 'm1', '取号'),
      says('b', 'm1', '取号'),
      { all: Array.from({ length: 3 }, () => ({ who: 'a', id: 'm2', sends: { text: '再取' } })) },
    ],
  },
  {
    name: 'what is known about a customer',
    flows: { flow: known },
    steps: [open('a', 'one person'), says('a', 'm1', '上海'), open('b', 'one person')],
  },
  {
    name: 'a schedule that comes due',
    flows: { flow: hourly },
    scheduled: true,
    // Two hear of it, one after the other: a server that starts anew begins gently, and reaches the second one when time has passed.
    steps: [open('a'), { passes: 0.5 * HOUR }, { passes: 0.5 * HOUR }, { passes: 10_000 }],
  },
];
