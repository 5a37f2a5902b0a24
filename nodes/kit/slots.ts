// Slots as operators configure them, and what the reader of slots needs to know of each.
import { Type, type Static } from 'typebox';
import type { AnswerSpec } from './answers.ts';
import { LocalizedSchema, type Localized } from './localized.ts';

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

/** One slot in a node's config. */
export const SlotConfigSchema = Type.Object({
  /** Key in the stored object. */
  name: Type.String({ pattern: '^[\\p{L}_][\\p{L}\\p{N}_]{0,63}$' }),
  /** What the customer calls it; also shown when a change is confirmed. */
  label: LocalizedSchema(),
  kind: Type.Enum([...SLOT_KINDS]),
  prompt: LocalizedSchema(),
  /** `required` is asked until given; `optional` is asked and may be skipped; `silent` is never asked and only taken when mentioned. */
  need: Type.Enum(['required', 'optional', 'silent']),
  /** Further words for it: other names, or the unit behind a number (people, 位). */
  words: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
  options: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.String({ minLength: 1, maxLength: 64 }),
        label: LocalizedSchema(),
        keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
      }),
      { maxItems: 100 },
    ),
  ),
  /** Least and most of a number; earliest and latest of a date (`2026-12-31`, `today`, `+7`) or time (`09:00`). */
  min: Type.Optional(Type.String({ maxLength: 40 })),
  max: Type.Optional(Type.String({ maxLength: 40 })),
  /** The form of a text, or of an order number. */
  pattern: Type.Optional(Type.String({ maxLength: 200 })),
  /** An expression that must hold; it sees the value as `value` and the others by the stored object. */
  check: Type.Optional(Type.String({ maxLength: 500 })),
  /** Said when the value does not fit; empty: what is wrong with it. */
  retry: Type.Optional(LocalizedSchema()),
  /** Expression whose value is taken as given: `customer.phone`. */
  prefill: Type.Optional(Type.String({ maxLength: 500 })),
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
