// Schedules in SQL. An occurrence is written in one transaction, so that a kill loses nothing and doubles nothing.
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Json } from '#nodes/kit/json.ts';
import type { Audience, ScheduleRow, ScheduleSend, ScheduleStore } from '#runtime/ports/schedule-store.ts';
import type { Database } from './database.ts';

const BATCH = 100;

/** The schedule store over one database. */
export function createSqlScheduleStore(db: Kysely<Database>): ScheduleStore {
  const sendsOf = ({ workspaceId, flowId, node }: ScheduleRow) =>
    sql<boolean>`workspace_id = ${workspaceId} and flow_id = ${flowId} and node = ${node}`;

  return {
    async live() {
      const rows = await db
        .selectFrom('flows')
        .select(['workspace_id', 'id', 'slug', 'published_version'])
        .where('published_version', 'is not', null)
        .execute();
      return rows.flatMap(({ workspace_id: workspaceId, id: flowId, slug, published_version: version }) =>
        slug === null || version === null ? [] : [{ workspaceId, flowId, slug, version }],
      );
    },

    async rows() {
      const rows = await db.selectFrom('schedules').selectAll().execute();
      return rows.map((row) => ({
        workspaceId: row.workspace_id,
        flowId: row.flow_id,
        node: row.node,
        version: row.version,
        nextAt: row.next_at ?? undefined,
      }));
    },

    async put(row) {
      const { workspaceId, flowId, node, version } = row;
      const values = { version, next_at: row.nextAt ?? null };
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('schedule_sends').where(sendsOf(row)).execute();
        await trx
          .insertInto('schedules')
          .values({ workspace_id: workspaceId, flow_id: flowId, node, ...values })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'flow_id', 'node']).doUpdateSet(values))
          .execute();
      });
    },

    async drop(row) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('schedule_sends').where(sendsOf(row)).execute();
        await trx.deleteFrom('schedules').where(sendsOf(row)).execute();
      });
    },

    async fire(row, nextAt, audience) {
      return db.transaction().execute(async (trx) => {
        const moved = await trx
          .updateTable('schedules')
          .set({ next_at: nextAt ?? null })
          .where(sendsOf(row))
          .where('version', '=', row.version)
          .where('next_at', '=', row.nextAt ?? -1)
          .executeTakeFirst();
        if (moved.numUpdatedRows === 0n) return false;
        const targets = await targetsOf(trx, row.workspaceId, audience);
        const occurrence = row.nextAt ?? 0;
        for (let at = 0; at < targets.length; at += BATCH) {
          const sends = targets.slice(at, at + BATCH).map(({ target, item }) => ({
            workspace_id: row.workspaceId,
            flow_id: row.flowId,
            node: row.node,
            occurrence,
            target,
            item,
            due_at: occurrence,
            attempts: 0,
          }));
          await trx
            .insertInto('schedule_sends')
            .values(sends)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        return true;
      });
    },

    async due(row, now, since, limit) {
      await db.deleteFrom('schedule_sends').where(sendsOf(row)).where('occurrence', '<', since).execute();
      const open = sql<string | null>`(select s.id from sessions s where s.workspace_id = schedule_sends.workspace_id
        and s.contact_id = schedule_sends.target and s.flow_id = schedule_sends.flow_id and s.status <> 'closed'
        order by s.created_at desc limit 1)`;
      const rows = await db
        .selectFrom('schedule_sends')
        .select(['occurrence', 'target', 'item', 'attempts', open.as('session_id')])
        .where(sendsOf(row))
        .where('due_at', '<=', now)
        .where(sql<boolean>`(item is not null or ${open} is not null)`)
        .orderBy('occurrence')
        .orderBy('target')
        .limit(limit)
        .execute();
      return rows.map((send) => ({
        occurrence: send.occurrence,
        target: send.target,
        item: send.item === null ? undefined : parseItem(send.item),
        sessionId: send.session_id ?? undefined,
        attempts: send.attempts,
      }));
    },

    async settle(row, send) {
      await db
        .deleteFrom('schedule_sends')
        .where(sendsOf(row))
        .where('occurrence', '=', send.occurrence)
        .where('target', '=', send.target)
        .execute();
    },

    async later(row, send: ScheduleSend, dueAt, attempts) {
      await db
        .updateTable('schedule_sends')
        .set({ due_at: dueAt, attempts })
        .where(sendsOf(row))
        .where('occurrence', '=', send.occurrence)
        .where('target', '=', send.target)
        .execute();
    },
  };
}

async function targetsOf(
  trx: Transaction<Database>,
  workspaceId: string,
  audience: Audience,
): Promise<readonly { readonly target: string; readonly item: string | null }[]> {
  if ('items' in audience)
    return audience.items.map((item, index) => ({
      target: String(index).padStart(4, '0'),
      item: JSON.stringify(item),
    }));
  const rows = await trx
    .selectFrom('contact_tags')
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'contact_tags.workspace_id')
        .onRef('contacts.id', '=', 'contact_tags.contact_id'),
    )
    .select('contacts.id')
    .where('contact_tags.workspace_id', '=', workspaceId)
    .where('contact_tags.tag', '=', audience.tag)
    .where('contacts.channel', '=', 'webchat')
    .execute();
  return rows.map(({ id }) => ({ target: id, item: null }));
}

/** Written by `fire` from JSON. */
function parseItem(text: string): Json {
  return JSON.parse(text) as Json;
}
