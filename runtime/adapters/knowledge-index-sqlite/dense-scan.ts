// The entries nearest in meaning, from vectors kept in memory: questions and passages of a workspace, each in an index of their own.
import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Eligibility, EntryFilter } from './filter.ts';
import type { MeaningReader } from './meaning.ts';
import { createNearestVectors, type NearestVectors } from './nearest-vectors.ts';
import type { KnowledgeIndexTables } from './tables.ts';
import { directionsFromBytes, firstVectorBytes, type Direction } from './vectors.ts';

/** Search by meaning over what is stored. */
export interface DenseScan {
  /** Ids of the entries nearest to the question: up to `each` questions and as many passages. */
  nearest(workspaceId: string, filter: EntryFilter, question: Direction, each: number): Promise<readonly number[]>;
  /** Called after each change in a workspace, with the entries that were written or removed. Never fails: what cannot be read now is read with the next search. */
  changed(workspaceId: string, ids: readonly number[]): Promise<void>;
}

interface Workspace {
  readonly questions: NearestVectors;
  readonly passages: NearestVectors;
}

interface VectorRow extends Eligibility {
  readonly id: number;
  readonly is_question: number;
  readonly meaning: Uint8Array | null;
}

/** Workspaces kept in memory, and the vectors they may have together; the one searched last is kept in any case. */
const MAX_WORKSPACES = 20;
const MAX_VECTORS = 500_000;
/** Entries read anew in one step after an update of the product or of the model. */
const BATCH = 100;
/** Vectors read between two pauses. */
const PAGE = 1_000;
/** What is farther than this has nothing to do with the question. */
const LEAST = 0.25;

/** Vectors of a workspace are read when it is first searched; afterwards what changes is read. */
export function createDenseScan(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  options: {
    /** Vectors of a kind in a workspace that are all looked at; above it, search is approximate. */
    readonly exactUpTo?: number | undefined;
  } = {},
): DenseScan {
  const workspaces = new Map<string, Promise<Workspace>>();
  const sizes = new Map<string, number>();

  function forget(workspaceId: string): void {
    workspaces.delete(workspaceId);
    sizes.delete(workspaceId);
  }

  /** The last of the map is the one used last. */
  function keep(workspaceId: string, reading: Promise<Workspace>): Promise<Workspace> {
    workspaces.delete(workspaceId);
    workspaces.set(workspaceId, reading);
    reading.then(
      ({ questions, passages }) => {
        if (workspaces.get(workspaceId) !== reading) return;
        sizes.set(workspaceId, questions.size() + passages.size());
        makeRoom(workspaceId);
      },
      () => {
        if (workspaces.get(workspaceId) === reading) forget(workspaceId);
      },
    );
    return reading;
  }

  function makeRoom(keptId: string): void {
    const vectors = () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const id of [...workspaces.keys()]) {
      if (workspaces.size <= MAX_WORKSPACES && vectors() <= MAX_VECTORS) return;
      if (id !== keptId) forget(id);
    }
  }

  return {
    async nearest(workspaceId, filter, question, each) {
      const known = workspaces.get(workspaceId) ?? readWorkspace(db, reader, workspaceId, options.exactUpTo);
      const { questions, passages } = await keep(workspaceId, known);
      return [questions, passages].flatMap((kind) => kind.nearest(filter, question, each, LEAST).map(({ id }) => id));
    },
    async changed(workspaceId, ids) {
      const known = workspaces.get(workspaceId);
      if (known === undefined || ids.length === 0) return;
      const reading = known.then(async (workspace) => {
        await readVectors(db, reader, workspace, ids);
        return workspace;
      });
      await keep(workspaceId, reading).catch(() => undefined);
    },
  };
}

async function readWorkspace(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  workspaceId: string,
  exactUpTo: number | undefined,
): Promise<Workspace> {
  await readMissing(db, reader, workspaceId);
  const { rows } = await sql<{ readonly id: number }>`
    SELECT id FROM knowledge_entries WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(db);
  const workspace = { questions: createNearestVectors(exactUpTo), passages: createNearestVectors(exactUpTo) };
  const ids = rows.map(({ id }) => id);
  await readVectors(db, reader, workspace, ids);
  return workspace;
}

/** Brings these entries to what is stored: those that are gone are removed. */
async function readVectors(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  { questions, passages }: Workspace,
  ids: readonly number[],
): Promise<void> {
  const probe = await reader.bytesOf([{ lead: 'a', body: '', isQuestion: true }]);
  const bytes = probe[0]?.byteLength ?? firstVectorBytes(0);
  for (let from = 0; from < ids.length; from += PAGE) {
    if (from > 0) await setImmediate();
    const page = ids.slice(from, from + PAGE);
    const { rows } = await sql<VectorRow>`
      SELECT id, base_id, is_question, channels, audiences, tags, starts_at, ends_at, substr(meaning, 1, ${bytes}) AS meaning
      FROM knowledge_entries WHERE id IN (SELECT value FROM json_each(${JSON.stringify(page)})) ORDER BY id`.execute(
      db,
    );
    const entries = rows.flatMap((row) => {
      const [direction] = directionsFromBytes(row.meaning, reader.model) ?? [];
      return direction === undefined
        ? []
        : [{ id: row.id, isQuestion: row.is_question === 1, eligibility: row, direction }];
    });
    const present = new Set(entries.map(({ id }) => id));
    const gone = new Set(page.filter((id) => !present.has(id)));
    questions.remove(gone);
    passages.remove(gone);
    questions.put(entries.filter(({ isQuestion }) => isQuestion));
    passages.put(entries.filter(({ isQuestion }) => !isQuestion));
  }
  questions.arrange();
  passages.arrange();
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
