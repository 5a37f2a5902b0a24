// KnowledgeIndex on SQLite: FTS5 and vectors in memory find candidates, own scoring ranks them and says how sure it is.
import { sql, type Kysely } from 'kysely';
import type { KnowledgeHit } from '#nodes/kit/effects.ts';
import type { Embedder } from '#runtime/ports/embedder.ts';
import type { FoundHit, KnowledgeIndex, KnowledgeQuery } from '#runtime/ports/knowledge-index.ts';
import { writePassages } from './entries.ts';
import { eligibleCondition } from './filter.ts';
import { ranked, type Ranked } from './rank.ts';
import { createOwnReading, type Heard } from './reading.ts';
import { scopeMatch, wordsMatch } from './scope.ts';
import { idfOf, weigh, type QueryTerm } from './score.ts';
import { fold, questionTokens } from './segment.ts';
import { createServerReading } from './server-reading.ts';
import type { KnowledgeIndexTables } from './tables.ts';
import { createTermStatistics, type ScopeStatistics } from './term-statistics.ts';

/** Candidates that full-text search hands to scoring. */
const CANDIDATES = 32;
/** Questions, and passages, that search by meaning adds to them. */
const NEAREST = 24;
/** Tokens of a question that are looked up, the most telling ones; all of them count in scoring. */
const MAX_TERMS = 12;
/** Tokens of a question that count at all; a longer one is a story, not a question. */
const MAX_TOKENS = 160;
/** A known question that shares no word with the customer's is a hit only when it is this near in meaning; a passage never is. */
const NEAR_WITHOUT_WORDS = 0.65;

interface Candidate {
  readonly passage_id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly answer: string | null;
  readonly lead: string;
  readonly body: string;
  readonly body_length: number;
  readonly wording: string;
  readonly is_question: number;
  readonly mode: string;
  readonly negative: string;
  readonly meaning: Uint8Array | null;
}

/** The index in the tables of migrations 0005, 0090 and 0130. One instance a process: it remembers counts and vectors until it changes the index itself. */
export function createSqliteKnowledgeIndex(
  db: Kysely<KnowledgeIndexTables>,
  options: {
    /** Reads what texts mean. Must always be there and fast; without one, words alone decide. */
    readonly embedder?: Embedder | undefined;
    /** An embeddings server, which may be slow or down: what it has read whole is searched by it, the rest as if it were not there. */
    readonly server?: { readonly embedder: Embedder; readonly now: () => number } | undefined;
    /** Questions, or passages, of a workspace whose vectors are all looked at; above it, search by meaning is approximate. 30,000 unless named. */
    readonly exactUpTo?: number | undefined;
  } = {},
): KnowledgeIndex {
  const statistics = createTermStatistics(db);
  const { embedder, exactUpTo } = options;
  const own = embedder === undefined ? undefined : createOwnReading(db, embedder, exactUpTo);
  const server =
    embedder === undefined || options.server === undefined
      ? undefined
      : createServerReading(db, { ...options.server, own: embedder, exactUpTo });

  async function changed(workspaceId: string, ids: readonly number[]): Promise<void> {
    statistics.forget();
    await own?.changed(workspaceId, ids);
    await server?.changed(workspaceId, ids);
  }

  async function hear(workspaceId: string, { text, offline }: KnowledgeQuery): Promise<Heard | undefined> {
    const heard = offline === true ? undefined : await server?.hear(workspaceId, text);
    return heard ?? own?.hear(workspaceId, text);
  }

  async function remove(workspaceId: string, key: 'source_id' | 'passage_id' | 'base_id', id: string): Promise<void> {
    const removed = await db
      .deleteFrom('knowledge_entries')
      .where('workspace_id', '=', workspaceId)
      .where(key, '=', id)
      .returning('id')
      .execute();
    await changed(
      workspaceId,
      removed.map((row) => row.id),
    );
  }

  return {
    async upsert(workspaceId, passages) {
      const ids: number[] = [];
      try {
        await writePassages(db, own?.reader, workspaceId, passages, (written) => ids.push(...written));
      } finally {
        await changed(workspaceId, ids);
      }
    },
    async search(workspaceId, query) {
      const tokens = questionTokens(query.text);
      if (tokens.size === 0 || query.topK < 1) return [];
      const scope = await statistics.of(workspaceId, query.baseIds);
      if (scope.entries === 0) return [];
      const terms = await termsOf(tokens, scope);
      const heard = await hear(workspaceId, query);
      const near = (await heard?.nearest(query, NEAREST)) ?? [];
      const found = await candidatesOf(db, workspaceId, query, { tokens: terms.wanted, near, heard });
      const weighed = found
        .filter((candidate) => !isRuledOut(candidate, query.text))
        .map((candidate) => ({
          candidate,
          passageId: candidate.passage_id,
          evidence: weigh(
            terms.all,
            {
              lead: split(candidate.lead),
              body: candidate.body,
              bodyLength: candidate.body_length,
              isQuestion: candidate.is_question === 1,
              nearness: heard?.nearness(candidate.meaning) ?? 0,
            },
            scope.averages,
          ),
        }))
        .filter(
          ({ evidence }) => evidence.coverage > 0 || (evidence.isQuestion && evidence.nearness >= NEAR_WITHOUT_WORDS),
        );
      return ranked(weighed)
        .slice(0, query.topK)
        .map((hit) => hitFromRanked(hit, heard));
    },
    dropSource: (workspaceId, sourceId) => remove(workspaceId, 'source_id', sourceId),
    dropPassage: (workspaceId, passageId) => remove(workspaceId, 'passage_id', passageId),
    dropBase: (workspaceId, baseId) => remove(workspaceId, 'base_id', baseId),
    serverReading: async (workspaceId) => server?.state(workspaceId),
  };
}

/** All terms for scoring; of those that occur at all, the most telling for the look-up. */
async function termsOf(
  tokens: ReadonlyMap<string, number>,
  scope: ScopeStatistics,
): Promise<{ readonly all: readonly QueryTerm[]; readonly wanted: readonly string[] }> {
  const first = [...tokens].slice(0, MAX_TOKENS);
  const containing = await scope.containing(first.map(([token]) => token));
  const all = first.map(([token, kind]) => ({
    token,
    weight: kind * idfOf(scope.entries, containing.get(token) ?? 0),
  }));
  const wanted = all
    .filter(({ token }) => (containing.get(token) ?? 0) > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_TERMS);
  // A word that most entries hold finds everything and tells nothing; it is looked up only when there is no better one.
  const telling = wanted.filter(({ token }) => (containing.get(token) ?? 0) <= Math.max(20, scope.entries / 3));
  return { all, wanted: (telling.length > 0 ? telling : wanted).map(({ token }) => token) };
}

/** By words and by meaning; whom an entry is for is part of the look-up, so that nobody else's push ours off the list. */
async function candidatesOf(
  db: Kysely<KnowledgeIndexTables>,
  workspaceId: string,
  query: KnowledgeQuery,
  {
    tokens,
    near,
    heard,
  }: { readonly tokens: readonly string[]; readonly near: readonly number[]; readonly heard: Heard | undefined },
): Promise<readonly Candidate[]> {
  const columns = sql`e.id, e.passage_id, e.title, e.text, e.url, e.answer, e.lead, e.body, e.body_length, e.wording, e.is_question, e.mode, e.negative, ${sql.ref(`e.${heard?.column ?? 'meaning'}`)} AS meaning`;
  const eligible = eligibleCondition(query);
  const byWords = sql`SELECT ${columns} FROM (
    SELECT e.id AS entry FROM knowledge_fts JOIN knowledge_entries AS e ON e.id = knowledge_fts.rowid
    WHERE knowledge_fts MATCH ${`${scopeMatch(workspaceId, query.baseIds)} AND ${wordsMatch(tokens)}`}
      AND rank MATCH 'bm25(0.0, 1.0, 1.0)' AND e.workspace_id = ${workspaceId} AND ${eligible}
    ORDER BY rank LIMIT ${CANDIDATES}) AS found JOIN knowledge_entries AS e ON e.id = found.entry`;
  const byMeaning = sql`SELECT ${columns} FROM knowledge_entries AS e
    WHERE e.workspace_id = ${workspaceId} AND e.id IN (${sql.join(near)}) AND ${eligible}`;
  const parts = [...(tokens.length > 0 ? [byWords] : []), ...(near.length > 0 ? [byMeaning] : [])];
  const found = new Map<number, Candidate>();
  for (const part of parts) {
    const { rows } = await sql<Candidate & { readonly id: number }>`${part}`.execute(db);
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()];
}

/** A word the operator named says that the question is about something else. */
function isRuledOut({ negative }: Candidate, question: string): boolean {
  if (negative === '[]') return false;
  const asked = fold(question);
  return parseWords(negative).some((word) => asked.includes(fold(word)));
}

function hitFromRanked({ candidate, evidence, score }: Ranked<Candidate>, heard: Heard | undefined): FoundHit {
  const hit: KnowledgeHit = {
    passageId: candidate.passage_id,
    title: candidate.title,
    text: candidate.text,
    score: rounded(score),
    ...(candidate.url === null ? {} : { url: candidate.url }),
    ...(candidate.answer === null ? {} : { answer: candidate.answer }),
    ...(candidate.mode === 'rephrase' ? { mayRephrase: true } : {}),
  };
  return {
    ...hit,
    why: {
      words: rounded(evidence.coverage),
      title: rounded(evidence.leadCoverage),
      meaning: rounded(Math.max(evidence.nearness, 0)),
      readBy: heard === undefined ? 'nobody' : heard.column === 'meaning' ? 'tables' : 'server',
      wording: candidate.answer === null ? '' : candidate.wording,
    },
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function split(tokens: string): readonly string[] {
  return tokens === '' ? [] : tokens.split(' ');
}

/** Our own column. */
function parseWords(json: string): readonly string[] {
  return JSON.parse(json) as readonly string[];
}
