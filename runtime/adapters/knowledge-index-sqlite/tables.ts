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
};

/** What the adapter sees of the database; pass `database.kysely.withTables<KnowledgeIndexTables>()`. */
export type KnowledgeIndexTables = { knowledge_entries: KnowledgeEntryTable };
