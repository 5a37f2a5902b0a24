// Text that a person reads: one string for every language, or one per language.
import { Type, type Static, type TSchemaOptions } from 'typebox';
import { RecordSchema } from './record-schema.ts';

/** The languages of the interface and the shipped content. */
export const LOCALES = ['zh-CN', 'en'] as const;

/** A language of the interface. Flows may speak others; these two are always complete. */
export type Locale = (typeof LOCALES)[number];

/** Interface text that always exists in both languages. */
export type Bilingual = Readonly<Record<Locale, string>>;

/** Schema of a text an operator writes: a plain string, or `{ "zh-CN": "...", "en": "..." }`. At most 4,000 characters a language. */
export function LocalizedSchema(options: TSchemaOptions = {}) {
  return Type.Union(
    [
      Type.String({ maxLength: 4000 }),
      // Closed: whatever stands under another key would be taken for a text.
      {
        ...RecordSchema(Type.String({ maxLength: 4000 }), '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
        additionalProperties: false,
      },
    ],
    options,
  );
}

/** A text an operator writes. */
export type Localized = Static<ReturnType<typeof LocalizedSchema>>;

/**
 * The text for a locale: exact match, then same language (`en-GB` takes `en`), then `fallback`, then the first written one.
 * An absent text is the empty string.
 */
export function localize(text: Localized | undefined, locale: string, fallback = 'zh-CN'): string {
  if (text === undefined) return '';
  if (typeof text === 'string') return text;
  // Own keys only: the locale may come from a customer's browser.
  const exact = Object.hasOwn(text, locale) ? text[locale] : undefined;
  if (exact !== undefined && exact !== '') return exact;
  const language = locale.split('-')[0] ?? locale;
  const related = Object.keys(text).find((key) => key.split('-')[0] === language && text[key] !== '');
  if (related !== undefined) return text[related] ?? '';
  const usual = Object.hasOwn(text, fallback) ? text[fallback] : undefined;
  if (usual !== undefined && usual !== '') return usual;
  return Object.values(text).find((value) => value !== '') ?? '';
}

/** Each written variant of a text, with its locale (`undefined` for a plain string). */
export function variantsOf(text: Localized | undefined): readonly { locale: string | undefined; text: string }[] {
  if (text === undefined) return [];
  if (typeof text === 'string') return [{ locale: undefined, text }];
  return Object.entries(text).map(([locale, value]) => ({ locale, text: value }));
}
