// The room's one door: drafts, the publish gate, versions, templates, export and import of flows.
import { FlowError } from '#nodes/kit/errors.ts';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { exportXState } from '#nodes/flow/export-xstate.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import type { FlowDetail, FlowProblem, FlowSummary, FlowVersion, Template } from '#nodes/wire/flows.ts';
import { changeKey, diffDocuments } from '#nodes/flow/diff.ts';
import { DEFAULT_GUARD, type RolloutGuard } from '#nodes/wire/releases.ts';
import type { BundleSigner } from '#runtime/ports/bundle-signer.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Author, FlowCaller, FlowStore, FlowVersionStore, StoredFlow } from '#runtime/ports/flow-store.ts';
import type { TrainedModel, Understanding } from '#runtime/ports/understanding.ts';
import { baseIdsOf, withBases } from './bundle.ts';
import { callRows, composedOf, loadCalls } from './calls.ts';
import { contentHash } from './content-hash.ts';
import type { FlowKnowledge, KnowledgePack } from './flow-knowledge.ts';
import { detailOf, isoFrom, summaryOf, versionOf } from './flow-views.ts';
import { problemFacts, readDocument, readForeignDocument } from './read-document.ts';
import { slugFromName, slugWithSuffix } from './slug.ts';
import { begun } from '#runtime/releases/releases.ts';
import { inLocale } from './rename-for-locale.ts';
import type { Templates } from './templates.ts';
import { createTransfers, type Transfers } from './transfers.ts';

/** The seed of intent training: the same flow trains to the same model on every server. */
const TRAINING_SEED = 1;

/** How a flow begins: from a template, from a document, or blank. */
export interface CreateRequest {
  readonly name: string;
  readonly slug?: string;
  readonly template?: string;
  readonly document?: unknown;
  readonly locale?: string;
}

/** What is published: the draft of this revision, to everybody or to a share (1 to 99 in a hundred) of new sessions. */
export interface PublishRequest {
  readonly revision: number;
  readonly note: string;
  readonly rollout?: { readonly share: number; readonly guard?: RolloutGuard };
}

/** What the room leans on. `knowledge` is absent where there is none (command line). */
export interface FlowsDeps {
  readonly store: FlowStore & FlowVersionStore;
  readonly understanding: Understanding;
  readonly clock: Clock;
  readonly templates: Templates;
  readonly knowledge?: FlowKnowledge;
  /** Signs exports and knows whose signature an import carries. Absent: files are not sealed. */
  readonly signer?: BundleSigner;
  /** Names of the credentials of a workspace, for what an import misses. */
  readonly credentialNames?: (workspaceId: string) => Promise<readonly string[]>;
}

/** The flows room. Everything is scoped to a workspace; a flow of another one is RESOURCE_NOT_FOUND. */
export interface Flows extends Transfers {
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
  /** Fails with FLOW_INVALID and `facts.problems` while the draft has errors; what is live stays as it is. */
  publish(workspaceId: string, author: Author, flowId: string, request: PublishRequest): Promise<FlowVersion>;
  /** The flows whose published version calls this one. `behind`: it follows the newest, and was published before that. */
  callers(workspaceId: string, flowId: string): Promise<readonly (FlowCaller & { readonly behind: boolean })[]>;
  /** Publishes what a caller has published already once more, with the newest version of this flow in it. Its draft stays as it is. Fails with STATE_CONFLICT when it is not behind. */
  publishCaller(
    workspaceId: string,
    author: Author,
    flowId: string,
    callerId: string,
    note: string,
  ): Promise<FlowVersion>;
  /** A draft with everything it calls inlined, for a rehearsal; as it is while that cannot be done. */
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
  const { store, clock, templates, knowledge } = deps;

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
    return validateFlow(document, { ...bases, resolveCall, flowId });
  }

  /** Check, compose, train, then one write. */
  async function publishDocument(
    workspaceId: string,
    author: Author,
    flow: StoredFlow,
    document: FlowDocument,
    request: { readonly revision: number; readonly note: string; readonly hash: string },
    rollout?: ReturnType<typeof rolloutOf>,
  ): Promise<FlowVersion> {
    const { id: flowId } = flow;
    const errors = (await problemsOf(workspaceId, document, flowId)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new FlowError('FLOW_INVALID', 'The flow has errors and was not published. Mend them first.', {
        problems: problemFacts(errors),
      });
    }
    const resolve = await loadCalls(store, workspaceId, document);
    const composed = composedOf(document, resolve, flowId);
    const model = await train(deps.understanding, composed ?? document);
    const calls = callRows(document, resolve);
    const version = { document, by: author, at: clock.now(), ...request, model, composed, calls };
    const written = await store.publish(workspaceId, flowId, rollout === undefined ? version : { ...version, rollout });
    if (written.outcome !== 'published') throw refusal(written);
    const stored = await store.version(workspaceId, flowId, written.version);
    if (stored === undefined) throw notFound();
    return versionOf(stored.version, rollout === undefined ? written.version : flow.publishedVersion);
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

  /** A release to a share, beside the published version. One release at a time. */
  function rolloutOf(flow: StoredFlow, author: Author, { rollout }: PublishRequest) {
    if (flow.candidate !== null)
      throw new FlowError(
        'STATE_CONFLICT',
        `Version ${flow.candidate.version} is being released to ${flow.candidate.share}% of new conversations. Finish or stop that release first.`,
      );
    if (rollout === undefined) return undefined;
    if (flow.publishedVersion === null)
      throw new FlowError('STATE_CONFLICT', 'The first version has none beside it: publish it to everybody.');
    const { workspaceId, id: flowId, publishedVersion: baseVersion } = flow;
    const { share, guard = DEFAULT_GUARD } = rollout;
    return { workspaceId, flowId, id: clock.id(), baseVersion, share, guard, ...begun(clock.now(), author) };
  }

  const transfers = createTransfers({
    knowledge,
    signer: deps.signer,
    credentialNames: deps.credentialNames,
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
        const document = inLocale({ ...readDocument(loaded.flow), name: request.name }, loaded.names, request.locale);
        const packs = loaded.knowledge === undefined ? [] : [{ ...loaded.knowledge, name: request.name }];
        return detailOf(await insertWithKnowledge(workspaceId, author, document, packs, request.slug));
      }
      const document =
        request.document === undefined
          ? createFlowDocument(request.name, request.locale)
          : { ...readForeignDocument(request.document), name: request.name };
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

    async publish(workspaceId, author, flowId, request) {
      const { flow, document } = await mustGet(workspaceId, flowId);
      if (flow.draftRevision !== request.revision) {
        throw refusal({ outcome: 'conflict', revision: flow.draftRevision, by: flow.draftBy, at: flow.draftAt });
      }
      const { revision, note } = request;
      const rollout = rolloutOf(flow, author, request);
      return publishDocument(workspaceId, author, flow, document, { revision, note, hash: flow.draftHash }, rollout);
    },

    async callers(workspaceId, flowId) {
      const { flow } = await mustGet(workspaceId, flowId);
      return (await store.callers(workspaceId, flowId)).map((caller) => ({
        ...caller,
        behind: !caller.pinned && flow.publishedVersion !== null && caller.version < flow.publishedVersion,
      }));
    },

    async publishCaller(workspaceId, author, flowId, callerId, note) {
      const behind = (await this.callers(workspaceId, flowId)).find(
        (caller) => caller.flowId === callerId && caller.behind,
      );
      if (behind === undefined)
        throw new FlowError('STATE_CONFLICT', 'This flow does not call an older version. There is nothing to publish.');
      const { flow } = await mustGet(workspaceId, callerId);
      const published = await store.version(workspaceId, callerId, behind.publishedVersion);
      if (published === undefined) throw notFound();
      const { document, version } = published;
      const request = { revision: flow.draftRevision, note, hash: version.hash };
      return publishDocument(workspaceId, author, flow, document, request, rolloutOf(flow, author, request));
    },

    async compose(workspaceId, document) {
      return composedOf(document, await loadCalls(store, workspaceId, document), '') ?? document;
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

    xstate: async (workspaceId, flowId) => exportXState((await mustGet(workspaceId, flowId)).document),
  };
}

async function train(understanding: Understanding, document: FlowDocument): Promise<TrainedModel | null> {
  if (document.intents.length === 0) return null;
  return understanding.train({ intents: document.intents, seed: TRAINING_SEED });
}

function notFound(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow or version here.');
}

function nameTaken(slug: string): FlowError {
  return new FlowError('NAME_TAKEN', `The address "${slug}" is already in use. Choose another one.`, { slug });
}

type Refused = { outcome: 'missing' } | { outcome: 'conflict'; revision: number; by: Author; at: number };

function refusal(written: Refused): FlowError {
  if (written.outcome === 'missing') return notFound();
  return new FlowError(
    'REVISION_CONFLICT',
    'Someone else saved this flow meanwhile. Load their draft, or copy yours into a new flow.',
    { revision: written.revision, by: written.by.name, at: isoFrom(written.at) },
  );
}
