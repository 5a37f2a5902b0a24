// Form: several fields at once, checked together.
import { Type } from 'typebox';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { say, waiting } from '#nodes/kit/behaviours.ts';
import { defineNode } from '#nodes/kit/define-node.ts';
import { field, templateField, variableField } from '#nodes/kit/fields.ts';
import { FormFieldConfigSchema, formFieldsFrom, formTemplate, writtenForm } from '#nodes/kit/form-fields.ts';
import { localize } from '#nodes/kit/localized.ts';
import type { TransitionJson } from '#nodes/kit/machine.ts';
import { WAIT_DEFAULTS, WAIT_FIELDS } from '#nodes/kit/policies.ts';
import { PORTS } from '#nodes/kit/ports.ts';

const config = Type.Object(
  {
    title: templateField({ label: { 'zh-CN': '标题', en: 'Title' } }),
    intro: templateField({ multiline: true, label: { 'zh-CN': '说明', en: 'Words before it' } }),
    fields: field(Type.Array(FormFieldConfigSchema, { maxItems: 50 }), {
      widget: 'form-fields',
      label: { 'zh-CN': '要填的内容', en: 'Fields' },
    }),
    variable: variableField({
      label: { 'zh-CN': '保存到', en: 'Store in' },
      hint: { 'zh-CN': '之后用 {{ form.name }} 这样的写法取值。', en: 'Use it later as {{ form.name }}.' },
    }),
    submitLabel: templateField({ label: { 'zh-CN': '提交按钮', en: 'Submit button' }, section: 'advanced' }),
    cancelLabel: templateField({
      label: { 'zh-CN': '取消按钮（可不填）', en: 'Cancel button (optional)' },
      section: 'advanced',
    }),
    retry: templateField({
      label: { 'zh-CN': '填写有误时说', en: 'Said when something is wrong' },
      section: 'advanced',
    }),
    ...WAIT_FIELDS,
  },
  { additionalProperties: false },
);

export const formNode = defineNode({
  type: 'form',
  version: 1,
  group: 'input',
  icon: 'clipboard-list',
  title: { 'zh-CN': '表单', en: 'Form' },
  description: { 'zh-CN': '一次收集多项信息。', en: 'Collects several things at once.' },
  keywords: ['表单', '填写', 'bd', 'form', 'fields'],
  config,
  defaults: {
    title: '',
    intro: { 'zh-CN': '请填写下面的内容：', en: 'Please fill this in:' },
    fields: [],
    variable: 'form',
    submitLabel: { 'zh-CN': '提交', en: 'Send' },
    cancelLabel: '',
    retry: { 'zh-CN': '请检查一下填写的内容：', en: 'Please check what you entered:' },
    ...WAIT_DEFAULTS,
  },
  ports: ({ cancelLabel, noReply }) => [
    { id: 'submitted', label: { 'zh-CN': '已提交', en: 'Submitted' }, role: 'main', required: true },
    ...(localize(cancelLabel, 'zh-CN') === ''
      ? []
      : [{ id: 'cancelled', label: { 'zh-CN': '取消', en: 'Cancelled' }, role: 'branch' as const, required: true }]),
    ...(noReply.enabled ? [PORTS.noReply] : []),
  ],
  summary: ({ title, fields }, locale) =>
    [localize(title, locale), fields.map((item) => localize(item.label, locale)).join(locale === 'en' ? ', ' : '、')]
      .filter((part) => part !== '')
      .join(locale === 'en' ? ': ' : '：') || (locale === 'en' ? 'No fields yet' : '还没有内容'),
  compile: (context) => {
    const { fields, variable, noReply, interrupt, mergeBurstMs, intro, retry, cancelLabel } = context.config;
    const node = context.id;
    const answer: AnswerSpec = { kind: 'form', formId: node, fields: formFieldsFrom(fields), consentRequired: false };
    const shown = say(node, formTemplate({ ...context.config, formId: node, intro }));
    const shownAgain = say(node, formTemplate({ ...context.config, formId: node, intro: retry, again: answer }));
    const again: TransitionJson = { target: context.inner('waiting'), reenter: true, actions: [shownAgain] };
    return {
      entry: [shown],
      initial: 'waiting',
      states: {
        waiting: waiting(context, {
          on: {
            'form.submitted': [
              ...(localize(cancelLabel, 'zh-CN') === ''
                ? []
                : [
                    context.to('cancelled', {
                      guard: { type: 'when', params: { node, expr: 'event.values.cancelled == true' } },
                    }),
                  ]),
              context.to('submitted', {
                guard: { type: 'answers', params: { node, answer } },
                actions: variable === '' ? [] : [{ type: 'keep', params: { node, target: variable, answer } }],
              }),
              again,
            ],
            'message.received': [again],
            'choice.selected': [again],
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
    ...(fields.length === 0
      ? [
          {
            severity: 'error' as const,
            field: '/fields',
            message: { 'zh-CN': '至少要有一项。', en: 'Ask for at least one thing.' },
          },
        ]
      : []),
    ...fields.flatMap((item, index) =>
      fields.findIndex((other) => other.name === item.name) === index
        ? []
        : [
            {
              severity: 'error' as const,
              field: `/fields/${String(index)}/name`,
              message: { 'zh-CN': `名称「${item.name}」重复了。`, en: `The name "${item.name}" stands here twice.` },
            },
          ],
    ),
  ],
  writes: ({ variable }) => (variable === '' ? [] : [{ name: variable, type: 'object' }]),
  reads: ({ title, intro }) => [
    { field: '/title', kind: 'template', source: title },
    { field: '/intro', kind: 'template', source: intro },
  ],
  effects: ['message.send'],
  waits: true,
});
