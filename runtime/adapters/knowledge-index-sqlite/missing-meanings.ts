// Entries that a reader has not read yet: of an older version, written while it was away, or read through another model.
import { sql, type Kysely } from 'kysely';
import type { MeaningReader } from './meaning.ts';
import type { KnowledgeIndexTables, MeaningColumn } from './tables.ts';

/** Entries read in one step. */
const BATCH = 100;

interface UnreadRow {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly wording: string;
  readonly is_question: number;
}

/** Reads some of the entries that are not read yet; gives back their ids, none when all are. Fails as the reader does. */
export async function readMissing(
  db: Kysely<KnowledgeIndexTables>,
  reader: MeaningReader,
  column: MeaningColumn,
  workspaceId: string,
): Promise<readonly number[]> {
  const meaning = sql.ref(column);
  const { rows } = await sql<UnreadRow>`
    SELECT id, title, text, wording, is_question FROM knowledge_entries
    WHERE workspace_id = ${workspaceId} AND (${meaning} IS NULL OR hex(substr(${meaning}, 1, 4)) <> ${reader.model.toUpperCase()})
    LIMIT ${BATCH}`.execute(db);
  if (rows.length === 0) return [];
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
        .set({ [column]: meanings[at] ?? null })
        .where('id', '=', row.id)
        .execute();
    }
  });
  return rows.map(({ id }) => id);
}

/** How many entries a workspace has, and how many of them this model has read. */
export async function countRead(
  db: Kysely<KnowledgeIndexTables>,
  model: string,
  column: MeaningColumn,
  workspaceId: string,
): Promise<{ readonly read: number; readonly all: number }> {
  const meaning = sql.ref(column);
  const { rows } = await sql<{ read: number; all: number }>`
    SELECT COUNT(*) AS "all", COALESCE(SUM(hex(substr(${meaning}, 1, 4)) = ${model.toUpperCase()}), 0) AS "read"
    FROM knowledge_entries WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows[0] ?? { read: 0, all: 0 };
}
