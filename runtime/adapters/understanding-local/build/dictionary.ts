// Chinese words with what they mean in English: CC-CEDICT for the meanings, jieba for how often a word is used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../text/normalise.ts';
import { SERVICE_WORDS } from './service-words.ts';

/** A Chinese word. */
export interface Headword {
  readonly word: string;
  /** Occurrences per million words, about. */
  readonly perMillion: number;
  readonly glosses: readonly string[];
}

const MOST_GLOSSES = 5;
const MOST_WORDS = 31_000;
const MOST_CHARACTERS = 6_500;
/** Jieba's counts sum to about 60 million words. */
const JIEBA_MILLIONS = 60;
const NO_MEANING =
  /^\s*(?:CL:|variant of|old variant|erhua variant|also written|see |surname |used in |abbr\. for$|Japanese variant)/u;

/** The words worth a row: the most used ones, all common characters, and the words of customer service. */
export function readDictionary(packages: string): Headword[] {
  const counts = readCounts(packages);
  const meanings = readMeanings(packages);
  const words = [...meanings]
    .map(([word, glosses]) => ({ word, perMillion: (counts.get(word) ?? 0) / JIEBA_MILLIONS, glosses }))
    .filter(({ word, perMillion }) => word.length <= 4 && (word.length === 1 || perMillion >= 3 / JIEBA_MILLIONS))
    .sort((a, b) => b.perMillion - a.perMillion || (a.word < b.word ? -1 : 1));
  const own: Headword[] = Object.entries(SERVICE_WORDS).map(([word, glosses]) => ({
    word,
    perMillion: Math.max(20, (counts.get(word) ?? 0) / JIEBA_MILLIONS),
    glosses: glosses.split(',').map((gloss) => gloss.trim()),
  }));
  const known = new Set(own.map(({ word }) => word));
  const rest = words.filter(({ word }) => !known.has(word));
  return [
    ...own,
    ...rest.filter(({ word }) => word.length > 1).slice(0, MOST_WORDS),
    ...rest.filter(({ word }) => word.length === 1).slice(0, MOST_CHARACTERS),
  ];
}

function readCounts(packages: string): Map<string, number> {
  const lines = readPackage(packages, '@node-rs/jieba', 'dict.txt').split('\n');
  return new Map(
    lines.map((line) => {
      const [word = '', count] = line.split(' ');
      return [word, Number(count)];
    }),
  );
}

function readMeanings(packages: string): Map<string, string[]> {
  const source = readPackage(packages, 'cc-cedict', 'data/all.js');
  const { all } = parseEntries(source.slice(source.indexOf('{"all"'), source.lastIndexOf('}') + 1));
  const entries = new Map<string, [pinyin: string, meanings: readonly string[]][]>();
  for (const [, simplified, pinyin, meaning] of all) {
    if (!/^[\u4e00-\u9fff]+$/u.test(simplified)) continue;
    entries.set(simplified, [...(entries.get(simplified) ?? []), [pinyin, [meaning].flat()]]);
  }
  const meanings = new Map<string, string[]>();
  for (const [word, readings] of entries) {
    const glosses = new Set<string>();
    for (const [pinyin, senses] of readings) {
      // Of several readings, those of names say little.
      if (readings.length > 1 && /^[A-Z]/u.test(pinyin)) continue;
      for (const sense of senses.flatMap((text) => text.split(';'))) glosses.add(cleaned(sense));
    }
    glosses.delete('');
    if (glosses.size > 0) meanings.set(word, [...glosses].slice(0, MOST_GLOSSES));
  }
  return meanings;
}

/** A gloss as plain English; empty when it only points elsewhere. */
function cleaned(sense: string): string {
  const bare = sense.replace(/\([^)]*\)/gu, ' ').replace(/\[[^\]]*\]/gu, ' ');
  if (NO_MEANING.test(bare)) return '';
  const text = normalise(
    bare
      .replace(/[\u4e00-\u9fff|]+/gu, ' ')
      .replace(/\bsb\b/gu, 'somebody')
      .replace(/\bsth\b/gu, 'something'),
  ).replace(/^[^a-z0-9]+|[^a-z0-9?!']+$/gu, '');
  return /[a-z]/u.test(text) && text.split(' ').length <= 12 ? text : '';
}

function readPackage(packages: string, name: string, file: string): string {
  try {
    return readFileSync(join(packages, 'node_modules', name, file), 'utf8');
  } catch (cause) {
    throw new Error(`${name} is missing. In ${packages}: npm i ${name}`, { cause });
  }
}

type Entry = readonly [traditional: string, simplified: string, pinyin: string, meaning: string | readonly string[]];

/** The package's own form: a list of entries. */
function parseEntries(json: string): { readonly all: readonly Entry[] } {
  return JSON.parse(json) as { all: Entry[] };
}
