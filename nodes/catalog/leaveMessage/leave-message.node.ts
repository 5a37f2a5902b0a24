// Leave a message: what the customer wants and how to reach them, for staff to answer later; it arrives among the leads.
import { Type } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { commit, say, textMessage, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField } from '#nodes/kit/fields.ts';
import { FormFieldConfigSchema, formFieldsFrom, formTemplate, writtenForm } from '#nodes/kit/form-fields.ts';
import { LocalizedSchema, localize } from '#nodes/kit/localized.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, text } from '#nodes/kit/values.ts';

const CONTACTS = ['phone', 'email', 'wechat'];

const config = Type.Object(
  {
    title: templateField({ label: { 'zh-CN': '标题', en: 'Title' } }),
    intro: templateField({ multiline: true, label: { 'zh-CN': '说明', en: 'Words before it' } }),
    fields: field(Type.Array(FormFieldConfigSchema, { maxItems: 20 }), {
      widget: 'form-fields',
      label: { 'zh-CN': '要填的内容', en: 'Fields' },
      hint: {
        'zh-CN': '名称 message 是留言；phone、email、wechat 是联系方式。',
        en: 'message is what they want; phone, email and wechat are how to reach them.',
      },
    }),
    consent: field(
      Type.Object({ text: LocalizedSchema(), required: Type.Boolean(), version: Type.String({ maxLength: 40 }) }),
      { widget: 'consent', label: { 'zh-CN': '同意条款', en: 'Consent' } },
    ),
    promise: templateField({
      multiline: true,
      label: { 'zh-CN': '收到后的承诺', en: 'The promise afterwards' },
      hint: { 'zh-CN': '写清楚什么时候回复。', en: 'Say when you will get back.' },
    }),
    submitLabel: templateField({ label: { 'zh-CN': '提交按钮', en: 'Submit button' }, section: 'advanced' }),
    cancelLabel: templateField({ label: { 'zh-CN': '放弃按钮', en: 'Way-out button' }, section: 'advanced' }),
    retry: templateField({
      label: { 'zh-CN': '填写有误时说', en: 'Said when something is wrong' },
      section: 'advanced',
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const leaveMessageNode = defineNode({
  type: 'leaveMessage',
  version: 1,
  group: 'human',
  icon: 'mail-plus',
  title: { 'zh-CN': '留言', en: 'Leave a message' },
  description: {
    'zh-CN': '没有人工时，请客户留下问题和联系方式。',
    en: 'When nobody is there, takes the question and how to reach the customer.',
  },
  keywords: ['留言', '离线', '工单', '回电', 'ly', 'message', 'offline', 'callback', 'contact'],
  config,
  defaults: {
    title: { 'zh-CN': '给我们留言', en: 'Leave us a message' },
    intro: {
      'zh-CN': '现在没有人工在线，请留下问题和联系方式。',
      en: 'Nobody is at the desk right now. Leave your question and how to reach you.',
    },
    fields: [
      { name: 'message', label: { 'zh-CN': '您的问题', en: 'Your question' }, kind: 'textarea', required: true },
      { name: 'name', label: { 'zh-CN': '称呼', en: 'Name' }, kind: 'text', required: false },
      { name: 'phone', label: { 'zh-CN': '手机号', en: 'Phone' }, kind: 'phone', required: true },
    ],
    consent: {
      text: { 'zh-CN': '我同意贵方为答复我而使用以上信息。', en: 'I agree that you use these details to answer me.' },
      required: true,
      version: '1',
    },
    promise: { 'zh-CN': '收到，我们上班后会尽快联系您。', en: 'Got it. We will get back to you as soon as we are in.' },
    submitLabel: { 'zh-CN': '留言', en: 'Send' },
    cancelLabel: { 'zh-CN': '不留了', en: 'Not now' },
    retry: { 'zh-CN': '请检查一下填写的内容：', en: 'Please check what you entered:' },
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply }) => [
    { id: 'saved', label: { 'zh-CN': '已留言', en: 'Saved' }, role: 'main', required: true },
    { id: 'declined', label: { 'zh-CN': '不留', en: 'Declined' }, role: 'branch', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ fields }, locale) =>
    fields.map((item) => localize(item.label, locale)).join(locale === 'en' ? ', ' : '、'),
  compile: (context) => {
    const { fields, consent, intro, retry, promise, noReply, interrupt, mergeBurstMs } = context.config;
    const node = context.id;
    const answer: AnswerSpec = {
      kind: 'form',
      formId: node,
      fields: formFieldsFrom(fields),
      consentRequired: consent.required,
    };
    const form = formTemplate({ ...context.config, formId: node, intro });
    const again = formTemplate({ ...context.config, formId: node, intro: retry, again: answer });
    const saved = context.to('saved', {
      guard: { type: 'answers', params: { node, answer } },
      actions: [
        { type: 'keep', params: { node, target: 'leftMessage', answer } },
        commit(node, 0, 'lead.save', {
          values: expr('leftMessage'),
          consent: { given: expr('event.values.consent == true'), text: text(consent.text), version: consent.version },
          partial: false,
          node,
        }),
        say(node, textMessage(promise)),
      ],
    });
    const declined = context.to('declined', {
      guard: { type: 'when', params: { node, expr: 'event.values.cancelled == true' } },
    });
    return {
      initial: 'showing',
      states: {
        showing: { entry: [say(node, form)], always: [{ target: context.inner('waiting') }] },
        again: { entry: [say(node, again)], always: [{ target: context.inner('waiting') }] },
        waiting: waiting(context, {
          on: {
            'form.submitted': [declined, saved, { target: context.inner('again') }],
            'message.received': [{ target: context.inner('again') }],
            'choice.selected': [{ target: context.inner('again') }],
          },
          noReply,
          interrupt,
          mergeBurstMs,
          form: writtenForm(context.config),
        }),
      },
    };
  },
  check: ({ fields }) => [
    ...(fields.some(({ name }) => CONTACTS.includes(name))
      ? []
      : [
          {
            severity: 'error' as const,
            field: '/fields',
            message: {
              'zh-CN': '至少要有一种联系方式：phone、email 或 wechat。',
              en: 'Ask for a way to reach them: phone, email or wechat.',
            },
          },
        ]),
  ],
  writes: () => [{ name: 'leftMessage', type: 'object' }],
  reads: ({ title, intro, promise }) => [
    { field: '/title', kind: 'template', source: title },
    { field: '/intro', kind: 'template', source: intro },
    { field: '/promise', kind: 'template', source: promise },
  ],
  effects: ['lead.save', 'message.send'],
  waits: true,
});
