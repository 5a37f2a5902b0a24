// Staff accounts as admins manage them. Passwords are made here and shown once.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { Role, User } from '#nodes/wire/access.ts';
import type { AccessStore, StaffAccount } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import { hashPassword } from './passwords.ts';

/** A new account with its password, shown once. */
export interface NewUser {
  readonly user: User;
  readonly password: string;
}

/** What an admin may change. */
export interface UserChanges {
  readonly name?: string;
  readonly role?: Role;
  readonly disabled?: boolean;
}

/** Accounts of a workspace. */
export interface Users {
  list(workspaceId: string): Promise<readonly User[]>;
  get(workspaceId: string, id: string): Promise<User>;
  /** NAME_TAKEN when the e-mail is in use. */
  create(
    workspaceId: string,
    user: { readonly name: string; readonly email: string; readonly role: Role },
  ): Promise<NewUser>;
  /** STATE_CONFLICT for the last admin. Disabling ends the account's sessions at once. */
  update(workspaceId: string, id: string, changes: UserChanges): Promise<User>;
  /** The interface language this person chose; null: none yet. */
  chosenLocale(workspaceId: string, id: string): Promise<Locale | null>;
  chooseLocale(workspaceId: string, id: string, locale: Locale | null): Promise<void>;
  /** A new password, shown once; ends the account's sessions. */
  resetPassword(workspaceId: string, id: string): Promise<NewUser>;
}

/** Users over a store. */
export function createUsers(store: AccessStore, clock: Clock): Users {
  async function mustGet(workspaceId: string, id: string): Promise<StaffAccount> {
    const account = await store.accounts.get(workspaceId, id);
    if (account === undefined) throw nobody();
    return account;
  }

  const get = async (workspaceId: string, id: string) => userFromAccount(await mustGet(workspaceId, id));

  return {
    get,
    list: async (workspaceId) => (await store.accounts.list(workspaceId)).map(userFromAccount),

    async create(workspaceId, user) {
      const password = clock.secret(12);
      const account: StaffAccount = {
        workspaceId,
        id: clock.id(),
        name: user.name,
        email: user.email.toLowerCase(),
        role: user.role,
        disabled: false,
        passwordHash: await hashPassword(password),
        createdAt: clock.now(),
        lastSeenAt: null,
        locale: null,
      };
      if (!(await store.accounts.insert(account))) {
        throw new FlowError('NAME_TAKEN', 'Somebody with this e-mail already has an account.');
      }
      return { user: userFromAccount(account), password };
    },

    async update(workspaceId, id, changes) {
      const outcome = await store.accounts.update(workspaceId, id, changes);
      if (outcome === 'missing') throw nobody();
      if (outcome === 'lastAdmin') {
        throw new FlowError('STATE_CONFLICT', 'This is the last admin. Make somebody else an admin first.');
      }
      if (changes.disabled === true) await store.sessions.removeOfAccount(workspaceId, id);
      return get(workspaceId, id);
    },

    async chosenLocale(workspaceId, id) {
      return (await mustGet(workspaceId, id)).locale;
    },

    async chooseLocale(workspaceId, id, locale) {
      const outcome = await store.accounts.update(workspaceId, id, { locale });
      if (outcome === 'missing') throw nobody();
    },

    async resetPassword(workspaceId, id) {
      const password = clock.secret(12);
      const outcome = await store.accounts.update(workspaceId, id, { passwordHash: await hashPassword(password) });
      if (outcome === 'missing') throw nobody();
      await store.sessions.removeOfAccount(workspaceId, id);
      return { user: await get(workspaceId, id), password };
    },
  };
}

function nobody(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such person here.');
}

function userFromAccount(account: StaffAccount): User {
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    role: account.role,
    disabled: account.disabled,
    createdAt: new Date(account.createdAt).toISOString(),
    lastSeenAt: account.lastSeenAt === null ? null : new Date(account.lastSeenAt).toISOString(),
  };
}
