// The first admin: by the one-time link while no account exists, or unattended from the environment.
import { createHmac } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Locale } from '#nodes/kit/localized.ts';
import type { AccountStore } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import { hashPassword } from './passwords.ts';
import { isSameSecret } from './secrets.ts';

/** What the first admin gives. */
export interface FirstAdmin {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** The language this person chose; none from the environment or the command line. */
  readonly locale?: Locale;
}

/** Set-up of an installation. Its state is derived from the accounts and nothing else. */
export interface SetUp {
  needed(): Promise<boolean>;
  /**
   * The token of the set-up link: the same over restarts while no account exists, dead afterwards. It is derived from the server's
   * secret key, so that it is stored nowhere.
   */
  token(): string;
  /** SETUP_DONE once an account exists, SETUP_TOKEN_INVALID for a wrong token. Of several callers at once exactly one wins. */
  finish(token: string, admin: FirstAdmin): Promise<string>;
  /** Without a token, for the environment and the command line. Undefined when accounts exist already. */
  addUnattended(admin: FirstAdmin): Promise<string | undefined>;
}

/** Set-up of the home workspace. `finish` and `addUnattended` answer with the new account's id. */
export function createSetUp(options: {
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly secretKey: Buffer;
  readonly homeWorkspaceId: string;
}): SetUp {
  const { accounts, clock, homeWorkspaceId } = options;
  const token = createHmac('sha256', options.secretKey).update(`set-up:${homeWorkspaceId}`).digest('base64url');

  async function insert(admin: FirstAdmin): Promise<string | undefined> {
    const id = clock.id();
    const inserted = await accounts.insert(
      {
        workspaceId: homeWorkspaceId,
        id,
        name: admin.name,
        email: admin.email.toLowerCase(),
        role: 'admin',
        disabled: false,
        passwordHash: await hashPassword(admin.password),
        createdAt: clock.now(),
        lastSeenAt: null,
        locale: admin.locale ?? null,
      },
      true,
    );
    return inserted ? id : undefined;
  }

  return {
    needed: async () => !(await accounts.any()),
    token: () => token,
    async finish(given, admin) {
      if (await accounts.any()) throw new FlowError('SETUP_DONE', 'Set-up is finished. Sign in instead.');
      if (!isSameSecret(given, token)) {
        throw new FlowError('SETUP_TOKEN_INVALID', 'Open the set-up link that the server printed when it started.');
      }
      const id = await insert(admin);
      if (id === undefined) throw new FlowError('SETUP_DONE', 'Somebody finished set-up first. Sign in instead.');
      return id;
    },
    addUnattended: async (admin) => ((await accounts.any()) ? undefined : insert(admin)),
  };
}
