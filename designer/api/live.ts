// The live stream of the desk: reconnects by itself, says how it stands, and keeps the lists fresh.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Desk, DeskEvent, Handoff, HandoffDetail } from '#nodes/wire/desk.ts';
import { DESK_KEY, handoffKey, withMessage } from './desk.ts';
import { url } from './http.ts';
import { moodsKey } from './moods.ts';
import { NOTICES_KEY } from './notices.ts';

/** How the stream stands. `lost`: it broke and is being opened again. */
export type LiveState = 'connecting' | 'live' | 'lost';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const EVENT_NAMES = ['handoff', 'mood', 'message', 'presence', 'lead', 'notice'];

/** Keeps the desk's cached data in step with the server and answers how the stream stands. */
export function useDeskStream(onEvent?: (event: DeskEvent) => void): LiveState {
  const cache = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(
    () =>
      openStream(
        url('/desk/stream'),
        (data) => {
          const event = parseEvent(data);
          if (event === undefined) return;
          applyEvent(cache, event);
          listener.current?.(event);
        },
        (next, again) => {
          setState(next);
          // What happened before the stream was up, or while it was down, is only in the lists.
          if (next === 'live') void readDeskAgain(cache);
          if (next === 'live' && again) void cache.invalidateQueries({ queryKey: ['handoff'] });
          if (next === 'live' && again) void cache.invalidateQueries({ queryKey: NOTICES_KEY });
        },
      ),
    [cache],
  );
  return state;
}

/** Opens a stream and holds it open; answers how to close it. */
export function openStream(
  address: string,
  onData: (data: string) => void,
  onState: (state: LiveState, again: boolean) => void,
): () => void {
  let source: EventSource | undefined;
  let timer = 0;
  let waitMs = FIRST_WAIT_MS;
  let wasLive = false;
  let closed = false;
  function open(): void {
    source = new EventSource(address);
    source.onopen = () => {
      waitMs = FIRST_WAIT_MS;
      onState('live', wasLive);
      wasLive = true;
    };
    const receive = (event: MessageEvent<string>) => onData(event.data);
    source.onmessage = receive;
    for (const name of EVENT_NAMES) source.addEventListener(name, receive);
    source.onerror = () => {
      if (closed) return;
      onState(wasLive ? 'lost' : 'connecting', wasLive);
      // The browser gives up for good after an error answer; then the next attempt is ours.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    };
  }
  // A broken network is known at once; the stream itself would notice only at its next heartbeat.
  const onOffline = () => onState('lost', wasLive);
  const onOnline = () => {
    window.clearTimeout(timer);
    source?.close();
    waitMs = FIRST_WAIT_MS;
    open();
  };
  window.addEventListener('offline', onOffline);
  window.addEventListener('online', onOnline);
  open();
  return () => {
    closed = true;
    window.removeEventListener('offline', onOffline);
    window.removeEventListener('online', onOnline);
    window.clearTimeout(timer);
    source?.close();
  };
}

/** The three lists after a handoff changed. */
export function deskWith(desk: Desk, handoff: Handoff, myId: string | undefined): Desk {
  const without = (list: readonly Handoff[]) => list.filter((one) => one.id !== handoff.id);
  const next = { ...desk, waiting: without(desk.waiting), mine: without(desk.mine), others: without(desk.others) };
  if (handoff.state === 'waiting') next.waiting.push(handoff);
  else if (handoff.state === 'active' && handoff.agent?.id === myId) next.mine.push(handoff);
  else if (handoff.state === 'active') next.others.push(handoff);
  next.waiting.sort((a, b) => b.priority - a.priority || a.createdAt.localeCompare(b.createdAt));
  return next;
}

/** A read under way may have begun before what has just happened: it is given up, also the very first one. */
export async function readDeskAgain(cache: QueryClient): Promise<void> {
  await cache.cancelQueries({ queryKey: DESK_KEY });
  await cache.invalidateQueries({ queryKey: DESK_KEY });
}

/** Brings the cached data in step with an event. */
export function applyEvent(cache: QueryClient, event: DeskEvent): void {
  const changesLists = event.type === 'handoff' || event.type === 'mood' || event.type === 'presence';
  if (changesLists && cache.isFetching({ queryKey: DESK_KEY }) > 0) void readDeskAgain(cache);
  switch (event.type) {
    case 'handoff':
    case 'mood': {
      const me = cache.getQueryData<{ user: { id: string } } | null>(['me']);
      cache.setQueryData<Desk>(DESK_KEY, (desk) =>
        desk === undefined ? desk : deskWith(desk, event.handoff, me?.user.id),
      );
      cache.setQueryData<HandoffDetail>(handoffKey(event.handoff.id), (detail) =>
        detail === undefined ? detail : { ...detail, handoff: event.handoff },
      );
      void cache.invalidateQueries({ queryKey: handoffKey(event.handoff.id) });
      if (event.type === 'mood') void cache.invalidateQueries({ queryKey: moodsKey(event.handoff.sessionId) });
      return;
    }
    case 'message':
      cache.setQueryData<HandoffDetail>(handoffKey(event.handoffId), (detail) =>
        detail === undefined ? detail : { ...detail, messages: withMessage(detail.messages, event.message) },
      );
      return;
    case 'presence':
      cache.setQueryData<Desk>(DESK_KEY, (desk) =>
        desk === undefined ? desk : { ...desk, agentsOnline: event.agentsOnline },
      );
      return;
    case 'lead':
      void cache.invalidateQueries({ queryKey: ['leads'] });
      return;
    case 'notice':
      void cache.invalidateQueries({ queryKey: NOTICES_KEY });
  }
}

function parseEvent(data: string): DeskEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    const known =
      typeof event === 'object' && event !== null && EVENT_NAMES.includes(String(Reflect.get(event, 'type')));
    return known ? (event as DeskEvent) : undefined;
  } catch {
    return undefined;
  }
}
