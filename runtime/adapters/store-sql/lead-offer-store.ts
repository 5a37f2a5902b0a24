// Leads offered to sales, in SQL.
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { LeadOfferStore, NewOffer, StoredOffer } from '#runtime/ports/lead-offer-store.ts';
import type { Database } from './database.ts';
import type { LeadOffersTable } from './tables-people.ts';

const STATES: readonly StoredOffer['state'][] = ['open', 'accepted', 'lapsed'];

/** The offer store over one database. */
export function createSqlLeadOfferStore(db: Kysely<Database>): LeadOfferStore {
  return {
    async get(workspaceId, offerId) {
      const row = await offerRow(db, workspaceId, offerId);
      return row === undefined ? undefined : offerFromRow(row);
    },

    async openOf(workspaceId, leadId) {
      const row = await db
        .selectFrom('lead_offers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('lead_id', '=', leadId)
        .where('state', '=', 'open')
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : offerFromRow(row);
    },

    offer: (workspaceId, offer) =>
      db.transaction().execute(async (trx) => {
        const known = await offerRow(trx, workspaceId, offer.id);
        if (known !== undefined) return offerFromRow(known);
        const person = await nextOf(trx, workspaceId, offer.people);
        const row = rowFromOffer(workspaceId, offer, person);
        await trx
          .updateTable('lead_offers')
          .set({ state: 'lapsed', settled_at: offer.at })
          .where('workspace_id', '=', workspaceId)
          .where('lead_id', '=', offer.leadId)
          .where('state', '=', 'open')
          .execute();
        await trx.insertInto('lead_offers').values(row).execute();
        await own(trx, workspaceId, offer.leadId, person);
        return offerFromRow(row);
      }),

    accept: (workspaceId, offerId, by, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('lead_offers')
          .set({ state: 'accepted', settled_at: at, person_id: by.id, person_name: by.name })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', offerId)
          .where('state', '=', 'open')
          .returning('lead_id')
          .executeTakeFirst();
        if (row === undefined) return false;
        await own(trx, workspaceId, row.lead_id, by);
        return true;
      }),
  };
}

function offerRow(db: Kysely<Database>, workspaceId: string, offerId: string) {
  return db
    .selectFrom('lead_offers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', offerId)
    .executeTakeFirst();
}

async function own(
  trx: Transaction<Database>,
  workspaceId: string,
  leadId: string,
  person: StoredOffer['person'],
): Promise<void> {
  await trx
    .updateTable('leads')
    .set({ owner_id: person.id, owner_name: person.name })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', leadId)
    .execute();
}

/** Whose newest offer is the oldest; whoever never had one comes first, in the order given. */
async function nextOf(
  trx: Transaction<Database>,
  workspaceId: string,
  people: NewOffer['people'],
): Promise<StoredOffer['person']> {
  const [first, ...others] = people;
  if (others.length === 0) return first;
  const rows = await trx
    .selectFrom('lead_offers')
    .select((is) => ['person_id', is.fn.max('at').as('last'), is.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where(
      'person_id',
      'in',
      people.map(({ id }) => id),
    )
    .groupBy('person_id')
    .execute();
  const turns = new Map(rows.map((row) => [row.person_id, row]));
  return others.reduce((best, person) => {
    const [ours, theirs] = [turns.get(best.id), turns.get(person.id)];
    if (ours === undefined) return best;
    if (theirs === undefined) return person;
    return theirs.last < ours.last || (theirs.last === ours.last && theirs.count < ours.count) ? person : best;
  }, first);
}

function rowFromOffer(workspaceId: string, offer: NewOffer, person: StoredOffer['person']): LeadOffersTable {
  return {
    workspace_id: workspaceId,
    id: offer.id,
    lead_id: offer.leadId,
    session_id: offer.sessionId,
    node: offer.node,
    visit: offer.visit,
    person_id: person.id,
    person_name: person.name,
    state: 'open',
    waits: offer.waits ? 1 : 0,
    due_at: offer.dueAt,
    at: offer.at,
    settled_at: null,
  };
}

function offerFromRow(row: Selectable<LeadOffersTable>): StoredOffer {
  return {
    id: row.id,
    leadId: row.lead_id,
    sessionId: row.session_id,
    node: row.node,
    visit: row.visit,
    person: { id: row.person_id, name: row.person_name },
    state: STATES.find((state) => state === row.state) ?? 'lapsed',
    waits: row.waits === 1,
    dueAt: row.due_at,
    at: row.at,
  };
}
