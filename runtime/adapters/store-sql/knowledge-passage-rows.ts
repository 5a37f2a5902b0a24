// Passages as rows.
import type { Kysely } from 'kysely';
import type { StoredPassage } from '#runtime/ports/knowledge-store.ts';
import type { Database } from './database.ts';
import type { KnowledgePassagesTable } from './tables-knowledge.ts';

/** Passages inserted by one statement; SQLite takes 32,766 values at most. */
const INSERT_ROWS = 200;

/** Puts these in place of a source's passages. Call it in a transaction. */
export async function replacePassages(
  transaction: Kysely<Database>,
  workspaceId: string,
  sourceId: string,
  passages: readonly StoredPassage[],
): Promise<void> {
  await transaction
    .deleteFrom('knowledge_passages')
    .where('workspace_id', '=', workspaceId)
    .where('source_id', '=', sourceId)
    .execute();
  for (let from = 0; from < passages.length; from += INSERT_ROWS) {
    const rows = passages.slice(from, from + INSERT_ROWS).map((passage) => rowFromPassage(workspaceId, passage));
    await transaction.insertInto('knowledge_passages').values(rows).execute();
  }
}

/** A passage as the room knows it. */
export function passageFromRow(row: KnowledgePassagesTable): StoredPassage {
  return {
    id: row.id,
    baseId: row.base_id,
    sourceId: row.source_id,
    ordinal: row.ordinal,
    heading: row.heading,
    text: row.text,
    disabled: row.disabled === 1,
  };
}

function rowFromPassage(workspaceId: string, passage: StoredPassage): KnowledgePassagesTable {
  return {
    workspace_id: workspaceId,
    id: passage.id,
    base_id: passage.baseId,
    source_id: passage.sourceId,
    ordinal: passage.ordinal,
    heading: passage.heading,
    text: passage.text,
    disabled: passage.disabled ? 1 : 0,
  };
}
