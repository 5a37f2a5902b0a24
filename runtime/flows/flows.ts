// The room's one door: drafts, the publish gate, versions, templates, export and import of flows.
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { exportXState } from '#nodes/flow/export-xstate.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { FlowDetail, FlowProblem, FlowSummary, FlowVersion, Template } from '#nodes/wire/flows.ts';
import { changeKey, diffDocuments } from '#nodes/flow/diff.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks } from '#nodes/packs/pinned-packs.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Author, FlowStore, FlowVersionStore } from '#runtime/ports/flow-store.ts';
import type { Understanding } from '#runtime/ports/understanding.ts';
import { baseIdsOf, withBases } from './bundle.ts';
import { composedOf, loadCalls } from './calls.ts';
import { contentHash } from './content-hash.ts';
import type { FlowKnowledge, KnowledgePack } from './flow-knowledge.ts';
import type { FlowTests } from './flow-tests.ts';
import { detailOf, isoFrom, nameTaken, notFound, refusal, summaryOf, versionOf } from './flow-views.ts';
import type { ReachableSystems } from './import-conflicts.ts';
import { createPublishing, type Publishing } from './publishing.ts';
import { readDocument, readForeignDocument } from './read-document.ts';
import { slugFromName, slugWithSuffix } from './slug.ts';
import { inLocale } from './rename-for-locale.ts';
import type { Templates } from './templates.ts';
import { createTransfers, type Transfers } from './transfers.ts';

/** How a flow begins: from a template, from a document, or blank. */
export interface CreateRequest {
  readonly name: string;
  readonly slug?: string;
  readonly template?: string;
  readonly document?: unknown;
  readonly locale?: string;
}

/** What the room leans on. `knowledge` is absent where there is none (command line). */
export interface FlowsDeps {
  readonly store: FlowStore & FlowVersionStore;
  readonly understanding: Understanding;
  readonly clock: Clock;
  readonly templates: Templates;
  readonly knowledge?: FlowKnowledge;
  /** Absent: flows have no tests. */
  readonly tests?: FlowTests;
  /** Signs exports and knows whose signature an import carries. Absent: files are not sealed. */
  readonly signer?: BundleSigner;
  /** The operator's own node types; absent: none. */
  readonly nodePacks?: readonly PackDefinition[];
  /** Names of the credentials of a workspace, for what an import misses. */
  readonly credentialNames?: (workspaceId: string) => Promise<readonly string[]>;
  /** What else of other systems is set up in a workspace, for the same. */
  readonly systems?: (workspaceId: string) => Promise<ReachableSystems>;
}

/** The flows room. Everything is scoped to a workspace; a flow of another one is RESOURCE_NOT_FOUND. */
export interface Flows extends Publishing, Transfers {
  list(workspaceId: string): Promise<readonly FlowSummary[]>;
  templates(): Promise<readonly Template[]>;
  create(workspaceId: string, author: Author, request: CreateRequest): Promise<FlowDetail>;
  get(workspaceId: string, flowId: string): Promise<FlowDetail>;
  /** Fails with REVISION_CONFLICT, whose facts say which revision stands, by whom and since when. */
  saveDraft(
    workspaceId: string,
    author: Author,
    flowId: string,
    revision: number,
    document: unknown,
  ): Promise<{ readonly revision: number; readonly savedAt: string }>;
  update(
    workspaceId: string,
    flowId: string,
    change: { readonly name?: string; readonly slug?: string },
  ): Promise<FlowSummary>;
  remove(workspaceId: string, flowId: string): Promise<'deleted' | 'archived'>;
  /** The problems of the stored draft, or of the given document. */
  check(workspaceId: string, flowId: string, document?: unknown): Promise<readonly FlowProblem[]>;
  /** A draft with its node packs pinned and everything it calls inlined, for a rehearsal; as it is while that cannot be done. */
  compose(workspaceId: string, document: FlowDocument): Promise<FlowDocument>;
  versions(workspaceId: string, flowId: string): Promise<readonly FlowVersion[]>;
  version(
    workspaceId: string,
    flowId: string,
    version: number,
  ): Promise<{ readonly version: FlowVersion; readonly document: FlowDocument }>;
  /** Makes an old version the draft. Customers keep the published one. */
  restore(
    workspaceId: string,
    author: Author,
    flowId: string,
    version: number,
    revision: number,
  ): Promise<{ readonly revision: number; readonly savedAt: string }>;
  /** The knowledge bases that the draft uses and no other flow does. */
  ownBases(workspaceId: string, flowId: string): Promise<readonly string[]>;
  /** The plain XState machine config of the draft. */
  xstate(workspaceId: string, flowId: string): Promise<unknown>;
}

/** Opens the room. */
export function createFlows(deps: FlowsDeps): Flows {
  const { store, clock, templates, knowledge, tests, nodePacks = [] } = deps;

  async function mustGet(workspaceId: string, flowId: string) {
    const found = await store.get(workspaceId, flowId);
    if (found === undefined) throw notFound();
    return found;
  }

  async function problemsOf(
    workspaceId: string,
    document: FlowDocument,
    flowId: string,
  ): Promise<readonly FlowProblem[]> {
    const resolveCall = await loadCalls(store, workspaceId, document);
    const bases = knowledge === undefined ? {} : { knowledgeBaseIds: await knowledge.baseIds(workspaceId) };
    return validateFlow(pinPacks(document, nodePacks), { ...bases, resolveCall, flowId });
  }

  async function insert(workspaceId: string, author: Author, document: FlowDocument, slug?: string) {
    const wanted = slug ?? slugFromName(document.name);
    const flow = {
      id: clock.id(),
      name: document.name,
      document,
      hash: contentHash(document),
      by: author,
      at: clock.now(),
      changed: ['*'],
    };
    if ((await store.create(workspaceId, { ...flow, slug: wanted })) === 'created')
      return mustGet(workspaceId, flow.id);
    if (slug !== undefined) throw nameTaken(slug);
    const free = slugWithSuffix(wanted, clock.id());
    if ((await store.create(workspaceId, { ...flow, slug: free })) === 'created') return mustGet(workspaceId, flow.id);
    throw nameTaken(wanted);
  }

  /** Makes the knowledge first, then the flow that points at it; takes the knowledge back when the flow cannot be stored. */
  async function insertWithKnowledge(
    workspaceId: string,
    author: Author,
    document: FlowDocument,
    packs: readonly KnowledgePack[],
    slug?: string,
  ) {
    const made = new Map<string, string>();
    try {
      if (knowledge !== undefined) {
        for (const pack of packs) made.set(pack.ref, await knowledge.create(workspaceId, author, pack));
      }
      const known = new Set(knowledge === undefined ? [] : await knowledge.baseIds(workspaceId));
      const ids = new Map(baseIdsOf(document).flatMap((id) => (known.has(id) ? [[id, id] as const] : [])));
      for (const [ref, id] of made) ids.set(ref, id);
      return await insert(workspaceId, author, withBases(document, ids), slug);
    } catch (error) {
      for (const id of made.values()) await knowledge?.remove(workspaceId, id);
      throw error;
    }
  }

  async function write(workspaceId: string, author: Author, flowId: string, revision: number, document: FlowDocument) {
    const at = clock.now();
    const before = await store.get(workspaceId, flowId);
    // Of another revision: the save is refused anyway.
    const changed =
      before?.flow.draftRevision === revision ? diffDocuments(before.document, document).changes.map(changeKey) : [];
    const written = await store.saveDraft(workspaceId, flowId, revision, {
      document,
      hash: contentHash(document),
      by: author,
      at,
      changed,
    });
    if (written.outcome === 'saved') return { revision: written.revision, savedAt: isoFrom(at) };
    throw refusal(written);
  }

  const publishing = createPublishing({ ...deps, nodePacks, problemsOf });
  const transfers = createTransfers({
    knowledge,
    tests,
    signer: deps.signer,
    credentialNames: deps.credentialNames,
    systems: deps.systems,
    nodePacks,
    list: (workspaceId) => store.list(workspaceId),
    get: mustGet,
    problemsOf,
    insert: (workspaceId, author, document) => insert(workspaceId, author, document),
    saveDraft: write,
    remove: (workspaceId, flowId) => store.remove(workspaceId, flowId, clock.now()),
    summaryOf,
  });

  return {
    list: async (workspaceId) => (await store.list(workspaceId)).map(summaryOf),
    templates: () => templates.list(),

    async create(workspaceId, author, request) {
      if (request.template !== undefined) {
        const loaded = await templates.load(request.template);
        const shipped = readDocument(loaded.flow);
        const document = inLocale({ ...shipped, name: request.name }, loaded.names, request.locale);
        const packs = loaded.knowledge === undefined ? [] : [{ ...loaded.knowledge, name: request.name }];
        // They speak the language the template was written in, whichever the new flow speaks first.
        const { locale } = shipped.settings;
        const dialogues = (tests?.read(loaded.dialogues) ?? []).map((dialogue) => ({ locale, ...dialogue }));
        const made = await insertWithKnowledge(workspaceId, author, document, packs, request.slug);
        await tests?.addAll(workspaceId, author, made.flow.id, dialogues, 'template');
        return detailOf(made);
      }
      const document =
        request.document === undefined
          ? createFlowDocument(request.name, request.locale)
          : { ...readForeignDocument(request.document, nodePacks), name: request.name };
      return detailOf(await insert(workspaceId, author, document, request.slug));
    },

    get: async (workspaceId, flowId) => detailOf(await mustGet(workspaceId, flowId)),

    saveDraft: async (workspaceId, author, flowId, revision, document) =>
      write(workspaceId, author, flowId, revision, readDocument(document)),

    async update(workspaceId, flowId, change) {
      const outcome = await store.rename(workspaceId, flowId, change);
      if (outcome === 'slug-taken') throw nameTaken(change.slug ?? '');
      return summaryOf((await mustGet(workspaceId, flowId)).flow);
    },

    async remove(workspaceId, flowId) {
      const outcome = await store.remove(workspaceId, flowId, clock.now());
      if (outcome === 'missing') throw notFound();
      return outcome;
    },

    async check(workspaceId, flowId, document) {
      const found = await mustGet(workspaceId, flowId);
      return problemsOf(workspaceId, document === undefined ? found.document : readDocument(document), flowId);
    },

    ...publishing,

    async compose(workspaceId, document) {
      const pinned = pinPacks(document, nodePacks);
      return composedOf(pinned, await loadCalls(store, workspaceId, pinned), '') ?? pinned;
    },

    async versions(workspaceId, flowId) {
      const { flow } = await mustGet(workspaceId, flowId);
      return (await store.versions(workspaceId, flowId)).map((version) => versionOf(version, flow.publishedVersion));
    },

    async version(workspaceId, flowId, number) {
      const { flow } = await mustGet(workspaceId, flowId);
      const found = await store.version(workspaceId, flowId, number);
      if (found === undefined) throw notFound();
      return { version: versionOf(found.version, flow.publishedVersion), document: found.document };
    },

    async restore(workspaceId, author, flowId, number, revision) {
      await mustGet(workspaceId, flowId);
      const found = await store.version(workspaceId, flowId, number);
      if (found === undefined) throw notFound();
      return write(workspaceId, author, flowId, revision, readDocument(found.document));
    },

    ...transfers,

    async ownBases(workspaceId, flowId) {
      const others = (await store.list(workspaceId)).filter(({ id }) => id !== flowId);
      const used = new Set<string>();
      for (const { id } of others) {
        for (const baseId of baseIdsOf((await mustGet(workspaceId, id)).document)) used.add(baseId);
      }
      return baseIdsOf((await mustGet(workspaceId, flowId)).document).filter((id) => !used.has(id));
    },

    xstate: async (workspaceId, flowId) =>
      exportXState(pinPacks((await mustGet(workspaceId, flowId)).document, nodePacks)),
  };
}
