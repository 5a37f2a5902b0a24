// The columns of the flow tables, as Kysely types them.
import type { Generated } from 'kysely';

/** One flow with its current draft. JSON is text; times are Unix ms. */
export interface FlowsTable {
  workspace_id: string;
  id: string;
  /** Null once archived. */
  slug: string | null;
  name: string;
  draft_document: string;
  draft_hash: string;
  draft_revision: number;
  draft_at: number;
  draft_by_id: string;
  draft_by_name: string;
  node_count: number;
  published_version: number | null;
  published_at: number | null;
  published_hash: string | null;
  created_at: number;
  archived_at: Generated<number | null>;
  /** The version some of the new sessions get, and how many in a hundred. */
  candidate_version: Generated<number | null>;
  candidate_share: Generated<number | null>;
  candidate_hash: Generated<string | null>;
}

/** Earlier drafts, kept for safety; `document` is deflated JSON. */
export interface FlowDraftsTable {
  workspace_id: string;
  flow_id: string;
  revision: number;
  document: Uint8Array;
  by_id: string;
  by_name: string;
  at: number;
}

/** Published versions. A removed one stays readable for the sessions that ran on it. */
export interface FlowVersionsTable {
  workspace_id: string;
  flow_id: string;
  version: number;
  name: string;
  document: string;
  /** The document with everything it calls inlined; null when it calls nothing. */
  composed: Generated<string | null>;
  hash: string;
  node_count: number;
  note: string;
  by_id: string;
  by_name: string;
  at: number;
  model_engine: string | null;
  model_bytes: Uint8Array | null;
  deleted_at: Generated<number | null>;
}

/** Releases for a share of new sessions; `guard` and `reason` are JSON. */
export interface FlowRolloutsTable {
  workspace_id: string;
  flow_id: string;
  id: string;
  version: number;
  base_version: number;
  share: number;
  guard: string;
  state: 'running' | 'completed' | 'stopped';
  reason: string | null;
  started_at: number;
  started_by: string;
  ended_at: number | null;
  ended_by: string | null;
}

/** The last change of a thing by an author. */
export interface FlowChangesTable {
  workspace_id: string;
  flow_id: string;
  subject: string;
  by_id: string;
  by_name: string;
  at: number;
}

/** What a published version calls. `pinned` is 0 or 1. */
export interface FlowCallsTable {
  workspace_id: string;
  caller_id: string;
  caller_version: number;
  flow_id: string;
  version: number;
  pinned: number;
}

/** Test dialogues of the draft; `dialogue` is JSON. */
export interface FlowDialoguesTable {
  workspace_id: string;
  flow_id: string;
  id: string;
  revision: number;
  position: number;
  dialogue: string;
  origin: string;
  by_id: string;
  by_name: string;
  at: number;
}

/** The dialogues a version was published with, as one JSON list. Rows are only ever inserted. */
interface FlowVersionDialoguesTable {
  workspace_id: string;
  flow_id: string;
  version: number;
  dialogues: string;
}

/** A sentence a flow did not understand. `state`: open, intent, none, dismissed. */
export interface InboxSentencesTable {
  workspace_id: string;
  id: string;
  flow_id: string;
  session_id: string;
  text: string;
  reason: string;
  guess: string | null;
  mood: string;
  at: number;
  state: string;
  intent_id: string | null;
  handled_by: string | null;
  handled_at: number | null;
}

/** A mood that staff corrected. */
export interface MoodCorrectionsTable {
  workspace_id: string;
  session_id: string;
  message_id: string;
  flow_id: string;
  text: string;
  said: string;
  mood: string;
  by_id: string;
  by_name: string;
  at: number;
}

/** The tables of this file by name. */
export interface FlowTables {
  flows: FlowsTable;
  flow_drafts: FlowDraftsTable;
  flow_versions: FlowVersionsTable;
  flow_calls: FlowCallsTable;
  flow_rollouts: FlowRolloutsTable;
  flow_changes: FlowChangesTable;
  flow_dialogues: FlowDialoguesTable;
  flow_version_dialogues: FlowVersionDialoguesTable;
  inbox_sentences: InboxSentencesTable;
  mood_corrections: MoodCorrectionsTable;
  demo_flows: { workspace_id: string; flow_id: string };
}
