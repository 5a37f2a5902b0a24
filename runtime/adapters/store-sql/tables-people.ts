// The columns of the people tables: contacts, handoffs, leads and their outcomes. JSON is text; times are Unix ms; flags are 0 or 1.

/** A customer on one channel. */
export interface ContactsTable {
  workspace_id: string;
  id: string;
  channel: string;
  visitor_id: string;
  name: string;
  facts: string;
  created_at: number;
  updated_at: number;
}

/** One call for a person: waiting, then with an agent, then ended. */
export interface HandoffsTable {
  workspace_id: string;
  id: string;
  session_id: string;
  flow_id: string;
  version: number;
  contact_id: string;
  locale: string;
  source: string;
  department: string;
  reason: string;
  summary: string;
  mood: string | null;
  priority: number;
  state: string;
  agent_id: string | null;
  agent_name: string | null;
  created_at: number;
  claimed_at: number | null;
  ended_at: number | null;
  last_from: string;
  last_text: string;
  last_at: number;
  /** Customer messages that no agent has seen. */
  unread: number;
}

/** A lead. `last_save_key` is the effect that wrote it last, so that later statements of the same turn find it. */
export interface LeadsTable {
  workspace_id: string;
  id: string;
  contact_id: string;
  session_id: string;
  flow_id: string;
  locale: string;
  name: string;
  phone: string;
  email: string;
  wechat: string;
  fields: string;
  stage: string;
  owner_id: string | null;
  owner_name: string | null;
  partial: number;
  consent_given: number;
  consent_text: string;
  consent_version: string;
  consent_at: number | null;
  source: string;
  submissions: number;
  note: string;
  created_at: number;
  updated_at: number;
  opened_at: number | null;
  last_save_key: string;
}

/** A lead offered to somebody. `state`: open, accepted or lapsed; `waits`: the visit of the node waits for it. */
export interface LeadOffersTable {
  workspace_id: string;
  id: string;
  lead_id: string;
  session_id: string;
  node: string;
  visit: number;
  person_id: string;
  person_name: string;
  state: string;
  waits: number;
  due_at: number | null;
  at: number;
  settled_at: number | null;
}

/** The tables of this file by name. */
export interface PeopleTables {
  contacts: ContactsTable;
  contact_tags: { workspace_id: string; contact_id: string; tag: string; at: number };
  handoffs: HandoffsTable;
  handoff_notes: {
    workspace_id: string;
    id: string;
    handoff_id: string;
    by_id: string;
    by_name: string;
    text: string;
    at: number;
  };
  leads: LeadsTable;
  lead_offers: LeadOffersTable;
  lead_webhooks: { workspace_id: string; url: string; enabled: number; sealed_secret: string | null };
  lead_pushes: {
    workspace_id: string;
    /** Also the idempotency key for the receiver. */
    id: string;
    lead_id: string;
    state: string;
    attempts: number;
    due_at: number;
    last_error: string;
    created_at: number;
    delivered_at: number | null;
  };
  consents: {
    workspace_id: string;
    id: string;
    contact_id: string;
    session_id: string;
    purpose: string;
    text: string;
    version: string;
    given: number;
    at: number;
    until: number | null;
  };
  ratings: {
    workspace_id: string;
    key: string;
    session_id: string;
    flow_id: string;
    target: string;
    agent_id: string | null;
    score: number;
    max: number;
    comment: string;
    at: number;
  };
  session_endings: { workspace_id: string; session_id: string; reason: string; resolved: number; at: number };
}
