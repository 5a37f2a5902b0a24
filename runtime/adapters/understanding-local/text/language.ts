// Guesses the language of a sentence from its letters.

/** `zh`, `en`, another script's language, or `und` when there are no letters at all. Mixed sentences count as the script that carries more words. */
export function languageOf(text: string): string {
  const head = text.slice(0, 500);
  const han = count(head, /\p{Script=Han}/gu);
  if (count(head, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > han / 4 && han + head.length > 0) {
    if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(head)) return 'ja';
  }
  if (count(head, /\p{Script=Hangul}/gu) > han) return 'ko';
  // One Chinese character says about as much as two thirds of an English word.
  const words = count(head, /\p{Script=Latin}+/gu);
  if (han > 0 && han >= words) return 'zh';
  if (words > 0) return 'en';
  if (han > 0) return 'zh';
  return 'und';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
