// Plans and makes the move of all live sessions of one version to another: the dry run and the move count the same way.
import { FlowError } from '#nodes/kit/errors.ts';
import { mapNodes, targetsOf, type NodeMapping } from '#nodes/flow/node-map.ts';
import type { MoveReport, MoveStuck } from '#nodes/wire/releases.ts';
import type { Author, FlowVersionStore } from '#runtime/ports/flow-store.ts';
import type { VersionUseStore } from '#runtime/ports/release-store.ts';
import type { Sessions } from '#runtime/sessions/sessions.ts';

/** Sessions looked at in one go, and moved side by side. */
const PAGE = 200;
const AT_ONCE = 16;
/** Stuck sessions that are named; all are counted. */
const NAMED = 200;

type MigrateRequest = Parameters<Sessions['migrate']>[2];
type MigrateOutcome = Awaited<ReturnType<Sessions['migrate']>>;

/** What the move stands on. */
export interface MoveDeps {
  readonly versions: Pick<FlowVersionStore, 'version'>;
  readonly use: Pick<VersionUseStore, 'liveSessions'>;
  readonly migrate: Sessions['migrate'];
  /** Calls a person into a session that stays behind. */
  readonly callPerson: (workspaceId: string, sessionId: string) => Promise<void>;
}

/** Which way, by which map. */
export interface MoveRequest {
  readonly from: number;
  readonly to: number;
  readonly map: Readonly<Record<string, string | null>>;
  /** What becomes of sessions that cannot be moved: they stay on their version, or a person is called into them. */
  readonly stuck: 'stay' | 'person';
  readonly dryRun: boolean;
}

/** Plans or makes the move. Fails with RESOURCE_NOT_FOUND for a version that is not there. */
export async function moveSessions(
  deps: MoveDeps,
  workspaceId: string,
  flowId: string,
  by: Author,
  request: MoveRequest,
): Promise<{ readonly map: readonly NodeMapping[]; readonly report: MoveReport }> {
  if (request.from === request.to)
    throw new FlowError(
      'REQUEST_INVALID',
      'Choose two different versions: sessions cannot be moved to where they are.',
    );
  const [before, after] = await Promise.all([
    deps.versions.version(workspaceId, flowId, request.from),
    deps.versions.version(workspaceId, flowId, request.to),
  ]);
  if (before === undefined || after === undefined)
    throw new FlowError('RESOURCE_NOT_FOUND', 'There is no such flow or version here.');
  const map = mapNodes(before.document, after.document, request.map);
  const ask: MigrateRequest = {
    from: request.from,
    to: request.to,
    targets: targetsOf(map),
    by,
    dryRun: request.dryRun,
  };
  const tally = createTally();
  for (let last = ''; ;) {
    const ids = await deps.use.liveSessions(workspaceId, flowId, request.from, last, PAGE);
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const batch = ids.slice(start, start + AT_ONCE);
      const outcomes = await Promise.all(batch.map((id) => deps.migrate(workspaceId, id, ask)));
      for (const [index, outcome] of outcomes.entries()) {
        const sessionId = batch[index] ?? '';
        tally.add(sessionId, outcome);
        if (outcome.outcome === 'stuck' && request.stuck === 'person' && !request.dryRun) {
          await deps.callPerson(workspaceId, sessionId);
        }
      }
    }
    last = ids.at(-1) ?? '';
    if (ids.length < PAGE) break;
  }
  return { map, report: tally.report() };
}

function createTally() {
  const nodes = new Map<string, { moved: number; stuck: number }>();
  const stuck: MoveStuck[] = [];
  const variables = new Map<string, MoveReport['variables'][number]>();
  let moved = 0;
  let stuckCount = 0;
  const at = (node: string) => {
    const found = nodes.get(node) ?? { moved: 0, stuck: 0 };
    nodes.set(node, found);
    return found;
  };
  return {
    add(sessionId: string, outcome: MigrateOutcome): void {
      if (outcome.outcome === 'gone') return;
      if (outcome.outcome === 'stuck') {
        stuckCount += 1;
        at(outcome.node).stuck += 1;
        if (stuck.length < NAMED) stuck.push({ sessionId, node: outcome.node, reason: outcome.reason });
        return;
      }
      moved += 1;
      at(outcome.node).moved += 1;
      for (const { name, from, to, outcome: what } of outcome.variables) {
        const former = variables.get(name) ?? { name, from, to, converted: 0, lost: 0 };
        variables.set(name, { ...former, [what]: former[what] + 1 });
      }
    },
    report: (): MoveReport => ({
      moved,
      stuck: stuckCount,
      byNode: [...nodes]
        .map(([node, counts]) => ({ node, ...counts }))
        .sort((a, b) => b.stuck - a.stuck || b.moved - a.moved || (a.node < b.node ? -1 : 1)),
      stuckSessions: stuck,
      variables: [...variables.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  };
}
