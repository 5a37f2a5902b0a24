// Packs of a called flow beside those of its caller: two editions of one pack live side by side under names of their own.
import type { PackDefinition } from './pack-definition.ts';

/** Adds the packs to the list; answers which types go by another name there, because the list has another edition of them. */
export function joinPacks(list: PackDefinition[], added: readonly PackDefinition[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const pack of added) {
    const base = pack.type.split('@')[0] ?? pack.type;
    let type = pack.type;
    for (let edition = 2; ; edition++) {
      const there = list.find((one) => one.type === type);
      if (there === undefined) list.push({ ...pack, type });
      if (there === undefined || isSame(there, pack)) break;
      type = `${base}@${String(edition)}`;
    }
    if (type !== pack.type) names.set(pack.type, type);
  }
  return names;
}

/** The same declaration, whatever it is called here. */
function isSame(one: PackDefinition, other: PackDefinition): boolean {
  return JSON.stringify({ ...one, type: '' }) === JSON.stringify({ ...other, type: '' });
}
