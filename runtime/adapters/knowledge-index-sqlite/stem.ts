// Light English stemming: plural, past and -ing forms meet in one token; never touches short or non-Latin words.

const VOWEL = /[aeiouy]/;

/** The stem of a lower-case word. */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  return tidy(withoutVerbEnding(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(word)) return word;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function withoutVerbEnding(word: string): string {
  for (const ending of ['ing', 'ed', 'ly']) {
    const base = word.slice(0, -ending.length);
    if (word.endsWith(ending) && base.length >= 3 && VOWEL.test(base)) return undoubled(base);
  }
  return word;
}

/** `stopp` (from stopped) is `stop`; `pass` and `fill` keep their double letter. */
function undoubled(base: string): string {
  return /([^aeiouylsz])\1$/.test(base) ? base.slice(0, -1) : base;
}

/** `charge`, `charging` and `charged` meet when a final e is dropped; `party` and `parties` when y is i; `cancel` and `cancelled` at one l. */
function tidy(word: string): string {
  if (word.length > 5 && word.endsWith('ll')) return word.slice(0, -1);
  if (word.length > 4 && word.endsWith('e')) return word.slice(0, -1);
  if (word.length > 3 && word.endsWith('y')) return `${word.slice(0, -1)}i`;
  return word;
}
