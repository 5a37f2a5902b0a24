// Sentences to the customer: the language they get.

/** The Chinese or the English sentence, by the customer's locale. */
export function inLanguage(locale: string, zh: string, en: string): string {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}
