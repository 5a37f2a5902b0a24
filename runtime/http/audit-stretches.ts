// One audit line for a stretch of the same act: an editor that saves every second must not drown the log.
import type { AuditFact } from './gate.ts';

/** Things remembered; the oldest is forgotten first and then written again. */
const MAX_REMEMBERED = 5000;

/** The stretches under way. */
export interface AuditStretches {
  /** Is the act part of a stretch that already has its line? A stretch ends with its time, or when someone else does the same. */
  covers(fact: AuditFact, at: number): boolean;
  /** Begins a stretch; called once its line is written. A line without a stretch ends nothing. */
  begin(fact: AuditFact, at: number): void;
}

/** Remembers stretches in this process: after a restart, or on another instance, a line is written once more. */
export function createAuditStretches(): AuditStretches {
  const open = new Map<string, { readonly by: string; readonly until: number }>();
  return {
    covers(fact, at) {
      if (fact.stretchMs === undefined || fact.outcome !== 'done') return false;
      const stretch = open.get(keyOf(fact));
      return stretch?.by === personOf(fact) && at < stretch.until;
    },
    begin(fact, at) {
      if (fact.stretchMs === undefined || fact.outcome !== 'done') return;
      open.delete(keyOf(fact));
      open.set(keyOf(fact), { by: personOf(fact), until: at + fact.stretchMs });
      for (const oldest of open.keys()) {
        if (open.size <= MAX_REMEMBERED) break;
        open.delete(oldest);
      }
    },
  };
}

function keyOf({ workspaceId, action, target }: AuditFact): string {
  return JSON.stringify([workspaceId, action, target]);
}

function personOf({ actor }: AuditFact): string {
  return actor === undefined ? '' : `${actor.kind} ${actor.id}`;
}
