// Who a customer is: known again by visitor id, apart by workspace and channel.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqlContactStore } from '#runtime/adapters/store-sql/contact-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore, type SqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { newSession, nextTurn } from '#runtime/testkit/turns.ts';
import { createContacts, customerName, type Contacts } from './contacts.ts';

describe('contacts', () => {
  let database: OpenDatabase;
  let sessions: SqlSessionStore;
  let contacts: Contacts;
  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    sessions = createSqlSessionStore({ database });
    contacts = createContacts({ store: createSqlContactStore(database.kysely) });
  });
  afterEach(async () => {
    await sessions.close();
    await database.close();
  });

  /** The first turn of a visitor's session. */
  async function visits(workspaceId: string, visitorId: string, id: string): Promise<string> {
    const contact = await contacts.contactFor(workspaceId, 'web', visitorId);
    const session = newSession({ workspaceId, id, contactId: contact.id });
    await sessions.advance({ ...nextTurn(session), visitorId });
    return contact.id;
  }

  it('knows a visitor again, also when twenty tabs open at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => visits('w1', 'v1', `s${index}`)));
    expect(new Set(ids).size).toBe(1);
    expect(await database.kysely.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
    expect(await contacts.get('w1', ids[0] ?? '')).toMatchObject({ visitorId: 'v1', facts: {}, tags: [], name: '' });
  });

  it('keeps workspaces and channels apart', async () => {
    const id = await visits('w1', 'v1', 's1');
    expect(await visits('w2', 'v1', 's2')).not.toBe(id);
    expect((await contacts.contactFor('w1', 'mail', 'v1')).id).not.toBe(id);
    expect(await contacts.get('w2', id)).toBeUndefined();
  });

  it('calls a customer by name, or by a handle in the language of the conversation', () => {
    expect(customerName({ id: 'x', name: '王' }, 'en')).toBe('王');
    expect(customerName({ id: 'abc-12x9', name: '' }, 'zh-CN')).toBe('访客 12X9');
    expect(customerName({ id: 'abc-12x9', name: '' }, 'en-GB')).toBe('Visitor 12X9');
  });
});
