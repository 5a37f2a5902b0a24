// Rasa's training data, in its YAML form and in its older Markdown form.
import { ListBuilder, type TaughtList } from './taught-list.ts';

const YAML_INTENT = /^\s*-?\s*intent:\s*['"]?([^'"#]+?)['"]?\s*$/u;
const YAML_ITEM = /^\s*-\s+(.*)$/u;
const MD_HEAD = /^##\s*(intent|synonym|regex|lookup)\s*:\s*(.+?)\s*$/u;
const MD_ITEM = /^\s*[-*+]\s+(.*)$/u;

/** Is it Rasa's YAML? */
export function isRasaYaml(text: string): boolean {
  return /^nlu:\s*$/mu.test(text) && /^\s*-\s*intent:/mu.test(text);
}

/** Is it Rasa's Markdown? */
export function isRasaMarkdown(text: string): boolean {
  return /^##\s*intent\s*:/mu.test(text);
}

/** Reads the YAML form: what stands under `intent:` and its `examples:`. Synonyms, lookups and regexes are left out. */
export function readRasaYaml(text: string): TaughtList {
  const builder = new ListBuilder();
  let intent: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*#/u.test(line)) continue;
    const named = YAML_INTENT.exec(line)?.[1];
    if (named !== undefined) {
      intent = named;
      builder.add(named, '');
      continue;
    }
    if (/^\s*-?\s*(?:synonym|lookup|regex|rule|story)\s*:/u.test(line) || /^\S/u.test(line)) {
      intent = undefined;
      continue;
    }
    const item = YAML_ITEM.exec(line)?.[1];
    if (intent === undefined || item === undefined) continue;
    // The long form writes `- text: |` and the sentence below it.
    builder.add(
      intent,
      /^(?:text|metadata|sentiment)\s*:/u.test(item) ? item.replace(/^\w+:\s*\|?/u, '') : plain(item),
    );
  }
  return builder.list('rasa');
}

/** Reads the Markdown form. */
export function readRasaMarkdown(text: string): TaughtList {
  const builder = new ListBuilder();
  let intent: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const head = MD_HEAD.exec(line);
    if (head !== null) {
      intent = head[1] === 'intent' ? head[2] : undefined;
      if (intent !== undefined) builder.add(intent, '');
      continue;
    }
    const item = MD_ITEM.exec(line)?.[1];
    if (intent !== undefined && item !== undefined) builder.add(intent, plain(item));
  }
  return builder.list('rasa');
}

/** `[Berlin](city)` and `[Berlin]{"entity": "city"}` are "Berlin". */
function plain(sentence: string): string {
  return sentence.replace(/\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})/gu, '$1').replace(/^(['"])(.*)\1$/u, '$2');
}
