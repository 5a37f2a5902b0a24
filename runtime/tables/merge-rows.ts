// What a newer list does to the rows of a table: which stay, change, come and go.
import type { Column } from '#nodes/wire/tables.ts';
import type { Cells, StoredRow } from '#runtime/ports/table-store.ts';

/** The rows as they will be, in the order of the list, and how they differ from those of before. */
export interface Merged {
  readonly rows: readonly StoredRow[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Rows that say the same stay what they are, ids and all. Of the others, one whose first column says the same as one of before is that row,
 * changed; the rest is new.
 */
export function mergeRows(
  columns: readonly Column[],
  before: readonly StoredRow[],
  after: readonly Cells[],
  newId: () => string,
): Merged {
  const saying = (cells: Cells): string => JSON.stringify(columns.map(({ name }) => cells[name] ?? null));
  const key = columns[0]?.name ?? '';
  const same = queues(before, ({ cells }) => saying(cells));
  const kept = after.map((cells) => same.get(saying(cells))?.shift());
  const stays = new Set(kept);
  const left = before.filter((row) => !stays.has(row));
  const byKey = queues(left, ({ cells }) => JSON.stringify(cells[key] ?? null));
  let changed = 0;
  let added = 0;
  const rows = after.map((cells, index) => {
    const row = kept[index];
    if (row !== undefined) return row;
    const known = cells[key] === null ? undefined : byKey.get(JSON.stringify(cells[key] ?? null))?.shift();
    if (known === undefined) added += 1;
    else changed += 1;
    return { id: known?.id ?? newId(), cells };
  });
  return { rows, added, changed, removed: left.length - changed };
}

function queues(rows: readonly StoredRow[], of: (row: StoredRow) => string): ReadonlyMap<string, StoredRow[]> {
  const found = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const queue = found.get(of(row));
    if (queue === undefined) found.set(of(row), [row]);
    else queue.push(row);
  }
  return found;
}
