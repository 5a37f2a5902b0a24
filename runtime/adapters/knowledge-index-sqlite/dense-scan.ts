// The entries nearest in meaning, by looking at every one: exact, a few milliseconds for tens of thousands.
import { sql, type Kysely } from 'kysely';
import type { EntryFilter } from './filter.ts';
import { isEligible } from './filter.ts';
import type { MeaningReader } from './meaning.ts';
import type { KnowledgeIndexTables } from './tables.ts';
import { cosine, directionsFromBytes, firstVectorBytes, type Direction } from './vectors.ts';

/** Search by meaning over what is stored. */
export interface DenseScan {
  /** Ids of the entries nearest to the question: up to `each` questions and as many passages. */
  nearest(workspaceId: string, filter: EntryFilter, question: Direction, each: number): Promise<readonly number[]>;
  /** Called after each change in a workspace. */
  forget(workspaceId: string): void;
}

interface ScannedEntry {
  readonly id: number;
  readonly base_id: string;
  readonly is_question: number;
  readonly channels: string;
  readonly audiences: string;
  readonly tags: string;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly direction: Direction;
}

/** Workspaces kept in memory: about 200 bytes an entry. */
const MAX_WORKSPACES = 20;
/** Entries read anew in one step after an update of the product or of the model. */
const BATCH = 100;
/** What is farther than this has nothing to do with the question. */
const LEAST = 0.25;

/** Vectors of a workspace are read when it is first searched and kept until it changes. */
export function createDenseScan(db: Kysely<KnowledgeIndexTables>, reader: MeaningReader): DenseScan {
  const workspaces = new Map<string, Promise<readonly ScannedEntry[]>>();

  function entriesOf(workspaceId: string): Promise<readonly ScannedEntry[]> {
    const known = workspaces.get(workspaceId);
    if (known !== undefined) return known;
    const oldest = workspaces.keys().next().value;
    if (workspaces.size >= MAX_WORKSPACES && oldest !== undefined) workspaces.delete(oldest);
    const entries = readEntries(db, reader, workspaceId);
    workspaces.set(workspaceId, entries);
    entries.catch(() => workspaces.delete(workspaceId));
    return entries;
  }

  return {
    async nearest(workspaceId, filter, question, each) {
      const near = (await entriesOf(workspaceId))
        .filter((entry) => isEligible(entry, filter))
        .map((entry) => ({ entry, nearness: cosine(question, entry.direction) }))
        .filter(({ nearness }) => nearness >= LEAST)
        .sort((a, b) => b.nearness - a.nearness);
      const first = (isQuestion: number) => near.filter(({ entry }) => entry.is_question === isQuestion).slice(0, each);
      return [...first(1), ...first(0)].map(({ entry }) => entry.id);
    },
    forget: (workspaceId) => void workspaces.delete(workspaceId),
  };
}

async function readEntries(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  workspaceId: string,
): Promise<readonly ScannedEntry[]> {
  const probe = await reader.bytesOf([{ lead: 'a', body: '', isQuestion: true }]);
  const bytes = probe[0]?.byteLength ?? firstVectorBytes(0);
  await readMissing(db, reader, workspaceId);
  const { rows } = await sql<Omit<ScannedEntry, 'direction'> & { readonly meaning: Uint8Array | null }>`
    SELECT id, base_id, is_question, channels, audiences, tags, starts_at, ends_at, substr(meaning, 1, ${bytes}) AS meaning
    FROM knowledge_entries WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows.flatMap(({ meaning, ...entry }) => {
    const [direction] = directionsFromBytes(meaning, reader.model) ?? [];
    return direction === undefined ? [] : [{ ...entry, direction }];
  });
}

/** Entries of an older version, or read through another model, are read again; once. */
async function readMissing(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  workspaceId: string,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: number; title: string; text: string; wording: string; is_question: number }>`
      SELECT id, title, text, wording, is_question FROM knowledge_entries
      WHERE workspace_id = ${workspaceId} AND (meaning IS NULL OR hex(substr(meaning, 1, 4)) <> ${reader.model.toUpperCase()})
      LIMIT ${BATCH}`.execute(db);
    if (rows.length === 0) return;
    const meanings = await reader.bytesOf(
      rows.map((row) => ({
        lead: row.wording === '' ? row.title : row.wording,
        body: row.text,
        isQuestion: row.is_question === 1,
      })),
    );
    await db.transaction().execute(async (transaction) => {
      for (const [at, row] of rows.entries()) {
        await transaction
          .updateTable('knowledge_entries')
          .set({ meaning: meanings[at] ?? null })
          .where('id', '=', row.id)
          .execute();
      }
    });
  }
}
