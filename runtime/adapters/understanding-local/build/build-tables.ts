// Builds the tables of word vectors: `npx tsx build-tables.ts --packages DIR --texts DIR --cache DIR --out DIR`. README.md of this folder says what is needed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stderr } from 'node:process';
import { parseArgs } from 'node:util';
import { bytesFromTable, parseTable, type StaticTable } from '../embeddings/static-table.ts';
import { eachUnspacedWord } from '../embeddings/table-words.ts';
import { pairHash, wordHash } from '../embeddings/word-hash.ts';
import { crossProduct, mainDirections, meanOf, projected, ridge, type Matrix } from './algebra.ts';
import { readDictionary, type Headword } from './dictionary.ts';
import { englishWords, frequentPairs, wordsOf } from './english-words.ts';
import { fitWords, type FitSentence } from './fit-words.ts';
import { readEnglish, readPairs } from './open-texts.ts';
import { teacherVectors } from './use-vectors.ts';

const DIMENSION = 128;
const MOST_CHINESE_PAIRS = 2_500;
/** Of the sentences, one in so many teaches the map from the teacher's words to ours. */
const MAP_STEP = 8;
const CHINESE_SIF = 1e-3;

const { values: args } = parseArgs({
  options: Object.fromEntries(['packages', 'texts', 'cache', 'out'].map((name) => [name, { type: 'string' as const }])),
});
const folder = (name: string): string => {
  const value = args[name];
  if (typeof value !== 'string') throw new Error(`--${name} DIR is missing.`);
  return value;
};
const [packages, cache, out] = [folder('packages'), folder('cache'), folder('out')];

const pairs = readPairs(folder('texts'));
const english = readEnglish(folder('texts'));
const dictionary = readDictionary(packages);
const sentences = [...new Set([...english, ...pairs.map((pair) => pair.english)])];
const weights = englishWords(packages, sentences);
const words = [...weights.keys()];
const glosses = [...new Set(dictionary.flatMap((entry) => entry.glosses))];
const taught = await teacherVectors(
  [...sentences, ...words.map((word) => (word === '0' ? '5' : word)), ...glosses],
  cache,
  packages,
);
stderr.write(`${sentences.length} sentences, ${words.length} words, ${glosses.length} glosses\n`);

// The space: the teacher's main directions over whole sentences.
const part = (from: number, rows: number): Matrix => ({
  rows,
  columns: taught.columns,
  values: taught.values.subarray(from * taught.columns, (from + rows) * taught.columns),
});
const ofSentences = part(0, sentences.length);
const mean = meanOf(ofSentences);
const spread = crossProduct(ofSentences, ofSentences, MAP_STEP);
const seen = Math.ceil(sentences.length / MAP_STEP);
for (let a = 0; a < taught.columns; a += 1) {
  for (let b = 0; b < taught.columns; b += 1) {
    const at = a * taught.columns + b;
    spread[at] = (spread[at] ?? 0) / seen - (mean[a] ?? 0) * (mean[b] ?? 0);
  }
}
const directions = mainDirections(spread, taught.columns, DIMENSION);
const targets = projected(ofSentences, mean, directions, DIMENSION);
const row = new Map(sentences.map((text, at) => [text, at]));
stderr.write('space found\n');

// English: the teacher's words through a map fitted on sentences, then bent word by word.
const ofWords = part(sentences.length, words.length);
const cut = sentences.map(wordsOf);
const englishPairs = frequentPairs(cut);
const englishRows = new Map([...words, ...englishPairs].map((word, at) => [word, at]));
const map = fitMap();
const vectors: Matrix = {
  rows: englishRows.size,
  columns: DIMENSION,
  values: new Float32Array(englishRows.size * DIMENSION),
};
const plainWords = projected(ofWords, mean, map, DIMENSION);
words.forEach((word, at) => {
  const weight = weights.get(word) ?? 1;
  for (let k = 0; k < DIMENSION; k += 1) {
    vectors.values[at * DIMENSION + k] = weight * (plainWords.values[at * DIMENSION + k] ?? 0);
  }
});
const englishFit = fitWords(
  vectors,
  cut.map((list, target) => ({ rows: rowsOf(list, englishRows), target })),
  targets,
  { passes: 3, rate: 0.2, doubt: 3 },
);
stderr.write(`English: cosine to the teacher ${englishFit.before.toFixed(3)} -> ${englishFit.after.toFixed(3)}\n`);
save('meaning-en.bin', [...englishRows.keys()], vectors, () => 0);

// Chinese: glosses through the same map, then bent on translated sentences towards the teacher's vector of the English side.
const glossRow = new Map(glosses.map((gloss, at) => [gloss, at]));
const plainGlosses = projected(part(sentences.length + words.length, glosses.length), mean, map, DIMENSION);
const costs = new Map(dictionary.map(({ word, perMillion }) => [word, costOf(perMillion)]));
const cutter = tableFor(dictionary.map(({ word }) => word));
const chinese = pairs.map((pair) => chineseWordsOf(pair.chinese, cutter));
const chineseRows = new Map(
  [...dictionary.map(({ word }) => word), ...frequentPairs(chinese, MOST_CHINESE_PAIRS)].map((word, at) => [word, at]),
);
const chineseVectors: Matrix = {
  rows: chineseRows.size,
  columns: DIMENSION,
  values: new Float32Array(chineseRows.size * DIMENSION),
};
dictionary.forEach(startFromGlosses);
const chineseFit = fitWords(
  chineseVectors,
  chinese.map((list, at): FitSentence => ({
    rows: rowsOf(list, chineseRows),
    target: row.get(pairs[at]?.english ?? '') ?? 0,
  })),
  targets,
  { passes: 3, rate: 0.15, doubt: 30 },
);
stderr.write(`Chinese: cosine to the teacher ${chineseFit.before.toFixed(3)} -> ${chineseFit.after.toFixed(3)}\n`);
save('meaning-zh.bin', [...chineseRows.keys()], chineseVectors, (word) => costs.get(word) ?? 0);

/** Ridge regression from the weighted sum of a sentence's words (the teacher's vectors) to the sentence. */
function fitMap(): Float64Array {
  const rows = Math.floor(sentences.length / MAP_STEP);
  const sums = new Float32Array(rows * taught.columns);
  const wanted = new Float32Array(rows * DIMENSION);
  for (let at = 0; at < rows; at += 1) {
    const list = cut[at * MAP_STEP] ?? [];
    let whole = 0;
    for (const word of list) whole += weights.get(word) ?? 0;
    for (const word of list) {
      const from = englishRows.get(word);
      if (from === undefined) continue;
      const weight = (weights.get(word) ?? 0) / Math.max(whole, 1e-6);
      for (let k = 0; k < taught.columns; k += 1) {
        const to = at * taught.columns + k;
        sums[to] = (sums[to] ?? 0) + weight * ((ofWords.values[from * taught.columns + k] ?? 0) - (mean[k] ?? 0));
      }
    }
    wanted.set(targets.values.subarray(at * MAP_STEP * DIMENSION, (at * MAP_STEP + 1) * DIMENSION), at * DIMENSION);
  }
  return ridge({ rows, columns: taught.columns, values: sums }, { rows, columns: DIMENSION, values: wanted }, 0.01);
}

function startFromGlosses({ word, perMillion, glosses: meanings }: Headword): void {
  const weight = CHINESE_SIF / (CHINESE_SIF + perMillion / 1e6);
  const to = (chineseRows.get(word) ?? 0) * DIMENSION;
  const shares = meanings.map((_, at) => 1 / (at + 1));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  meanings.forEach((gloss, at) => {
    const from = (glossRow.get(gloss) ?? 0) * DIMENSION;
    const share = (weight * (shares[at] ?? 0)) / whole;
    for (let k = 0; k < DIMENSION; k += 1) {
      chineseVectors.values[to + k] =
        (chineseVectors.values[to + k] ?? 0) + share * (plainGlosses.values[from + k] ?? 0);
    }
  });
}

function rowsOf(list: readonly string[], rows: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  list.forEach((word, at) => {
    const single = rows.get(word);
    if (single !== undefined) found.push(single);
    const pair = at > 0 ? rows.get(`${list[at - 1] ?? ''} ${word}`) : undefined;
    if (pair !== undefined) found.push(pair);
  });
  return found;
}

function chineseWordsOf(text: string, table: StaticTable): string[] {
  const list: string[] = [];
  eachUnspacedWord(text, table, (_, start, end) => {
    list.push(text.slice(start, end));
  });
  return list;
}

/** A table without vectors, to cut sentences with. */
function tableFor(list: readonly string[]): StaticTable {
  return parseTable(
    bytesFromTable({
      dimension: 0,
      keys: Int32Array.from(list, wordHash),
      scales: new Float32Array(list.length),
      costs: Int8Array.from(list, (word) => costs.get(word) ?? 0),
      vectors: new Int8Array(),
    }),
  );
}

/** Six times the negative logarithm of the share, as one byte. */
function costOf(perMillion: number): number {
  return Math.max(1, Math.min(126, Math.round(-6 * Math.log((perMillion + 0.01) / 1e6))));
}

function save(
  name: string,
  list: readonly string[],
  { columns, values }: Matrix,
  cost: (word: string) => number,
): void {
  const keys = new Map<number, number>();
  list.forEach((word, at) => {
    const [first = '', second] = word.split(' ');
    const key = second === undefined ? wordHash(first) : pairHash(wordHash(first), wordHash(second));
    if (!keys.has(key)) keys.set(key, at);
  });
  const scales = new Float32Array(keys.size);
  const bytes = new Int8Array(keys.size * columns);
  [...keys.values()].forEach((from, to) => {
    let largest = 1e-9;
    for (let k = 0; k < columns; k += 1) largest = Math.max(largest, Math.abs(values[from * columns + k] ?? 0));
    scales[to] = largest / 127;
    for (let k = 0; k < columns; k += 1)
      bytes[to * columns + k] = Math.round((127 * (values[from * columns + k] ?? 0)) / largest);
  });
  const table = bytesFromTable({
    dimension: columns,
    keys: Int32Array.from(keys.keys()),
    scales,
    costs: Int8Array.from([...keys.values()], (at) => cost(list[at] ?? '')),
    vectors: bytes,
  });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, name), table);
  stderr.write(`${name}: ${keys.size} rows, ${table.byteLength} bytes\n`);
}
