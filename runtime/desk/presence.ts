// Who is at the desk: staff with an open desk stream who did not switch to away. Kept in memory; a restart asks the streams again.
import type { Clock } from '#runtime/ports/clock.ts';

/** A member of staff as the desk names them. */
export interface DeskPerson {
  readonly id: string;
  readonly name: string;
}

/** How long somebody stays online after their last stream closed: a page that reloads is back by then. */
const GRACE_MS = 2_000;

/** Presence of all workspaces. */
export interface Presence {
  /** Somebody opened the desk. Returns what to call when the stream closes. */
  enter(workspaceId: string, person: DeskPerson): () => void;
  setAway(workspaceId: string, personId: string, away: boolean): void;
  isAway(workspaceId: string, personId: string): boolean;
  online(workspaceId: string): readonly DeskPerson[];
}

/** Makes the list. `changed` is called whenever the people online in a workspace may have changed. */
export function createPresence(clock: Clock, changed: (workspaceId: string) => void): Presence {
  const desks = new Map<string, Map<string, { person: DeskPerson; streams: number }>>();
  const away = new Set<string>();
  const keyOf = (workspaceId: string, personId: string): string => `${workspaceId}\n${personId}`;

  function leave(workspaceId: string, personId: string): void {
    const desk = desks.get(workspaceId);
    const seat = desk?.get(personId);
    if (desk === undefined || seat === undefined) return;
    seat.streams -= 1;
    if (seat.streams > 0) return;
    desk.delete(personId);
    changed(workspaceId);
  }

  return {
    enter(workspaceId, person) {
      const desk = desks.get(workspaceId) ?? new Map<string, { person: DeskPerson; streams: number }>();
      desks.set(workspaceId, desk);
      const seat = desk.get(person.id) ?? { person, streams: 0 };
      seat.person = person;
      seat.streams += 1;
      desk.set(person.id, seat);
      if (seat.streams === 1) changed(workspaceId);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        clock.after(GRACE_MS, () => leave(workspaceId, person.id));
      };
    },
    setAway(workspaceId, personId, isAway) {
      const key = keyOf(workspaceId, personId);
      if (isAway) away.add(key);
      else away.delete(key);
      changed(workspaceId);
    },
    isAway: (workspaceId, personId) => away.has(keyOf(workspaceId, personId)),
    online: (workspaceId) =>
      [...(desks.get(workspaceId)?.values() ?? [])]
        .filter(({ person }) => !away.has(keyOf(workspaceId, person.id)))
        .map(({ person }) => person)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
