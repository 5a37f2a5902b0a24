// Publishing: through the gate, composed with what is called, trained, and written at once; also for a share, and for callers of a flow.
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { FlowProblem, FlowVersion } from '#nodes/wire/flows.ts';
import type { PackDefinition } from '#nodes/packs/pack-definition.ts';
import { pinPacks } from '#nodes/packs/pinned-packs.ts';
import { DEFAULT_GUARD, type RolloutGuard } from '#nodes/wire/releases.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Author, FlowCaller, FlowStore, FlowVersionStore, StoredFlow } from '#runtime/ports/flow-store.ts';
import type { TrainedModel, Understanding } from '#runtime/ports/understanding.ts';
import { begun } from '#runtime/releases/releases.ts';
import { callRows, composedOf, loadCalls } from './calls.ts';
import { notFound, refusal, versionOf } from './flow-views.ts';
import type { FlowTests } from './flow-tests.ts';
import { isBearable, overrideFact, passGate, type Override } from './publish-gate.ts';

/** The seed of intent training: the same flow trains to the same model on every server. */
const TRAINING_SEED = 1;

/**
 * What is published: the draft of this revision, to everybody or to a share (1 to 99 in a hundred) of new sessions. Whether the author
 * may override is the caller's to know.
 */
export interface PublishRequest {
  readonly revision: number;
  readonly note: string;
  readonly rollout?: { readonly share: number; readonly guard?: RolloutGuard };
  readonly override?: Override;
}

/** The publishing part of the flows room. */
export interface Publishing {
  /**
   * Fails with FLOW_INVALID or DIALOGUES_RED while something is in the way (`facts.problems`, `facts.red`), with STATE_CONFLICT while
   * somebody else publishes; what is live stays as it is. `onOverride` hears what an override was used against.
   */
  publish(
    workspaceId: string,
    author: Author,
    flowId: string,
    request: PublishRequest,
    onOverride?: (fact: JsonObject) => void,
  ): Promise<FlowVersion>;
  /** The flows whose published version calls this one. `behind`: it follows the newest, and was published before that. */
  callers(workspaceId: string, flowId: string): Promise<readonly (FlowCaller & { readonly behind: boolean })[]>;
  /**
   * Publishes what a caller has published already once more, with the newest version of this flow in it. Its draft stays as it is.
   * Fails with STATE_CONFLICT when it is not behind.
   */
  publishCaller(
    workspaceId: string,
    author: Author,
    flowId: string,
    callerId: string,
    note: string,
  ): Promise<FlowVersion>;
}

interface PublishingDeps {
  readonly store: FlowStore & FlowVersionStore;
  readonly understanding: Understanding;
  readonly clock: Clock;
  readonly tests?: FlowTests;
  /** The operator's own node types, pinned into what is published. */
  readonly nodePacks: readonly PackDefinition[];
  problemsOf(workspaceId: string, document: FlowDocument, flowId: string): Promise<readonly FlowProblem[]>;
}

/** What goes out, and how it is called. */
interface Edition {
  readonly document: FlowDocument;
  readonly hash: string;
  readonly request: PublishRequest;
}

/** Opens the publishing part. */
export function createPublishing(deps: PublishingDeps): Publishing {
  const { store, clock, tests } = deps;
  /** Who publishes right now, by workspace and flow. */
  const publishing = new Map<string, Author>();

  async function mustGet(workspaceId: string, flowId: string) {
    const found = await store.get(workspaceId, flowId);
    if (found === undefined) throw notFound();
    return found;
  }

  /** One at a time for each flow. */
  async function alone<R>(workspaceId: string, flowId: string, author: Author, work: () => Promise<R>): Promise<R> {
    const key = `${workspaceId} ${flowId}`;
    const other = publishing.get(key);
    if (other !== undefined) throw publishedBeside(other.name);
    publishing.set(key, author);
    try {
      return await work();
    } finally {
      publishing.delete(key);
    }
  }

  /** Gate, compose, train, then one write. */
  async function publishEdition(
    workspaceId: string,
    author: Author,
    flow: StoredFlow,
    { document, hash, request }: Edition,
    onOverride?: (fact: JsonObject) => void,
  ): Promise<FlowVersion> {
    const { id: flowId } = flow;
    const { note, revision, override } = request;
    const rollout = rolloutOf(flow, author, request);
    const errors = (await deps.problemsOf(workspaceId, document, flowId)).filter(
      ({ severity }) => severity === 'error',
    );
    const played = errors.every(isBearable) ? ((await tests?.play(workspaceId, flowId, document)) ?? []) : [];
    const findings = { errors, red: played.filter(({ passed }) => !passed) };
    passGate(findings, override);
    const resolve = await loadCalls(store, workspaceId, document);
    const composed = composedOf(document, resolve, flowId);
    const written = await store.publish(workspaceId, flowId, {
      document,
      hash,
      by: author,
      at: clock.now(),
      revision,
      note,
      model: await train(deps.understanding, composed ?? document),
      composed,
      calls: callRows(document, resolve),
      after: flow.publishedVersion,
      dialogues: (await tests?.list(workspaceId, flowId)) ?? [],
      ...(rollout === undefined ? {} : { rollout }),
    });
    if (written.outcome === 'overtaken') throw publishedBeside(written.by, written.version);
    if (written.outcome !== 'published') throw refusal(written);
    if (override !== undefined && errors.length + findings.red.length > 0)
      onOverride?.(overrideFact(findings, override));
    const stored = await store.version(workspaceId, flowId, written.version);
    if (stored === undefined) throw notFound();
    return versionOf(stored.version, rollout === undefined ? written.version : flow.publishedVersion);
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

  async function callers(workspaceId: string, flowId: string) {
    const { flow } = await mustGet(workspaceId, flowId);
    return (await store.callers(workspaceId, flowId)).map((caller) => ({
      ...caller,
      behind: !caller.pinned && flow.publishedVersion !== null && caller.version < flow.publishedVersion,
    }));
  }

  return {
    callers,

    async publish(workspaceId, author, flowId, request, onOverride) {
      const { flow, document } = await mustGet(workspaceId, flowId);
      if (flow.draftRevision !== request.revision) {
        throw refusal({ outcome: 'conflict', revision: flow.draftRevision, by: flow.draftBy, at: flow.draftAt });
      }
      const edition = { document: pinPacks(document, deps.nodePacks), hash: flow.draftHash, request };
      return alone(workspaceId, flowId, author, () => publishEdition(workspaceId, author, flow, edition, onOverride));
    },

    async publishCaller(workspaceId, author, flowId, callerId, note) {
      const behind = (await callers(workspaceId, flowId)).find((caller) => caller.flowId === callerId && caller.behind);
      if (behind === undefined)
        throw new FlowError('STATE_CONFLICT', 'This flow does not call an older version. There is nothing to publish.');
      const { flow } = await mustGet(workspaceId, callerId);
      const published = await store.version(workspaceId, callerId, behind.publishedVersion);
      if (published === undefined) throw notFound();
      const edition = {
        document: published.document,
        hash: published.version.hash,
        request: { revision: flow.draftRevision, note },
      };
      return alone(workspaceId, callerId, author, () => publishEdition(workspaceId, author, flow, edition));
    },
  };
}

async function train(understanding: Understanding, document: FlowDocument): Promise<TrainedModel | null> {
  const { intents, dictionaries = [], outOfScope = [] } = document;
  if (intents.length === 0 && dictionaries.length === 0) return null;
  return understanding.train({ intents, dictionaries, outOfScope, seed: TRAINING_SEED });
}

function publishedBeside(by: string, version?: number): FlowError {
  return new FlowError(
    'STATE_CONFLICT',
    version === undefined
      ? `${by} is publishing this flow right now. Nothing of yours is lost: wait a moment, look at the new version, then publish again.`
      : `${by} has just published version ${version} of this flow. Nothing of yours is lost: look at it, then publish again.`,
    { by, ...(version === undefined ? {} : { version }) },
  );
}
