// Any file or pasted text with intents and sentences, recognised by what it holds.
import { readCsv } from './csv.ts';
import { decodeText } from './decode-text.ts';
import { readJsonFiles } from './json-lists.ts';
import { readPlainList } from './plain-list.ts';
import { isRasaMarkdown, isRasaYaml, readRasaMarkdown, readRasaYaml } from './rasa.ts';
import type { TaughtList } from './taught-list.ts';
import { filesOfZip } from './zip.ts';

/** Why nothing was read. */
export type ListProblem =
  'empty' | 'tooLarge' | 'archive' | 'spreadsheet' | 'noText' | 'json' | 'unknown' | 'noIntents' | 'unreadable';

/** A larger file is not looked into. */
export const MOST_BYTES = 20 * 1024 * 1024;

/** How workbooks began before they were archives. */
const OLD_WORKBOOK: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0];

/** Reads a file. */
export async function readListFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<TaughtList | ListProblem> {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > MOST_BYTES) return 'tooLarge';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const files = await filesOfZip(bytes);
    if (files === undefined) return 'archive';
    return files.holdsWorkbook ? 'spreadsheet' : withIntents(readJsonFiles(files.json));
  }
  const text = decodeText(bytes);
  if (text === undefined) return OLD_WORKBOOK.every((byte, at) => bytes[at] === byte) ? 'spreadsheet' : 'noText';
  return readListText(text, name);
}

/** Reads a text. A file's name tells Dialogflow's sentences whose they are. */
export function readListText(raw: string, name = ''): TaughtList | ListProblem {
  const text = raw.replace(/^\uFEFF/u, '');
  if (text.trim() === '') return 'empty';
  if (/^\s*[{[]/u.test(text) && !/^\s*\[[^\]"{[]+\]\s*$/mu.test(text)) {
    try {
      return withIntents(readJsonFiles([{ path: name, json: JSON.parse(text) }]));
    } catch {
      return 'json';
    }
  }
  if (isRasaYaml(text)) return withIntents(readRasaYaml(text));
  if (isRasaMarkdown(text)) return withIntents(readRasaMarkdown(text));
  const plain = /\.(?:csv|tsv)$/iu.test(name) ? undefined : readPlainList(text);
  const list = plain ?? readCsv(text);
  return list === undefined ? 'unknown' : withIntents(list);
}

function withIntents(list: TaughtList | undefined): TaughtList | ListProblem {
  return list === undefined || list.intents.length + list.outOfScope.length === 0 ? 'noIntents' : list;
}
