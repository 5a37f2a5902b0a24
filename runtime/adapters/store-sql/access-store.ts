// Staff accounts, cookie sessions and API tokens in SQL.
import type { Kysely, Selectable } from 'kysely';
import { LOCALES } from '#nodes/kit/localized.ts';
import type {
  AccessStore,
  AccountStore,
  ApiTokenStore,
  StaffAccount,
  StaffSessionStore,
  StoredApiToken,
} from '#runtime/ports/access-store.ts';
import type { Database } from './database.ts';
import type { ApiTokensTable, StaffAccountsTable } from './tables-access.ts';

/** The access store over one database. */
export function createSqlAccessStore(db: Kysely<Database>): AccessStore {
  return { accounts: accountStore(db), sessions: sessionStore(db), tokens: tokenStore(db) };
}

function accountStore(db: Kysely<Database>): AccountStore {
  return {
    async findByEmail(email) {
      const row = await db.selectFrom('staff_accounts').selectAll().where('email', '=', email).executeTakeFirst();
      return row === undefined ? undefined : accountFromRow(row);
    },

    async get(workspaceId, id) {
      const row = await db
        .selectFrom('staff_accounts')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : accountFromRow(row);
    },

    async list(workspaceId) {
      const rows = await db
        .selectFrom('staff_accounts')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(accountFromRow);
    },

    insert: (account, onlyFirst = false) =>
      db.transaction().execute(async (trx) => {
        const taken = await trx
          .selectFrom('staff_accounts')
          .select('id')
          .$if(!onlyFirst, (query) => query.where('email', '=', account.email))
          .executeTakeFirst();
        if (taken !== undefined) return false;
        await trx.insertInto('staff_accounts').values(rowFromAccount(account)).execute();
        return true;
      }),

    update: (workspaceId, id, changes) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('staff_accounts')
          .selectAll()
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (row === undefined) return 'missing';
        const before = accountFromRow(row);
        const after: StaffAccount = { ...before, ...changes };
        const wasAdmin = before.role === 'admin' && !before.disabled;
        if (wasAdmin && (after.role !== 'admin' || after.disabled)) {
          const other = await trx
            .selectFrom('staff_accounts')
            .select('id')
            .where('workspace_id', '=', workspaceId)
            .where('role', '=', 'admin')
            .where('disabled', '=', 0)
            .where('id', '!=', id)
            .executeTakeFirst();
          if (other === undefined) return 'lastAdmin';
        }
        await trx
          .updateTable('staff_accounts')
          .set(rowFromAccount(after))
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
        return 'done';
      }),

    async any() {
      return (await db.selectFrom('staff_accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
    },
  };
}

function sessionStore(db: Kysely<Database>): StaffSessionStore {
  return {
    async insert(session) {
      await db
        .insertInto('staff_sessions')
        .values({
          token_hash: session.tokenHash,
          workspace_id: session.workspaceId,
          id: session.id,
          account_id: session.accountId,
          created_at: session.createdAt,
          seen_at: session.seenAt,
        })
        .execute();
    },

    async find(tokenHash) {
      const row = await db
        .selectFrom('staff_sessions as session')
        .innerJoin('staff_accounts as account', (join) =>
          join
            .onRef('account.workspace_id', '=', 'session.workspace_id')
            .onRef('account.id', '=', 'session.account_id'),
        )
        .selectAll('account')
        .select([
          'session.id as session_id',
          'session.created_at as session_created_at',
          'session.seen_at as session_seen_at',
        ])
        .where('session.token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const account = accountFromRow(row);
      return {
        account,
        session: {
          workspaceId: account.workspaceId,
          id: row.session_id,
          accountId: account.id,
          tokenHash,
          createdAt: row.session_created_at,
          seenAt: row.session_seen_at,
        },
      };
    },

    touch: (workspaceId, id, at) =>
      db.transaction().execute(async (trx) => {
        const session = await trx
          .updateTable('staff_sessions')
          .set({ seen_at: at })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .returning('account_id')
          .executeTakeFirst();
        if (session === undefined) return;
        await trx
          .updateTable('staff_accounts')
          .set({ last_seen_at: at })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', session.account_id)
          .execute();
      }),

    async remove(workspaceId, id) {
      await db.deleteFrom('staff_sessions').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
    },

    async removeOfAccount(workspaceId, accountId, exceptId = '') {
      await db
        .deleteFrom('staff_sessions')
        .where('workspace_id', '=', workspaceId)
        .where('account_id', '=', accountId)
        .where('id', '!=', exceptId)
        .execute();
    },

    async removeExpired(createdBefore, seenBefore) {
      await db
        .deleteFrom('staff_sessions')
        .where((where) => where.or([where('created_at', '<', createdBefore), where('seen_at', '<', seenBefore)]))
        .execute();
    },
  };
}

function tokenStore(db: Kysely<Database>): ApiTokenStore {
  return {
    async insert(token) {
      await db
        .insertInto('api_tokens')
        .values({
          secret_hash: token.secretHash,
          workspace_id: token.workspaceId,
          id: token.id,
          name: token.name,
          role: token.role,
          created_at: token.createdAt,
          last_used_at: token.lastUsedAt,
        })
        .execute();
    },

    async find(secretHash) {
      const row = await db
        .selectFrom('api_tokens')
        .selectAll()
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst();
      return row === undefined ? undefined : tokenFromRow(row);
    },

    async list(workspaceId) {
      const rows = await db
        .selectFrom('api_tokens')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(tokenFromRow);
    },

    async touch(workspaceId, id, at) {
      await db
        .updateTable('api_tokens')
        .set({ last_used_at: at })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .execute();
    },

    async remove(workspaceId, id) {
      const result = await db
        .deleteFrom('api_tokens')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

function accountFromRow(row: Selectable<StaffAccountsTable>): StaffAccount {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    disabled: row.disabled !== 0,
    passwordHash: row.password_hash,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    locale: LOCALES.find((locale) => locale === row.locale) ?? null,
  };
}

function rowFromAccount(account: StaffAccount): StaffAccountsTable {
  return {
    workspace_id: account.workspaceId,
    id: account.id,
    name: account.name,
    email: account.email,
    role: account.role,
    disabled: account.disabled ? 1 : 0,
    password_hash: account.passwordHash,
    created_at: account.createdAt,
    last_seen_at: account.lastSeenAt,
    locale: account.locale,
  };
}

function tokenFromRow(row: Selectable<ApiTokensTable>): StoredApiToken {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    role: row.role,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
