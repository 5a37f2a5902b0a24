// How many entries of a scope hold a token, remembered until the index changes.
import { sql, type Kysely } from 'kysely';
import { scopeMatch, wordsMatch } from './scope.ts';
import type { FieldAverages } from './score.ts';
import type { KnowledgeIndexTables } from './tables.ts';

/** The figures scoring needs about one scope. */
export interface ScopeStatistics {
  readonly entries: number;
  readonly averages: FieldAverages;
  /** Entries that hold each of the tokens. */
  containing(tokens: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Statistics by scope. */
export interface TermStatistics {
  of(workspaceId: string, baseIds: readonly string[]): Promise<ScopeStatistics>;
  /** Called after each change of the index. */
  forget(): void;
}

const MAX_SCOPES = 200;
const MAX_TOKENS = 20_000;
/** One statement asks for this many tokens at once. */
const BATCH = 32;

/** Counts come from the database, by scope, so that other workspaces never move a score. */
export function createTermStatistics(db: Kysely<KnowledgeIndexTables>): TermStatistics {
  const scopes = new Map<string, Promise<ScopeStatistics>>();
  return {
    of(workspaceId, baseIds) {
      const key = JSON.stringify([workspaceId, [...baseIds].sort()]);
      const known = scopes.get(key);
      if (known !== undefined) return known;
      if (scopes.size >= MAX_SCOPES) scopes.clear();
      const statistics = readScope(db, workspaceId, baseIds);
      scopes.set(key, statistics);
      statistics.catch(() => scopes.delete(key));
      return statistics;
    },
    forget: () => scopes.clear(),
  };
}

async function readScope(
  db: Kysely<KnowledgeIndexTables>,
  workspaceId: string,
  baseIds: readonly string[],
): Promise<ScopeStatistics> {
  let query = db
    .selectFrom('knowledge_entries')
    .select(({ fn }) => [
      fn.countAll<number>().as('entries'),
      fn.avg<number | null>('lead_length').as('lead'),
      fn.avg<number | null>('body_length').as('body'),
    ])
    .where('workspace_id', '=', workspaceId);
  if (baseIds.length > 0) query = query.where('base_id', 'in', [...baseIds]);
  const row = await query.executeTakeFirstOrThrow();
  const scope = scopeMatch(workspaceId, baseIds);
  const counts = new Map<string, number>();
  return {
    entries: row.entries,
    averages: { lead: row.lead ?? 0, body: row.body ?? 0 },
    async containing(tokens) {
      if (counts.size > MAX_TOKENS) counts.clear();
      const missing = tokens.filter((token) => !counts.has(token));
      for (let from = 0; from < missing.length; from += BATCH) {
        await countTokens(db, scope, missing.slice(from, from + BATCH), counts);
      }
      return new Map(tokens.map((token) => [token, counts.get(token) ?? 0]));
    },
  };
}

async function countTokens(
  db: Kysely<KnowledgeIndexTables>,
  scope: string,
  tokens: readonly string[],
  counts: Map<string, number>,
): Promise<void> {
  const parts = tokens.map(
    (token, index) =>
      sql`SELECT ${index} AS position, count(*) AS held FROM knowledge_fts
        WHERE knowledge_fts MATCH ${`${scope} AND ${wordsMatch([token])}`}`,
  );
  const { rows } = await sql<{ position: number; held: number }>`${sql.join(parts, sql` UNION ALL `)}`.execute(db);
  for (const { position, held } of rows) {
    const token = tokens[position];
    if (token !== undefined) counts.set(token, held);
  }
}
