// Intents from a file: the flow's own form, or labelled sentences as the evaluation reads them.
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import { FlowIntentSchema, type FlowIntent } from '#nodes/flow/document.ts';
import { readLabelledRows } from '#runtime/understanding/labelled-files.ts';
import { readJsonFile } from './flow-file.ts';

/** A `.json` file is a list of `{ id, name, examples }`; any other holds lines of `{ text, intent }`. */
export async function readIntents(path: string): Promise<readonly FlowIntent[]> {
  if (!path.endsWith('.json')) return grouped(path);
  const json = await readJsonFile(path);
  const list: readonly unknown[] = Array.isArray(json) ? json : [json];
  return list.map((entry, index) => {
    if (Value.Check(FlowIntentSchema, entry)) return entry;
    throw new FlowError('FILE_UNREADABLE', `${path}: entry ${index + 1} is not { "id", "name", "examples" }.`);
  });
}

/** Intents of the file come in place of those with the same id. */
export function withIntents(own: readonly FlowIntent[], added: readonly FlowIntent[]): FlowIntent[] {
  const ids = new Set(added.map(({ id }) => id));
  return [...own.filter(({ id }) => !ids.has(id)), ...added];
}

function grouped(path: string): readonly FlowIntent[] {
  const groups = new Map<string, string[]>();
  for (const { text, label } of readLabelledRows([path], ['intent'])) {
    if (label !== 'oos') groups.set(label, [...(groups.get(label) ?? []), text]);
  }
  return [...groups].map(([id, examples]) => ({ id, name: id, examples }));
}
