// Test dialogues in SQL. Every transaction starts with a write, so that it never has to be tried again.
import { sql, type Kysely, type Selectable } from 'kysely';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { DialogueOrigin } from '#nodes/wire/flow-tests.ts';
import type { DialogueStore, KeptDialogue } from '#runtime/ports/dialogue-store.ts';
import type { Database } from './database.ts';
import type { FlowDialoguesTable } from './tables-flows.ts';

/** The store over one database. */
export function createSqlDialogueStore(db: Kysely<Database>): DialogueStore {
  const rows = (workspaceId: string, flowId: string) =>
    db.selectFrom('flow_dialogues').selectAll().where('workspace_id', '=', workspaceId).where('flow_id', '=', flowId);

  return {
    async list(workspaceId, flowId) {
      return (await rows(workspaceId, flowId).orderBy('position').orderBy('id').execute()).map(dialogueFromRow);
    },

    async add(workspaceId, flowId, dialogues, limit) {
      if (dialogues.length === 0) return 'added';
      return db.transaction().execute(async (trx) => {
        const key = sql`workspace_id = ${workspaceId} and flow_id = ${flowId}`;
        for (const { id, dialogue, origin, by, at } of dialogues) {
          const inserted = await sql`
            insert into flow_dialogues
              (workspace_id, flow_id, id, revision, position, dialogue, origin, by_id, by_name, at)
            select ${workspaceId}, ${flowId}, ${id}, 1, coalesce(max(position), 0) + 1, ${JSON.stringify(dialogue)},
              ${origin}, ${by.id}, ${by.name}, ${at}
            from flow_dialogues where ${key} having count(*) < ${limit}`.execute(trx);
          if (inserted.numAffectedRows !== 1n) {
            await sql`delete from flow_dialogues where ${key} and id in (${sql.join(dialogues.map((one) => one.id))})`.execute(
              trx,
            );
            return 'too-many' as const;
          }
        }
        return 'added' as const;
      });
    },

    async save(workspaceId, flowId, id, revision, { dialogue, by, at }) {
      const updated = await db
        .updateTable('flow_dialogues')
        .set({ dialogue: JSON.stringify(dialogue), by_id: by.id, by_name: by.name, at, revision: revision + 1 })
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirst();
      if (updated.numUpdatedRows === 1n) return { outcome: 'saved', revision: revision + 1 };
      const row = await rows(workspaceId, flowId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? { outcome: 'missing' } : { outcome: 'conflict', standing: dialogueFromRow(row) };
    },

    async remove(workspaceId, flowId, id) {
      const deleted = await db
        .deleteFrom('flow_dialogues')
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('id', '=', id)
        .executeTakeFirst();
      return deleted.numDeletedRows === 1n;
    },

    async ofVersion(workspaceId, flowId, version) {
      const row = await db
        .selectFrom('flow_version_dialogues')
        .select('dialogues')
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row === undefined ? [] : parseDialogues(row.dialogues);
    },
  };
}

function dialogueFromRow(row: Selectable<FlowDialoguesTable>): KeptDialogue {
  return {
    id: row.id,
    revision: row.revision,
    dialogue: parseDialogue(row.dialogue),
    origin: parseOrigin(row.origin),
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
  };
}

/** Only dialogues that passed the schema are written. */
function parseDialogue(text: string): Dialogue {
  return JSON.parse(text) as Dialogue;
}

function parseDialogues(text: string): readonly Dialogue[] {
  return JSON.parse(text) as readonly Dialogue[];
}

/** Only origins of the closed list are written. */
function parseOrigin(text: string): DialogueOrigin {
  return text as DialogueOrigin;
}
