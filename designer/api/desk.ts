// The desk: queue, claim, chat, notes, resolve and return; and the list of all conversations.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Message } from '#nodes/wire/customer.ts';
import type { DebugConversation } from '#nodes/wire/debug.ts';
import type { Conversation, ConversationDetail, Desk, Handoff, HandoffDetail } from '#nodes/wire/desk.ts';
import { request, withQuery, upload } from './http.ts';

/** The key of the three lists. */
export const DESK_KEY = ['desk'] as const;

/** The key of one handoff's thread and context. */
export function handoffKey(id: string) {
  return ['handoff', id] as const;
}

/** The three lists and one's own presence. The stream keeps them fresh; the slow poll is the safety net. */
export function useDesk() {
  return useQuery({
    queryKey: DESK_KEY,
    queryFn: ({ signal }) => request<Desk>('GET', '/desk', undefined, signal),
    refetchInterval: 30_000,
  });
}

/** One handoff with its context card, thread and notes. */
export function useHandoff(id: string | undefined) {
  return useQuery({
    queryKey: handoffKey(id ?? ''),
    queryFn: ({ signal }) => request<HandoffDetail>('GET', `/desk/handoffs/${id ?? ''}`, undefined, signal),
    enabled: id !== undefined,
  });
}

/** Takes a waiting customer over. 409 HANDOFF_TAKEN names the colleague in `facts.agent`. */
export function useClaim() {
  return useHandoffChange(
    (id: string) => request<Handoff>('POST', `/desk/handoffs/${id}/claim`),
    (id) => id,
  );
}

/** Ends the conversation as solved. */
export function useResolve() {
  return useHandoffChange(
    (id: string) => request<Handoff>('POST', `/desk/handoffs/${id}/resolve`),
    (id) => id,
  );
}

/** Gives the customer back to the flow with a note for it. */
export function useReturnToFlow() {
  return useHandoffChange(
    ({ id, note }: { id: string; note: string }) => request<Handoff>('POST', `/desk/handoffs/${id}/return`, { note }),
    ({ id }) => id,
  );
}

/** Says something to the customer; the caller's id makes a repeat harmless. */
export function sendAgentMessage(handoffId: string, id: string, text: string): Promise<unknown> {
  return request('POST', `/desk/handoffs/${handoffId}/messages`, { id, text });
}

/** Sends a file to the customer; repeating the id changes nothing. */
export function sendAgentFile(handoffId: string, id: string, file: File): Promise<unknown> {
  return upload(`/desk/handoffs/${handoffId}/files?message=${encodeURIComponent(id)}`, [file], () => undefined);
}

/** Where a file of a conversation is; it opens as a download. */
export function sentFileAddress(sessionId: string, fileId: string): string {
  return `/api/v1/conversations/${encodeURIComponent(sessionId)}/files/${encodeURIComponent(fileId)}`;
}

/** Writes a note that only staff sees. */
export function useAddNote() {
  return useHandoffChange(
    ({ id, text }: { id: string; text: string }) => request<unknown>('POST', `/desk/handoffs/${id}/notes`, { text }),
    ({ id }) => id,
  );
}

/** Says whether one takes customers now. */
export function useSetPresence() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (presence: Desk['presence']) => request<unknown>('PUT', '/desk/presence', { presence }),
    onMutate: (presence) => {
      cache.setQueryData<Desk>(DESK_KEY, (desk) => (desk === undefined ? desk : { ...desk, presence }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: DESK_KEY }),
  });
}

/** What the list of conversations can be narrowed by. */
export interface ConversationFilter {
  readonly q: string;
  readonly status: string;
  readonly flow: string;
}

/** All conversations, newest first, page by page. */
export function useConversations(filter: ConversationFilter) {
  return useInfiniteQuery({
    queryKey: ['conversations', filter],
    queryFn: ({ pageParam, signal }) =>
      request<{ conversations: Conversation[]; nextCursor: string | null }>(
        'GET',
        withQuery('/conversations', { ...filter, cursor: pageParam, limit: 50 }),
        undefined,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
}

/** One conversation with transcript, path and values. */
export function useConversation(id: string) {
  return useQuery({
    queryKey: ['conversation', id],
    queryFn: ({ signal }) => request<ConversationDetail>('GET', `/conversations/${id}`, undefined, signal),
  });
}

/** One conversation turn by turn, with the state each turn left. What is looked at stands still. */
export function useDebugConversation(id: string) {
  return useQuery({
    queryKey: ['conversation', id, 'debug'],
    queryFn: ({ signal }) => request<DebugConversation>('GET', `/conversations/${id}/debug`, undefined, signal),
    gcTime: 0,
    staleTime: Infinity,
  });
}

/** A thread with a message added or replaced, in order. */
export function withMessage(messages: readonly Message[], message: Message): Message[] {
  return [...messages.filter((one) => one.id !== message.id), message].sort((a, b) => a.seq - b.seq);
}

function useHandoffChange<Body, Answer>(change: (body: Body) => Promise<Answer>, idOf: (body: Body) => string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: (_answer, _error, body) =>
      Promise.all([
        cache.invalidateQueries({ queryKey: DESK_KEY }),
        cache.invalidateQueries({ queryKey: handoffKey(idOf(body)) }),
      ]),
  });
}
