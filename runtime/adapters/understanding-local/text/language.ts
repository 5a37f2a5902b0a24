// Guesses the language of a sentence from its letters.

const HEAD = 500;
const NEITHER = 0;
const HAN = 1;
const KANA = 2;
const HANGUL = 3;
const LATIN = 4;
let scripts: Uint8Array | undefined;

/** `zh`, `en`, another script's language, or `und` when there are no letters at all. Mixed sentences count as the script that carries more words. */
export function languageOf(text: string): string {
  const scriptOf = tableOfScripts();
  const end = Math.min(text.length, HEAD);
  let [han, kana, hangul, words] = [0, 0, 0, 0];
  let before = NEITHER;
  for (let at = 0; at < end; at += 1) {
    const script = scriptOf[text.charCodeAt(at)] ?? NEITHER;
    if (script === HAN) han += 1;
    else if (script === KANA) kana += 1;
    else if (script === HANGUL) hangul += 1;
    else if (script === LATIN && before !== LATIN) words += 1;
    before = script;
  }
  if (kana > han / 4) return 'ja';
  if (hangul > han) return 'ko';
  // One Chinese character says about as much as two thirds of an English word.
  if (han > 0 && han >= words) return 'zh';
  if (words > 0) return 'en';
  return han > 0 ? 'zh' : 'und';
}

/** The script of each UTF-16 unit, worked out once; rare characters beyond them say nothing. */
function tableOfScripts(): Uint8Array {
  if (scripts !== undefined) return scripts;
  const table = new Uint8Array(65_536);
  const patterns = [
    [HAN, /\p{Script=Han}/u],
    [KANA, /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
    [HANGUL, /\p{Script=Hangul}/u],
    [LATIN, /\p{Script=Latin}/u],
  ] as const;
  for (let code = 0; code < 65_536; code += 1) {
    const char = String.fromCharCode(code);
    table[code] = patterns.find(([, pattern]) => pattern.test(char))?.[0] ?? NEITHER;
  }
  scripts = table;
  return table;
}
