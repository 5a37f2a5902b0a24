// Callback address: a one-time address for an event that a later "wait for an event" waits for, to be sent to another system before that.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { textField, variableField } from '#nodes/kit/fields.ts';
import type { GuardJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    name: textField(
      {
        label: { 'zh-CN': '事件名称', en: 'Name of the event' },
        hint: {
          'zh-CN': '和后面“等待事件”里写的一样，例如 payment.done。',
          en: 'The same as in the "wait for an event" that follows, for example payment.done.',
        },
      },
      { maxLength: 64, pattern: '^$|^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$' },
    ),
    variable: variableField({
      label: { 'zh-CN': '地址保存到', en: 'Store the address in' },
      hint: {
        'zh-CN': '例如 callback：用 {{ callback.url }} 发给对方，“等待事件”的匹配键写 callback.key。',
        en: 'For example callback: send {{ callback.url }} to the other system; the match key of the wait is callback.key.',
      },
    }),
  },
  { additionalProperties: false },
);

export const callbackUrlNode = defineNode({
  type: 'callbackUrl',
  version: 1,
  group: 'logic',
  icon: 'webhook',
  title: { 'zh-CN': '回调地址', en: 'Callback address' },
  description: {
    'zh-CN': '生成一个只能用一次的地址，让对方系统办完后通知这个会话。',
    en: 'Makes a one-time address at which another system tells this conversation that it is done.',
  },
  keywords: ['回调', '地址', '通知', 'hd', 'hddz', 'callback', 'url', 'webhook', 'address'],
  config,
  defaults: { name: '', variable: 'callback' },
  ports: () => [{ ...PORTS.next, required: true }, PORTS.error],
  summary: ({ name, variable }, locale) =>
    name === '' ? (locale === 'en' ? 'No name yet' : '还没有名称') : `${name} → ${variable}.url`,
  compile: (context) => {
    const { name, variable } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'callback.issue', request: { name } } }],
      on: {
        'effect.completed': [
          context.to('next', {
            guard: isMine,
            actions: [
              { type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.output') }] } },
            ],
          }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ name, variable }) => [
    ...(name === ''
      ? [
          {
            severity: 'error' as const,
            field: '/name',
            message: { 'zh-CN': '没有写事件名称。', en: 'Give the event a name.' },
          },
        ]
      : []),
    ...(variable === ''
      ? [
          {
            severity: 'error' as const,
            field: '/variable',
            message: { 'zh-CN': '写一个变量名来保存地址。', en: 'Name a variable for the address.' },
          },
        ]
      : []),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  effects: ['callback.issue'],
  waits: false,
});
