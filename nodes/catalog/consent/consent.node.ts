// Consent: asks before personal data is used, keeps a receipt of the answer, and does not ask again while it holds.
import { Type } from 'typebox';
import { commit, question } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { integerField, templateField, textField } from '#nodes/kit/fields.ts';
import { localize, variantsOf } from '#nodes/kit/localized.ts';
import type { ActionJson } from '#nodes/kit/machine.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';
import { expr, template } from '#nodes/kit/values.ts';

const DAY_MS = 86_400_000;

const config = Type.Object(
  {
    purpose: textField(
      {
        label: { 'zh-CN': '用途（英文标识）', en: 'Purpose' },
        hint: {
          'zh-CN': '例如 contact、marketing；不同用途分别征求。',
          en: 'Such as contact or marketing; each is asked for by itself.',
        },
      },
      { maxLength: 40, pattern: '^[A-Za-z][A-Za-z0-9_]*$' },
    ),
    text: templateField({ multiline: true, label: { 'zh-CN': '征求同意的话', en: 'What is asked' } }),
    version: textField(
      {
        label: { 'zh-CN': '条款版本', en: 'Version of the terms' },
        hint: { 'zh-CN': '改了条款就换版本，客户会被重新询问。', en: 'A new version is asked for again.' },
      },
      { maxLength: 40, pattern: "^[^'{}\\\\]+$" },
    ),
    keepDays: integerField({ label: { 'zh-CN': '有效天数', en: 'Holds for days' } }, { minimum: 1, maximum: 3650 }),
    yesLabel: templateField({ label: { 'zh-CN': '同意按钮', en: 'Agree button' }, section: 'advanced' }),
    noLabel: templateField({ label: { 'zh-CN': '不同意按钮', en: 'Refuse button' }, section: 'advanced' }),
    maxTries: integerField(
      { label: { 'zh-CN': '最多问几次', en: 'Ask at most' }, section: 'advanced' },
      { minimum: 1, maximum: 10 },
    ),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const consentNode = defineNode({
  type: 'consent',
  version: 1,
  group: 'crm',
  icon: 'file-check',
  title: { 'zh-CN': '征求同意', en: 'Ask for consent' },
  description: {
    'zh-CN': '使用个人信息前征得同意，并留下凭据。',
    en: 'Asks before personal data is used, and keeps a receipt.',
  },
  keywords: ['同意', '授权', '隐私', '条款', 'zqty', 'ty', 'consent', 'privacy', 'gdpr', 'pipl', 'agree'],
  config,
  defaults: {
    purpose: 'contact',
    text: {
      'zh-CN': '为了给您提供服务，我们需要使用您留下的联系方式。您同意吗？',
      en: 'To serve you we need to use the contact details you give us. Do you agree?',
    },
    version: '1',
    keepDays: 365,
    yesLabel: { 'zh-CN': '同意', en: 'I agree' },
    noLabel: { 'zh-CN': '不同意', en: 'No' },
    maxTries: 2,
    ...WAIT_DEFAULTS,
  },
  ports: ({ noReply }) => [
    { id: 'given', label: { 'zh-CN': '同意', en: 'Given' }, role: 'main', required: true },
    { id: 'refused', label: { 'zh-CN': '不同意', en: 'Refused' }, role: 'branch', required: true },
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ purpose, version, text }, locale) => `${purpose} v${version} · ${localize(text, locale)}`,
  compile: (context) => {
    const { purpose, text, version, keepDays, yesLabel, noLabel, maxTries, noReply, interrupt, mergeBurstMs } =
      context.config;
    const node = context.id;
    const fact = `consent_${purpose}`;
    const receipt = (given: boolean): readonly ActionJson[] => [
      {
        type: 'assign',
        params: {
          node,
          assignments: [
            { target: `customer.${fact}`, value: given ? version : null },
            { target: `customer.${fact}_until`, value: given ? expr(`now + ${String(keepDays * DAY_MS)}`) : null },
          ],
        },
      },
      commit(node, 0, 'consent.record', { purpose, text: template(text), version, given, keepDays }),
      commit(node, 1, 'contact.update', {
        values: { [fact]: expr(`customer.${fact} ?? null`), [`${fact}_until`]: expr(`customer.${fact}_until ?? null`) },
      }),
    ];
    const choices = [
      { id: 'yes', label: template(yesLabel) },
      { id: 'no', label: template(noLabel) },
    ];
    const asked = question(context, {
      prompt: [{ kind: 'choices', text: template(text), choices }],
      answer: { kind: 'confirm' },
      variable: '',
      answered: [
        { port: 'refused', guard: { type: 'confirms', params: { node, is: false } }, actions: receipt(false) },
        { port: 'given', actions: receipt(true) },
      ],
      retry: { kind: 'choices', text: template(text), choices },
      maxTries,
      // What is not a clear yes is no consent.
      invalid: 'refused',
      noReply,
      interrupt,
      mergeBurstMs,
      sure: true,
    });
    return {
      initial: 'looking',
      states: {
        looking: {
          always: [
            context.to('given', {
              guard: {
                type: 'when',
                params: {
                  node,
                  expr: `(customer.${fact} ?? '') == '${version}' and (customer.${fact}_until ?? 0) > now`,
                },
              },
            }),
            { target: context.inner('asking') },
          ],
        },
        asking: { entry: asked.entry ?? [], always: [{ target: context.inner('waiting') }] },
        ...asked.states,
      },
    };
  },
  check: ({ text, purpose, version }) => [
    ...(variantsOf(text).every(({ text: words }) => words.trim() === '')
      ? [
          {
            severity: 'error' as const,
            field: '/text',
            message: { 'zh-CN': '没有写要征求什么。', en: 'It does not say what is asked for.' },
          },
        ]
      : []),
    ...(purpose === '' || version === ''
      ? [
          {
            severity: 'error' as const,
            field: '/purpose',
            message: { 'zh-CN': '用途和版本都要写。', en: 'Purpose and version must be given.' },
          },
        ]
      : []),
  ],
  writes: ({ purpose }) => [{ name: `customer.consent_${purpose}`, type: 'text' }],
  reads: ({ text }) => [{ field: '/text', kind: 'template', source: text }],
  effects: ['consent.record', 'contact.update', 'message.send'],
  waits: true,
});
