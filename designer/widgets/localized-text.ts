// Editing a text that is one string for all languages or one string per language.
import type { Localized } from '#nodes/kit/localized.ts';

/** Reads a localized text out of an unknown value. */
export function parseLocalized(value: unknown): Localized {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? (value as Record<string, string>) : '';
}

/** What stands in the field of one language. */
export function textIn(value: Localized, language: string): string {
  if (typeof value === 'string') return value;
  return value[language] ?? '';
}

/** The text with one language changed. A plain string stays one while the flow speaks one language only. */
export function withText(value: Localized, language: string, text: string, languages: readonly string[]): Localized {
  if (typeof value !== 'string') return { ...value, [language]: text };
  if (languages.length < 2) return text;
  return Object.fromEntries(languages.map((one) => [one, one === language ? text : value]));
}

/** Languages of the flow that have no words yet while another has. */
export function missingIn(value: Localized, languages: readonly string[]): readonly string[] {
  if (typeof value === 'string') return [];
  const written = languages.filter((language) => (value[language] ?? '').trim() !== '');
  return written.length === 0 ? [] : languages.filter((language) => !written.includes(language));
}
