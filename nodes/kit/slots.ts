// Slots as operators configure them, and what the reader of slots needs to know of each.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from './answers.ts';
import { expressionField, field, selectField, templateField, textField } from './fields.ts';
import { LocalizedSchema, type Bilingual, type Localized } from './localized.ts';

/** What a slot can hold. */
export const SLOT_KINDS = [
  'text',
  'name',
  'number',
  'date',
  'time',
  'phone',
  'email',
  'order',
  'choice',
  'confirm',
] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

const KIND_LABELS: Readonly<Record<SlotKind, Bilingual>> = {
  text: { 'zh-CN': '文字', en: 'Text' },
  name: { 'zh-CN': '姓名', en: 'Name of a person' },
  number: { 'zh-CN': '数字', en: 'Number' },
  date: { 'zh-CN': '日期', en: 'Date' },
  time: { 'zh-CN': '时间', en: 'Time of day' },
  phone: { 'zh-CN': '电话', en: 'Phone' },
  email: { 'zh-CN': '邮箱', en: 'E-mail' },
  order: { 'zh-CN': '订单号', en: 'Order number' },
  choice: { 'zh-CN': '选项', en: 'One of several' },
  confirm: { 'zh-CN': '是或否', en: 'Yes or no' },
};

/**
 * One slot in a node's config. `label` is what the customer calls it, also shown when a change is confirmed; `words` are further names, or the
 * unit behind a number. `need`: `required` is asked until given, `optional` may be skipped, `silent` is never asked and taken when mentioned.
 * `min` and `max` bound numbers, dates (`2026-12-31`, `today`, `+7`) and times (`09:00`). `check` is an expression that sees `value`.
 */
export const SlotConfigSchema = Type.Object({
  label: templateField({ label: { 'zh-CN': '名称', en: 'Name' } }),
  name: field(Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$' }), {
    widget: 'text',
    label: { 'zh-CN': '变量名', en: 'Variable' },
  }),
  kind: selectField([...SLOT_KINDS], {
    label: { 'zh-CN': '类型', en: 'Kind' },
    options: SLOT_KINDS.map((value) => ({ value, label: KIND_LABELS[value] })),
  }),
  need: selectField(['required', 'optional', 'silent'], {
    label: { 'zh-CN': '是否必填', en: 'Needed?' },
    options: [
      { value: 'required', label: { 'zh-CN': '必填，问到为止', en: 'Required: asked until given' } },
      { value: 'optional', label: { 'zh-CN': '会问，可跳过', en: 'Asked, may be skipped' } },
      { value: 'silent', label: { 'zh-CN': '只听不问', en: 'Only taken when mentioned' } },
    ],
  }),
  prompt: templateField({
    label: { 'zh-CN': '问题', en: 'Question' },
    showWhen: { field: 'need', is: ['required', 'optional'] },
  }),
  words: Type.Optional(
    field(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 }), {
      widget: 'tags',
      label: { 'zh-CN': '其他叫法或单位', en: 'Other names, or the unit' },
      hint: { 'zh-CN': '例如：人、位、people', en: 'Such as people, guests, 位' },
    }),
  ),
  options: Type.Optional(
    field(
      Type.Array(
        Type.Object({
          id: Type.String({ minLength: 1, maxLength: 64 }),
          label: LocalizedSchema(),
          keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
        }),
        { maxItems: 100 },
      ),
      {
        widget: 'options',
        label: { 'zh-CN': '选项', en: 'Options' },
        showWhen: { field: 'kind', is: ['choice'] },
      },
    ),
  ),
  min: Type.Optional(
    textField(
      {
        label: { 'zh-CN': '最小／最早', en: 'Least / earliest' },
        showWhen: { field: 'kind', is: ['number', 'date', 'time'] },
      },
      { maxLength: 40 },
    ),
  ),
  max: Type.Optional(
    textField(
      {
        label: { 'zh-CN': '最大／最晚', en: 'Most / latest' },
        showWhen: { field: 'kind', is: ['number', 'date', 'time'] },
      },
      { maxLength: 40 },
    ),
  ),
  pattern: Type.Optional(
    textField(
      {
        label: { 'zh-CN': '格式（正则）', en: 'Form (pattern)' },
        showWhen: { field: 'kind', is: ['text', 'name', 'order'] },
      },
      { maxLength: 200 },
    ),
  ),
  check: Type.Optional(
    expressionField({
      label: { 'zh-CN': '校验', en: 'Must hold' },
      hint: {
        'zh-CN': '用 value 表示填的值，例如 value % 2 == 0',
        en: 'value is what was given, such as value % 2 == 0',
      },
    }),
  ),
  retry: Type.Optional(templateField({ label: { 'zh-CN': '不合适时说', en: 'Said when it does not fit' } })),
  prefill: Type.Optional(
    expressionField({
      label: { 'zh-CN': '已知的值', en: 'Known value' },
      hint: { 'zh-CN': '例如 customer.phone，有值就不再问', en: 'Such as customer.phone; not asked when there is one' },
    }),
  ),
});
export type SlotConfig = Static<typeof SlotConfigSchema>;

/** A slot as the reader sees it. */
export interface SlotSpec {
  readonly name: string;
  readonly label: Localized;
  readonly kind: SlotKind;
  readonly answer: AnswerSpec;
  readonly need: 'required' | 'optional' | 'silent';
  readonly words: readonly string[];
  readonly check: string;
  readonly refusal: Localized;
  readonly prefill: string;
}

/** Order numbers of the usual forms, when the operator gives none. */
const ORDER_FORMS = ['[A-Za-z]{1,4}-?\\d{5,14}', '\\d{8,20}'];

/** The slots of a node as the reader needs them. */
export function slotsFrom(configs: readonly SlotConfig[], timeZone: string): readonly SlotSpec[] {
  return configs.map((config) => ({
    name: config.name,
    label: config.label,
    kind: config.kind,
    answer: answerFrom(config, timeZone),
    need: config.need,
    words: config.words ?? [],
    check: config.check ?? '',
    refusal: config.retry ?? '',
    prefill: config.prefill ?? '',
  }));
}

function answerFrom({ kind, options, min = '', max = '', pattern = '' }: SlotConfig, timeZone: string): AnswerSpec {
  switch (kind) {
    case 'text':
      return { kind: 'text', maxLength: 2000, ...(pattern === '' ? {} : { pattern }) };
    case 'name':
      return { kind: 'text', maxLength: 60, ...(pattern === '' ? {} : { pattern }) };
    case 'number':
      return { kind, ...(min === '' ? {} : { min: Number(min) }), ...(max === '' ? {} : { max: Number(max) }) };
    case 'date':
      return { kind, timeZone, ...(min === '' ? {} : { earliest: min }), ...(max === '' ? {} : { latest: max }) };
    case 'time':
      return { kind, ...(min === '' ? {} : { earliest: min }), ...(max === '' ? {} : { latest: max }) };
    case 'phone':
      return { kind, region: 'CN' };
    case 'email':
    case 'confirm':
      return { kind };
    case 'order':
      return { kind, patterns: pattern === '' ? ORDER_FORMS : [pattern] };
    case 'choice':
      return { kind, options: options ?? [], multiple: false, fuzzy: true };
  }
}
