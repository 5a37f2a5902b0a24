// How much of what was meant is in a reply: overlap of words (and pairs of Chinese characters), without any outside help.

/** Small words that say nothing about the matter. */
const EMPTY = new Set(
  'the a an is are was were be to of and or in on at for it its this that you your we our i my me please will can do does with as by from have has so'.split(
    ' ',
  ),
);
const EMPTY_CHARACTERS = /[的了吗呢吧啊呀哦您你我请就也都很是在有和与及或这那会将]/gu;

/**
 * 0 to 1: the share of the wanted words that the reply holds, damped when a "not" stands in one and not in the other, and when a wanted number
 * is missing.
 */
export function meaningOf(wanted: string, reply: string): number {
  const want = tokensOf(wanted);
  if (want.size === 0) return wanted.trim() === reply.trim() ? 1 : 0;
  const have = tokensOf(reply);
  let total = 0;
  let found = 0;
  for (const token of want) {
    total += 1;
    if (have.has(token)) found += 1;
  }
  // A number that is another one makes it another statement.
  const isOther = [...want].some((token) => /\d/u.test(token) && !have.has(token));
  const share = (found / total) * (isOther ? 0.5 : 1);
  return denies(wanted) === denies(reply) ? share : share * 0.4;
}

function denies(text: string): boolean {
  return /不|没|未|无法|非|\bnot\b|n't|n’t|\bnever\b|\bcannot\b|\bno\b|\bunable\b/iu.test(text);
}

function tokensOf(text: string): ReadonlySet<string> {
  const tokens = new Set<string>();
  const plain = text.normalize('NFKC').toLowerCase();
  for (const [word] of plain.matchAll(/[\p{Script=Latin}\d][\p{Script=Latin}\d'’_-]*/gu)) {
    if (!EMPTY.has(word)) tokens.add(stemOf(word));
  }
  for (const [run] of plain.replace(EMPTY_CHARACTERS, ' ').matchAll(/\p{Script=Han}+/gu)) {
    const characters = Array.from(run);
    if (characters.length === 1) tokens.add(run);
    for (let index = 0; index + 1 < characters.length; index++) {
      tokens.add(`${characters[index] ?? ''}${characters[index + 1] ?? ''}`);
    }
  }
  return tokens;
}

/** Refunds, refunded and refunding are one word here. */
function stemOf(word: string): string {
  if (/\d/u.test(word) || word.length < 5) return word;
  return word.replace(/(?:ing|ed|es|s|ly)$/u, '');
}
