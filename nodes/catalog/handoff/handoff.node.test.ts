// Handoff: the seven ways it can go, the branch beside the person, and a bot that keeps silent meanwhile.
import { describe, expect, test } from 'vitest';
import { drawAlone, drawFlow, talk, type NodeSketch, type Outside } from '#nodes/testkit/talk.ts';

const desk = (state: string, waiting = 0): Outside => ({
  'desk.availability': () => ({ state, waiting, agentsOnline: 1, position: waiting + 1, etaSeconds: 60 }),
});
const agent = { id: 'a1', name: '小李' };
const config = {
  department: '售后',
  reason: { 'zh-CN': '退款 {{ customer.order }}', en: 'Refund {{ customer.order }}' },
  priority: 3,
  shown: [{ label: '订单', expr: 'customer.order' }],
  offlineText: { 'zh-CN': '现在没人', en: 'Nobody here' },
  waitLimitMs: 60_000,
};
const NO_BRANCH = ['resolved', 'returned', 'offline', 'timeout', 'queueFull', 'abandoned'];
/** Without a way for `accepted`, the talk begins at once. */
const flow = (() => {
  const drawn = drawAlone('handoff', config);
  return { ...drawn, edges: drawn.edges.filter(({ from }) => from.port !== 'accepted') };
})();
const queued = (locale = 'zh-CN') => talk(flow, { outside: desk('available', 2), customer: { order: 'A1' }, locale });
const talking = () => queued().happens({ type: 'agent.accepted', agent });

describe('the way to a person', () => {
  test.each([
    ['zh-CN', '正在为您转接人工客服，您前面还有 2 位，请稍候。', '退款 A1', '小李 已接入，为您服务。'],
    ['en', 'Bringing in a colleague. 2 ahead of you, one moment please.', 'Refund A1', '小李 has joined.'],
  ])('is told to the customer and the desk: %s', (locale, waits, reason, joins) => {
    const conversation = queued(locale);
    expect(conversation.said).toMatchObject([{ kind: 'notice', text: waits }]);
    expect(conversation.last.attention).toBe('queue');
    expect(conversation.asked('handoff.enqueue').map(({ request }) => request)).toEqual([
      { department: '售后', reason, priority: 3, summary: { 订单: 'A1' }, waitLimitMs: 60_000 },
    ]);
    conversation.happens({ type: 'agent.accepted', agent });
    expect(conversation.said).toMatchObject([{ kind: 'notice', text: joins }]);
    expect(conversation.last.attention).toBe('person');
    expect(conversation.last.snapshot.context.person).toEqual({ node: 'n', agent });
  });

  test('busy is not offline: the customer queues', () => {
    expect(talk(flow, { outside: desk('busy') }).last.attention).toBe('queue');
  });

  test('nobody online leaves by offline', () => {
    const conversation = talk(flow, { outside: desk('offline'), locale: 'en' });
    expect(conversation.texts).toEqual(['Nobody here', '→offline']);
    expect(conversation.asked('handoff.enqueue')).toEqual([]);
    expect(conversation.last.attention).toBe('bot');
  });

  test('a desk that cannot be asked counts as offline', () => {
    const broken: Outside = {
      'desk.availability': () => {
        throw new Error('down');
      },
    };
    expect(talk(flow, { outside: broken }).ports('n')).toEqual(['offline']);
  });

  test('a full queue leaves by queueFull, or by offline where no way is drawn for it', () => {
    expect(talk(flow, { outside: desk('full') }).texts).toEqual(['→queueFull']);
    const plain = drawFlow({ n: ['handoff'], off: ['message', { text: '留言' }] }, [
      'start.next -> n',
      'n.offline -> off',
    ]);
    expect(talk(plain, { outside: desk('full') }).texts).toEqual(['留言']);
  });

  test('waiting too long leaves by timeout and takes the customer out of the queue', () => {
    const conversation = queued();
    expect(conversation.passes(59_999).said).toEqual([]);
    expect(conversation.passes(1).texts).toEqual(['→timeout']);
    expect(conversation.asked('handoff.close').map(({ request }) => request)).toEqual([{ outcome: 'timeout' }]);
    expect(conversation.last.attention).toBe('bot');
  });

  test('nobody waits any longer once a person came', () => {
    expect(talking().openTimers).toEqual([]);
  });

  test('a customer who leaves the queue leaves by abandoned', () => {
    const conversation = queued().happens({ type: 'handoff.abandoned' });
    expect(conversation.texts).toEqual(['→abandoned']);
    expect(conversation.asked('handoff.close').map(({ request }) => request)).toEqual([{ outcome: 'abandoned' }]);
  });

  test.each([
    ['handoff.resolved', 'resolved'],
    ['handoff.returned', 'returned'],
    ['handoff.abandoned', 'abandoned'],
  ] as const)('%s ends the talk by its port and gives the conversation back', (type, port) => {
    const conversation = talking().happens({ type, agent, note: '' });
    expect(conversation.texts).toEqual([`→${port}`]);
    expect(conversation.last.attention).toBe('bot');
    expect(conversation.last.snapshot.context.person).toBeNull();
  });

  test('all ports were taken above', () => {
    expect(new Set(flow.edges.map(({ from }) => from.port).filter((port) => port !== 'next'))).toEqual(
      new Set(NO_BRANCH),
    );
  });
});

const acts = [
  ['words', (c: ReturnType<typeof talk>) => c.says('在吗', { intents: [{ intent: 'refund', score: 1 }] })],
  ['a keyword', (c: ReturnType<typeof talk>) => c.says('退货')],
  ['words for a person', (c: ReturnType<typeof talk>) => c.says('转人工')],
  ['a button', (c: ReturnType<typeof talk>) => c.chooses('x')],
  ['the person button', (c: ReturnType<typeof talk>) => c.chooses('tandem:person')],
  ['a form', (c: ReturnType<typeof talk>) => c.submits({ a: 1 })],
  ['a request for a person', (c: ReturnType<typeof talk>) => c.happens({ type: 'person.requested', messageId: 'm' })],
  [
    'words of the person',
    (c: ReturnType<typeof talk>) => c.happens({ type: 'agent.said', messageId: 'm', text: '好', agent }),
  ],
] as const;

describe('the bot is silent', () => {
  const crowded = {
    ...flow,
    nodes: [
      ...flow.nodes,
      ...drawFlow(
        { word: ['onKeyword', { words: ['退货'], priority: 100 }], meant: ['onIntent', { intents: ['refund'] }] },
        [],
      ).nodes.slice(1),
    ],
  };
  test.each(acts)('in the queue: %s', (_name, act) => {
    const conversation = talk(crowded, { outside: desk('available') });
    const before = conversation.effects.length;
    act(conversation);
    expect(conversation.said).toEqual([]);
    expect(conversation.effects.length).toBe(before);
    expect(conversation.last).toMatchObject({ attention: 'queue', snapshot: { value: { n: 'queued' } } });
    expect(conversation.dueIn).toEqual([60_000]);
  });

  test.each(acts)('beside the person: %s', (_name, act) => {
    const conversation = talk(crowded, { outside: desk('available') }).happens({ type: 'agent.accepted', agent });
    const before = conversation.effects.length;
    act(conversation);
    expect(conversation.said).toEqual([]);
    expect(conversation.effects.length).toBe(before);
    expect(conversation.last).toMatchObject({ attention: 'person', snapshot: { value: { n: 'talking' } } });
  });
});

describe('the branch beside the person', () => {
  const branch = (inside: NodeSketch) =>
    drawFlow(
      {
        n: ['handoff', { acceptedText: '' }],
        side: inside,
        then: ['message', { text: '谢谢' }],
        bye: ['message', { text: '再见' }],
      },
      [
        'start.next -> n',
        'n.accepted -> side',
        'side.answered -> then',
        'side.next -> then',
        'n.resolved -> bye',
        'n.returned -> bye',
      ],
    );
  const beside = (inside: NodeSketch) =>
    talk(branch(inside), { outside: desk('available') }).happens({ type: 'agent.accepted', agent });
  const question: NodeSketch = ['askText', { prompt: '单号？', variable: 'order' }];

  test('runs while the person has the conversation, then leaves it to the person', () => {
    const conversation = beside(question);
    expect(conversation.texts).toEqual(['单号？']);
    expect(conversation.last.attention).toBe('person');
    expect(conversation.says('A1').texts).toEqual(['谢谢']);
    expect(conversation.last).toMatchObject({ attention: 'person', snapshot: { value: { n: 'talking' } } });
    expect(conversation.says('在吗').said).toEqual([]);
  });

  test.each(['handoff.resolved', 'handoff.returned'] as const)('ends with the talk: %s', (type) => {
    const conversation = beside(question).happens({ type, agent, note: '' });
    expect(conversation.texts).toEqual(['再见']);
    expect(conversation.last).toMatchObject({ attention: 'bot', snapshot: { context: { person: null } } });
  });

  test('does not call another person', () => {
    const conversation = beside(question);
    conversation.happens({ type: 'person.requested', messageId: 'm' }).chooses('tandem:person');
    expect(conversation.asked('desk.availability')).toHaveLength(1);
    expect(conversation.last.snapshot.value).toEqual({ side: 'waiting' });
  });

  test('fails without a word: the person is there', () => {
    const conversation = beside(['message', { text: '{{ 1 / 0 }}' }]);
    expect(conversation.said).toEqual([]);
    expect(conversation.last).toMatchObject({
      outcome: 'faulted',
      attention: 'person',
      snapshot: { value: { n: 'talking' } },
    });
  });
});

describe('a flow that drew no handoff', () => {
  const plain = drawFlow({ ask: ['askText', { prompt: '?', interrupt: 'deny' }] }, ['start.next -> ask']);

  test.each([
    ['zh-CN', '人工', '现在没有人工客服在线。您可以留下问题和联系方式，我们上班后联系您。'],
    [
      'en',
      'agent',
      'Nobody is at the desk right now. Leave your question and how to reach you, and we will get back to you.',
    ],
  ])('still leads to a person: %s', (locale, word, offline) => {
    expect(talk(plain, { outside: desk('offline'), locale }).says(word).texts).toEqual([offline]);
    expect(talk(plain, { outside: desk('available'), locale }).says(word).last.attention).toBe('queue');
  });

  test('comes to rest when the person is done', () => {
    const conversation = talk(plain, { outside: desk('available') }).says('人工');
    conversation.happens({ type: 'agent.accepted', agent }).happens({ type: 'handoff.resolved', agent });
    expect(conversation.last).toMatchObject({ attention: 'bot', snapshot: { value: '_idle' } });
    expect(conversation.says('在吗').said).toHaveLength(1);
  });
});
