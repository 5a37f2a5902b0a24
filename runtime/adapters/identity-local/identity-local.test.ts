// The local identity: sessions grow old, workspaces stay apart, and only hashes are looked up.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccess, type Access } from '#runtime/access/access.ts';
import { SESSION_LIFE } from '#runtime/access/sign-in.ts';
import { createSqlAccessStore } from '#runtime/adapters/store-sql/access-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import type { AccessStore, StaffAccount } from '#runtime/ports/access-store.ts';
import type { Identity } from '#runtime/ports/identity.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createLocalIdentity } from './identity-local.ts';

const account: StaffAccount = {
  workspaceId: 'w1',
  id: 'u1',
  name: 'Ann',
  email: 'ann@example.test',
  role: 'agent',
  disabled: false,
  passwordHash: '',
  locale: null,
  createdAt: 1,
  lastSeenAt: null,
};

describe('The local identity', () => {
  let database: OpenDatabase;
  let clock: FakeClock;
  let store: AccessStore;
  let access: Access;
  let identity: Identity;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    clock = createFakeClock();
    store = createSqlAccessStore(database.kysely);
    access = createAccess({ store, clock, secretKey: Buffer.alloc(32), homeWorkspaceId: 'w1' });
    identity = createLocalIdentity(store, clock, SESSION_LIFE);
    await store.accounts.insert(account);
  });
  afterEach(() => database.close());
  const who = (cookie: string) => identity.authenticate({ cookie, bearer: undefined });

  it('knows a session until it was unused too long, and at most for its whole life', async () => {
    const used = await access.signIn.begin(account);
    const unused = await access.signIn.begin(account);
    clock.jump(SESSION_LIFE.idleMs);
    expect(await who(used)).toMatchObject({ id: 'u1', workspaceId: 'w1', role: 'agent' });
    clock.jump(1000);
    expect(await who(unused)).toBeUndefined();
    for (let spent = SESSION_LIFE.idleMs; spent < SESSION_LIFE.totalMs; spent += SESSION_LIFE.idleMs) {
      await who(used);
      clock.jump(SESSION_LIFE.idleMs - 60_000);
    }
    clock.jump(SESSION_LIFE.idleMs - 60_000);
    expect(await who(used)).toBeUndefined();
  });

  it('notes use at most once a minute', async () => {
    const cookie = await access.signIn.begin(account);
    await who(cookie);
    const first = (await store.accounts.get('w1', 'u1'))?.lastSeenAt;
    clock.jump(30_000);
    await who(cookie);
    expect((await store.accounts.get('w1', 'u1'))?.lastSeenAt).toBe(first);
    clock.jump(31_000);
    await who(cookie);
    expect((await store.accounts.get('w1', 'u1'))?.lastSeenAt).toBe(clock.now());
  });

  it('gives each session its own CSRF token, the same at each look', async () => {
    const [one, other] = [await access.signIn.begin(account), await access.signIn.begin(account)];
    const tokens = [await who(one), await who(one), await who(other)].map((principal) => principal?.csrfToken);
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[0]).not.toBe(tokens[2]);
    expect(tokens[0]).not.toContain(one);
  });

  it('lets a bad bearer token fail although the cookie is good', async () => {
    const cookie = await access.signIn.begin(account);
    expect(await identity.authenticate({ cookie, bearer: 'tdm_nope' })).toBeUndefined();
  });

  it('touches nothing of another workspace, though the ids are right', async () => {
    const { token } = await access.tokens.create('w1', { name: 'CI', role: 'viewer' });
    expect(await store.accounts.get('w2', 'u1')).toBeUndefined();
    expect(await store.accounts.list('w2')).toEqual([]);
    expect(await store.accounts.update('w2', 'u1', { role: 'admin' })).toBe('missing');
    expect(await store.tokens.list('w2')).toEqual([]);
    expect(await store.tokens.remove('w2', token.id)).toBe(false);
    const cookie = await access.signIn.begin(account);
    const sessionId = (await who(cookie))?.sessionId ?? '';
    await store.sessions.remove('w2', sessionId);
    await store.sessions.removeOfAccount('w2', 'u1');
    expect(await who(cookie)).toBeDefined();
    expect((await store.accounts.get('w1', 'u1'))?.role).toBe('agent');
  });

  it('lets exactly one of two people with the same e-mail in, and one first admin', async () => {
    const twins = [1, 2].map((n) => store.accounts.insert({ ...account, id: `t${n}`, email: 'twin@example.test' }));
    expect((await Promise.all(twins)).sort()).toEqual([false, true]);
    expect(await store.accounts.insert({ ...account, id: 'x', email: 'x@example.test' }, true)).toBe(false);
  });
});
