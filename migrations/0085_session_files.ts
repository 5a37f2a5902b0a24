// Files sent in conversations: who may open them, what they are, and until when they are kept. The bytes are in the file store under the same id.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('session_files')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('is_ready', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('session_files_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('session_files_session')
    .on('session_files')
    .columns(['workspace_id', 'session_id'])
    .execute();
  await db.schema.createIndex('session_files_expires').on('session_files').column('expires_at').execute();
}
