// Websites of knowledge: added by address, read page by page in the background, read again when they are due.
import type { Static } from 'typebox';
import { FlowError } from '#nodes/kit/errors.ts';
import type { AddSiteSchema, Site, UpdateSiteSchema } from '#nodes/wire/knowledge-sites.ts';
import type { AddressJudge, HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';
import type { StoredSite } from '#runtime/ports/knowledge-site-store.ts';
import { createReadings, nextTime } from '#runtime/readings/readings.ts';
import type { Questions } from '../questions.ts';
import type { Removal } from '../removal.ts';
import { shownRules, storedRules } from '../rules.ts';
import type { Sources } from '../sources.ts';
import { crawl, type CrawlEnd } from './crawl.ts';
import { createKeeper, type Keeper, type KeeperDeps } from './page-keeper.ts';
import { egressProblem, SITE_PROBLEMS } from './problems.ts';
import { createQuestionList } from './question-list.ts';
import { siteAddress } from './site-address.ts';
import { readSingle } from './single.ts';

/** Websites. Unknown ids fail with RESOURCE_NOT_FOUND. */
export interface Sites {
  list(workspaceId: string, baseId: string): Promise<readonly Site[]>;
  /** REQUEST_INVALID for an address that is none, NAME_TAKEN when the base has it already. */
  add(workspaceId: string, baseId: string, draft: Readonly<Static<typeof AddSiteSchema>>): Promise<Site>;
  /** REQUEST_INVALID when it would become another thing: a website, a document and a list of questions stay what they are. */
  update(workspaceId: string, siteId: string, change: Readonly<Static<typeof UpdateSiteSchema>>): Promise<Site>;
  /** Reads it again as soon as possible; one that is being read already stays as it is. */
  refresh(workspaceId: string, siteId: string): Promise<Site>;
  /** With all of its pages or questions. */
  remove(workspaceId: string, siteId: string): Promise<void>;
  /** Looks anew when the next one is due: some came in with a file. */
  lookAgain(): void;
  /** Takes up what is due, also from before a restart. */
  start(): Promise<void>;
  /** When no website is queued or being read. */
  settled(): Promise<void>;
  /** Stops reading; what is unfinished is read at the next start. */
  close(): Promise<void>;
}

/** The way to websites; a program without it never reads any. */
export interface WebsiteWay {
  readonly fetcher: HttpFetcher & AddressJudge;
  readonly queue: Pick<JobQueue, 'wake' | 'onWake'>;
  /** Between two requests to a site; 500 ms unless a test is in a hurry. */
  readonly paceMs?: number;
}

/** What websites lean on. */
export interface SitesDeps extends KeeperDeps {
  readonly sources: Sources;
  readonly questions: Questions;
  readonly removal: Removal;
  readonly websites?: WebsiteWay | undefined;
  readonly onFault: (fault: unknown) => void;
}

/** A reading that is about to begin. */
interface Harvest {
  readonly counts: Keeper['counts'];
  /** Undefined: it came to its end. */
  run(note: (done: number, found: number) => Promise<void>, signal: AbortSignal): Promise<CrawlEnd | undefined>;
}

/** A reading that took the server down this often is not begun again by itself. */
const MAX_ATTEMPTS = 3;
/** How often progress is written, in pages. */
const PROGRESS_EVERY = 3;

/** Websites over the stores. */
export function createSites(deps: SitesDeps): Sites {
  const { store, clock, websites } = deps;
  const readings = createReadings({
    key: 'websites',
    clock,
    queue: websites?.queue,
    store: store.sites,
    read,
    onFault: deps.onFault,
  });

  async function find(workspaceId: string, siteId: string): Promise<StoredSite> {
    const site = await store.sites.get(workspaceId, siteId);
    if (site === undefined) throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such website in this workspace.');
    return site;
  }

  async function questionsOf(workspaceId: string, site: StoredSite) {
    const all = await store.questions.list(workspaceId, site.baseId);
    return all.filter(({ origin }) => origin?.siteId === site.id);
  }

  /** What leads into a private network by its very name is refused at once, not after it was queued. */
  function refuseInside(workspaceId: string, address: string): void {
    try {
      websites?.fetcher.judge(workspaceId, address);
    } catch (error) {
      const { code, message } = egressProblem(error);
      throw new FlowError(code, message.en, { message });
    }
  }

  async function read(workspaceId: string, siteId: string, signal: AbortSignal): Promise<void> {
    const site = await store.sites.get(workspaceId, siteId);
    if (site === undefined || websites === undefined) return;
    const attempts = site.attempts + 1;
    const nextAt = nextTime(site.settings.refresh, clock.now());
    if (attempts > MAX_ATTEMPTS) return end(workspaceId, site, { failed: true, problem: SITE_PROBLEMS.tooOften });
    const begun = { state: 'reading', attempts, nextAt, progress: { done: 0, found: 0 } } as const;
    await store.sites.change(workspaceId, siteId, begun);
    const note = async (done: number, found: number): Promise<void> => {
      if (done % PROGRESS_EVERY !== 1) return;
      if (!(await store.sites.change(workspaceId, siteId, { progress: { done, found } }))) void readings.stop(siteId);
    };
    const harvest = await harvestOf(websites, workspaceId, site);
    try {
      await end(workspaceId, site, await harvest.run(note, signal), harvest.counts());
    } catch (fault) {
      if (signal.aborted) return;
      if ((await store.sites.get(workspaceId, siteId)) === undefined) return;
      deps.onFault(fault);
      await end(workspaceId, site, { failed: true, problem: SITE_PROBLEMS.fault }, harvest.counts());
    }
  }

  /** Reads in the way the site is set to. */
  async function harvestOf(way: WebsiteWay, workspaceId: string, site: StoredSite): Promise<Harvest> {
    const parts = { ...deps, ...way };
    if (site.settings.way === 'questions') {
      const list = createQuestionList(parts);
      return {
        counts: list.counts,
        run: (note, signal) =>
          list.read({ workspaceId, site, known: new Map(), signal, onVisit: (_, done, found) => note(done, found) }),
      };
    }
    const keeper = await createKeeper(deps, workspaceId, site);
    const gather = site.settings.way === 'page' ? readSingle : crawl;
    return {
      counts: keeper.counts,
      run: (note, signal) =>
        gather(parts, {
          workspaceId,
          site,
          known: keeper.known,
          signal,
          async onVisit(visit, done, found) {
            await keeper.keep(visit);
            await note(done, found);
          },
        }),
    };
  }

  async function end(
    workspaceId: string,
    site: StoredSite,
    stopped: Awaited<ReturnType<typeof crawl>>,
    counts: ReturnType<Keeper['counts']> = NOTHING,
  ): Promise<void> {
    const now = clock.now();
    // How often may have been changed while it was read.
    const { settings } = (await store.sites.get(workspaceId, site.id)) ?? site;
    const nextAt = nextTime(settings.refresh, now);
    await store.sites.change(workspaceId, site.id, {
      state: stopped?.failed === true ? 'failed' : 'ready',
      attempts: 0,
      nextAt,
      result: { ...counts, at: now, stopped: stopped?.problem ?? null },
    });
    readings.look(nextAt);
  }

  return {
    async list(workspaceId, baseId) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) throw noBase();
      return (await store.sites.list(workspaceId, baseId)).map(siteFromStored);
    },
    async add(workspaceId, baseId, { address, settings, rules }) {
      if ((await store.bases.get(workspaceId, baseId)) === undefined) throw noBase();
      const site: StoredSite = {
        id: clock.id(),
        baseId,
        address: siteAddress(address),
        settings,
        rules: storedRules(rules),
        excluded: [],
        state: 'queued',
        progress: { done: 0, found: 0 },
        result: null,
        attempts: 0,
        nextAt: null,
        createdAt: clock.now(),
        seen: null,
      };
      const others = await store.sites.list(workspaceId, baseId);
      if (others.some((other) => other.address === site.address)) throw twice();
      refuseInside(workspaceId, site.address);
      await store.sites.insert(workspaceId, site);
      readings.add(workspaceId, site.id);
      return siteFromStored(site);
    },
    async update(workspaceId, siteId, { settings, rules }) {
      const site = await find(workspaceId, siteId);
      if (settings !== undefined && isOtherThing(site.settings.way, settings.way)) throw otherThing();
      const last = site.result?.at ?? clock.now();
      await store.sites.change(workspaceId, siteId, {
        ...(settings === undefined ? {} : { settings, nextAt: nextTime(settings.refresh, last) }),
        ...(rules === undefined ? {} : { rules: storedRules(rules) }),
      });
      if (rules !== undefined) {
        for (const { id } of await store.sources.ofSite(workspaceId, siteId)) {
          await deps.sources.setRules(workspaceId, id, rules);
        }
        for (const one of await questionsOf(workspaceId, site)) {
          const { id, question, answer } = one;
          await deps.questions.replace(workspaceId, id, { question, similar: [...one.similar], answer, rules });
        }
      }
      readings.look();
      return siteFromStored(await find(workspaceId, siteId));
    },
    async refresh(workspaceId, siteId) {
      const site = await find(workspaceId, siteId);
      if (site.state === 'queued' || site.state === 'reading') return siteFromStored(site);
      const queued = { state: 'queued', attempts: 0, progress: { done: 0, found: 0 } } as const;
      await store.sites.change(workspaceId, siteId, queued);
      readings.add(workspaceId, siteId);
      return siteFromStored({ ...site, ...queued });
    },
    async remove(workspaceId, siteId) {
      const site = await find(workspaceId, siteId);
      await store.sites.remove(workspaceId, siteId);
      await readings.stop(siteId);
      for (const { id } of await questionsOf(workspaceId, site)) await deps.questions.remove(workspaceId, id);
      for (const source of await store.sources.ofSite(workspaceId, siteId)) {
        await deps.removal.remove(workspaceId, source);
      }
    },
    lookAgain: () => readings.look(),
    start: () => readings.start(),
    settled: () => readings.settled(),
    close: () => readings.close(),
  };
}

const NOTHING = { added: 0, changed: 0, same: 0, gone: 0, skipped: 0, failed: 0, problems: [] };

type Way = Site['settings']['way'];

function isOtherThing(before: Way, after: Way): boolean {
  const isCrawl = (way: Way): boolean => way === 'links' || way === 'sitemap';
  return before !== after && !(isCrawl(before) && isCrawl(after));
}

function otherThing(): FlowError {
  const message = {
    'zh-CN': '网站、单个文件和问答表之间不能互换。请删除这个网址，再按新的方式添加。',
    en: 'A website, a single document and a list of questions cannot become one another. Delete this address and add it in the new way.',
  };
  return new FlowError('REQUEST_INVALID', message.en, { message });
}

function noBase(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such knowledge base in this workspace.');
}

function twice(): FlowError {
  const message = {
    'zh-CN': '这个网址已在知识库中，可以直接刷新。',
    en: 'This address is in the base already. Refresh it instead.',
  };
  return new FlowError('NAME_TAKEN', message.en, { message });
}

function siteFromStored(site: StoredSite): Site {
  const { result } = site;
  return {
    id: site.id,
    baseId: site.baseId,
    address: site.address,
    settings: site.settings,
    rules: shownRules(site.rules),
    state: site.state,
    progress: { ...site.progress },
    result:
      result === null
        ? null
        : {
            ...result,
            at: new Date(result.at).toISOString(),
            problems: result.problems.map(({ url, code, message }) => ({ url, code, message })),
          },
    nextAt: site.nextAt === null ? null : new Date(site.nextAt).toISOString(),
    createdAt: new Date(site.createdAt).toISOString(),
  };
}
