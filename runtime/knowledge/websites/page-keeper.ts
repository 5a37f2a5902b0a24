// What is done with each page that was looked at: taken in, renewed, left alone, or marked as gone.
import { createHash } from 'node:crypto';
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import type { FileStore } from '#runtime/ports/file-store.ts';
import type { KnowledgeIndex } from '#runtime/ports/knowledge-index.ts';
import type { PageProblem, SiteResult, StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import type { KnowledgeStore, StoredPage, StoredSource } from '#runtime/ports/knowledge-store.ts';
import { isStandIn } from '../ingestion.ts';
import type { Intake } from '../intake.ts';
import type { KnownPage, Visit } from './crawl.ts';
import { nameOf } from './page-name.ts';
import { SITE_PROBLEMS } from './problems.ts';

/** What keeping pages leans on. */
export interface KeeperDeps {
  readonly store: KnowledgeStore;
  readonly index: KnowledgeIndex;
  readonly files: FileStore;
  readonly reader: DocumentReader;
  readonly intake: Intake;
  readonly clock: Clock;
}

/** Keeps the pages of one reading. */
export interface Keeper {
  readonly known: ReadonlyMap<string, KnownPage>;
  keep(visit: Visit): Promise<void>;
  /** What it came to so far. */
  counts(): Omit<SiteResult, 'at' | 'stopped'>;
}

type Content = Extract<Visit, { kind: 'content' }>;

const MOST_PROBLEMS = 200;

/** Begins a reading: knows the pages of before. */
export async function createKeeper(deps: KeeperDeps, workspaceId: string, site: StoredSite): Promise<Keeper> {
  const { store, index, files, reader, intake, clock } = deps;
  const sources = new Map<string, StoredSource & { readonly page: StoredPage }>();
  for (const source of await store.sources.ofSite(workspaceId, site.id)) {
    if (source.page !== null) sources.set(source.page.url, { ...source, page: source.page });
  }
  const counts = { added: 0, changed: 0, same: 0, gone: 0, skipped: 0, failed: 0 };
  const problems: (PageProblem & { readonly url: string })[] = [];
  /** What pages of this reading say, so that the same text under two addresses is taken in once. */
  const marks = new Set<string>();

  function fail(url: string, { code, message }: PageProblem): void {
    counts.failed += 1;
    if (problems.length < MOST_PROBLEMS) problems.push({ url, code, message });
  }

  async function lose(url: string, problem: PageProblem): Promise<void> {
    const source = sources.get(url);
    if (source === undefined) return fail(url, problem);
    if (source.page.goneAt !== null) return;
    counts.gone += 1;
    await store.sources.setPage(workspaceId, source.id, { ...source.page, goneAt: clock.now() });
    await index.dropSource(workspaceId, source.id);
  }

  async function take(visit: Content): Promise<void> {
    const { url, bytes, document = 'txt', look, etag, modified } = visit;
    const inspected = reader.inspect({ name: `page.${document}`, bytes });
    if (!inspected.ok) return fail(url, inspected.problem);
    const mark = look?.mark ?? createHash('sha256').update(bytes).digest('base64url');
    const source = sources.get(url);
    const off = source !== undefined && isStandIn(source) ? source.page.off : undefined;
    const page: StoredPage = {
      ...{ siteId: site.id, url, etag, modified, mark, goneAt: null },
      ...(off === undefined ? {} : { off }),
    };
    const content = { kind: document, bytes, author: '' };
    if (source === undefined) {
      if (marks.has(mark)) counts.skipped += 1;
      else {
        counts.added += 1;
        await intake.add(workspaceId, site.baseId, { ...content, name: nameOf(visit), rules: site.rules, page });
      }
    } else if (source.page.mark === mark && source.page.goneAt === null) {
      counts.same += 1;
      await store.sources.setPage(workspaceId, source.id, page);
      if (isStandIn(source)) await intake.propose(workspaceId, source, content);
    } else {
      counts.changed += 1;
      await store.sources.setPage(workspaceId, source.id, page, nameOf(visit));
      await intake.propose(workspaceId, source, content);
    }
    marks.add(mark);
  }

  async function keep(visit: Visit): Promise<void> {
    switch (visit.kind) {
      case 'content':
        return take(visit);
      case 'gone':
        return lose(visit.url, SITE_PROBLEMS.missing);
      case 'skipped':
        counts.skipped += 1;
        return;
      case 'unchanged':
        counts.same += 1;
        marks.add(sources.get(visit.url)?.page.mark ?? '');
        return;
      case 'problem':
        // What the site forbids from now on is not quoted any more; what it cannot give at the moment stays.
        if (visit.problem === SITE_PROBLEMS.robots) return lose(visit.url, visit.problem);
        return fail(visit.url, visit.problem);
    }
  }

  async function lookAt(source: StoredSource & { readonly page: StoredPage }) {
    const { kind, fileId } = source.pending ?? source;
    const bytes = kind === 'html' ? await files.get(workspaceId, fileId) : undefined;
    if (bytes === undefined) return undefined;
    const look = await reader.look({ form: 'html', bytes, address: source.page.url });
    return look.ok ? look.value : undefined;
  }

  return {
    known: new Map(
      [...sources].map(([url, source]) => {
        // A page that is back, was never read, or came in with a file is wanted whole.
        const isLive =
          !isStandIn(source) && source.page.goneAt === null && (source.state !== 'failed' || source.passages > 0);
        const { etag, modified } = isLive ? source.page : { etag: '', modified: '' };
        return [url, { etag, modified, look: () => lookAt(source) }];
      }),
    ),
    keep,
    counts: () => ({ ...counts, problems }),
  };
}
