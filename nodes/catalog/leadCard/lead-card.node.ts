// Lead card: asks for contact details with consent, and saves a lead that sales can act on.
import { Type } from 'typebox';
import { commit, say, textMessage, waiting } from '#nodes/kit/behaviours.ts';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, integerField, templateField } from '#nodes/kit/fields.ts';
import { FormFieldConfigSchema, formFieldsFrom, formTemplate, writtenForm } from '#nodes/kit/form-fields.ts';
import { LocalizedSchema, localize, variantsOf } from '#nodes/kit/localized.ts';
import type { ActionJson, GuardJson } from '#nodes/kit/machine.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, text } from '#nodes/kit/values.ts';

const config = Type.Object(
  {
    title: templateField({ label: { 'zh-CN': '卡片标题', en: 'Card title' } }),
    offer: templateField({ multiline: true, label: { 'zh-CN': '留下联系方式的理由', en: 'Why leave your details' } }),
    fields: field(Type.Array(FormFieldConfigSchema, { maxItems: 20 }), {
      widget: 'form-fields',
      label: { 'zh-CN': '要填的内容', en: 'Fields' },
      hint: {
        'zh-CN': '名称用 name、phone、email、wechat 会自动归入线索。',
        en: 'The names name, phone, email and wechat go straight into the lead.',
      },
    }),
    consent: field(
      Type.Object({ text: LocalizedSchema(), required: Type.Boolean(), version: Type.String({ maxLength: 40 }) }),
      {
        widget: 'consent',
        label: { 'zh-CN': '同意条款', en: 'Consent' },
      },
    ),
    submitLabel: templateField({ label: { 'zh-CN': '提交按钮', en: 'Submit button' }, section: 'advanced' }),
    declineLabel: templateField({ label: { 'zh-CN': '拒绝按钮', en: 'Decline button' }, section: 'advanced' }),
    thanks: templateField({ label: { 'zh-CN': '提交后说', en: 'Said after it was sent' } }),
    retry: templateField({
      label: { 'zh-CN': '填写有误时说', en: 'Said when something is wrong' },
      section: 'advanced',
    }),
    resendLimit: integerField(
      {
        label: { 'zh-CN': '同一会话最多展示几次', en: 'Show at most this often in a conversation' },
        section: 'advanced',
      },
      { minimum: 1, maximum: 20 },
    ),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const leadCardNode = defineNode({
  type: 'leadCard',
  version: 1,
  group: 'crm',
  icon: 'user-plus',
  title: { 'zh-CN': '留资卡', en: 'Lead card' },
  description: { 'zh-CN': '请客户留下联系方式，生成线索。', en: 'Asks for contact details and makes a lead.' },
  keywords: ['留资', '线索', '联系方式', 'lzk', 'lz', 'xs', 'lead', 'contact', 'form'],
  config,
  defaults: {
    title: { 'zh-CN': '留下联系方式', en: 'Leave your details' },
    offer: { 'zh-CN': '我们会尽快联系您。', en: 'We will get back to you shortly.' },
    fields: [
      { name: 'name', label: { 'zh-CN': '称呼', en: 'Name' }, kind: 'text', required: false },
      { name: 'phone', label: { 'zh-CN': '手机号', en: 'Phone' }, kind: 'phone', required: true },
    ],
    consent: {
      text: { 'zh-CN': '我同意贵方使用以上信息与我联系。', en: 'I agree that you use these details to contact me.' },
      required: true,
      version: '1',
    },
    submitLabel: { 'zh-CN': '提交', en: 'Send' },
    declineLabel: { 'zh-CN': '暂不需要', en: 'Not now' },
    thanks: { 'zh-CN': '收到，谢谢！我们会尽快联系您。', en: 'Got it, thank you! We will be in touch soon.' },
    retry: { 'zh-CN': '请检查一下填写的内容：', en: 'Please check what you entered:' },
    resendLimit: 2,
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply, consent }) => [
    { id: 'submitted', label: { 'zh-CN': '已提交', en: 'Submitted' }, role: 'main', required: true },
    { id: 'duplicate', label: { 'zh-CN': '已是老线索', en: 'Known already' }, role: 'branch' },
    ...(consent.required
      ? []
      : [{ id: 'partial', label: { 'zh-CN': '只留了号码', en: 'Only a number' }, role: 'branch' } as const]),
    { id: 'declined', label: { 'zh-CN': '拒绝', en: 'Declined' }, role: 'branch', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ title, fields }, locale) =>
    `${localize(title, locale)}${locale === 'en' ? ': ' : '：'}${fields.map((item) => localize(item.label, locale)).join(locale === 'en' ? ', ' : '、')}`,
  compile: (context) => {
    const { fields, consent, resendLimit, noReply, interrupt, mergeBurstMs, retry, thanks } = context.config;
    const node = context.id;
    const answer: AnswerSpec = {
      kind: 'form',
      formId: node,
      fields: formFieldsFrom(fields),
      consentRequired: consent.required,
    };
    const form = formTemplate({
      ...context.config,
      formId: node,
      intro: context.config.offer,
      cancelLabel: context.config.declineLabel,
    });
    const again = formTemplate({
      ...context.config,
      formId: node,
      intro: retry,
      cancelLabel: context.config.declineLabel,
      again: answer,
    });
    const known = (name: string) => expr(`lead.${name} ?? null`);
    const facts = fields.filter((item) => ['name', 'phone', 'email', 'wechat'].includes(item.name));
    const saveFacts: ActionJson = {
      type: 'assign',
      params: {
        node,
        assignments: facts.map(({ name }) => ({
          target: `customer.${name}`,
          value: expr(`lead.${name} ?? customer.${name}`),
        })),
      },
    };
    const save = (partial: boolean): ActionJson =>
      commit(node, 2, 'lead.save', {
        values: expr('lead'),
        consent: { given: expr('leadConsent'), text: text(consent.text), version: consent.version },
        partial,
        node,
      });
    const remember = (source: string): ActionJson => ({
      type: 'assign',
      params: { node, assignments: [{ target: 'leadConsent', value: expr(source) }] },
    });
    const isFound: GuardJson = { type: 'isCurrent', params: { node, index: 0 } };
    const duplicate: GuardJson = {
      type: 'all',
      params: { guards: [isFound, { type: 'when', params: { node, expr: 'event.output.found' } }] },
    };
    const done = [
      save(false),
      saveFacts,
      commit(node, 3, 'contact.update', { values: expr('lead') }),
      say(node, textMessage(thanks)),
    ];
    const phone: AnswerSpec = { kind: 'phone', region: 'CN' };
    // A bare number typed instead of the form is taken only where no consent box stands in the way.
    const typed = consent.required
      ? []
      : [
          context.to(context.isWired('partial') ? 'partial' : 'submitted', {
            guard: { type: 'answers', params: { node, answer: phone } },
            actions: [
              { type: 'keep', params: { node, target: 'lead.phone', answer: phone } },
              remember('false'),
              save(true),
              say(node, textMessage(thanks)),
            ],
          }),
        ];
    const declined = context.to('declined', {
      guard: { type: 'when', params: { node, expr: 'event.values.cancelled == true' } },
    });
    return {
      initial: 'offering',
      meta: { resume: 'showing' },
      states: {
        offering: {
          always: [
            context.to('declined', {
              guard: { type: 'when', params: { node, expr: `visits['${node}'] > ${String(resendLimit)}` } },
            }),
            { target: context.inner('showing') },
          ],
        },
        showing: { entry: [say(node, form)], always: [{ target: context.inner('waiting') }] },
        again: { entry: [say(node, again)], always: [{ target: context.inner('waiting') }] },
        waiting: waiting(context, {
          on: {
            'form.submitted': [
              declined,
              {
                target: context.inner('finding'),
                guard: { type: 'answers', params: { node, answer } },
                actions: [
                  { type: 'keep', params: { node, target: 'lead', answer } },
                  remember('event.values.consent == true'),
                ],
              },
              { target: context.inner('again') },
            ],
            'message.received': [...typed, { target: context.inner('again') }],
            'choice.selected': [{ target: context.inner('again') }],
          },
          noReply,
          interrupt,
          mergeBurstMs,
          form: writtenForm({ ...context.config, cancelLabel: context.config.declineLabel }),
        }),
        finding: {
          tags: ['working'],
          entry: [
            {
              type: 'effect',
              params: {
                node,
                index: 0,
                kind: 'lead.find',
                request: { phone: known('phone'), email: known('email'), wechat: known('wechat') },
              },
            },
          ],
          on: {
            'effect.completed': [
              ...(context.isWired('duplicate') ? [context.to('duplicate', { guard: duplicate, actions: done })] : []),
              context.to('submitted', { guard: isFound, actions: done }),
            ],
            'effect.failed': [context.to('submitted', { guard: isFound, actions: done })],
          },
        },
      },
    };
  },
  check: ({ fields, consent }) => [
    ...(fields.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/fields',
            message: { 'zh-CN': '至少要有一项。', en: 'Ask for at least one thing.' },
          },
        ]
      : []),
    ...(variantsOf(consent.text).every((variant) => variant.text.trim() === '')
      ? [
          {
            severity: 'warning' as const,
            field: '/consent',
            message: { 'zh-CN': '收集个人信息前应征得同意。', en: 'Ask for consent before you collect personal data.' },
          },
        ]
      : []),
  ],
  writes: ({ fields }) => [
    { name: 'lead', type: 'object' },
    { name: 'leadConsent', type: 'boolean' },
    ...fields
      .filter((item) => ['name', 'phone', 'email', 'wechat'].includes(item.name))
      .map((item) => ({ name: `customer.${item.name}`, type: 'text' as const })),
  ],
  reads: ({ title, offer, thanks, retry }) => [
    { field: '/title', kind: 'template', source: title },
    { field: '/offer', kind: 'template', source: offer },
    { field: '/thanks', kind: 'template', source: thanks },
    { field: '/retry', kind: 'template', source: retry },
  ],
  effects: ['lead.find', 'lead.save', 'contact.update', 'message.send'],
  waits: true,
});
