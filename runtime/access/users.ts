// Staff accounts as admins manage them. Passwords are made here and shown once.
import { FlowError } from '#nodes/kit/errors.ts';
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
  /** A new password, shown once; ends the account's sessions. */
  resetPassword(workspaceId: string, id: string): Promise<NewUser>;
}

/** Users over a store. */
export function createUsers(store: AccessStore, clock: Clock): Users {
  async function get(workspaceId: string, id: string): Promise<User> {
    const account = await store.accounts.get(workspaceId, id);
    if (account === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such person here.');
    return userFromAccount(account);
  }

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
      };
      if (!(await store.accounts.insert(account))) {
        throw new FlowError('NAME_TAKEN', 'Somebody with this e-mail already has an account.');
      }
      return { user: userFromAccount(account), password };
    },

    async update(workspaceId, id, changes) {
      const outcome = await store.accounts.update(workspaceId, id, changes);
      if (outcome === 'missing') throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such person here.');
      if (outcome === 'lastAdmin') {
        throw new FlowError('STATE_CONFLICT', 'This is the last admin. Make somebody else an admin first.');
      }
      if (changes.disabled === true) await store.sessions.removeOfAccount(workspaceId, id);
      return get(workspaceId, id);
    },

    async resetPassword(workspaceId, id) {
      const password = clock.secret(12);
      const outcome = await store.accounts.update(workspaceId, id, { passwordHash: await hashPassword(password) });
      if (outcome === 'missing') throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such person here.');
      await store.sessions.removeOfAccount(workspaceId, id);
      return { user: await get(workspaceId, id), password };
    },
  };
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
