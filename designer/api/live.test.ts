// The three lists of the desk follow every change of a handoff.
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Message } from '#nodes/wire/customer.ts';
import type { Desk, Handoff } from '#nodes/wire/desk.ts';
import { DESK_KEY, handoffKey, withMessage } from './desk.ts';
import { applyEvent, deskWith, readDeskAgain } from './live.ts';

const empty: Desk = { waiting: [], mine: [], others: [], presence: 'online', agentsOnline: [] };

describe('the lists of the desk', () => {
  it('take in a new waiting customer, the urgent first and then the longest wait', () => {
    const lists = [handoff('b', 2), handoff('a', 1), handoff('c', 3, { priority: 9 })].reduce(
      (desk, one) => deskWith(desk, one, 'me'),
      empty,
    );
    expect(lists.waiting.map((one) => one.id)).toEqual(['c', 'a', 'b']);
  });

  it('move a customer to the list of whoever took over', () => {
    const waiting = deskWith(empty, handoff('a', 1), 'me');
    const mine = deskWith(waiting, handoff('a', 1, active('me')), 'me');
    expect([mine.waiting.length, mine.mine.length, mine.others.length]).toEqual([0, 1, 0]);
    const theirs = deskWith(waiting, handoff('a', 1, active('other')), 'me');
    expect([theirs.waiting.length, theirs.mine.length, theirs.others.length]).toEqual([0, 0, 1]);
  });

  it('let go of a customer whose handoff ended', () => {
    const mine = deskWith(empty, handoff('a', 1, active('me')), 'me');
    const after = deskWith(mine, handoff('a', 1, { state: 'resolved' }), 'me');
    expect([...after.waiting, ...after.mine, ...after.others]).toEqual([]);
  });
});

describe('a mood that a colleague corrected', () => {
  it('is in the lists and the card at once, and the moods of the messages are asked for again', () => {
    const cache = new QueryClient();
    const judged = handoff('a', 1, { mood: 'calm' });
    cache.setQueryData(DESK_KEY, { ...empty, waiting: [judged] });
    cache.setQueryData(handoffKey('a'), { handoff: judged });
    cache.setQueryData(['moods', judged.sessionId, 'm1'], { moods: [] });
    cache.setQueryData(['moods', 'another', 'm1'], { moods: [] });
    const corrected = { ...judged, mood: 'angry', moodCorrected: { said: 'calm', by: 'Ann' } } as const;
    applyEvent(cache, { type: 'mood', handoff: corrected });
    expect(cache.getQueryData<Desk>(DESK_KEY)?.waiting).toEqual([corrected]);
    expect(cache.getQueryData(handoffKey('a'))).toEqual({ handoff: corrected });
    expect(cache.getQueryState(['moods', judged.sessionId, 'm1'])?.isInvalidated).toBe(true);
    expect(cache.getQueryState(['moods', 'another', 'm1'])?.isInvalidated).toBe(false);
  });
});

describe('the first read of the desk', () => {
  it('gives way to one that began after the stream was up, however late it answers', async () => {
    const cache = new QueryClient();
    const answers: ((desk: Desk) => void)[] = [];
    const page = new QueryObserver<Desk>(cache, {
      queryKey: DESK_KEY,
      queryFn: () => new Promise((answer) => answers.push(answer)),
    });
    const leave = page.subscribe(() => undefined);
    const again = readDeskAgain(cache);
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.({ ...empty, agentsOnline: [{ id: 'me', name: 'Grace' }] });
    answers[0]?.(empty);
    await again;
    expect(page.getCurrentResult().data?.agentsOnline).toEqual([{ id: 'me', name: 'Grace' }]);
    leave();
  });
});

describe('a thread', () => {
  it('keeps the order of the conversation whatever order messages arrive in', () => {
    const thread = [message(3), message(1), message(2)].reduce<Message[]>(withMessage, []);
    expect(thread.map((one) => one.seq)).toEqual([1, 2, 3]);
  });

  it('shows a message that arrives twice once', () => {
    expect(withMessage(withMessage([], message(1)), message(1))).toHaveLength(1);
  });
});

function handoff(id: string, minute: number, part: Partial<Handoff> = {}): Handoff {
  return {
    id,
    sessionId: `s-${id}`,
    flow: { id: 'f', name: 'f', version: 1 },
    customer: { id: 'c', name: 'c' },
    department: '',
    reason: '',
    mood: null,
    moodCorrected: null,
    priority: 0,
    state: 'waiting',
    agent: null,
    createdAt: `2026-11-22T10:0${minute}:00.000Z`,
    claimedAt: null,
    endedAt: null,
    lastMessage: null,
    unread: 0,
    ...part,
  };
}

function active(agentId: string): Partial<Handoff> {
  return { state: 'active', agent: { id: agentId, name: agentId } };
}

function message(seq: number): Message {
  return { id: `m${seq}`, seq, at: '2026-11-22T10:00:00.000Z', from: 'customer', kind: 'text', text: `${seq}` };
}
