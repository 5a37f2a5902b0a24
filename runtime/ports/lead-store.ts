// The store of leads, the webhook that tells sales about them, and the pushes that wait. Turns write the leads.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { LeadStage } from '#nodes/wire/leads.ts';

/** A lead. Times are Unix ms. */
export interface StoredLead {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly wechat: string;
  readonly values: JsonObject;
  readonly stage: LeadStage;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly partial: boolean;
  readonly consent: {
    readonly given: boolean;
    readonly text: string;
    readonly version: string;
    readonly at: number | null;
  };
  readonly source: JsonObject;
  readonly sessionId: string;
  readonly flow: { readonly id: string; readonly name: string };
  readonly submissions: number;
  readonly note: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly openedAt: number | null;
  /** The newest open offer to somebody of sales. */
  readonly offer: {
    readonly id: string;
    readonly to: { readonly id: string; readonly name: string };
    readonly dueAt: number | null;
  } | null;
  /** The newest push; null: none was ever queued. */
  readonly push: { readonly state: PushState; readonly attempts: number; readonly lastError: string } | null;
}

/** Where a push stands. */
export type PushState = 'queued' | 'delivered' | 'failed';

/** What to list. `q` is looked for in name, phone, e-mail, WeChat and note; `owner` is a user id, or `none`. */
export interface LeadQuery {
  readonly stage?: LeadStage;
  readonly owner?: string;
  readonly q?: string;
  readonly before?: { readonly createdAt: number; readonly id: string };
  readonly limit: number;
}

/** What staff may change. */
export interface LeadChange {
  readonly stage?: LeadStage;
  readonly owner?: { readonly id: string; readonly name: string } | null;
  readonly note?: string;
}

/** Leads; scoped to a workspace. Newest first. */
export interface LeadStore {
  list(workspaceId: string, query: LeadQuery): Promise<readonly StoredLead[]>;
  /** Leads by stage. */
  counts(workspaceId: string): Promise<Readonly<Partial<Record<LeadStage, number>>>>;
  get(workspaceId: string, leadId: string): Promise<StoredLead | undefined>;
  /** False when there is no such lead. */
  update(workspaceId: string, leadId: string, change: LeadChange, at: number): Promise<boolean>;
  /** Remembers when somebody first looked at the lead. */
  markOpened(workspaceId: string, leadId: string, at: number): Promise<void>;
  /** The newest lead with this phone, e-mail or WeChat; empty and absent ones match nothing. */
  find(
    workspaceId: string,
    who: { readonly phone?: string; readonly email?: string; readonly wechat?: string },
  ): Promise<string | undefined>;
  /** The leads that a session wrote. */
  ofSession(workspaceId: string, sessionId: string): Promise<readonly string[]>;
}

/** The webhook of a workspace. */
export interface StoredWebhook {
  readonly url: string;
  readonly enabled: boolean;
  /** Sealed by the vault for this workspace; null: none was given. */
  readonly sealedSecret: string | null;
}

/** A push somebody leased. `id` is the idempotency key for the receiver. */
export interface LeasedPush {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  /** This attempt included. */
  readonly attempts: number;
}

/** The outbox of pushes. A lease that runs out makes the push due again. */
export interface LeadPushStore {
  webhook(workspaceId: string): Promise<StoredWebhook | undefined>;
  saveWebhook(workspaceId: string, webhook: StoredWebhook): Promise<void>;
  /** Queues a push beside a turn; the same id again queues no second one. */
  enqueue(workspaceId: string, leadId: string, pushId: string, at: number): Promise<void>;
  claim(now: number, leaseMs: number, limit: number): Promise<readonly LeasedPush[]>;
  finish(workspaceId: string, pushId: string, state: 'delivered' | 'failed', at: number, error: string): Promise<void>;
  retry(workspaceId: string, pushId: string, dueAt: number, error: string): Promise<void>;
  /** When the next push is due; undefined: none waits. */
  nextDue(): Promise<number | undefined>;
}
