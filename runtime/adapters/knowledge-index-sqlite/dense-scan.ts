// The entries nearest in meaning, from vectors kept in memory: questions and passages of a workspace, each in an index of their own.
import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Eligibility, EntryFilter } from './filter.ts';
import type { MeaningReader } from './meaning.ts';
import { createNearestVectors, type NearestVectors } from './nearest-vectors.ts';
import type { KnowledgeIndexTables, MeaningColumn } from './tables.ts';
import { HEAD_BYTES, dimensionOf, directionsFromBytes, type Direction } from './vectors.ts';

/** Search by meaning over what is stored. */
export interface DenseScan {
  /** Ids of the entries nearest to the question: up to `each` questions and as many passages. */
  nearest(
    workspaceId: string,
    filter: EntryFilter,
    question: Direction,
    each: number,
    /** From nearness to the cosine of this model; the same unless it is said. */
    cosineOf?: (nearness: number) => number,
  ): Promise<readonly number[]>;
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

/** Workspaces kept in memory, and the bytes their vectors may take together; the one searched last is kept in any case. */
const MAX_WORKSPACES = 20;
const MAX_BYTES = 80_000_000;
/** Vectors read between two pauses. */
const PAGE = 1_000;
/** What is farther than this has nothing to do with the question. */
const LEAST = 0.25;

/** What is searched, and how. */
export interface ScanOptions {
  readonly column: MeaningColumn;
  /** Vectors of a kind in a workspace that are all looked at; above it, search is approximate. */
  readonly exactUpTo?: number | undefined;
  /** Called before the vectors of a workspace are first read. */
  readonly prepare?: (workspaceId: string) => Promise<void>;
}

/** Vectors of a workspace are read when it is first searched; afterwards what changes is read. */
export function createDenseScan(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  options: ScanOptions,
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
        sizes.set(workspaceId, questions.bytes() + passages.bytes());
        makeRoom(workspaceId);
      },
      () => {
        if (workspaces.get(workspaceId) === reading) forget(workspaceId);
      },
    );
    return reading;
  }

  function makeRoom(keptId: string): void {
    const bytes = () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const id of [...workspaces.keys()]) {
      if (workspaces.size <= MAX_WORKSPACES && bytes() <= MAX_BYTES) return;
      if (id !== keptId) forget(id);
    }
  }

  return {
    async nearest(workspaceId, filter, question, each, cosineOf = (nearness) => nearness) {
      const least = cosineOf(LEAST);
      const known = workspaces.get(workspaceId) ?? readWorkspace(db, reader, workspaceId, options);
      const { questions, passages } = await keep(workspaceId, known);
      return [questions, passages].flatMap((kind) => kind.nearest(filter, question, each, least).map(({ id }) => id));
    },
    async changed(workspaceId, ids) {
      const known = workspaces.get(workspaceId);
      if (known === undefined || ids.length === 0) return;
      const reading = known.then(async (workspace) => {
        await readVectors(db, reader, options.column, workspace, ids);
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
  { column, exactUpTo, prepare }: ScanOptions,
): Promise<Workspace> {
  await prepare?.(workspaceId);
  const { rows } = await sql<{ readonly id: number }>`
    SELECT id FROM knowledge_entries WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(db);
  const workspace = { questions: createNearestVectors(exactUpTo), passages: createNearestVectors(exactUpTo) };
  const ids = rows.map(({ id }) => id);
  await readVectors(db, reader, column, workspace, ids);
  return workspace;
}

/** Brings these entries to what is stored: those that are gone are removed. */
async function readVectors(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  column: MeaningColumn,
  { questions, passages }: Workspace,
  ids: readonly number[],
): Promise<void> {
  const bytes = await firstVectorLength(db, reader, column, ids);
  for (let from = 0; from < ids.length; from += PAGE) {
    if (from > 0) await setImmediate();
    const page = ids.slice(from, from + PAGE);
    const { rows } = await sql<VectorRow>`
      SELECT id, base_id, is_question, channels, audiences, tags, starts_at, ends_at, substr(${sql.ref(column)}, 1, ${bytes}) AS meaning
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

/** The bytes that hold the first vector of an entry; all entries of one model have vectors of one length. */
async function firstVectorLength(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  column: MeaningColumn,
  ids: readonly number[],
): Promise<number> {
  const { rows } = await sql<{ readonly head: Uint8Array }>`
    SELECT substr(${sql.ref(column)}, 1, ${HEAD_BYTES}) AS head FROM knowledge_entries
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      AND hex(substr(${sql.ref(column)}, 1, 4)) = ${reader.model.toUpperCase()} LIMIT 1`.execute(db);
  return HEAD_BYTES + (rows[0] === undefined ? 0 : dimensionOf(rows[0].head));
}
