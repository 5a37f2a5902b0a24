// The room's one door: set-up, sign-in, users and API tokens over one store.
import type { AccessStore } from '#runtime/ports/access-store.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import { createApiTokens, type ApiTokens } from './api-tokens.ts';
import { createAttempts } from './attempts.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createUsers, type Users } from './users.ts';

/** Staff access. */
export interface Access {
  readonly setUp: SetUp;
  readonly signIn: SignIn;
  readonly users: Users;
  readonly tokens: ApiTokens;
}

/** Opens the room. `secretKey` is the server's master key. */
export function createAccess(options: {
  readonly store: AccessStore;
  readonly clock: Clock;
  readonly secretKey: Buffer;
  readonly homeWorkspaceId: string;
}): Access {
  const { store, clock } = options;
  return {
    setUp: createSetUp({ ...options, accounts: store.accounts }),
    signIn: createSignIn(store, clock, createAttempts(clock)),
    users: createUsers(store, clock),
    tokens: createApiTokens(store, clock),
  };
}
