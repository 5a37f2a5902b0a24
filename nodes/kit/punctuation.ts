// The marks that join pieces of text a person reads, as each language writes them.

const CHINESE = { colon: '：', list: '、' } as const;
const WESTERN = { colon: ': ', list: ', ' } as const;

/** `label: text`, with the colon of the locale: full-width in Chinese. */
export function labelled(label: string, text: string, locale: string): string {
  return `${label}${marksOf(locale).colon}${text}`;
}

/** Words one after the other, with the mark of the locale between them. */
export function listed(words: readonly string[], locale: string): string {
  return words.join(marksOf(locale).list);
}

function marksOf(locale: string) {
  return /^zh\b/i.test(locale) ? CHINESE : WESTERN;
}
