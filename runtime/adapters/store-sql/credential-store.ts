// Credentials in SQL.
import type { Kysely, Selectable } from 'kysely';
import { FlowError } from '#nodes/kit/errors.ts';
import { CREDENTIAL_KINDS } from '#nodes/wire/credentials.ts';
import type { CredentialStore, StoredCredential } from '#runtime/ports/credential-store.ts';
import type { Database } from './database.ts';

/** The credential store over one database. */
export function createSqlCredentialStore(db: Kysely<Database>): CredentialStore {
  const of = (workspaceId: string) => db.selectFrom('credentials').selectAll().where('workspace_id', '=', workspaceId);
  return {
    async list(workspaceId) {
      return (await of(workspaceId).orderBy('name').execute()).map(credentialFromRow);
    },
    async get(workspaceId, id) {
      const row = await of(workspaceId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : credentialFromRow(row);
    },
    async byName(workspaceId, name) {
      const row = await of(workspaceId).where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : credentialFromRow(row);
    },
    save: (credential) =>
      db.transaction().execute(async (trx) => {
        const { workspaceId, id, name, kind, field, sealed } = credential;
        const other = await trx
          .selectFrom('credentials')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('name', '=', name)
          .where('id', '!=', id)
          .executeTakeFirst();
        if (other !== undefined) throw new FlowError('NAME_TAKEN', `There is a credential "${name}" already.`);
        const values = {
          name,
          kind,
          field,
          sealed,
          hosts: JSON.stringify(credential.hosts),
          updated_at: credential.updatedAt,
        };
        await trx
          .insertInto('credentials')
          .values({ workspace_id: workspaceId, id, ...values })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(values))
          .execute();
      }),
    async remove(workspaceId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('credentials')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function credentialFromRow(row: Selectable<Database['credentials']>): StoredCredential {
  const hosts: unknown = JSON.parse(row.hosts);
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    kind: CREDENTIAL_KINDS.find((kind) => kind === row.kind) ?? 'bearer',
    field: row.field,
    hosts: Array.isArray(hosts) ? hosts.filter((host): host is string => typeof host === 'string') : [],
    sealed: row.sealed,
    updatedAt: row.updated_at,
  };
}
