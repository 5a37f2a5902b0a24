// The room's one door: who the customer is, known again by visitor id within a workspace and channel.
import { hash } from 'node:crypto';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { ContactStore, StoredContact } from '#runtime/ports/contact-store.ts';

/** What the room leans on. */
export interface ContactsDeps {
  readonly store: ContactStore;
}

/** The contacts room. */
export interface Contacts {
  /** The contact a visitor has, or will have once the first turn of their session is stored: two visits at once meet in the same one. */
  contactFor(
    workspaceId: string,
    channel: string,
    visitorId: string,
  ): Promise<{ readonly id: string; readonly facts: JsonObject }>;
  get(workspaceId: string, contactId: string): Promise<StoredContact | undefined>;
}

/** Opens the room. */
export function createContacts({ store }: ContactsDeps): Contacts {
  return {
    async contactFor(workspaceId, channel, visitorId) {
      const known = await store.find(workspaceId, channel, visitorId);
      return known ?? { id: idOf(workspaceId, channel, visitorId), facts: {} };
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

function idOf(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
}
