// The room's one door: what new sessions get (rollback, release to a share, automatic stop) and what becomes of the running ones.
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { DEFAULT_GUARD, type Release, type Rollout, type SessionsMoved } from '#nodes/wire/releases.ts';
import type { AuditLog } from '#runtime/ports/audit-log.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { Author, FlowStore, FlowVersionStore, StoredFlow } from '#runtime/ports/flow-store.ts';
import type {
  NotedChange,
  ReleaseStore,
  RolloutGuard,
  StoredRollout,
  VersionUseStore,
} from '#runtime/ports/release-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';
import { moveSessions, type MoveRequest } from './move-sessions.ts';
import { stopReason } from './watch-rollout.ts';

/** A question that nobody answered for this long is abandoned. */
const SILENT_MS = 30 * 60_000;
const WATCH_EVERY_MS = 30_000;
/** The previous version may be judged by sessions from before the release. */
const BASE_WINDOW_MS = 7 * 86_400_000;
/** Who stops a release when nobody does. */
const WATCHER = { kind: 'system', id: 'rollout', name: 'Tandem' } as const;

/** What the room leans on. */
export interface ReleasesDeps {
  readonly store: ReleaseStore & VersionUseStore;
  readonly flows: Pick<FlowStore, 'get'> & Pick<FlowVersionStore, 'version'>;
  readonly sessions: Pick<Sessions, 'migrate' | 'receive'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
}

/** The releases room. Everything is scoped to a workspace; a flow of another one is RESOURCE_NOT_FOUND. */
export interface Releases {
  release(workspaceId: string, flowId: string): Promise<Release>;
  /** New sessions get the version at once; drafts and running sessions are untouched. STATE_CONFLICT when `expected` is not published any more. */
  rollBack(
    workspaceId: string,
    author: Author,
    flowId: string,
    to: { readonly version: number; readonly expected: number },
  ): Promise<void>;
  startRollout(
    workspaceId: string,
    author: Author,
    flowId: string,
    request: { readonly version: number; readonly share: number; readonly guard?: RolloutGuard },
  ): Promise<void>;
  changeRollout(
    workspaceId: string,
    author: Author,
    flowId: string,
    change: { readonly rollout: string; readonly to: number | 'all' | 'stop' },
  ): Promise<void>;
  /** STATE_CONFLICT while new or running sessions use it. */
  removeVersion(workspaceId: string, flowId: string, version: number): Promise<void>;
  changes(workspaceId: string, flowId: string): Promise<readonly NotedChange[]>;
  move(workspaceId: string, author: Author, flowId: string, request: MoveRequest): Promise<SessionsMoved>;
  /** Looks at every running rollout once; stops what has to stop. */
  watch(): Promise<void>;
  /** Watches from now on, until the answer is called. */
  start(): () => void;
}

/** Opens the room. */
export function createReleases(deps: ReleasesDeps): Releases {
  const { store, flows, clock, audit } = deps;

  async function mustGet(workspaceId: string, flowId: string): Promise<StoredFlow> {
    const found = await flows.get(workspaceId, flowId);
    if (found === undefined) throw notFound();
    return found.flow;
  }

  async function figuresOf(rollout: StoredRollout) {
    const now = clock.now();
    const { workspaceId, flowId, version, baseVersion, startedAt, guard } = rollout;
    const until = rollout.endedAt ?? now;
    const since = Math.max(startedAt, until - guard.windowMs);
    const silentSince = now - SILENT_MS;
    const [[candidate], [base]] = await Promise.all([
      store.figures(workspaceId, flowId, { versions: [version], since, silentSince }),
      store.figures(workspaceId, flowId, {
        versions: [baseVersion],
        since: Math.min(since, startedAt - BASE_WINDOW_MS),
        silentSince,
      }),
    ]);
    if (candidate === undefined || base === undefined) throw notFound();
    return { candidate, base };
  }

  async function inspect(rollout: StoredRollout): Promise<void> {
    const { candidate, base } = await figuresOf(rollout);
    const reason = stopReason(rollout.guard, candidate, base);
    if (reason === undefined) return;
    const facts: JsonObject = { ...reason };
    const end = { state: 'stopped', at: clock.now(), by: WATCHER.name, reason: facts } as const;
    const { workspaceId, flowId } = rollout;
    if ((await store.endRollout(workspaceId, flowId, rollout.id, end)) !== 'ended') return;
    await audit.append(workspaceId, {
      actor: WATCHER,
      action: 'rollout.stop',
      target: flowId,
      outcome: 'done',
      facts: { version: rollout.version, backTo: rollout.baseVersion, ...facts },
    });
  }

  async function watch(): Promise<void> {
    for (const rollout of await store.runningRollouts()) await inspect(rollout);
  }

  return {
    async release(workspaceId, flowId) {
      const { publishedVersion } = await mustGet(workspaceId, flowId);
      const [[rollout], live] = await Promise.all([
        store.rollouts(workspaceId, flowId, 1),
        store.liveCounts(workspaceId, flowId),
      ]);
      if (rollout === undefined) return { publishedVersion, rollout: null, figures: [], live: [...live] };
      const { candidate, base } = await figuresOf(rollout);
      return { publishedVersion, rollout: rolloutOf(rollout), figures: [candidate, base], live: [...live] };
    },

    async rollBack(workspaceId, author, flowId, { version, expected }) {
      const { publishedVersion } = await mustGet(workspaceId, flowId);
      if (version === publishedVersion && version === expected)
        throw new FlowError('STATE_CONFLICT', `Version ${version} is already the published one.`);
      const at = clock.now();
      refuse(await store.point(workspaceId, flowId, { version, expected, at, by: author.name }));
    },

    async startRollout(workspaceId, author, flowId, { version, share, guard = DEFAULT_GUARD }) {
      const { publishedVersion, candidate } = await mustGet(workspaceId, flowId);
      if (publishedVersion === null || publishedVersion === version || candidate !== null)
        throw new FlowError(
          'STATE_CONFLICT',
          'A release to a share needs another published version beside it, and no release under way. Finish or stop the other one first.',
        );
      const rollout: StoredRollout = {
        workspaceId,
        flowId,
        id: clock.id(),
        version,
        baseVersion: publishedVersion,
        share,
        guard,
        ...begun(clock.now(), author),
      };
      refuse(await store.startRollout(rollout));
    },

    async changeRollout(workspaceId, author, flowId, { rollout, to }) {
      await mustGet(workspaceId, flowId);
      if (typeof to === 'number') return refuse(await store.shareRollout(workspaceId, flowId, rollout, to));
      const state = to === 'all' ? ('completed' as const) : ('stopped' as const);
      const end = { state, at: clock.now(), by: author.name, reason: null };
      refuse(await store.endRollout(workspaceId, flowId, rollout, end));
    },

    async removeVersion(workspaceId, flowId, version) {
      await mustGet(workspaceId, flowId);
      const outcome = await store.removeVersion(workspaceId, flowId, version, clock.now());
      if (outcome === 'missing') throw notFound();
      if (outcome === 'in-use')
        throw new FlowError(
          'STATE_CONFLICT',
          `Version ${version} is in use: new conversations get it, or some that began on it have not ended. Move them to another version first.`,
        );
    },

    async changes(workspaceId, flowId) {
      await mustGet(workspaceId, flowId);
      return store.notedChanges(workspaceId, flowId);
    },

    async move(workspaceId, author, flowId, request) {
      await mustGet(workspaceId, flowId);
      const moved = await moveSessions(
        {
          versions: flows,
          use: store,
          migrate: deps.sessions.migrate,
          async callPerson(workspace, sessionId) {
            const messageId = `move:${clock.id()}`;
            await deps.sessions
              .receive(workspace, sessionId, messageId, { type: 'person.requested', messageId })
              .catch((error: unknown) => {
                // It ended meanwhile: there is nobody to call a person for.
                if (!(error instanceof FlowError && error.code === 'SESSION_CLOSED')) throw error;
              });
          },
        },
        workspaceId,
        flowId,
        author,
        request,
      );
      return { map: [...moved.map], report: moved.report };
    },

    watch,

    start() {
      let stopped = false;
      let cancel = (): void => undefined;
      const look = async (): Promise<void> => {
        await watch().catch(deps.onProblem);
        if (!stopped) cancel = clock.after(WATCH_EVERY_MS, () => void look());
      };
      cancel = clock.after(WATCH_EVERY_MS, () => void look());
      return () => {
        stopped = true;
        cancel();
      };
    },
  };
}

/** How every release begins. */
export function begun(
  at: number,
  { name }: Author,
): Omit<StoredRollout, 'workspaceId' | 'flowId' | 'id' | 'version' | 'baseVersion' | 'share' | 'guard'> {
  return { state: 'running', reason: null, startedAt: at, startedBy: name, endedAt: null, endedBy: null };
}

function refuse(outcome: 'pointed' | 'started' | 'shared' | 'ended' | 'conflict' | 'missing'): void {
  if (outcome === 'missing') throw notFound();
  if (outcome === 'conflict')
    throw new FlowError(
      'STATE_CONFLICT',
      'Someone else released another version meanwhile. Look at the versions again.',
    );
}

function rolloutOf(rollout: StoredRollout): Rollout {
  const { id, version, baseVersion, share, guard, state, startedAt, startedBy, endedAt, endedBy } = rollout;
  return {
    id,
    version,
    baseVersion,
    share,
    guard,
    state,
    reason: parseReason(rollout.reason),
    startedAt: new Date(startedAt).toISOString(),
    startedBy,
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    endedBy,
  };
}

/** Written by `inspect`. */
function parseReason(reason: JsonObject | null): Rollout['reason'] {
  return reason as Rollout['reason'];
}

function notFound(): FlowError {
  return new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow or version here.');
}
