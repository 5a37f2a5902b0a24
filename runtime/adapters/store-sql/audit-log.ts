// The audit log in SQL: one chain of hashes a workspace.
import { createHash } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { AuditEntry } from '#nodes/wire/access.ts';
import type { AuditLog } from '#runtime/ports/audit-log.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Database } from './database.ts';
import type { AuditLogTable } from './tables-access.ts';

/** How many lines `verify` holds in memory at once. */
const PAGE = 1000;

/** The audit log over one database. */
export function createSqlAuditLog(db: Kysely<Database>, clock: Clock): AuditLog {
  return {
    append: (workspaceId, draft) =>
      db.transaction().execute(async (trx) => {
        const last = await trx
          .selectFrom('audit_log')
          .select(['seq', 'hash'])
          .where('workspace_id', '=', workspaceId)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        const line: Omit<AuditLogTable, 'hash'> = {
          workspace_id: workspaceId,
          seq: (last?.seq ?? 0) + 1,
          id: clock.id(),
          at: clock.now(),
          actor_kind: draft.actor.kind,
          actor_id: draft.actor.id,
          actor_name: draft.actor.name,
          action: draft.action,
          target: draft.target,
          outcome: draft.outcome,
          facts: JSON.stringify(draft.facts),
        };
        await trx
          .insertInto('audit_log')
          .values({ ...line, hash: chainHash(last?.hash ?? '', line) })
          .execute();
      }),

    async list(workspaceId, query) {
      const before = query.before;
      const rows = await db
        .selectFrom('audit_log')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .$if(query.action !== undefined, (select) => select.where('action', '=', query.action ?? ''))
        .$if(query.actorId !== undefined, (select) => select.where('actor_id', '=', query.actorId ?? ''))
        .$if(before !== undefined, (select) =>
          select.where('seq', '<', (where) =>
            where
              .selectFrom('audit_log as older')
              .select('older.seq')
              .where('older.workspace_id', '=', workspaceId)
              .where('older.id', '=', before ?? ''),
          ),
        )
        .orderBy('seq', 'desc')
        .limit(query.limit)
        .execute();
      return rows.map(entryFromRow);
    },

    async verify(workspaceId) {
      let lines = 0;
      let previous = '';
      for (;;) {
        const rows = await db
          .selectFrom('audit_log')
          .selectAll()
          .where('workspace_id', '=', workspaceId)
          .where('seq', '>', lines)
          .orderBy('seq')
          .limit(PAGE)
          .execute();
        for (const row of rows) {
          if (row.seq !== lines + 1 || row.hash !== chainHash(previous, row)) return { lines, brokenAt: row.id };
          lines = row.seq;
          previous = row.hash;
        }
        if (rows.length < PAGE) return { lines, brokenAt: null };
      }
    },
  };
}

function chainHash(previous: string, line: Omit<AuditLogTable, 'hash'>): string {
  const { workspace_id, seq, id, at, actor_kind, actor_id, actor_name, action, target, outcome, facts } = line;
  const text = JSON.stringify([
    previous,
    workspace_id,
    seq,
    id,
    at,
    actor_kind,
    actor_id,
    actor_name,
    action,
    target,
    outcome,
    facts,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

function entryFromRow(row: Selectable<AuditLogTable>): AuditEntry {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target,
    outcome: row.outcome,
    facts: parseFacts(row.facts),
  };
}

function parseFacts(text: string): AuditEntry['facts'] {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? { ...value } : {};
}
