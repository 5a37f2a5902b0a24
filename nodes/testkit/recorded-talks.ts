// The conversations that the histories of the first release were recorded from.
import { drawFlow, talk, type Outside, type Talk } from '#nodes/testkit/talk.ts';

const agent = { id: 'a1', name: '小李' };
const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '在吗？' }] };
const outside: Outside = {
  'desk.availability': () => ({ state: 'available', waiting: 1, agentsOnline: 1, position: 2, etaSeconds: 60 }),
  'http.request': () => ({ status: 200, headers: {}, body: { state: '已发货' } }),
  'lead.find': () => ({ found: false }),
};

/** Each conversation under the name of its file. */
export function recordedTalks(): Readonly<Record<string, Talk>> {
  return {
    'order-status': orderStatus(),
    complaint: complaint(),
    'fault-and-lead': faultAndLead(),
    digression: digression(),
  };
}

/** A question with a wrong answer, a call, a reminder, a close. */
function orderStatus(): Talk {
  const flow = drawFlow(
    {
      ask: ['askTyped', { prompt: '订单号？', kind: 'order', variable: 'order', noReply }],
      call: ['http', { url: 'https://example.com/orders/{{ order }}' }],
      tell: ['message', { text: '{{ order }}：{{ response.body.state }}' }],
      more: ['askConfirm', { prompt: '还有别的吗？', noReply }],
      bye: ['end', { text: '再见' }],
    },
    [
      'start.next -> ask',
      'ask.answered -> call',
      'call.ok -> tell',
      'call.error -> bye',
      'tell.next -> more',
      'more.yes -> ask',
      'more.no -> bye',
      'more.noReply -> bye',
    ],
  );
  return talk(flow, { outside })
    .says('不记得')
    .says('AB-12345678')
    .says('有')
    .passes(30_000)
    .says('88888888')
    .says('没有了');
}

/** An angry customer, a topic that cuts in, a person with a branch beside the talk, a rating. */
function complaint(): Talk {
  const flow = drawFlow(
    {
      ask: ['askText', { prompt: '请讲', variable: 'story' }],
      gate: ['emotionGate'],
      calm: ['message', { text: '明白' }],
      cut: ['onKeyword', { words: ['投诉'] }],
      desk: ['handoff', { department: '售后', shown: [{ label: '经过', expr: 'story' }] }],
      side: ['askText', { prompt: '单号？', variable: 'order' }],
      rate: ['rating', { target: 'agent' }],
      bye: ['end'],
    },
    [
      'start.next -> ask',
      'ask.answered -> gate',
      'gate.calm -> calm',
      'gate.angry -> desk',
      'calm.next -> ask',
      'cut.matched -> ask',
      'desk.accepted -> side',
      'desk.resolved -> rate',
      'desk.offline -> bye',
      'desk.timeout -> bye',
      'rate.good -> bye',
      'rate.bad -> bye',
    ],
  );
  const angry = {
    label: 'angry',
    intensity: 0.9,
    scores: { calm: 0, anxious: 0, angry: 0.9, sad: 0, happy: 0 },
    reasons: ['气死'],
  } as const;
  return talk(flow, { outside })
    .says('东西坏了', {})
    .says('我要投诉', {})
    .says('气死我了', { emotion: angry })
    .happens({ type: 'agent.accepted', agent })
    .says('A1')
    .happens({ type: 'handoff.resolved', agent })
    .says('5分');
}

/** A fault with an error way, a lead with a wrong number first, rest, and a request for a person. */
function faultAndLead(): Talk {
  const flow = drawFlow(
    {
      ask: ['askText', { prompt: 'Name?', variable: 'customer.name', interrupt: 'deny' }],
      call: ['http', { url: 'https://example.com/{{ 1 / 0 }}' }],
      sorry: ['message', { text: { 'zh-CN': '{{ customer.name }}，查不到', en: 'Sorry {{ customer.name }}' } }],
      lead: ['leadCard'],
    },
    ['start.next -> ask', 'ask.answered -> call', 'call.error -> sorry', 'sorry.next -> lead'],
  );
  return talk(flow, { outside, locale: 'en' })
    .says('Ann')
    .submits({ name: 'Ann', phone: '12', consent: true })
    .submits({ name: 'Ann', phone: '+1 415 555 0100', consent: true })
    .says('hello?')
    .chooses('tandem:person');
}

/** A question that asks before it is left, a topic with its own question, a way back, an event from outside, and a failure that is caught. */
function digression(): Talk {
  const flow = drawFlow(
    {
      day: ['askText', { prompt: '哪天来？', variable: 'day', interrupt: 'ask', topic: '预约' }],
      bad: ['message', { text: '{{ 1 / 0 }}' }],
      refund: ['onKeyword', { words: ['退款'] }],
      order: ['askText', { prompt: '订单号？', variable: 'order' }],
      back: ['resumeTopic', { bridge: '回到预约：' }],
      paid: ['onEvent', { event: 'custom', name: 'order.paid', variable: 'paid' }],
      thanks: ['message', { text: '{{ paid.id }} 已付款。' }],
      net: ['catch', {}],
      sorry: ['message', { text: '{{ error.code }}' }],
    },
    [
      'start.next -> day',
      'day.answered -> bad',
      'refund.matched -> order',
      'order.answered -> back',
      'paid.fired -> thanks',
      'net.caught -> sorry',
    ],
  );
  return talk(flow)
    .says('我要退款')
    .chooses('tandem:switch')
    .happens({ type: 'signal.raised', name: 'order.paid', data: { id: 'A1' } })
    .says('A1')
    .says('周二');
}
