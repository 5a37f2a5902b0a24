// Handoff: brings in a person; each way it can go is a way out.
import { Type } from 'typebox';
import { defineNode } from '#nodes/kit/define-node.ts';
import { durationField, field, integerField, templateField, textField } from '#nodes/kit/fields.ts';
import { handoffState } from '#nodes/kit/handoff-behaviour.ts';
import { localize } from '#nodes/kit/localized.ts';

const config = Type.Object(
  {
    department: textField({
      label: { 'zh-CN': '转给哪个部门', en: 'Department' },
      hint: { 'zh-CN': '留空表示所有客服都能接。', en: 'Empty: any agent may take it.' },
    }),
    reason: templateField({
      label: { 'zh-CN': '转接原因（客服可见）', en: 'Reason (agents see it)' },
    }),
    priority: integerField(
      {
        label: { 'zh-CN': '优先级', en: 'Priority' },
        hint: { 'zh-CN': '数字大的排在前面。', en: 'Higher numbers come first.' },
      },
      { minimum: 0, maximum: 10 },
    ),
    shown: field(
      Type.Array(
        Type.Object({
          label: Type.String({ minLength: 1, maxLength: 80 }),
          expr: Type.String({ minLength: 1, maxLength: 500 }),
        }),
        { maxItems: 20 },
      ),
      {
        widget: 'key-values',
        label: { 'zh-CN': '给客服看的信息', en: 'What the agent should see' },
        hint: {
          'zh-CN': '左边写名称，右边写变量或表达式。',
          en: 'A name on the left, a variable or expression on the right.',
        },
      },
    ),
    waitText: templateField({ multiline: true, label: { 'zh-CN': '等待时说', en: 'Said while waiting' } }),
    acceptedText: templateField({ label: { 'zh-CN': '接入时说', en: 'Said when somebody joins' } }),
    offlineText: templateField({
      multiline: true,
      label: { 'zh-CN': '无人在线时说', en: 'Said when nobody is online' },
    }),
    waitLimitMs: durationField({ label: { 'zh-CN': '最长等待', en: 'Longest wait' } }, { minimum: 5000 }),
  },
  { additionalProperties: false },
);

export const handoffNode = defineNode({
  type: 'handoff',
  version: 1,
  group: 'human',
  icon: 'headset',
  title: { 'zh-CN': '转人工', en: 'Hand over to a person' },
  description: {
    'zh-CN': '请人工客服接手，并把前因后果一起交过去。',
    en: 'Brings in a person, with the whole story so far.',
  },
  keywords: ['转人工', '人工', '客服', 'zrg', 'rg', 'kf', 'handoff', 'human', 'agent', 'person'],
  config,
  defaults: {
    department: '',
    reason: { 'zh-CN': '客户需要人工协助', en: 'The customer needs a person' },
    priority: 0,
    shown: [],
    waitText: {
      'zh-CN':
        '正在为您转接人工客服，{{ event.output.waiting > 0 ? "您前面还有 " + event.output.waiting + " 位" : "下一位就是您" }}，请稍候。',
      en: 'Bringing in a colleague. {{ event.output.waiting > 0 ? event.output.waiting + " ahead of you" : "You are next" }}, one moment please.',
    },
    acceptedText: { 'zh-CN': '{{ event.agent.name }} 已接入，为您服务。', en: '{{ event.agent.name }} has joined.' },
    offlineText: '',
    waitLimitMs: 300_000,
  },
  ports: () => [
    { id: 'resolved', label: { 'zh-CN': '已解决', en: 'Resolved' }, role: 'main' },
    { id: 'returned', label: { 'zh-CN': '交回流程', en: 'Returned' }, role: 'branch' },
    { id: 'offline', label: { 'zh-CN': '无人在线', en: 'Nobody online' }, role: 'problem', required: true },
    { id: 'timeout', label: { 'zh-CN': '等待超时', en: 'Waited too long' }, role: 'problem', required: true },
    { id: 'queueFull', label: { 'zh-CN': '排队已满', en: 'Queue full' }, role: 'problem' },
    { id: 'abandoned', label: { 'zh-CN': '客户离开', en: 'Customer left' }, role: 'silence' },
    { id: 'accepted', label: { 'zh-CN': '已接入', en: 'Accepted' }, role: 'branch' },
  ],
  summary: ({ reason, department }, locale) =>
    [department, localize(reason, locale)].filter((part) => part !== '').join(' · '),
  compile: (context) => handoffState(context, context.config),
  reads: ({ reason, waitText, acceptedText, offlineText, shown }) => [
    { field: '/reason', kind: 'template', source: reason },
    { field: '/waitText', kind: 'template', source: waitText },
    { field: '/acceptedText', kind: 'template', source: acceptedText },
    { field: '/offlineText', kind: 'template', source: offlineText },
    ...shown.map(({ expr }, index) => ({
      field: `/shown/${String(index)}/expr`,
      kind: 'expression' as const,
      source: expr,
    })),
  ],
  effects: ['desk.availability', 'handoff.enqueue', 'handoff.close', 'message.send'],
  waits: true,
});
