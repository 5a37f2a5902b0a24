// Opens the database of an installation: connection, Kysely on top, migrations applied.
import type Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { migrate } from './migrate.ts';
import { openConnection } from './connection.ts';
import { ImmediateSqliteDialect } from './immediate-dialect.ts';
import type { CredentialTables } from './tables-credentials.ts';
import type { CommentTables } from './tables-comments.ts';
import type { FileTables } from './tables-files.ts';
import type { DataTables } from './tables-data.ts';
import type { EventTables } from './tables-events.ts';
import type { FlowTables } from './tables-flows.ts';
import type { PeopleTables } from './tables-people.ts';
import type { AccessTables } from './tables-access.ts';
import type { JobTables } from './tables-jobs.ts';
import type { KnowledgeTables } from './tables-knowledge.ts';
import type { MailTables } from './tables-mail.ts';
import type { NoticeTables } from './tables-notices.ts';
import type { ScheduleTables } from './tables-schedules.ts';
import type { SessionTables } from './tables-sessions.ts';
import type { ToolTables } from './tables-tools.ts';

/** Every table. One `tables-*.ts` a room; add yours here. */
export interface Database
  extends
    SessionTables,
    AccessTables,
    FlowTables,
    PeopleTables,
    KnowledgeTables,
    CredentialTables,
    NoticeTables,
    FileTables,
    DataTables,
    EventTables,
    ScheduleTables,
    CommentTables,
    MailTables,
    ToolTables,
    JobTables {
  readonly migrations: { readonly name: string; readonly at: number };
}

/** An open database. */
export interface OpenDatabase {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /**
   * For everything but the turn. One connection behind a mutex: inside a transaction await queries and nothing else.
   * Transactions are immediate.
   */
  readonly kysely: Kysely<Database>;
  /** The connection under `kysely`. */
  readonly raw: Sqlite.Database;
  close(): Promise<void>;
}

/** The first database in memory of this process as its migrations left it. Every further one begins as a copy: thirty migrations take longer than most uses. */
let migratedMemory: Buffer | undefined;

/** Opens the file (created when missing; its folder must exist) and applies what is missing of the migrations. STORE_FAILED when it cannot be used. */
export async function openDatabase(options: { readonly file: string }): Promise<OpenDatabase> {
  const inMemory = options.file === ':memory:';
  const raw = openConnection(options.file, inMemory && migratedMemory !== undefined ? { image: migratedMemory } : {});
  const kysely = new Kysely<Database>({ dialect: new ImmediateSqliteDialect({ database: raw }) });
  try {
    await migrate(kysely);
    if (inMemory) migratedMemory ??= raw.serialize();
  } catch (cause) {
    await kysely.destroy();
    throw cause;
  }
  return { file: options.file, kysely, raw, close: () => kysely.destroy() };
}
