// Notify agent: tells colleagues something while the conversation goes on.
import { Type } from 'typebox';
import { commit } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, selectField, switchField, templateField, textField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import type { GuardJson } from '#nodes/kit/machine.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    target: selectField(['department', 'person', 'online'], {
      label: { 'zh-CN': '通知谁', en: 'Whom to tell' },
      options: [
        { value: 'department', label: { 'zh-CN': '一个部门', en: 'A department' } },
        { value: 'person', label: { 'zh-CN': '指定的人', en: 'One person' } },
        { value: 'online', label: { 'zh-CN': '此刻在线的客服', en: 'Everyone at the desk now' } },
      ],
    }),
    department: textField(
      {
        label: { 'zh-CN': '部门', en: 'Department' },
        hint: {
          'zh-CN': '所有客服都会收到，通知上标明部门；留空就不标。',
          en: 'Everyone who works at the desk gets it, marked with this name. Empty: without a mark.',
        },
        showWhen: { field: 'target', is: ['department'] },
      },
      { maxLength: 100 },
    ),
    person: field(Type.String({ maxLength: 128 }), {
      widget: 'colleague',
      label: { 'zh-CN': '哪位同事', en: 'Colleague' },
      showWhen: { field: 'target', is: ['person'] },
    }),
    text: templateField({
      multiline: true,
      label: { 'zh-CN': '通知内容', en: 'What to tell' },
      hint: { 'zh-CN': '只有同事能看到，可用 {{ }}。', en: 'Only colleagues see it; {{ }} works.' },
    }),
    urgent: switchField({
      label: { 'zh-CN': '紧急', en: 'Urgent' },
      hint: {
        'zh-CN': '弹出的提示会一直停在屏幕上，直到有人关掉。',
        en: 'The message on the screen stays until it is closed.',
      },
    }),
    link: switchField({ label: { 'zh-CN': '附上会话链接', en: 'Link to the conversation' } }),
  },
  { additionalProperties: false },
);

export const notifyAgentNode = defineNode({
  type: 'notifyAgent',
  version: 1,
  group: 'human',
  icon: 'bell-ring',
  title: { 'zh-CN': '通知同事', en: 'Tell a colleague' },
  description: {
    'zh-CN': '给客服发一条通知，对话照常继续。',
    en: 'Sends a notice to colleagues; the conversation goes on.',
  },
  keywords: ['通知', '提醒', '同事', '客服', 'tz', 'tzts', 'tx', 'notify', 'notice', 'alert', 'colleague', 'agent'],
  config,
  defaults: {
    target: 'department',
    department: '',
    person: '',
    text: { 'zh-CN': '请留意这位客户', en: 'Please keep an eye on this customer' },
    urgent: false,
    link: true,
  },
  ports: () => [{ id: 'sent', label: { 'zh-CN': '已通知', en: 'Sent' }, role: 'main', required: true }, PORTS.error],
  summary: ({ text, urgent }, locale) => `${urgent ? '❗ ' : ''}${localize(text, locale)}`,
  compile: (context) => {
    const { target, department, person, text, urgent, link } = context.config;
    const node = context.id;
    const isMine: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const reached: GuardJson = {
      type: 'all',
      params: { guards: [isMine, { type: 'when', params: { node, expr: 'not empty(event.output.people)' } }] },
    };
    const notice = commit(node, 1, 'notice.send', {
      people: expr('event.output.people'),
      department: target === 'department' ? department : '',
      text: template(text),
      urgent,
      linked: link,
    });
    return {
      tags: ['working'],
      entry: [{ type: 'effect', params: { node, index: 0, kind: 'notice.address', request: { target, person } } }],
      on: {
        'effect.completed': [
          context.to('sent', { guard: reached, actions: [notice] }),
          context.to('error', { guard: isMine }),
        ],
        'effect.failed': [context.to('error', { guard: isMine })],
      },
    };
  },
  check: ({ target, person, text }) => [
    ...(target === 'person' && person === ''
      ? [
          {
            severity: 'error' as const,
            field: '/person',
            message: { 'zh-CN': '没有选通知哪位同事。', en: 'Choose the colleague to tell.' },
          },
        ]
      : []),
    ...(variantsOf(text).every((variant) => variant.text.trim() === '')
      ? [
          {
            severity: 'error' as const,
            field: '/text',
            message: { 'zh-CN': '没有写通知内容。', en: 'Write what to tell.' },
          },
        ]
      : []),
  ],
  reads: ({ text }) => [{ field: '/text', kind: 'template', source: text }],
  effects: ['notice.address', 'notice.send'],
  waits: false,
});
