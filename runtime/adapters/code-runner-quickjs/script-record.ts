// Whose scripts were cut short lately.

/** As many good runs clear an owner's name. */
const GOOD_RUNS = 10;
/** Owners remembered; the one that was cut short longest ago is forgotten first. */
const REMEMBERED = 1_000;

/** Remembers owners whose script ran into a limit, until they have run well for a while. */
export interface ScriptRecord {
  has(owner: string): boolean;
  wasCutShort(owner: string): void;
  ranWell(owner: string): void;
}

/** An empty record. */
export function createRecord(): ScriptRecord {
  const owed = new Map<string, number>();
  return {
    has: (owner) => owed.has(owner),
    wasCutShort(owner) {
      owed.delete(owner);
      owed.set(owner, GOOD_RUNS);
      for (const oldest of owed.keys()) {
        if (owed.size <= REMEMBERED) break;
        owed.delete(oldest);
      }
    },
    ranWell(owner) {
      const left = (owed.get(owner) ?? 1) - 1;
      if (left <= 0) owed.delete(owner);
      else owed.set(owner, left);
    },
  };
}
