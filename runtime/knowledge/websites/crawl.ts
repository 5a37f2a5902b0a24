// One reading of a website: which pages are asked for, in which order, how fast, and where it ends.
import type { Clock } from '#runtime/ports/clock.ts';
import type { DocumentReader, PageLook } from '#runtime/ports/document-reader.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { PageProblem, StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import { fetchPage, type Fetched, type Wanted } from './page-fetch.ts';
import { SITE_PROBLEMS } from './problems.ts';
import { NO_ROBOTS, readRobots, type Robots } from './robots.ts';
import { isOfSite, isSitemapAddress, pageAddress } from './site-address.ts';
import { pagesOfSitemaps } from './site-map.ts';

/** What reading a website leans on. */
export interface CrawlDeps {
  readonly fetcher: HttpFetcher;
  readonly reader: DocumentReader;
  readonly clock: Clock;
  /** Between two requests, unless the site asks for more. */
  readonly paceMs?: number | undefined;
}

/** What is known of a page from before. */
export interface KnownPage {
  readonly etag: string;
  readonly modified: string;
  /** Where it leads, when the server says it is unchanged. */
  readonly look: () => Promise<PageLook | undefined>;
}

/** A page that was looked at. */
export type Visit =
  | { readonly kind: 'unchanged'; readonly url: string }
  | { readonly kind: 'gone'; readonly url: string }
  | { readonly kind: 'skipped'; readonly url: string }
  | { readonly kind: 'problem'; readonly url: string; readonly problem: PageProblem }
  | (Extract<Fetched, { kind: 'content' }> & { readonly look: PageLook | undefined });

/** What a reading needs to know and whom it tells. */
export interface CrawlPlan {
  readonly workspaceId: string;
  readonly site: StoredSite;
  /** Pages of before by address; those the site does not lead to any more are asked for, too. */
  readonly known: ReadonlyMap<string, KnownPage>;
  readonly onVisit: (visit: Visit, done: number, found: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Why a reading ended early, or could not begin. */
export interface CrawlEnd {
  /** Nothing was read at all. */
  readonly failed: boolean;
  readonly problem: PageProblem;
}

/** Our name in robots.txt; the egress module sends it as user agent. */
const AGENT = 'Tandem';
const PACE_MS = 500;
const LONGEST_PACE_MS = 10_000;
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_MS = 60 * 60_000;

interface Waiting {
  readonly url: string;
  /** Links from the start; undefined: a page of before, whose links are not followed. */
  readonly depth: number | undefined;
}

/** Reads a website page by page. Undefined: to its end. */
export async function crawl(deps: CrawlDeps, plan: CrawlPlan): Promise<CrawlEnd | undefined> {
  const { fetcher, reader, clock } = deps;
  const { workspaceId, site, signal } = plan;
  const until = clock.now() + MOST_MS;
  let pace = deps.paceMs ?? PACE_MS;
  let freeAt = 0;
  let bytes = 0;

  async function ask(wanted: Omit<Wanted, 'workspaceId'>): Promise<Fetched> {
    await pause(clock, freeAt - clock.now(), signal);
    const answer = await fetchPage(fetcher, { ...wanted, workspaceId }, signal);
    freeAt = clock.now() + pace;
    if (answer.kind === 'content') bytes += answer.bytes.byteLength;
    return answer;
  }

  const begun = await begin(site, ask);
  if ('problem' in begun) return { failed: true, problem: begun.problem };
  const { start, robots } = begun;
  pace = Math.max(pace, Math.min(robots.delayMs ?? 0, LONGEST_PACE_MS));
  const hosts = [new URL(start).host];
  const askAny = (url: string) => ask({ url, hosts, anyKind: true });
  const listed =
    site.settings.way === 'sitemap' ? await pagesOfSitemaps({ reader, ask: askAny, signal }, start, robots) : [start];
  if (listed === undefined) return { failed: true, problem: SITE_PROBLEMS.noSitemap };

  const frontier = createFrontier(site, start);
  for (const url of listed) frontier.add(url, 0);
  let done = 0;
  for (let next = frontier.next(plan.known); next !== undefined; next = frontier.next(plan.known)) {
    if (done >= site.settings.maxPages) return { failed: false, problem: SITE_PROBLEMS.pages };
    if (bytes > MOST_BYTES) return { failed: false, problem: SITE_PROBLEMS.bytes };
    if (clock.now() > until) return { failed: false, problem: SITE_PROBLEMS.time };
    const { visit, links } = await visitOf(next);
    done += 1;
    if (site.settings.way === 'links' && next.depth !== undefined && next.depth < site.settings.depth) {
      for (const link of links) frontier.add(link, next.depth + 1);
    }
    await plan.onVisit(visit, done, done + frontier.waiting());
  }
  return undefined;

  async function visitOf({ url }: Waiting): Promise<{ readonly visit: Visit; readonly links: readonly string[] }> {
    if (!robots.allows(url)) return { visit: { kind: 'problem', url, problem: SITE_PROBLEMS.robots }, links: [] };
    const known = plan.known.get(url);
    const answer = await ask({
      url,
      hosts,
      mayFollow: (next) => robots.allows(next),
      ...(known === undefined ? {} : { etag: known.etag, modified: known.modified }),
    });
    if (answer.kind === 'gone') return { visit: { kind: 'gone', url }, links: [] };
    if (answer.kind === 'problem') return { visit: { ...answer, url }, links: [] };
    if (answer.kind === 'unchanged') {
      return { visit: { kind: 'unchanged', url }, links: (await known?.look())?.pages ?? [] };
    }
    const landed = pageAddress(answer.url) ?? answer.url;
    if (!isOfSite(landed, start) || !robots.allows(landed)) {
      return { visit: { kind: 'problem', url, problem: SITE_PROBLEMS.elsewhere }, links: [] };
    }
    // Two addresses that lead to the same page are one page.
    if (landed !== url && !frontier.take(landed)) return { visit: { kind: 'skipped', url }, links: [] };
    if (answer.document === undefined) return { visit: { kind: 'skipped', url }, links: [] };
    const look =
      answer.document === 'html'
        ? await reader.look({ form: 'html', bytes: answer.bytes, address: answer.url }, signal)
        : undefined;
    if (look?.ok === false) return { visit: { kind: 'problem', url, problem: look.problem }, links: [] };
    return { visit: { ...answer, url: landed, look: look?.value }, links: look?.value.pages ?? [] };
  }
}

/** Where the site really is (its start may redirect, also to another host), and what it allows. */
async function begin(
  site: StoredSite,
  ask: (wanted: Omit<Wanted, 'workspaceId'>) => Promise<Fetched>,
): Promise<{ readonly start: string; readonly robots: Robots } | { readonly problem: PageProblem }> {
  const robots = await robotsOf(site.address, ask);
  if ('problem' in robots) return robots;
  if (isSitemapAddress(site.address)) return { start: site.address, robots };
  if (!robots.allows(site.address)) return { problem: SITE_PROBLEMS.robots };
  const home = new URL(site.address);
  // The robots.txt of each host a redirect leads to, asked before it is followed.
  const hosts = new Map<string, Robots | { readonly problem: PageProblem }>([[home.origin, robots]]);
  const robotsAt = async (url: string): Promise<Robots | { readonly problem: PageProblem }> => {
    const { origin } = new URL(url);
    const known = hosts.get(origin) ?? (await robotsOf(url, ask));
    hosts.set(origin, known);
    return known;
  };
  let refusal: PageProblem | undefined;
  const answer = await ask({
    url: site.address,
    async mayFollow(next) {
      const there = await robotsAt(next);
      refusal = 'problem' in there ? there.problem : undefined;
      return !('problem' in there) && there.allows(next);
    },
  });
  if (answer.kind === 'problem') return refusal === undefined ? answer : { problem: refusal };
  const { origin } = new URL(answer.kind === 'content' ? answer.url : site.address);
  if (origin === home.origin) return { start: site.address, robots };
  const start = `${origin}${home.pathname}${home.search}`;
  const moved = await robotsAt(start);
  if ('problem' in moved) return moved;
  return moved.allows(start) ? { start, robots: moved } : { problem: SITE_PROBLEMS.robots };
}

/** By RFC 9309: a file that is not there allows everything, one that cannot be got at the moment nothing. */
async function robotsOf(
  address: string,
  ask: (wanted: Omit<Wanted, 'workspaceId'>) => Promise<Fetched>,
): Promise<Robots | { readonly problem: PageProblem }> {
  const answer = await ask({ url: new URL('/robots.txt', address).href, anyKind: true });
  if (answer.kind === 'content') return readRobots(new TextDecoder().decode(answer.bytes), AGENT);
  if (answer.kind !== 'problem') return NO_ROBOTS;
  if (answer.status === undefined) return { problem: answer.problem };
  return answer.status >= 400 && answer.status < 500 ? NO_ROBOTS : { problem: SITE_PROBLEMS.robotsUnknown };
}

/** Pages to be looked at, each once: what the site leads to first, then what is known from before. */
function createFrontier(site: StoredSite, start: string) {
  const seen = new Set(site.excluded);
  const waiting: Waiting[] = [];
  let isRestAdded = false;
  return {
    /** False when it was seen before. */
    take(url: string): boolean {
      const isNew = !seen.has(url);
      seen.add(url);
      return isNew;
    },
    add(href: string, depth: number): void {
      const url = pageAddress(href);
      if (url !== undefined && isOfSite(url, start) && this.take(url)) waiting.push({ url, depth });
    },
    waiting: () => waiting.length,
    next(known: ReadonlyMap<string, unknown>): Waiting | undefined {
      if (waiting.length === 0 && !isRestAdded) {
        isRestAdded = true;
        for (const url of known.keys()) if (this.take(url)) waiting.push({ url, depth: undefined });
      }
      return waiting.shift();
    },
  };
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
