// Plain lists, as people keep them in notes: a heading for each intent, its sentences below, one a line.
import { ListBuilder, type TaughtList } from './taught-list.ts';

const HEADINGS: readonly RegExp[] = [/^#+\s*(.+?)\s*#*$/u, /^【(.+)】$/u, /^\[(.+)\]$/u, /^(.{1,60})[:：]$/u];

/** Reads the list; undefined when no line is a heading. Bullets and numbers before a sentence are left out. */
export function readPlainList(text: string): TaughtList | undefined {
  const builder = new ListBuilder();
  let intent: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const words = line.trim();
    if (words === '') continue;
    const heading = headingOf(words);
    if (heading !== undefined) {
      intent = heading;
      builder.add(heading, '');
    } else if (intent !== undefined) builder.add(intent, words.replace(/^(?:[-*•·]|\d{1,3}[.)、])\s*/u, ''));
  }
  return intent === undefined ? undefined : builder.list('plain');
}

function headingOf(words: string): string | undefined {
  for (const pattern of HEADINGS) {
    const name = pattern.exec(words)?.[1]?.trim();
    if (name !== undefined && name !== '') return name;
  }
  return undefined;
}
