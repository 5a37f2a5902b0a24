// The store of leads offered to sales. Turns close what a flow waits for; the leads room does the rest.

/** A lead offered to somebody. Times are Unix ms. `lapsed`: nobody took it in time, or it went to somebody else. */
export interface StoredOffer {
  readonly id: string;
  readonly leadId: string;
  readonly sessionId: string;
  readonly node: string;
  readonly visit: number;
  readonly person: { readonly id: string; readonly name: string };
  readonly state: 'open' | 'accepted' | 'lapsed';
  /** The flow waits for it. */
  readonly waits: boolean;
  readonly dueAt: number | null;
  readonly at: number;
}

/** An offer to be made. Of several people it goes to the one who was offered something longest ago. */
export interface NewOffer extends Omit<StoredOffer, 'person' | 'state'> {
  readonly people: readonly [Person, ...Person[]];
}

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Offers; scoped to a workspace. */
export interface LeadOfferStore {
  get(workspaceId: string, offerId: string): Promise<StoredOffer | undefined>;
  /** The newest open offer of a lead. */
  openOf(workspaceId: string, leadId: string): Promise<StoredOffer | undefined>;
  /** Makes the offer, the person the owner, and earlier open offers of the lead lapsed. The same id again changes nothing. */
  offer(workspaceId: string, offer: NewOffer): Promise<StoredOffer>;
  /** Takes an open offer beside a flow; false when it is not open any more. */
  accept(workspaceId: string, offerId: string, by: Person, at: number): Promise<boolean>;
}
