// Forms as operators configure them, and the message and answer they become.
import { Type, type Static } from 'typebox';
import { LocalizedSchema, localize, type Localized } from './localized.ts';
import type { AnswerSpec } from './answers.ts';
import type { FormField, MessageTemplate } from './messages.ts';
import { expr, problemsOf, template, type Value } from './values.ts';

/** One field of a form in a node's config. `name` becomes the key of the stored object. */
export const FormFieldConfigSchema = Type.Object({
  name: Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$' }),
  label: LocalizedSchema(),
  kind: Type.Enum(['text', 'textarea', 'number', 'date', 'phone', 'email', 'wechat', 'select', 'checkbox']),
  required: Type.Boolean(),
  options: Type.Optional(
    Type.Array(Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }), label: LocalizedSchema() }), {
      maxItems: 100,
    }),
  ),
  placeholder: Type.Optional(LocalizedSchema()),
  /** Expression whose value stands in the field at first. */
  prefill: Type.Optional(Type.String({ maxLength: 500 })),
});
export type FormFieldConfig = Static<typeof FormFieldConfigSchema>;

/** The fields as the answer parser checks them; labels in the first written language. */
export function formFieldsFrom(fields: readonly FormFieldConfig[]): readonly FormField[] {
  return fields.map(({ name, label, kind, required, options }) => ({
    name,
    label: localize(label, 'zh-CN'),
    kind,
    required,
    ...(options === undefined
      ? {}
      : { options: options.map((option) => ({ id: option.id, label: localize(option.label, 'zh-CN') })) }),
  }));
}

/** What a reader of a form that is filled in by words must know; stands in the meta of the waiting state. */
export interface WrittenForm {
  readonly fields: readonly Pick<FormFieldConfig, 'name' | 'label' | 'kind' | 'options'>[];
  readonly hasConsent: boolean;
  /** Words that decline; empty: it cannot be declined. */
  readonly cancel: Localized;
}

/** The form as its readers in words see it. */
export function writtenForm(spec: {
  readonly fields: readonly FormFieldConfig[];
  readonly cancelLabel: Localized;
  readonly consent?: { readonly text: Localized };
}): WrittenForm {
  return {
    fields: spec.fields.map(({ name, label, kind, options }) => ({
      name,
      label,
      kind,
      ...(options === undefined ? {} : { options }),
    })),
    hasConsent: spec.consent !== undefined && !isEmpty(spec.consent.text),
    cancel: spec.cancelLabel,
  };
}

/** The form message. With `again`, the answer that was refused: what was wrong stands beside the fields, and what was filled in is kept. */
export function formTemplate(spec: {
  readonly formId: string;
  readonly title: Localized;
  readonly intro: Localized;
  readonly fields: readonly FormFieldConfig[];
  readonly submitLabel: Localized;
  readonly cancelLabel: Localized;
  readonly consent?: { readonly text: Localized; readonly required: boolean; readonly version: string };
  readonly again?: AnswerSpec;
}): MessageTemplate {
  const fields: readonly Value[] = spec.fields.map((item) => ({
    name: item.name,
    label: template(item.label),
    kind: item.kind,
    required: item.required,
    ...(item.options === undefined
      ? {}
      : { options: item.options.map((option) => ({ id: option.id, label: template(option.label) })) }),
    ...(item.placeholder === undefined ? {} : { placeholder: template(item.placeholder) }),
    ...valueOf(item, spec.again !== undefined),
  }));
  return {
    kind: 'form',
    text: template(spec.intro),
    form: {
      formId: spec.formId,
      title: template(spec.title),
      fields,
      submitLabel: template(spec.submitLabel),
      ...(isEmpty(spec.cancelLabel) ? {} : { cancelLabel: template(spec.cancelLabel) }),
      ...(spec.consent === undefined || isEmpty(spec.consent.text)
        ? {}
        : {
            consent: {
              text: template(spec.consent.text),
              required: spec.consent.required,
              version: spec.consent.version,
            },
          }),
      ...(spec.again === undefined ? {} : { errors: problemsOf(spec.again) }),
    },
  };
}

function valueOf({ name, prefill }: FormFieldConfig, again: boolean): { readonly value?: Value } {
  const first = prefill === undefined || prefill.trim() === '' ? undefined : prefill;
  if (again) return { value: expr(`event.values['${name}'] ?? ${first === undefined ? 'null' : `(${first})`}`) };
  return first === undefined ? {} : { value: expr(first) };
}

function isEmpty(text: Localized): boolean {
  return typeof text === 'string' ? text === '' : Object.values(text).every((value) => value === '');
}
