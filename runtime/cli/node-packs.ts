// The operator's own node types for the commands that read flows: those of TANDEM_NODES_DIR.
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { definitionsOf, lineOfNotice, loadPacks } from '#runtime/packs/packs.ts';
import type { Call } from './command.ts';

/** Loads them; what keeps a pack from being used is said on standard error. */
export async function nodePacksOf({ io, locale }: Call): Promise<readonly PackDefinition[]> {
  const dir = io.env['TANDEM_NODES_DIR'];
  const loaded = await loadPacks(dir === '' ? undefined : dir);
  for (const notice of loaded.notices) io.err(lineOfNotice(notice, locale));
  return definitionsOf(loaded);
}
