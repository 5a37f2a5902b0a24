// What of a base travels in files and bundles: out of the stores, and into a base that is new.
import type { BaseFile, CarriedOrigin, CarriedPage, CarriedSite } from '#nodes/wire/knowledge-file.ts';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { KnowledgeStore, QuestionOrigin, StoredPage, StoredSource } from '#runtime/ports/knowledge-store.ts';
import { nextTime } from '#runtime/readings/readings.ts';
import { refuseAddresses, type AddressCheck } from './carried-addresses.ts';
import { isFindable, isStandIn } from './ingestion.ts';
import type { Intake } from './intake.ts';
import { shownQuestion, type QuestionDraft, type Questions } from './questions.ts';
import { shownRules, storedRules } from './rules.ts';
import type { Sources } from './sources.ts';
import { siteAddress } from './websites/site-address.ts';

/** A document on its way. Without rules it holds for everybody. */
export interface CarriedDocument {
  readonly name: string;
  readonly text: string;
  readonly rules?: KnowledgeRules;
  readonly page?: CarriedPage;
}

/** A question on its way. */
export type CarriedQuestion = QuestionDraft & { readonly from?: CarriedOrigin };

/** A content on its way; documents stand newest first. */
export interface Carried {
  readonly sites: readonly CarriedSite[];
  readonly documents: readonly CarriedDocument[];
  readonly questions: readonly CarriedQuestion[];
}

/** Puts the content of bases out and in. */
export interface Carrier {
  /** Documents travel as text. Pages that their website has no more, and passages that are switched off, stay behind. */
  contentOf(
    workspaceId: string,
    baseId: string,
  ): Promise<{
    readonly sites: CarriedSite[];
    readonly documents: BaseFile['documents'];
    readonly questions: (CarriedQuestion & { readonly disabled: boolean })[];
  }>;
  /** Into a base that was just made. Addresses that cannot be read, or must not be called, are refused with REQUEST_INVALID before anything is stored. */
  fill(workspaceId: string, baseId: string, content: Carried): Promise<void>;
}

/** What a carrier leans on. */
export interface CarrierDeps {
  readonly store: KnowledgeStore;
  readonly clock: Clock;
  readonly intake: Intake;
  readonly sources: Sources;
  readonly questions: Questions;
  /** What egress says of an address. */
  readonly addressCheck: AddressCheck;
  /** Told when websites came in that have a time to be read at. */
  readonly onSites: () => void;
}

/** A carrier over the room's own parts. */
export function createCarrier(deps: CarrierDeps): Carrier {
  const { store, clock, intake, sources, questions } = deps;

  async function addSites(workspaceId: string, baseId: string, sites: readonly CarriedSite[]) {
    const ids = new Map<string, string>();
    // The list shows the newest first.
    for (const { address, settings, rules, excluded } of [...sites].reverse()) {
      const id = clock.id();
      ids.set(address, id);
      await store.sites.insert(workspaceId, {
        id,
        baseId,
        address: siteAddress(address),
        settings,
        rules: storedRules(rules),
        excluded,
        // Nothing is called before somebody could look at it.
        state: 'ready',
        progress: { done: 0, found: 0 },
        result: null,
        attempts: 0,
        nextAt: nextTime(settings.refresh, clock.now()),
        createdAt: clock.now(),
        seen: null,
      });
    }
    if (sites.length > 0) deps.onSites();
    return ids;
  }

  async function addPage(workspaceId: string, baseId: string, page: StoredPage, document: CarriedDocument) {
    await intake.add(workspaceId, baseId, {
      kind: 'paste',
      bytes: new TextEncoder().encode(document.text),
      author: '',
      name: document.name.replace(/[\p{Cc}\p{Cf}]/gu, '').trim() || new URL(page.url).hostname,
      rules: storedRules(document.rules),
      page,
    });
  }

  return {
    async contentOf(workspaceId, baseId) {
      const sites = await store.sites.list(workspaceId, baseId);
      const carried = new Map(sites.map((site) => [site.id, { ...site, excluded: [...site.excluded] }]));
      const documents: BaseFile['documents'] = [];
      for (const source of await store.sources.list(workspaceId, baseId)) {
        if (!isFindable(source)) continue;
        const { on, off } = await textsOf(store, workspaceId, source);
        const site = source.page === null ? undefined : carried.get(source.page.siteId);
        if (on !== '') documents.push(documentFrom(source, on, off, site?.address));
        // A page of which nothing is wanted would come back whole.
        else if (off.length > 0 && source.page !== null) site?.excluded.push(source.page.url);
      }
      return {
        sites: [...carried.values()].map(({ address, settings, rules, excluded }) => ({
          address,
          settings,
          rules: shownRules(rules),
          excluded,
        })),
        documents,
        questions: (await store.questions.list(workspaceId, baseId)).map((question) => ({
          ...shownQuestion(question),
          ...originFrom(question.origin, carried.get(question.origin?.siteId ?? '')?.address),
        })),
      };
    },
    async fill(workspaceId, baseId, content) {
      refuseAddresses(content, (address) => deps.addressCheck(workspaceId, address));
      const siteIds = await addSites(workspaceId, baseId, content.sites);
      const drafts = content.questions.map(({ from, ...draft }) => {
        const siteId = siteIds.get(from?.site ?? '');
        const origin = from === undefined || siteId === undefined ? null : { siteId, key: from.key, mark: from.mark };
        return { draft, origin };
      });
      await questions.createAll(workspaceId, baseId, drafts);
      for (const document of [...content.documents].reverse()) {
        const { name, text, rules, page } = document;
        const siteId = siteIds.get(page?.site ?? '');
        if (page === undefined || siteId === undefined) {
          await sources.paste(workspaceId, baseId, { name, text, ...(rules === undefined ? {} : { rules }) });
        } else {
          const { url, mark, off } = page;
          const stored = { siteId, url, mark, off, etag: '', modified: '', goneAt: null };
          await addPage(workspaceId, baseId, stored, document);
        }
      }
    },
  };
}

async function textsOf(store: KnowledgeStore, workspaceId: string, source: StoredSource) {
  const passages = await store.passages.list(workspaceId, source.id);
  const off = passages.filter(({ disabled }) => disabled).map(({ text }) => text);
  return {
    on: markdownFromPassages(passages.filter(({ disabled }) => !disabled)),
    // Those of an earlier import hold until the page is read again.
    off: [...new Set([...off, ...(isStandIn(source) ? (source.page?.off ?? []) : [])])],
  };
}

function originFrom(origin: QuestionOrigin | null, site: string | undefined): { readonly from?: CarriedOrigin } {
  if (origin === null || site === undefined) return {};
  return { from: { site, key: origin.key, mark: origin.mark } };
}

function documentFrom(
  { name, rules, page }: StoredSource,
  text: string,
  off: string[],
  site: string | undefined,
): BaseFile['documents'][number] {
  const document = { name, text, rules: shownRules(rules) };
  if (page === null || site === undefined) return document;
  return { ...document, page: { site, url: page.url, mark: page.mark, off } };
}

/** Passages under their headings again; ` › ` parts the levels. */
export function markdownFromPassages(passages: readonly { readonly heading: string; readonly text: string }[]): string {
  let heading = '';
  const parts = passages.map((passage) => {
    const opens = passage.heading !== heading && passage.heading !== '';
    heading = passage.heading;
    const title = passage.heading
      .split(' › ')
      .map((part, level) => `${'#'.repeat(Math.min(level + 1, 6))} ${part}`)
      .join('\n\n');
    return opens ? `${title}\n\n${passage.text}` : passage.text;
  });
  return parts.join('\n\n');
}
