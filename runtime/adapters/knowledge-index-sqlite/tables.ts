// The table of searchable entries; triggers keep the full-text table beside it.
import type { Generated } from 'kysely';

/** One searchable wording: a passage, or one question (or similar question) of a question-answer pair. */
export type KnowledgeEntryTable = {
  id: Generated<number>;
  workspace_id: string;
  base_id: string;
  source_id: string;
  passage_id: string;
  title: string;
  text: string;
  url: string | null;
  answer: string | null;
  scope: string;
  lead: string;
  body: string;
  lead_length: number;
  body_length: number;
  /** The wording or heading as it was written. */
  wording: string;
  is_question: number;
  /** Lists are written `,web,wechat,`; empty holds for all. */
  channels: string;
  audiences: string;
  tags: string;
  /** `exact`, `rephrase`, or empty for a passage. */
  mode: string;
  /** JSON list of words that rule the entry out. */
  negative: string;
  starts_at: number | null;
  ends_at: number | null;
  /** Vectors of what it means; null until it is first searched. */
  meaning: Uint8Array | null;
  /** The same as an embeddings server reads it; null until that was asked. */
  server_meaning: Uint8Array | null;
};

/** What the adapter sees of the database; pass `database.kysely.withTables<KnowledgeIndexTables>()`. */
export type KnowledgeIndexTables = { knowledge_entries: KnowledgeEntryTable };

/** Where vectors are. */
export type MeaningColumn = 'meaning' | 'server_meaning';
