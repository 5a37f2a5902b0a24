// Workspaces and their settings in SQL.
import type { Kysely, Selectable } from 'kysely';
import type { SettingsStore, Workspace } from '#runtime/ports/settings-store.ts';
import type { Database } from './database.ts';
import type { WorkspacesTable } from './tables-access.ts';

/** The settings store over one database. */
export function createSqlSettingsStore(db: Kysely<Database>): SettingsStore {
  return {
    async list() {
      const rows = await db.selectFrom('workspaces').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(workspaceFromRow);
    },

    async get(workspaceId) {
      const row = await db.selectFrom('workspaces').selectAll().where('id', '=', workspaceId).executeTakeFirst();
      return row === undefined ? undefined : workspaceFromRow(row);
    },

    async insert(workspace) {
      await db.insertInto('workspaces').values(rowFromWorkspace(workspace)).execute();
    },

    update: (workspaceId, changes) =>
      db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('workspaces').selectAll().where('id', '=', workspaceId).executeTakeFirst();
        if (row === undefined) return undefined;
        const after: Workspace = { ...workspaceFromRow(row), ...changes };
        await trx.updateTable('workspaces').set(rowFromWorkspace(after)).where('id', '=', workspaceId).execute();
        return after;
      }),
  };
}

function workspaceFromRow(row: Selectable<WorkspacesTable>): Workspace {
  return {
    id: row.id,
    name: row.name,
    locale: row.locale === '' ? null : row.locale,
    timeZone: row.time_zone,
    egressAllow: parseList(row.egress_allow),
    widgetOrigins: parseList(row.widget_origins),
    identitySecret: row.identity_secret,
    createdAt: row.created_at,
  };
}

function rowFromWorkspace(workspace: Workspace): WorkspacesTable {
  return {
    id: workspace.id,
    name: workspace.name,
    locale: workspace.locale ?? '',
    time_zone: workspace.timeZone,
    egress_allow: JSON.stringify(workspace.egressAllow),
    widget_origins: JSON.stringify(workspace.widgetOrigins),
    identity_secret: workspace.identitySecret,
    created_at: workspace.createdAt,
  };
}

function parseList(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
