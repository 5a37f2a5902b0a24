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

/** Published versions. Rows are only ever inserted. */
export interface FlowVersionsTable {
  workspace_id: string;
  flow_id: string;
  version: number;
  name: string;
  document: string;
  hash: string;
  node_count: number;
  note: string;
  by_id: string;
  by_name: string;
  at: number;
  model_engine: string | null;
  model_bytes: Uint8Array | null;
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

/** The tables of this file by name. */
export interface FlowTables {
  flows: FlowsTable;
  flow_drafts: FlowDraftsTable;
  flow_versions: FlowVersionsTable;
  flow_dialogues: FlowDialoguesTable;
  flow_version_dialogues: FlowVersionDialoguesTable;
  demo_flows: { workspace_id: string; flow_id: string };
}
