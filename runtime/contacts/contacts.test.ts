// Who a customer is: known again by visitor id, apart by workspace and channel.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlContactStore } from '#runtime/adapters/store-sql/contact-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createContacts, customerName, type Contacts } from './contacts.ts';

describe('contacts', () => {
  let database: OpenDatabase;
  let contacts: Contacts;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    contacts = createContacts({ store: createSqlContactStore(database.kysely), clock: createFakeClock() });
  });
  afterEach(() => database.close());

  it('knows a visitor again, also when twenty tabs open at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => contacts.contactFor('w1', 'web', 'v1')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all[0]).toMatchObject({ facts: {}, tags: [], name: '' });
  });

  it('keeps workspaces and channels apart, and nobody without a visitor id is known again', async () => {
    const ids = await Promise.all([
      contacts.contactFor('w1', 'web', 'v1'),
      contacts.contactFor('w2', 'web', 'v1'),
      contacts.contactFor('w1', 'mail', 'v1'),
      contacts.contactFor('w1', 'web', undefined),
      contacts.contactFor('w1', 'web', undefined),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(5);
    expect(await contacts.get('w2', ids[0].id)).toBeUndefined();
    expect(await contacts.get('w1', ids[0].id)).toEqual(ids[0]);
  });

  it('calls a customer by name, or by a handle in the language of the conversation', () => {
    expect(customerName({ id: 'x', name: '王' }, 'en')).toBe('王');
    expect(customerName({ id: 'abc-12x9', name: '' }, 'zh-CN')).toBe('访客 12X9');
    expect(customerName({ id: 'abc-12x9', name: '' }, 'en-GB')).toBe('Visitor 12X9');
  });
});
