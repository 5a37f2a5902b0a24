// A list of questions at an address: what its rows say is put into the base, what people changed stands while the row stays the same.
import { createHash } from 'node:crypto';
import type { QuestionRow } from '#runtime/ports/document-reader.ts';
import type { PageProblem, StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import type { StoredQuestion } from '#runtime/ports/knowledge-store.ts';
import { draftedQuestion, indexedQuestion } from '../questions.ts';
import type { CrawlEnd, CrawlPlan } from './crawl.ts';
import type { Keeper, KeeperDeps } from './page-keeper.ts';
import { SITE_PROBLEMS } from './problems.ts';
import { getSingle, type SingleDeps } from './single.ts';

/** One reading of a list. */
export interface QuestionList {
  read(plan: CrawlPlan): Promise<CrawlEnd | undefined>;
  counts: Keeper['counts'];
}

const MOST_PROBLEMS = 200;
/** Rows of a table at most. */
export const MOST_ROWS = 20_000;
const LIMITS = { question: 500, answer: 10_000, similar: 100 } as const;

/** Begins a reading of a list. */
export function createQuestionList(deps: KeeperDeps & SingleDeps): QuestionList {
  const { store, index, reader, clock } = deps;
  const counts = { added: 0, changed: 0, same: 0, gone: 0, skipped: 0, failed: 0 };
  const problems: (PageProblem & { readonly url: string })[] = [];

  async function put(
    workspaceId: string,
    site: StoredSite,
    { question, similar, answer }: QuestionRow,
    mark: string,
    known: StoredQuestion | undefined,
  ): Promise<void> {
    const place = { id: known?.id ?? clock.id(), baseId: site.baseId, now: clock.now(), known };
    const drafted = draftedQuestion({ question, similar: [...similar], answer }, place);
    const rules = known === undefined ? site.rules : known.rules;
    const taken = { ...drafted, rules, origin: { siteId: site.id, key: question, mark } };
    await store.questions.save(workspaceId, taken);
    if (!taken.disabled) await index.upsert(workspaceId, [indexedQuestion(taken)]);
  }

  async function keep({ workspaceId, site, signal, onVisit }: CrawlPlan, rows: readonly QuestionRow[]): Promise<void> {
    const all = await store.questions.list(workspaceId, site.baseId);
    const known = new Map(all.flatMap((one) => (one.origin?.siteId === site.id ? [[one.origin.key, one]] : [])));
    // What people wrote stands; a list does not say it a second time.
    const taken = new Set(all.filter(({ origin }) => origin?.siteId !== site.id).map(({ question }) => question));
    for (const excluded of site.excluded) taken.add(excluded);
    const seen = new Set<string>();
    for (const [at, row] of rows.entries()) {
      signal.throwIfAborted();
      const mark = markOf(row);
      const before = known.get(row.question);
      if (isRowTooLong(row)) fail(site.address, row);
      else if (seen.has(row.question) || (before === undefined && taken.has(row.question))) counts.skipped += 1;
      else if (before?.origin?.mark === mark) counts.same += 1;
      else {
        counts[before === undefined ? 'added' : 'changed'] += 1;
        await put(workspaceId, site, row, mark, before);
      }
      seen.add(row.question);
      if (at % 99 === 0) await onVisit({ kind: 'skipped', url: site.address }, at + 1, rows.length);
    }
    for (const [key, { id }] of known) {
      if (seen.has(key)) continue;
      counts.gone += 1;
      await index.dropPassage(workspaceId, id);
      await store.questions.remove(workspaceId, id);
    }
  }

  function fail(address: string, { row }: QuestionRow): void {
    counts.failed += 1;
    // A place in a list, by RFC 7111.
    if (problems.length < MOST_PROBLEMS)
      problems.push({ url: `${address}#row=${String(row)}`, ...SITE_PROBLEMS.rowTooLong });
  }

  return {
    async read(plan) {
      const { workspaceId, site } = plan;
      const got = await getSingle(deps, { ...plan, known: knownOf(site) });
      if (got.kind === 'stopped') return got.end;
      if (got.kind === 'unchanged') {
        counts.same = site.result === null ? 0 : site.result.added + site.result.changed + site.result.same;
        return undefined;
      }
      const { document, answer } = got;
      if (document !== 'csv' && document !== 'xlsx') return { failed: true, problem: SITE_PROBLEMS.noList };
      const read = await reader.questions({ kind: document, bytes: answer.bytes }, plan.signal);
      plan.signal.throwIfAborted();
      if (!read.ok) return { failed: true, problem: read.problem };
      if (read.value.length > MOST_ROWS) return { failed: true, problem: SITE_PROBLEMS.tooManyRows };
      // A reading that is cut off has taken in a part, so nothing is known until it is whole.
      await store.sites.change(workspaceId, site.id, { seen: null });
      await keep(plan, read.value);
      const { etag, modified } = answer;
      await store.sites.change(workspaceId, site.id, { seen: { etag, modified } });
      return undefined;
    },
    counts: () => ({ ...counts, problems }),
  };
}

/**
 * The content whose rows are all in the base. Where rows were left out, the list is read whole each time: what stood in their way may be gone
 * by then.
 */
function knownOf({ address, result, seen }: StoredSite): CrawlPlan['known'] {
  const isWhole = result !== null && result.stopped === null && result.skipped + result.failed === 0;
  if (!isWhole || seen === null) return new Map();
  return new Map([[address, { ...seen, look: () => Promise.resolve(undefined) }]]);
}

function markOf({ question, similar, answer }: QuestionRow): string {
  return createHash('sha256')
    .update(JSON.stringify([question, similar, answer]))
    .digest('base64url');
}

/** Whether a row is longer than a question may be. */
export function isRowTooLong({ question, similar, answer }: QuestionRow): boolean {
  return (
    question.length > LIMITS.question ||
    answer.length > LIMITS.answer ||
    similar.length > LIMITS.similar ||
    similar.some((wording) => wording.length > LIMITS.question)
  );
}
