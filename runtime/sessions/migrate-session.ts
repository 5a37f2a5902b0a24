// A session carried to another version of its flow: one transaction under the session's lock, with a journal entry of its own.
import { keepOf } from '#nodes/flow/delay-keep.ts';
import { migrateSession, type Migrated, type StuckReason } from '#nodes/flow/migrate.ts';
import type { NodeTargets } from '#nodes/flow/node-map.ts';
import type { SessionMigrated } from '#nodes/flow/events.ts';
import type { Author } from '#runtime/ports/flow-store.ts';
import type { StoredSession, TimerRow, TurnWrite } from '#runtime/ports/session-store.ts';
import type { PlayableFlow } from './playable-flows.ts';
import type { ReceiveDeps } from './receive.ts';
import type { SessionLock } from './session-lock.ts';

const MAX_RACES = 5;

/** Where to, by which map, in whose name. `dryRun`: only say what would happen. */
export interface MigrateRequest {
  readonly from: number;
  readonly to: number;
  readonly targets: NodeTargets;
  readonly by: Author;
  readonly dryRun: boolean;
}

/** What came of it. `gone`: it has ended, or runs on another version by now. */
export type MigrateOutcome =
  | {
      readonly outcome: 'moved';
      readonly node: string;
      readonly variables: Extract<Migrated, { ok: true }>['variables'];
    }
  | { readonly outcome: 'stuck'; readonly node: string; readonly reason: StuckReason }
  | { readonly outcome: 'gone' };

/** Moves one session. */
export type Migrate = (workspaceId: string, sessionId: string, request: MigrateRequest) => Promise<MigrateOutcome>;

/** Makes the mover. `onStored` sees each move after its commit. */
export function createMigrate(
  { store, flows, clock }: Pick<ReceiveDeps, 'store' | 'flows' | 'clock'>,
  lock: SessionLock,
  onStored: (write: TurnWrite) => void,
): Migrate {
  async function attempt(
    workspaceId: string,
    id: string,
    request: MigrateRequest,
  ): Promise<MigrateOutcome | 'conflict'> {
    // The store, not the cache: what is moved must be what is stored.
    const session = await store.load(workspaceId, id);
    if (session === undefined || session.status === 'closed' || session.version !== request.from)
      return { outcome: 'gone' };
    if (session.snapshot?.status !== 'active') return { outcome: 'gone' };
    const [from, to, timers] = await Promise.all([
      flows.load(workspaceId, session.flowId, request.from),
      flows.load(workspaceId, session.flowId, request.to),
      store.timersOf(workspaceId, id),
    ]);
    if (from === undefined || to === undefined) return { outcome: 'gone' };
    const at = clock.now();
    const standing = { snapshot: session.snapshot, timers };
    const migrated = migrateSession(from.compiled, to.compiled, request.targets, standing, at);
    if (!migrated.ok) return { outcome: 'stuck', node: migrated.node, reason: migrated.reason };
    const moved = { outcome: 'moved', node: migrated.node, variables: migrated.variables } as const;
    if (request.dryRun) return moved;
    const write = writeFrom(session, to, request, migrated, at);
    const { outcome } = await store.advance(write);
    if (outcome !== 'stored') return 'conflict';
    onStored(write);
    return moved;
  }

  return (workspaceId, sessionId, request) => {
    if (request.dryRun) return attempt(workspaceId, sessionId, request).then(settled);
    return lock.run(sessionId, async () => {
      for (let race = 0; race < MAX_RACES; race++) {
        const outcome = await attempt(workspaceId, sessionId, request);
        if (outcome !== 'conflict') return outcome;
      }
      return { outcome: 'gone' };
    });
  };
}

function settled(outcome: MigrateOutcome | 'conflict'): MigrateOutcome {
  return outcome === 'conflict' ? { outcome: 'gone' } : outcome;
}

function writeFrom(
  session: StoredSession,
  to: PlayableFlow,
  request: MigrateRequest,
  migrated: Extract<Migrated, { ok: true }>,
  at: number,
): TurnWrite {
  const { workspaceId, id: sessionId } = session;
  const revision = session.revision + 1;
  const event: SessionMigrated = {
    type: 'session.migrated',
    at,
    from: request.from,
    to: to.published.version,
    snapshot: migrated.snapshot,
    lost: migrated.lost,
    by: request.by,
  };
  return {
    // Being moved is no sign of life of the customer.
    session: { ...session, version: request.to, revision, snapshot: migrated.snapshot },
    journal: {
      revision,
      eventId: `migrate:${String(revision)}`,
      at,
      event,
      outputs: [],
      trace: [],
      fault: null,
      firstSeq: 0,
      lastSeq: 0,
    },
    messages: [],
    timers: {
      cancel: migrated.timers.cancel,
      set: migrated.timers.set.map(({ id, event: name, dueAt, setAt, durationMs }): TimerRow => ({
        workspaceId,
        sessionId,
        id,
        event: name,
        dueAt,
        epoch: revision,
        setAt: setAt ?? at,
        durationMs: durationMs ?? dueAt - at,
        onRestart: keepOf(to.compiled, name).restart,
      })),
    },
    outbox: [],
    domain: [],
  };
}
