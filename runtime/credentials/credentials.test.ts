// Credentials: written once, bound to their hosts, never shown, and useless anywhere else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createLocalSecretVault } from '#runtime/adapters/secret-vault-local/secret-vault-local.ts';
import { createSqlCredentialStore } from '#runtime/adapters/store-sql/credential-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createCredentials, type Credentials } from './credentials.ts';

const value = 'canary-7d1f';

describe('Credentials', () => {
  let database: OpenDatabase;
  let credentials: Credentials;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    credentials = createCredentials({
      store: createSqlCredentialStore(database.kysely),
      vault: createLocalSecretVault(Buffer.from('a master key of at least 32 characters')),
      clock: createSystemClock(),
    });
  });
  afterEach(() => database.close());

  const add = (more: object = {}) =>
    credentials.create('w', { name: 'Shop', kind: 'bearer', field: '', hosts: ['API.shop.example'], value, ...more });

  it.each([
    ['bearer', '', { headers: { authorization: `Bearer ${value}` }, query: {} }],
    ['basic', 'me', { headers: { authorization: `Basic ${btoa(`me:${value}`)}` }, query: {} }],
    ['header', 'X-Api-Key', { headers: { 'x-api-key': value }, query: {} }],
    ['query', 'key', { headers: {}, query: { key: value } }],
  ] as const)('is sent as %s', async (kind, field, expected) => {
    await add({ kind, field });
    expect(await credentials.authorize('w', 'Shop', 'https://api.shop.example/orders')).toEqual(expected);
  });

  it.each([
    'https://evil.example/',
    'https://api.shop.example.evil.example/',
    'https://x@evil.example/',
    'nonsense',
    'https://sub.api.shop.example/',
  ])('does not go to %s', async (url) => {
    await add();
    await expect(credentials.authorize('w', 'Shop', url)).rejects.toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
  });

  it('checks calls when it is a signing secret, and is then sent nowhere', async () => {
    const signing = { name: 'Hook', kind: 'signing', hosts: [], value: 'x'.repeat(24) } as const;
    const made = await add(signing);
    expect(await credentials.signingSecret('w', 'Hook')).toBe(signing.value);
    expect(await credentials.signingSecret('other', 'Hook')).toBeUndefined();
    await expect(credentials.authorize('w', 'Hook', 'https://api.shop.example/')).rejects.toMatchObject({
      code: 'CREDENTIAL_HOST_MISMATCH',
    });
    await add();
    expect(await credentials.signingSecret('w', 'Shop')).toBeUndefined();
    const refused = { code: 'REQUEST_INVALID' };
    await expect(add({ ...signing, name: 'A', value: 'short' })).rejects.toMatchObject(refused);
    await expect(add({ ...signing, name: 'B', hosts: ['a.example'] })).rejects.toMatchObject(refused);
    await expect(add({ name: 'C', hosts: [] })).rejects.toMatchObject(refused);
    await expect(credentials.update('w', made.id, { value: 'short' })).rejects.toMatchObject(refused);
  });

  it('is never given back, and lies sealed on disk', async () => {
    const made = await add();
    expect(JSON.stringify([made, await credentials.list('w')])).not.toContain(value);
    expect(JSON.stringify(await database.kysely.selectFrom('credentials').selectAll().execute())).not.toContain(value);
  });

  it('needs its value again for a new host or another way of sending it, not for a new name or fewer hosts', async () => {
    const { id } = await add({ hosts: ['a.example', 'b.example'] });
    for (const changes of [{ hosts: ['a.example', 'evil.example'] }, { kind: 'query' as const, field: 'key' }]) {
      await expect(credentials.update('w', id, changes)).rejects.toMatchObject({ code: 'CREDENTIAL_HOST_MISMATCH' });
    }
    await credentials.update('w', id, { name: 'Store', hosts: ['a.example'] });
    expect(await credentials.authorize('w', 'Store', 'https://a.example/')).toMatchObject({ query: {} });
    await credentials.update('w', id, { hosts: ['c.example'], value: 'other' });
    expect((await credentials.authorize('w', 'Store', 'https://c.example/')).headers).toEqual({
      authorization: 'Bearer other',
    });
    await expect(credentials.authorize('w', 'Store', 'https://a.example/')).rejects.toMatchObject({
      code: 'CREDENTIAL_HOST_MISMATCH',
    });
  });

  it('keeps its hosts even when somebody widens the row in the database', async () => {
    await add();
    await database.kysely.updateTable('credentials').set({ hosts: '["evil.example"]' }).execute();
    await expect(credentials.authorize('w', 'Shop', 'https://evil.example/')).rejects.toMatchObject({
      code: 'CREDENTIAL_HOST_MISMATCH',
    });
  });

  it('belongs to its workspace', async () => {
    const { id } = await add();
    await expect(credentials.authorize('other', 'Shop', 'https://api.shop.example/')).rejects.toMatchObject({
      code: 'CREDENTIAL_MISSING',
    });
    await expect(credentials.update('other', id, { name: 'x' })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(credentials.remove('other', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect(await credentials.list('other')).toEqual([]);
    await credentials.remove('w', id);
    expect(await credentials.list('w')).toEqual([]);
  });

  it('refuses a second one of the same name, and what could not be sent', async () => {
    await add();
    await expect(add()).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    for (const wrong of [
      { kind: 'header', field: 'a b' },
      { kind: 'query', field: ' ' },
      { kind: 'basic', field: 'a:b' },
      { hosts: ['https://a.example/'] },
    ]) {
      await expect(add({ name: 'Other', ...wrong })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
  });
});
