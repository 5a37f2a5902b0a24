// The tables of word vectors that ship, read when they are first needed and kept.
import { readFileSync } from 'node:fs';
import { assetFile } from '../local-files.ts';
import { encodeText, type BundledTables } from './encode-text.ts';
import { parseTable } from './static-table.ts';

let tables: BundledTables | undefined;

/** Both tables: about 10 MB of memory, read in a few tens of milliseconds. */
export function bundledTables(): BundledTables {
  tables ??= {
    en: parseTable(readFileSync(assetFile('meaning-en.bin'))),
    zh: parseTable(readFileSync(assetFile('meaning-zh.bin'))),
  };
  return tables;
}

/** The vector of a normalised text by the bundled tables. */
export function bundledMeaning(text: string): Float32Array {
  return encodeText(bundledTables(), text);
}
