// What a turn writes for the rooms beside the session (desk, leads, contacts): their statements ride in the turn's own transaction.
import type { TurnWrite } from '#runtime/ports/session-store.ts';
import { jobWrites } from './job-writes.ts';
import { noticeWrites } from './notice-writes.ts';
import { eventWrites } from './event-writes.ts';
import { inboxWrites } from './inbox-writes.ts';
import { peopleWrites } from './people-writes.ts';
import type { Statement } from './statement.ts';

/**
 * The statements of one room for a turn, in order. Called for every turn: answer with the shared empty list when there is nothing to do.
 * Statements must not fail on data (use `on conflict`): one that fails takes the whole turn back.
 */
export type DomainWriter = (turn: TurnWrite) => readonly Statement[];

const NONE: readonly Statement[] = [];

// One line a room.
const rooms: readonly DomainWriter[] = [peopleWrites, noticeWrites, jobWrites, eventWrites, inboxWrites];

/** Every room's statements for this turn, executed after the session's own rows and before the commit. */
export function domainWrites(turn: TurnWrite): readonly Statement[] {
  let all: Statement[] | undefined;
  for (const room of rooms) {
    const statements = room(turn);
    if (statements.length > 0) (all ??= []).push(...statements);
  }
  return all ?? NONE;
}
