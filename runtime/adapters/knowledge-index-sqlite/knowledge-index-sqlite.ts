// KnowledgeIndex on SQLite: FTS5 finds candidates, own scoring ranks them and says how sure it is.
import { sql, type Insertable, type Kysely, type Transaction } from 'kysely';
import type { KnowledgeHit } from '#nodes/kit/effects.ts';
import type { IndexedPassage, KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import { scopeMatch, scopeOf, wordsMatch } from './scope.ts';
import { idfOf, probabilityOf, weigh, type Evidence, type QueryTerm } from './score.ts';
import { documentTokens, questionTokens } from './segment.ts';
import type { KnowledgeEntryTable, KnowledgeIndexTables } from './tables.ts';
import { createTermStatistics, type ScopeStatistics } from './term-statistics.ts';

/** Passages written in one transaction: short enough that turns of customers are not held up. */
const WRITE_BATCH = 16;
/** Candidates that full-text search hands to scoring. */
const CANDIDATES = 32;
/** Tokens of a question that are looked up, the most telling ones; all of them count in scoring. */
const MAX_TERMS = 12;
/** Tokens of a question that count at all; a longer one is a story, not a question. */
const MAX_TOKENS = 160;

interface Candidate {
  readonly passage_id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly answer: string | null;
  readonly lead: string;
  readonly body: string;
}

interface Ranked {
  readonly candidate: Candidate;
  readonly evidence: Evidence;
  readonly score: number;
}

/** The index in the tables of migration 0005. One instance a process: it remembers term counts until it changes the index itself. */
export function createSqliteKnowledgeIndex(db: Kysely<KnowledgeIndexTables>): KnowledgeIndex {
  const statistics = createTermStatistics(db);

  async function remove(workspaceId: string, key: 'source_id' | 'passage_id' | 'base_id', id: string): Promise<void> {
    await db.deleteFrom('knowledge_entries').where('workspace_id', '=', workspaceId).where(key, '=', id).execute();
    statistics.forget();
  }

  return {
    async upsert(workspaceId, passages) {
      for (let from = 0; from < passages.length; from += WRITE_BATCH) {
        const batch = passages.slice(from, from + WRITE_BATCH);
        // Cutting text is work for the processor; whoever waits meanwhile gets a turn.
        if (from > 0) await new Promise<void>((resolve) => setImmediate(resolve));
        const rows = batch.flatMap((passage) => entriesOf(workspaceId, passage));
        await db.transaction().execute(async (transaction) => {
          await replaceEntries(transaction, workspaceId, batch, rows);
        });
      }
      statistics.forget();
    },
    async search(workspaceId, { text, baseIds, topK }) {
      const tokens = questionTokens(text);
      if (tokens.size === 0 || topK < 1) return [];
      const scope = await statistics.of(workspaceId, baseIds);
      if (scope.entries === 0) return [];
      const terms = await termsOf(tokens, scope);
      const found = await candidatesOf(db, workspaceId, baseIds, terms.wanted);
      const evidenceOf = (candidate: Candidate) =>
        weigh(
          terms.all,
          { lead: split(candidate.lead), body: split(candidate.body), isQuestion: asks(candidate) },
          scope.averages,
        );
      return ranked(found.map((candidate) => ({ candidate, evidence: evidenceOf(candidate) })))
        .slice(0, topK)
        .map(hitFromRanked);
    },
    dropSource: (workspaceId, sourceId) => remove(workspaceId, 'source_id', sourceId),
    dropPassage: (workspaceId, passageId) => remove(workspaceId, 'passage_id', passageId),
    dropBase: (workspaceId, baseId) => remove(workspaceId, 'base_id', baseId),
  };
}

/** One entry for the passage, and one for each further wording of a question. */
function entriesOf(workspaceId: string, passage: IndexedPassage): readonly Insertable<KnowledgeEntryTable>[] {
  const isQuestion = passage.answer !== undefined;
  const leads = isQuestion ? [passage.text, ...(passage.alternatives ?? [])] : [headingOf(passage)];
  const body = documentTokens(isQuestion ? (passage.answer ?? '') : passage.text);
  return leads.map((wording) => {
    const lead = documentTokens(wording);
    return {
      workspace_id: workspaceId,
      base_id: passage.baseId,
      source_id: passage.sourceId,
      passage_id: passage.id,
      title: passage.title,
      text: passage.text,
      url: passage.url ?? null,
      answer: passage.answer ?? null,
      scope: scopeOf(workspaceId, passage.baseId),
      lead: lead.join(' '),
      body: body.join(' '),
      lead_length: lead.length,
      body_length: body.length,
    };
  });
}

async function replaceEntries(
  transaction: Transaction<KnowledgeIndexTables>,
  workspaceId: string,
  passages: readonly IndexedPassage[],
  rows: readonly Insertable<KnowledgeEntryTable>[],
): Promise<void> {
  const ids = passages.map((passage) => passage.id);
  await transaction
    .deleteFrom('knowledge_entries')
    .where('workspace_id', '=', workspaceId)
    .where('passage_id', 'in', ids)
    .execute();
  for (const row of rows) await transaction.insertInto('knowledge_entries').values(row).execute();
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

async function candidatesOf(
  db: Kysely<KnowledgeIndexTables>,
  workspaceId: string,
  baseIds: readonly string[],
  tokens: readonly string[],
): Promise<readonly Candidate[]> {
  if (tokens.length === 0) return [];
  const match = `${scopeMatch(workspaceId, baseIds)} AND ${wordsMatch(tokens)}`;
  const { rows } = await sql<Candidate>`
    SELECT e.passage_id, e.title, e.text, e.url, e.answer, e.lead, e.body
    FROM (SELECT rowid AS entry FROM knowledge_fts
          WHERE knowledge_fts MATCH ${match} AND rank MATCH 'bm25(0.0, 1.0, 1.0)' ORDER BY rank LIMIT ${CANDIDATES}) AS found
    JOIN knowledge_entries AS e ON e.id = found.entry
    WHERE e.workspace_id = ${workspaceId}`.execute(db);
  return rows;
}

/**
 * Best first, each passage once by its best wording. Among questions and among passages BM25 decides (it ranks better than the probability
 * does); the two kinds meet by probability, which therefore never rises down the list.
 */
function ranked(found: readonly Omit<Ranked, 'score'>[]): readonly Ranked[] {
  const rankedKind = (isQuestion: boolean): readonly Ranked[] => {
    const best = new Map<string, Omit<Ranked, 'score'>>();
    for (const entry of found) {
      if (entry.evidence.isQuestion !== isQuestion || entry.evidence.coverage === 0) continue;
      const known = best.get(entry.candidate.passage_id);
      if (known === undefined || known.evidence.strength < entry.evidence.strength) {
        best.set(entry.candidate.passage_id, entry);
      }
    }
    let ceiling = 1;
    return [...best.values()]
      .sort((a, b) => b.evidence.strength - a.evidence.strength)
      .map((entry) => {
        ceiling = Math.min(ceiling, probabilityOf(entry.evidence));
        return { ...entry, score: ceiling };
      });
  };
  return [...rankedKind(true), ...rankedKind(false)].sort((a, b) => b.score - a.score);
}

function hitFromRanked({ candidate, score }: Ranked): KnowledgeHit {
  return {
    passageId: candidate.passage_id,
    title: candidate.title,
    text: candidate.text,
    score: Math.round(score * 1000) / 1000,
    ...(candidate.url === null ? {} : { url: candidate.url }),
    ...(candidate.answer === null ? {} : { answer: candidate.answer }),
  };
}

/** FAQ pages come in as passages too: their headings are questions. */
function asks(candidate: Candidate): boolean {
  return candidate.answer !== null || /[?？]\s*$/.test(headingOf(candidate));
}

/** The title; without one, a first line that is a question. */
function headingOf({ title, text }: { readonly title: string; readonly text: string }): string {
  if (title !== '') return title;
  return /^[^\n]{1,300}[?？](?=\s*\n)/.exec(text)?.[0] ?? '';
}

function split(tokens: string): readonly string[] {
  return tokens === '' ? [] : tokens.split(' ');
}
