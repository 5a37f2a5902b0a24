// A whole application in memory for route tests: SQLite in memory, real access room, signed-in callers of any role.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Role } from '#nodes/wire/access.ts';
import { createAccess, type Access } from '#runtime/access/access.ts';
import { SESSION_LIFE } from '#runtime/access/sign-in.ts';
import { loadWorkspaces, type Workspaces } from '#runtime/access/workspaces.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createLocalIdentity } from '#runtime/adapters/identity-local/identity-local.ts';
import { createSqlAccessStore } from '#runtime/adapters/store-sql/access-store.ts';
import { createSqlAuditLog } from '#runtime/adapters/store-sql/audit-log.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSettingsStore } from '#runtime/adapters/store-sql/settings-store.ts';
import { buildApp, type AppDeps, type RouteSet } from '#runtime/http/app.ts';
import type {} from '#runtime/http/route.ts';
import type { AccessStore } from '#runtime/ports/access-store.ts';
import type { AuditLog } from '#runtime/ports/audit-log.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Identity } from '#runtime/ports/identity.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';

/** The parts under the application, for rooms and route sets to be built on. */
export interface TestParts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly bus: LiveBus;
  readonly store: AccessStore;
  readonly access: Access;
  readonly workspaces: Workspaces;
  readonly identity: Identity;
  readonly audit: AuditLog;
  /** The id of the one workspace. */
  readonly workspaceId: string;
}

/** A request to inject. */
export interface CallOptions {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly payload?: string | Buffer | object;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request as somebody. */
export type Caller = (options: CallOptions) => Promise<LightMyRequestResponse>;

/** The application and ways to call it. */
export interface TestApp extends TestParts {
  readonly app: FastifyInstance;
  /** Nobody is signed in. */
  readonly anonymous: Caller;
  /** A new account of this role with a cookie session; writes carry its CSRF token. */
  signedIn(role: Role): Promise<Caller & { readonly id: string; readonly cookie: string; readonly csrfToken: string }>;
  /** A new API token of this role. */
  withToken(role: Role): Promise<Caller & { readonly secret: string }>;
  close(): Promise<void>;
}

/** Builds it. `routes` gets the parts and answers with the route sets under test. */
export async function createTestApp(
  routes: (parts: TestParts) => readonly RouteSet[] | Promise<readonly RouteSet[]>,
  overrides: Partial<AppDeps> & { readonly clock?: Clock } = {},
): Promise<TestApp> {
  const database = await openDatabase({ file: ':memory:' });
  const clock = overrides.clock ?? createSystemClock();
  const store = createSqlAccessStore(database.kysely);
  const audit = createSqlAuditLog(database.kysely, clock);
  const workspaces = await loadWorkspaces(createSqlSettingsStore(database.kysely), clock);
  const access = createAccess({
    store,
    clock,
    secretKey: Buffer.alloc(32, 7),
    homeWorkspaceId: workspaces.home,
  });
  const identity = createLocalIdentity(store, clock, SESSION_LIFE);
  const parts: TestParts = {
    database,
    clock,
    bus: createLocalBus(),
    store,
    access,
    workspaces,
    identity,
    audit,
    workspaceId: workspaces.home,
  };
  const app = await buildApp(
    {
      version: '0.0.0-test',
      identity,
      sessions: { authenticate: () => Promise.resolve(undefined) },
      audit,
      homeWorkspaceId: workspaces.home,
      publicUrl: '',
      trustProxy: false,
      distDir: '/nonexistent',
      widgetOrigins: () => workspaces.widgetOrigins(),
      ...overrides,
    },
    await routes(parts),
  );

  return {
    ...parts,
    app,
    anonymous: (options) =>
      app.inject({ ...options, cookies: { ...options.cookies }, headers: { ...options.headers } }),
    async signedIn(role) {
      const id = await addAccount(parts, role);
      const cookie = await access.signIn.begin({ workspaceId: parts.workspaceId, id });
      const principal = await identity.authenticate({ cookie, bearer: undefined });
      const csrfToken = principal?.csrfToken ?? '';
      const call: Caller = (options) =>
        app.inject({
          ...options,
          cookies: { [app.gate.cookieName]: cookie, ...options.cookies },
          headers: { 'x-csrf-token': csrfToken, ...options.headers },
        });
      return Object.assign(call, { id, cookie, csrfToken });
    },
    async withToken(role) {
      const { secret } = await access.tokens.create(parts.workspaceId, { name: `test ${role}`, role });
      const call: Caller = (options) =>
        app.inject({
          ...options,
          cookies: { ...options.cookies },
          headers: { authorization: `Bearer ${secret}`, ...options.headers },
        });
      return Object.assign(call, { secret });
    },
    async close() {
      app.beginDrain();
      await app.close();
      await database.close();
    },
  };
}

async function addAccount(parts: TestParts, role: Role): Promise<string> {
  const id = parts.clock.id();
  await parts.store.accounts.insert({
    workspaceId: parts.workspaceId,
    id,
    name: `A ${role}`,
    email: `${id.toLowerCase()}@example.test`,
    role,
    disabled: false,
    passwordHash: '',
    locale: null,
    createdAt: parts.clock.now(),
    lastSeenAt: null,
  });
  return id;
}
