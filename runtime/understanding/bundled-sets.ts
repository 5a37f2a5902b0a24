// The labelled sets that come with the product: where they lie and which parts they have.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FlowError } from '#nodes/kit/errors.ts';

/** What a set labels. */
export type SetKind = 'intents' | 'emotions';

/** A part of a set; the same writer is never in two of them. */
export type SetPart = 'train' | 'dev' | 'test';

/** Beside the sources in development; the build copies the folder to `labelled-sets`, next to the server's bundle. */
const FOLDER = new URL(import.meta.url.endsWith('.ts') ? './sets/' : './labelled-sets/', import.meta.url);

/** The file of one part of a bundled set. A set or part that does not exist is refused with FILE_UNREADABLE, naming those that do. */
export function bundledSetFile(set: string, kind: SetKind, part: SetPart): string {
  const file = /^[\w-]+$/u.test(set) ? fileURLToPath(new URL(`${set}/${kind}-${part}.jsonl`, FOLDER)) : '';
  if (existsSync(file)) return file;
  throw new FlowError(
    'FILE_UNREADABLE',
    `There is no set "${set}" with ${kind}. Bundled: ${bundledSets().join(', ')}.`,
    {
      set,
    },
  );
}

/** Names of the bundled sets. */
export function bundledSets(): readonly string[] {
  return readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
