// Leads, as staff read and change them, in SQL.
import { sql, type Kysely } from 'kysely';
import { LEAD_STAGES } from '#nodes/wire/leads.ts';
import type { LeadStore, PushState, StoredLead } from '#runtime/ports/lead-store.ts';
import type { Database } from './database.ts';
import { parseObject } from './parse-object.ts';

const PUSH_STATES: readonly PushState[] = ['queued', 'delivered', 'failed'];

/** The lead store over one database. */
export function createSqlLeadStore(db: Kysely<Database>): LeadStore {
  return {
    async list(workspaceId, { stage, owner, q, before, limit }) {
      const pattern = `%${(q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await leads(db)
        .where('leads.workspace_id', '=', workspaceId)
        .$if(stage !== undefined, (query) => query.where('leads.stage', '=', stage ?? ''))
        .$if(owner === 'none', (query) => query.where('leads.owner_id', 'is', null))
        .$if(owner !== undefined && owner !== 'none', (query) => query.where('leads.owner_id', '=', owner ?? ''))
        .$if(pattern !== '%%', (query) =>
          query.where((is) =>
            is.or(
              (['name', 'phone', 'email', 'wechat', 'note'] as const).map(
                (column) => sql<boolean>`${sql.ref(`leads.${column}`)} like ${pattern} escape '\\'`,
              ),
            ),
          ),
        )
        .$if(before !== undefined, (query) =>
          query.where(sql<boolean>`(leads.created_at, leads.id) < (${before?.createdAt ?? 0}, ${before?.id ?? ''})`),
        )
        .orderBy('leads.created_at', 'desc')
        .orderBy('leads.id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(leadFromRow);
    },

    async counts(workspaceId) {
      const rows = await db
        .selectFrom('leads')
        .select(['stage', db.fn.countAll<number>().as('count')])
        .where('workspace_id', '=', workspaceId)
        .groupBy('stage')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.stage, row.count]));
    },

    async get(workspaceId, leadId) {
      const row = await leads(db)
        .where('leads.workspace_id', '=', workspaceId)
        .where('leads.id', '=', leadId)
        .executeTakeFirst();
      return row === undefined ? undefined : leadFromRow(row);
    },

    async update(workspaceId, leadId, { stage, owner, note }, at) {
      const updated = await db
        .updateTable('leads')
        .set({
          updated_at: at,
          ...(stage === undefined ? {} : { stage }),
          ...(owner === undefined ? {} : { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null }),
          ...(note === undefined ? {} : { note }),
        })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', leadId)
        .executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    },

    async markOpened(workspaceId, leadId, at) {
      await db
        .updateTable('leads')
        .set({ opened_at: at })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', leadId)
        .where('opened_at', 'is', null)
        .execute();
    },

    async find(workspaceId, who) {
      const wanted = (['phone', 'email', 'wechat'] as const).flatMap((column) => {
        const value = who[column];
        return value === undefined || value === '' ? [] : [{ column, value }];
      });
      if (wanted.length === 0) return undefined;
      const row = await db
        .selectFrom('leads')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where((is) => is.or(wanted.map(({ column, value }) => is(column, '=', value))))
        .orderBy('updated_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },

    async ofSession(workspaceId, sessionId) {
      const rows = await db
        .selectFrom('leads')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('session_id', '=', sessionId)
        .execute();
      return rows.map((row) => row.id);
    },
  };
}

function leads(db: Kysely<Database>) {
  return db
    .selectFrom('leads')
    .leftJoin('flows', (join) =>
      join.onRef('flows.workspace_id', '=', 'leads.workspace_id').onRef('flows.id', '=', 'leads.flow_id'),
    )
    .leftJoin('lead_pushes', (join) =>
      join
        .onRef('lead_pushes.workspace_id', '=', 'leads.workspace_id')
        .on('lead_pushes.id', '=', (newest) =>
          newest
            .selectFrom('lead_pushes as push')
            .select('push.id')
            .whereRef('push.workspace_id', '=', 'leads.workspace_id')
            .whereRef('push.lead_id', '=', 'leads.id')
            .orderBy('push.created_at', 'desc')
            .limit(1),
        ),
    )
    .leftJoin('lead_offers', (join) =>
      join
        .onRef('lead_offers.workspace_id', '=', 'leads.workspace_id')
        .on('lead_offers.id', '=', (newest) =>
          newest
            .selectFrom('lead_offers as offer')
            .select('offer.id')
            .whereRef('offer.workspace_id', '=', 'leads.workspace_id')
            .whereRef('offer.lead_id', '=', 'leads.id')
            .where('offer.state', '=', 'open')
            .orderBy('offer.at', 'desc')
            .limit(1),
        ),
    )
    .selectAll('leads')
    .select([
      'flows.name as flow_name',
      'lead_offers.id as offer_id',
      'lead_offers.person_id as offer_person_id',
      'lead_offers.person_name as offer_person_name',
      'lead_offers.due_at as offer_due_at',
      'lead_pushes.state as push_state',
      'lead_pushes.attempts as push_attempts',
      'lead_pushes.last_error as push_error',
    ]);
}

type LeadRow = Awaited<ReturnType<ReturnType<typeof leads>['execute']>>[number];

function leadFromRow(row: LeadRow): StoredLead {
  const pushState = PUSH_STATES.find((state) => state === row.push_state);
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    wechat: row.wechat,
    values: parseObject(row.fields),
    stage: LEAD_STAGES.find((stage) => stage === row.stage) ?? 'new',
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    partial: row.partial === 1,
    consent: {
      given: row.consent_given === 1,
      text: row.consent_text,
      version: row.consent_version,
      at: row.consent_at,
    },
    source: parseObject(row.source),
    sessionId: row.session_id,
    flow: { id: row.flow_id, name: row.flow_name ?? '' },
    submissions: row.submissions,
    note: row.note,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    openedAt: row.opened_at,
    offer:
      row.offer_id === null
        ? null
        : {
            id: row.offer_id,
            to: { id: row.offer_person_id ?? '', name: row.offer_person_name ?? '' },
            dueAt: row.offer_due_at,
          },
    push:
      pushState === undefined
        ? null
        : { state: pushState, attempts: row.push_attempts ?? 0, lastError: row.push_error ?? '' },
  };
}
