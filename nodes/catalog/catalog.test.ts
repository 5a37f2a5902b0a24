// Every node type of the catalog against the conformance suite, with configs that open all of its ports.
import { expect, test } from 'vitest';
import { nodeConformance, type NodeSample } from '#nodes/kit/node.conformance.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '还在吗？' }] };
const option = (id: string) => ({ id, label: { 'zh-CN': '选项', en: 'Option' } });

/** Samples beside the defaults. */
const SAMPLES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  onKeyword: [{ words: ['退货', 'refund'], match: 'exact' }],
  onIntent: [{ intents: ['refund'] }],
  message: [{ text: { 'zh-CN': '你好', en: 'Hello' }, variants: ['您好', '嗨'] }],
  media: [{ url: 'https://example.com/a.png', alt: 'a' }, { url: 'https://example.com/{{ file }}' }],
  card: [
    {
      title: '卡片',
      buttons: [
        { ...option('a'), action: 'reply' },
        { ...option('b'), action: 'url', value: 'https://example.com' },
      ],
      noReply,
    },
  ],
  suggestions: [{ text: '猜您想问', chips: ['怎么退货', { 'zh-CN': '运费', en: 'Shipping' }] }],
  askText: [{ prompt: '名字？', variable: 'name', pattern: '.{2,}', noReply }],
  askChoice: [{ prompt: '选一个', options: [option('a'), option('b')], variable: 'choice', noReply }],
  askTyped: ['number', 'date', 'phone', 'email', 'order'].map((kind) => ({
    prompt: '请填写',
    kind,
    variable: 'value',
    min: '',
    max: '',
    noReply,
  })),
  askConfirm: [{ prompt: '对吗？', variable: 'sure', noReply }],
  askFile: [{ prompt: '照片？', types: ['image'], variable: 'photo', count: 3, decline: '没有', noReply }],
  form: [
    { title: '表', fields: [{ name: 'a', label: 'A', kind: 'text', required: true }], cancelLabel: '算了', noReply },
  ],
  leadCard: [{ noReply, consent: { text: '同意', required: false, version: '2' } }],
  rating: [{ max: 3, target: 'agent' }],
  intentRouter: [
    { intents: [option('a')], noReply },
    { intents: [option('a')], clarify: false },
  ],
  knowledgeAnswer: [{ baseIds: ['b1'], mode: 'extract' }],
  condition: [{ expression: 'amount > 3' }],
  switch: [{ expression: 'level', cases: [{ ...option('a'), value: 'VIP' }] }],
  set: [{ assignments: [{ variable: 'a', value: '1 + 1' }] }],
  jump: [{ target: 'start' }],
  onSchedule: [
    { key: 'daily', tag: 'VIP' },
    { key: 'once', mode: 'once', date: '2026-12-24T18:00', audience: 'items', items: '[1]' },
  ],
  onEvent: [{ event: 'custom', name: 'order.paid', variable: 'order' }],
  catch: [{ scope: 'chosen', nodes: ['a'], kind: 'outside' }],
  resumeTopic: [{ bridge: { 'zh-CN': '回来', en: 'Back' } }],
  wait: [{ mode: 'until', until: 'now + 1000', cancelOnMessage: false }],
  http: [
    {
      method: 'POST',
      url: 'https://example.com/{{ id }}',
      body: '{"a": "{{ b }}"}',
      headers: [{ label: 'x-a', expr: 'b' }],
    },
  ],
  link: [{ name: 'B', side: 'in' }],
  tag: [{ add: ['VIP'], remove: ['new'] }],
  event: [{ name: 'order.placed', properties: [{ label: 'plan', expr: '{{ plan }}' }], value: 'total' }],
  waitEvent: [{ name: 'payment.done', key: 'order.id', cancelOnMessage: true }],
  end: [{ text: '再见' }],
  slotFill: [
    {
      slots: ['text', 'name', 'number', 'date', 'time', 'phone', 'email', 'order', 'choice', 'confirm'].map((kind) => ({
        name: kind,
        kind,
        label: kind,
        prompt: `${kind}?`,
        need: kind === 'text' ? 'optional' : kind === 'date' ? 'silent' : 'required',
        ...(kind === 'choice' ? { options: [option('a')] } : {}),
      })),
      noReply,
    },
  ],
  carousel: [
    {
      cards: [
        { id: 'a', title: 'A', text: '', imageUrl: '', button: '选' },
        { id: 'b', title: 'B', text: '', imageUrl: 'https://example.com/b.png', button: '' },
      ],
      noReply,
    },
    { mode: 'list', list: 'products', noReply },
  ],
  profile: [{ facts: [{ name: 'city', value: 'turn.text', overwrite: 'never' }], source: '客户自述' }],
  leadScore: [{ signals: [{ label: '预算', when: 'budget > 1', points: 10 }] }],
  leaveMessage: [{ noReply }],
  consent: [{ noReply }],
  faqMatch: [{ showNear: false }, { noReply }],
  sensitiveGate: [{ words: ['机密'], blocked: ['炸弹'], patterns: ['\\d{6}'] }],
  llmClassify: [{ classes: [{ id: 'a', label: 'A', description: '', examples: ['a'] }] }],
  llmReply: [{ prompt: '你好', variable: 'x', schema: '{"type":"object"}' }],
  extract: [{ facts: [{ name: 'a', label: 'A', kind: 'date', required: true }] }],
  summarize: [{ facts: [{ label: 'A', expr: 'a' }] }],
  subflow: [
    {
      call: { flow: 'f', name: '查单', version: 2, exits: [option('found'), option('done')] },
      inputs: [{ variable: 'a', value: '1' }],
      outputs: [{ variable: 'b', value: 'event.output.b' }],
    },
  ],
  exit: [{ exit: 'found', outputs: [{ variable: 'b', value: 'a' }] }],
  loop: [
    { list: 'items', index: 'n' },
    { mode: 'while', while: 'n < 3' },
  ],
  parallel: [{ timeoutMs: 5000 }, { branches: [option('x'), option('y'), option('z')], join: 'some', count: 2 }],
  split: [
    {
      shares: [
        { ...option('x'), weight: 10 },
        { ...option('y'), weight: 90 },
      ],
      by: 'session',
    },
  ],
  counter: [{ key: 'turn.text', limit: 3, windowMs: 1000 }],
  job: [{ queue: 'print' }, { queue: 'print', wait: true, variable: '' }],
  leadPush: [
    { wait: true, variable: 'push' },
    { wait: true, escalate: 'u1', rule: 'person', person: 'u2' },
  ],
  mail: [
    {
      to: 'a@example.com, {{ customer.email }}',
      subject: '您好 {{ name }}',
      body: '收到',
      files: 'photo',
      variable: 'mail',
    },
  ],
  notifyAgent: [
    { target: 'person', person: 'u1' },
    { target: 'online', urgent: true },
  ],
  table: [
    { table: 't', action: 'insert', values: [{ column: 'a', value: '{{ b }}' }] },
    { table: 't', action: 'delete', filters: [{ column: 'a', operator: 'is', value: '1' }] },
    { table: 't', order: 'a', variable: '' },
  ],
  tool: [{ server: 'Shop', tool: 'stock', arguments: '{"sku": "{{ sku }}"}' }, { variable: '' }],
  transform: [
    { mode: 'json', expression: '{ a: 1 }', variable: 'x' },
    { mode: 'text', text: '{{ a }}', variable: 'x' },
  ],
};

for (const type of Object.values(NODE_TYPES)) {
  const samples: readonly NodeSample[] = (SAMPLES[type.type] ?? []).map((config) => ({
    config: { ...type.defaults, ...config },
  }));
  nodeConformance(type, samples);
}

test('the catalog holds every type of the first release', () => {
  expect(Object.keys(NODE_TYPES).sort()).toEqual([
    'askChoice',
    'askConfirm',
    'askFile',
    'askText',
    'askTyped',
    'availability',
    'callbackUrl',
    'card',
    'carousel',
    'catch',
    'condition',
    'consent',
    'counter',
    'emotionGate',
    'end',
    'event',
    'exit',
    'extract',
    'faqMatch',
    'form',
    'frame',
    'handoff',
    'hours',
    'http',
    'intentRouter',
    'job',
    'jump',
    'knowledgeAnswer',
    'leadCard',
    'leadPush',
    'leadScore',
    'leaveMessage',
    'link',
    'llmClassify',
    'llmReply',
    'loop',
    'mail',
    'media',
    'message',
    'note',
    'notifyAgent',
    'onEvent',
    'onIntent',
    'onKeyword',
    'onSchedule',
    'onWebhook',
    'parallel',
    'profile',
    'rating',
    'respond',
    'resumeTopic',
    'script',
    'search',
    'sensitiveGate',
    'set',
    'slotFill',
    'split',
    'start',
    'subflow',
    'suggestions',
    'summarize',
    'switch',
    'table',
    'tag',
    'tool',
    'transform',
    'wait',
    'waitEvent',
  ]);
});
