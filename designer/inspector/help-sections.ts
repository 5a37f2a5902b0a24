// A help file holds both languages under headings; this takes the one that is read.
import type { Locale } from '#nodes/kit/localized.ts';

const HEADINGS: Readonly<Record<Locale, RegExp>> = {
  'zh-CN': /^#{1,2}\s*(zh-CN|中文|简体中文)\s*$/im,
  en: /^#{1,2}\s*(en|English)\s*$/im,
};

/** The part of a help text in one language; the whole text when it is not divided. */
export function sectionFor(text: string, locale: Locale): string {
  const start = HEADINGS[locale].exec(text);
  if (start === null) return text;
  const rest = text.slice(start.index + start[0].length);
  const other = HEADINGS[locale === 'en' ? 'zh-CN' : 'en'].exec(rest);
  return (other === null ? rest : rest.slice(0, other.index)).trim();
}
