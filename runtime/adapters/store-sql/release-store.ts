// Releases in SQL: the published pointer, rollouts, and the figures they are watched by.
import { sql, type Kysely, type Selectable } from 'kysely';
import type { RolloutGuard, ReleaseStore, StoredRollout } from '#runtime/ports/release-store.ts';
import type { Database } from './database.ts';
import { parseObject } from './parse-object.ts';
import type { FlowRolloutsTable } from './tables-flows.ts';

/** Releases over one database. Every transaction starts with a write, so that it never has to be tried again. */
export function createSqlReleaseStore(db: Kysely<Database>): ReleaseStore {
  return {
    async point(workspaceId, flowId, { version, expected, at, by }) {
      return db.transaction().execute(async (trx) => {
        const updated = await trx
          .updateTable('flows')
          .set({
            published_version: version,
            published_at: at,
            published_hash: hashOf(workspaceId, flowId, version),
            candidate_version: null,
            candidate_share: null,
            candidate_hash: null,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .where('published_version', '=', expected)
          .where(isKept(workspaceId, flowId, version))
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return refused(trx, workspaceId, flowId, version);
        await trx
          .updateTable('flow_rollouts')
          .set({ state: 'stopped', ended_at: at, ended_by: by })
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('state', '=', 'running')
          .execute();
        return 'pointed' as const;
      });
    },

    async startRollout(rollout) {
      const { workspaceId, flowId, version } = rollout;
      return db.transaction().execute(async (trx) => {
        const updated = await trx
          .updateTable('flows')
          .set({
            candidate_version: version,
            candidate_share: rollout.share,
            candidate_hash: hashOf(workspaceId, flowId, version),
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .where('archived_at', 'is', null)
          .where('published_version', '=', rollout.baseVersion)
          .where('candidate_version', 'is', null)
          .where(isKept(workspaceId, flowId, version))
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return refused(trx, workspaceId, flowId, version);
        await trx.insertInto('flow_rollouts').values(rowFromRollout(rollout)).execute();
        return 'started' as const;
      });
    },

    async shareRollout(workspaceId, flowId, rolloutId, share) {
      return db.transaction().execute(async (trx) => {
        const updated = await trx
          .updateTable('flow_rollouts')
          .set({ share })
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('id', '=', rolloutId)
          .where('state', '=', 'running')
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return 'conflict' as const;
        await trx
          .updateTable('flows')
          .set({ candidate_share: share })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .execute();
        return 'shared' as const;
      });
    },

    async endRollout(workspaceId, flowId, rolloutId, { state, at, by, reason }) {
      return db.transaction().execute(async (trx) => {
        const ended = await trx
          .updateTable('flow_rollouts')
          .set({ state, ended_at: at, ended_by: by, reason: reason === null ? null : JSON.stringify(reason) })
          .where('workspace_id', '=', workspaceId)
          .where('flow_id', '=', flowId)
          .where('id', '=', rolloutId)
          .where('state', '=', 'running')
          .returning('version')
          .executeTakeFirst();
        if (ended === undefined) return 'conflict' as const;
        const kept =
          state === 'completed'
            ? {
                published_version: ended.version,
                published_at: at,
                published_hash: hashOf(workspaceId, flowId, ended.version),
              }
            : {};
        await trx
          .updateTable('flows')
          .set({ ...kept, candidate_version: null, candidate_share: null, candidate_hash: null })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', flowId)
          .execute();
        return 'ended' as const;
      });
    },

    async rollouts(workspaceId, flowId, limit) {
      const rows = await db
        .selectFrom('flow_rollouts')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(rolloutFromRow);
    },

    async runningRollouts() {
      const rows = await db.selectFrom('flow_rollouts').selectAll().where('state', '=', 'running').execute();
      return rows.map(rolloutFromRow);
    },

    async figures(workspaceId, flowId, { versions, since, silentSince }) {
      const rows = await db
        .selectFrom('sessions')
        .select((is) => [
          'version',
          is.fn.countAll<number>().as('sessions'),
          sql<number>`sum(exists (select 1 from journal where journal.session_id = sessions.id and journal.fault is not null))`.as(
            'faults',
          ),
          sql<number>`sum(exists (select 1 from handoffs where handoffs.session_id = sessions.id))`.as('handoffs'),
          // A snapshot and an event begin with the very key that is asked for.
          sql<number>`sum(case
            when status = 'closed' then exists (select 1 from journal where journal.session_id = sessions.id
              and journal.event like '{"type":"session.expired"%')
            else status = 'bot' and updated_at < ${silentSince} and snapshot not like '{"value":"\\_idle"%' escape '\\' end)`.as(
            'abandons',
          ),
        ])
        .where('workspace_id', '=', workspaceId)
        .where('flow_id', '=', flowId)
        .where('created_at', '>=', since)
        .where('version', 'in', [...versions, 0])
        .groupBy('version')
        .execute();
      return versions.map((version) => {
        const row = rows.find((one) => one.version === version);
        return {
          version,
          sessions: row?.sessions ?? 0,
          faults: row?.faults ?? 0,
          handoffs: row?.handoffs ?? 0,
          abandons: row?.abandons ?? 0,
        };
      });
    },
  };
}

/** A version that is on the list. */
function isKept(workspaceId: string, flowId: string, version: number) {
  return sql<boolean>`exists (select 1 from flow_versions where workspace_id = ${workspaceId} and flow_id = ${flowId}
    and version = ${version} and deleted_at is null)`;
}

function hashOf(workspaceId: string, flowId: string, version: number) {
  return sql<string>`(select hash from flow_versions where workspace_id = ${workspaceId} and flow_id = ${flowId}
    and version = ${version})`;
}

/** Why nothing was written: the version or flow is not there, or the flow is not as it was seen. */
async function refused(db: Kysely<Database>, workspaceId: string, flowId: string, version: number) {
  const row = await db
    .selectFrom('flow_versions')
    .innerJoin('flows', (join) =>
      join
        .onRef('flows.workspace_id', '=', 'flow_versions.workspace_id')
        .onRef('flows.id', '=', 'flow_versions.flow_id'),
    )
    .select('version')
    .where('flow_versions.workspace_id', '=', workspaceId)
    .where('flow_id', '=', flowId)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? ('missing' as const) : ('conflict' as const);
}

/** A rollout as a row. */
export function rowFromRollout(rollout: StoredRollout): FlowRolloutsTable {
  return {
    workspace_id: rollout.workspaceId,
    flow_id: rollout.flowId,
    id: rollout.id,
    version: rollout.version,
    base_version: rollout.baseVersion,
    share: rollout.share,
    guard: JSON.stringify(rollout.guard),
    state: rollout.state,
    reason: rollout.reason === null ? null : JSON.stringify(rollout.reason),
    started_at: rollout.startedAt,
    started_by: rollout.startedBy,
    ended_at: rollout.endedAt,
    ended_by: rollout.endedBy,
  };
}

function rolloutFromRow(row: Selectable<FlowRolloutsTable>): StoredRollout {
  return {
    workspaceId: row.workspace_id,
    flowId: row.flow_id,
    id: row.id,
    version: row.version,
    baseVersion: row.base_version,
    share: row.share,
    guard: parseGuard(row.guard),
    state: row.state,
    reason: row.reason === null ? null : parseObject(row.reason),
    startedAt: row.started_at,
    startedBy: row.started_by,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
  };
}

/** Written by this store. */
function parseGuard(text: string): RolloutGuard {
  return JSON.parse(text) as RolloutGuard;
}
