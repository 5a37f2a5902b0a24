// The openly licensed texts that the tables are built from, as files of one folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalise } from '../text/normalise.ts';

/** An English sentence and the same in Chinese. */
export interface Pair {
  readonly english: string;
  readonly chinese: string;
}

const LONGEST_WORDS = 18;

/** Sentences of `english/*.jsonl.gz`: rows with a `text`, normalised, each once. */
export function readEnglish(folder: string): string[] {
  const texts = new Set<string>();
  for (const name of filesOf(join(folder, 'english'), '.jsonl.gz')) {
    const lines = gunzipSync(readFileSync(name)).toString('utf8').trim().split('\n');
    for (const line of lines) {
      const text = teachable(parseText(line));
      if (text.split(' ').length <= LONGEST_WORDS && text.length <= 200) texts.add(text);
    }
  }
  texts.delete('');
  return [...texts];
}

/** Pairs of `pairs/*.tsv`: an English sentence, a tab, the Chinese one; what follows a second tab is its source. */
export function readPairs(folder: string): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const name of filesOf(join(folder, 'pairs'), '.tsv')) {
    for (const line of readFileSync(name, 'utf8').split('\n')) {
      const [english = '', chinese = ''] = line.split('\t');
      const pair = { english: teachable(english), chinese: normalise(chinese) };
      if (pair.english !== '' && pair.chinese !== '') pairs.set(`${pair.english}\t${pair.chinese}`, pair);
    }
  }
  return [...pairs.values()];
}

/** A text as the teacher reads it: our normal form, without the masks of data sets. */
export function teachable(text: string): string {
  return normalise(text.replaceAll(/\[(?:NAME|RELIGION)\]/giu, ' '));
}

function filesOf(folder: string, ending: string): string[] {
  if (!existsSync(folder)) throw new Error(`${folder} is missing; build/README.md says what belongs there.`);
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** Rows of published data sets; a row without a text would be a wrong file. */
function parseText(line: string): string {
  return (JSON.parse(line) as { text: string }).text;
}
