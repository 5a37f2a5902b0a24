// Knowledge: bases, sources, passages, questions, and the search index over them (FTS5 on SQLite).
import { SqliteAdapter, sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('knowledge_bases')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_bases_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createTable('knowledge_sources')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('base_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('file_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('progress', 'real', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_sources_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('knowledge_sources_by_base')
    .on('knowledge_sources')
    .columns(['workspace_id', 'base_id'])
    .execute();
  await db.schema.createIndex('knowledge_sources_by_state').on('knowledge_sources').columns(['state']).execute();
  await db.schema
    .createTable('knowledge_passages')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('base_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('heading', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_passages_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('knowledge_passages_by_source')
    .on('knowledge_passages')
    .columns(['workspace_id', 'source_id', 'ordinal'])
    .execute();
  await db.schema
    .createIndex('knowledge_passages_by_base')
    .on('knowledge_passages')
    .columns(['workspace_id', 'base_id'])
    .execute();
  await db.schema
    .createTable('knowledge_questions')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('base_id', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('similar', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('disabled', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_questions_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('knowledge_questions_by_base')
    .on('knowledge_questions')
    .columns(['workspace_id', 'base_id'])
    .execute();
  if (db.getExecutor().adapter instanceof SqliteAdapter) await createIndexTables(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = ['knowledge_fts', 'knowledge_entries', 'knowledge_questions', 'knowledge_passages'];
  for (const table of [...tables, 'knowledge_sources', 'knowledge_bases']) {
    await db.schema.dropTable(table).ifExists().execute();
  }
}

/** Entries carry segmented copies of their text; triggers keep the full-text table equal to them. */
async function createIndexTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('knowledge_entries')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('base_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('passage_id', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('answer', 'text')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('lead', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('lead_length', 'integer', (column) => column.notNull())
    .addColumn('body_length', 'integer', (column) => column.notNull())
    .execute();
  for (const key of ['base_id', 'source_id', 'passage_id'] as const) {
    await db.schema
      .createIndex(`knowledge_entries_by_${key}`)
      .on('knowledge_entries')
      .columns(['workspace_id', key])
      .execute();
  }
  await sql`CREATE VIRTUAL TABLE knowledge_fts USING fts5(
    scope, lead, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`.execute(db);
  await sql`CREATE TRIGGER knowledge_entries_added AFTER INSERT ON knowledge_entries BEGIN
    INSERT INTO knowledge_fts(rowid, scope, lead, body) VALUES (new.id, new.scope, new.lead, new.body); END`.execute(
    db,
  );
  await sql`CREATE TRIGGER knowledge_entries_removed AFTER DELETE ON knowledge_entries BEGIN
    DELETE FROM knowledge_fts WHERE rowid = old.id; END`.execute(db);
}
