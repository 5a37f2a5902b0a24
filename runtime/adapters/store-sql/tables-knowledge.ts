// The columns of the knowledge tables, as Kysely types them.
import type { Generated } from 'kysely';
import type { StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import type { StoredSource } from '#runtime/ports/knowledge-store.ts';

/** A knowledge base. Times are Unix ms. */
export interface KnowledgeBasesTable {
  workspace_id: string;
  id: string;
  name: string;
  description: string;
  created_at: number;
  /** 1: a model may put what is found in order. */
  rerank: Generated<number>;
}

/** A source. `error`, `page` and `pending` are JSON. */
export interface KnowledgeSourcesTable {
  workspace_id: string;
  id: string;
  base_id: string;
  name: string;
  kind: StoredSource['kind'];
  size_bytes: number;
  file_id: string;
  state: StoredSource['state'];
  progress: number;
  error: string | null;
  attempts: number;
  rules: Generated<string>;
  created_at: number;
  site_id: string | null;
  page: string | null;
  pending: string | null;
  version: Generated<number>;
  author: Generated<string>;
  live_at: number | null;
}

/** A website; `settings`, `rules`, `excluded`, `progress` and `result` are JSON. */
export interface KnowledgeSitesTable {
  workspace_id: string;
  id: string;
  base_id: string;
  address: string;
  settings: string;
  rules: string;
  excluded: string;
  state: StoredSite['state'];
  progress: string;
  result: string | null;
  attempts: number;
  next_at: number | null;
  created_at: number;
  seen: string | null;
}

/** An earlier content of a source. */
export interface KnowledgeVersionsTable {
  workspace_id: string;
  source_id: string;
  version: number;
  kind: StoredSource['kind'];
  file_id: string;
  size_bytes: number;
  passages: number;
  author: string;
  live_at: number;
}

/** A passage; `disabled` is 0 or 1. */
export interface KnowledgePassagesTable {
  workspace_id: string;
  id: string;
  base_id: string;
  source_id: string;
  ordinal: number;
  heading: string;
  text: string;
  disabled: number;
}

/** A question; `similar` is a JSON list, `rules` a JSON object with mode, ruling-out words, where it came from and for whom it is. */
export interface KnowledgeQuestionsTable {
  workspace_id: string;
  id: string;
  base_id: string;
  question: string;
  similar: string;
  answer: string;
  rules: Generated<string>;
  disabled: number;
  updated_at: number;
}

/** A question of a question set; `wanted` is 0 or 1. */
export interface KnowledgeChecksTable {
  workspace_id: string;
  id: string;
  base_id: string;
  question: string;
  expected_id: string;
  expected_title: string;
  expected_text: string;
  wanted: number;
  created_at: number;
}

/** How often something answered. */
export interface KnowledgeUsesTable {
  workspace_id: string;
  item_id: string;
  uses: number;
  used_at: number;
}

/** A question asked in vain; `base_key` is empty when all bases were asked. */
export interface KnowledgeGapsTable {
  workspace_id: string;
  base_key: string;
  question: string;
  asked: number;
  confidence: number;
  asked_at: number;
}

/** The tables of this file by name. */
export interface KnowledgeTables {
  knowledge_bases: KnowledgeBasesTable;
  knowledge_sources: KnowledgeSourcesTable;
  knowledge_passages: KnowledgePassagesTable;
  knowledge_questions: KnowledgeQuestionsTable;
  knowledge_checks: KnowledgeChecksTable;
  knowledge_uses: KnowledgeUsesTable;
  knowledge_gaps: KnowledgeGapsTable;
  knowledge_sites: KnowledgeSitesTable;
  knowledge_versions: KnowledgeVersionsTable;
}
