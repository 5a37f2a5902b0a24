// The store of customers.
import type { JsonObject } from '#nodes/kit/json.ts';

/** A customer on one channel. `facts` are what flows and lead cards learnt. */
export interface StoredContact {
  readonly workspaceId: string;
  readonly id: string;
  readonly channel: string;
  readonly visitorId: string;
  readonly name: string;
  readonly facts: JsonObject;
  readonly tags: readonly string[];
  readonly createdAt: number;
}

/** Customers by visitor id; scoped to a workspace. */
export interface ContactStore {
  /** The contact of this visitor, if the first turn of a session has made it already. */
  find(workspaceId: string, channel: string, visitorId: string): Promise<StoredContact | undefined>;
  get(workspaceId: string, contactId: string): Promise<StoredContact | undefined>;
}
