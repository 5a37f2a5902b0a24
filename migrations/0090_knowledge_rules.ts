// Knowledge that knows for whom, where and until when it holds; vectors of what it means; question sets, and what was asked.
import { SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const json = (table: string, column: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, 'text', (added) => added.notNull().defaultTo('{}'))
      .execute();
  await json('knowledge_sources', 'rules');
  await json('knowledge_questions', 'rules');
  await createQuestionSets(db);
  await createUse(db);
  if (db.getExecutor().adapter instanceof SqliteAdapter) await addEntryColumns(db);
}

/** Questions that a base must answer, each with what should be found. */
async function createQuestionSets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('knowledge_checks')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('base_id', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('expected_id', 'text', (column) => column.notNull())
    .addColumn('expected_title', 'text', (column) => column.notNull())
    .addColumn('expected_text', 'text', (column) => column.notNull())
    .addColumn('wanted', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_checks_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('knowledge_checks_by_base')
    .on('knowledge_checks')
    .columns(['workspace_id', 'base_id'])
    .execute();
}

/** How often something was the answer, and what was asked in vain. */
async function createUse(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('knowledge_uses')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('item_id', 'text', (column) => column.notNull())
    .addColumn('uses', 'integer', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_uses_key', ['workspace_id', 'item_id'])
    .execute();
  await db.schema
    .createTable('knowledge_gaps')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('base_key', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('asked', 'integer', (column) => column.notNull())
    .addColumn('confidence', 'real', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('knowledge_gaps_key', ['workspace_id', 'base_key', 'question'])
    .execute();
}

/** An entry of before holds for everybody, everywhere, always; its vectors are made when it is first searched. */
async function addEntryColumns(db: Kysely<unknown>): Promise<void> {
  const entries = () => db.schema.alterTable('knowledge_entries');
  for (const column of ['wording', 'channels', 'audiences', 'tags', 'mode']) {
    await entries()
      .addColumn(column, 'text', (added) => added.notNull().defaultTo(''))
      .execute();
  }
  await entries()
    .addColumn('negative', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await entries()
    .addColumn('is_question', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await entries().addColumn('starts_at', 'bigint').execute();
  await entries().addColumn('ends_at', 'bigint').execute();
  await entries().addColumn('meaning', 'blob').execute();
  await db
    .updateTable('knowledge_entries' as never)
    .set({ is_question: 1 } as never)
    .where('answer' as never, 'is not', null)
    .execute();
}
