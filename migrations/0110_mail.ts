// The mail server of a workspace, and notes of what was sent: who it went to is kept as a digest.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mail_servers')
    .addColumn('workspace_id', 'text', (column) => column.primaryKey())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('port', 'integer', (column) => column.notNull())
    .addColumn('security', 'text', (column) => column.notNull())
    .addColumn('login_user', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text')
    .addColumn('from_address', 'text', (column) => column.notNull())
    .addColumn('from_name', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sent_mails')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('effect_key', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sent_mails_key', ['workspace_id', 'effect_key', 'recipient'])
    .execute();
  await db.schema
    .createIndex('sent_mails_recipient')
    .on('sent_mails')
    .columns(['workspace_id', 'recipient', 'at'])
    .execute();
  await db.schema.createIndex('sent_mails_at').on('sent_mails').column('at').execute();
}
