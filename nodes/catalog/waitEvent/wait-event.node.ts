// Wait for event: the conversation goes on when another system reports something, or after a time without it.
import { Type } from 'typebox';
import { commit } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, expressionField, switchField, textField, variableField } from '#nodes/kit/fields.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { expr } from '#nodes/kit/values.ts';

const DAY_MS = 86_400_000;

const config = Type.Object(
  {
    name: textField(
      {
        label: { 'zh-CN': '事件名称', en: 'Name of the event' },
        hint: {
          'zh-CN': '您的系统通过 POST /api/v1/events 发来的名称，例如 payment.done。',
          en: 'The name your system sends to POST /api/v1/events, for example payment.done.',
        },
      },
      { maxLength: 64, pattern: '^$|^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$' },
    ),
    key: expressionField({
      label: { 'zh-CN': '匹配键（表达式）', en: 'Match key (expression)' },
      hint: {
        'zh-CN': '例如 order.id：事件的 key 与它相同才算。不填则等没有 key 的事件。',
        en: 'For example order.id: only an event with this key counts. Empty: an event without a key.',
      },
    }),
    timeoutMs: durationField({ label: { 'zh-CN': '最多等', en: 'Wait at most' } }, { minimum: 1000 }),
    variable: variableField({
      label: { 'zh-CN': '内容保存到', en: 'Store the event in' },
      hint: {
        'zh-CN': '例如 payment，之后用 {{ payment.amount }}。',
        en: 'For example payment; use it as {{ payment.amount }}.',
      },
    }),
    cancelOnMessage: switchField({
      label: { 'zh-CN': '客户说话就不再等', en: 'Stop waiting when the customer writes' },
    }),
  },
  { additionalProperties: false },
);

export const waitEventNode = defineNode({
  type: 'waitEvent',
  version: 1,
  group: 'logic',
  icon: 'bell-ring',
  title: { 'zh-CN': '等待事件', en: 'Wait for an event' },
  description: {
    'zh-CN': '等您的系统报告一件事，例如付款完成。',
    en: 'Waits until your system reports something, such as a payment.',
  },
  keywords: ['等待', '事件', '回调', '付款', 'dd', 'ddsj', 'wait', 'event', 'callback', 'payment'],
  config,
  defaults: { name: '', key: '', timeoutMs: DAY_MS, variable: 'event', cancelOnMessage: false },
  ports: ({ cancelOnMessage }) => [
    { id: 'received', label: { 'zh-CN': '收到', en: 'Received' }, role: 'main', required: true },
    { id: 'timeout', label: { 'zh-CN': '没等到', en: 'Timed out' }, role: 'branch', required: true },
    ...(cancelOnMessage
      ? [
          {
            id: 'cancelled',
            label: { 'zh-CN': '客户说话', en: 'Customer wrote' },
            role: 'branch' as const,
            required: true,
          },
        ]
      : []),
  ],
  summary: ({ name, key }, locale) =>
    name === '' ? (locale === 'en' ? 'No name yet' : '还没有名称') : key === '' ? name : `${name} · ${key}`,
  compile: (context) => {
    const { name, key, timeoutMs, variable, cancelOnMessage } = context.config;
    const node = context.id;
    const given = key.trim();
    const keep: readonly ActionJson[] =
      variable === ''
        ? []
        : [{ type: 'assign', params: { node, assignments: [{ target: variable, value: expr('event.data') }] } }];
    // One raised for this very conversation needs no key.
    const fits = given === '' ? 'true' : `(event.data.key ?? null) == null or text(event.data.key) == text(${given})`;
    const cancelled = cancelOnMessage ? [context.to('cancelled')] : [];
    return {
      tags: ['waiting'],
      meta: { node, interrupt: 'allow' },
      entry: [commit(node, 0, 'event.await', { name, key: given === '' ? '' : expr(`text(${given})`) })],
      after: { [context.delay('timeout', { ms: timeoutMs })]: [context.to('timeout')] },
      on: {
        'signal.raised': [
          context.to('received', {
            guard: { type: 'when', params: { node, expr: `event.name == '${name}' and (${fits})` } },
            actions: keep,
          }),
        ],
        ...(cancelOnMessage
          ? { 'message.received': cancelled, 'choice.selected': cancelled, 'form.submitted': cancelled }
          : {}),
      },
    };
  },
  check: ({ name }) =>
    name === ''
      ? [{ severity: 'error', field: '/name', message: { 'zh-CN': '没有写事件名称。', en: 'Give the event a name.' } }]
      : [],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ key }) => (key.trim() === '' ? [] : [{ field: '/key', kind: 'expression', source: key }]),
  effects: ['event.await'],
  waits: true,
});
