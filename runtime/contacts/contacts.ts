// The room's one door: who the customer is, known again by visitor id within a workspace and channel.
import type { Clock } from '#runtime/ports/clock.ts';
import type { ContactStore, StoredContact } from '#runtime/ports/contact-store.ts';

/** What the room leans on. */
export interface ContactsDeps {
  readonly store: ContactStore;
  readonly clock: Clock;
}

/** The contacts room. */
export interface Contacts {
  /** The contact behind a visitor id, made when it is new. Without a visitor id nobody is known again. */
  contactFor(workspaceId: string, channel: string, visitorId: string | undefined): Promise<StoredContact>;
  get(workspaceId: string, contactId: string): Promise<StoredContact | undefined>;
}

/** Opens the room. */
export function createContacts({ store, clock }: ContactsDeps): Contacts {
  return {
    contactFor(workspaceId, channel, visitorId) {
      const id = clock.id();
      return store.ensure(workspaceId, { id, channel, visitorId: visitorId ?? `once:${id}`, at: clock.now() });
    },
    get: (workspaceId, contactId) => store.get(workspaceId, contactId),
  };
}

/** What staff call a customer: the name they gave, or a short handle in the conversation's language. */
export function customerName(customer: { readonly id: string; readonly name: string }, locale: string): string {
  if (customer.name !== '') return customer.name;
  const handle = customer.id
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-4)
    .toUpperCase();
  return locale.startsWith('zh') ? `访客 ${handle}` : `Visitor ${handle}`;
}
