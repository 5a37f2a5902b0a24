// On event: begins a branch when something happens besides what the customer says.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { selectField, textField, variableField } from '#nodes/kit/fields.ts';
import { TRIGGER_DEFAULTS, TRIGGER_FIELDS, entryOf, keepEventData } from '#nodes/kit/triggers.ts';

const EVENTS = [
  { value: 'session.started', label: { 'zh-CN': '会话开始', en: 'Conversation starts' } },
  { value: 'session.idle', label: { 'zh-CN': '客户很久没说话', en: 'Conversation goes quiet' } },
  { value: 'session.ended', label: { 'zh-CN': '会话因无人说话或被关闭而结束', en: 'Conversation closes by itself' } },
  { value: 'agent.joined', label: { 'zh-CN': '人工客服接入', en: 'A person joins' } },
  { value: 'agent.left', label: { 'zh-CN': '人工客服离开', en: 'A person leaves' } },
  { value: 'lead.created', label: { 'zh-CN': '留下了线索', en: 'A lead is saved' } },
  { value: 'flow.error', label: { 'zh-CN': '流程出错', en: 'Something fails' } },
  { value: 'custom', label: { 'zh-CN': '自定义事件（接口）', en: 'Event of your own (API)' } },
];

const config = Type.Object(
  {
    event: selectField(
      [
        'session.started',
        'session.idle',
        'session.ended',
        'agent.joined',
        'agent.left',
        'lead.created',
        'flow.error',
        'custom',
      ],
      { label: { 'zh-CN': '发生了什么', en: 'What happens' }, options: EVENTS },
    ),
    name: textField(
      {
        label: { 'zh-CN': '事件名称', en: 'Name of the event' },
        hint: {
          'zh-CN': '您的系统通过接口发来的名称，例如 order.paid。',
          en: 'The name your system sends through the API, for example order.paid.',
        },
        showWhen: { field: 'event', is: ['custom'] },
      },
      { maxLength: 64, pattern: '^$|^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$' },
    ),
    variable: variableField({
      label: { 'zh-CN': '事件内容保存到', en: 'Store what is known of it in' },
      hint: { 'zh-CN': '例如 order，之后用 {{ order.id }}。', en: 'For example order; use it as {{ order.id }}.' },
    }),
    ...TRIGGER_FIELDS,
  },
  { additionalProperties: false },
);

export const onEventNode = defineNode({
  type: 'onEvent',
  version: 1,
  group: 'trigger',
  icon: 'bell-ring',
  title: { 'zh-CN': '事件触发', en: 'On event' },
  description: {
    'zh-CN': '会话、人工、线索或您的系统发生某件事时从这里开始。',
    en: 'Starts here when something happens: to the conversation, at the desk, in your own system.',
  },
  keywords: ['事件', '触发', '通知', 'sj', 'sjcf', 'event', 'hook', 'idle', 'session'],
  config,
  defaults: {
    event: 'session.idle',
    name: '',
    variable: '',
    ...TRIGGER_DEFAULTS,
  },
  ports: () => [{ id: 'fired', label: { 'zh-CN': '发生', en: 'Fired' }, role: 'main', required: true }],
  summary: ({ event, name }, locale) =>
    event === 'custom'
      ? name || (locale === 'en' ? 'No name yet' : '还没有名称')
      : (EVENTS.find(({ value }) => value === event)?.label[locale] ?? event),
  compile: keepEventData,
  trigger: ({ event, name, ...rest }) => ({
    kind: 'event',
    names: event !== 'custom' ? [event] : name === '' ? [] : [name],
    ...entryOf(rest),
  }),
  check: ({ event, name }) =>
    event !== 'custom'
      ? []
      : name === ''
        ? [
            {
              severity: 'error',
              field: '/name',
              message: { 'zh-CN': '没有写事件名称。', en: 'Give the event a name.' },
            },
          ]
        : EVENTS.some(({ value }) => value === name)
          ? [
              {
                severity: 'error',
                field: '/name',
                message: {
                  'zh-CN': `「${name}」是系统事件，请在上面直接选择。`,
                  en: `"${name}" is an event of the system; choose it above.`,
                },
              },
            ]
          : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: [],
  waits: false,
});
