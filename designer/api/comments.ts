// Comments on the canvas of a flow: read, begun, answered, settled. They are apart from the draft: nothing here touches a revision.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Comments, CommentThread } from '#nodes/wire/comments.ts';
import { randomId } from './random-id.ts';
import { request } from './http.ts';

const LIVE_MS = 5_000;

/** The threads and who may be mentioned; read again every few seconds, for others comment too. */
export function useComments(flowId: string) {
  return useQuery({
    queryKey: keyOf(flowId),
    queryFn: ({ signal }) => request<Comments>('GET', `/flows/${flowId}/comments`, undefined, signal),
    refetchInterval: LIVE_MS,
  });
}

/** Begins a thread. */
export function useBeginThread(flowId: string) {
  return useCommentChange(flowId, (body: { node: string | null; x: number; y: number; text: string }) =>
    request<CommentThread>('POST', `/flows/${flowId}/comments`, { id: randomId(), ...body }),
  );
}

/** Answers a thread. */
export function useAnswerThread(flowId: string) {
  return useCommentChange(flowId, ({ thread, text }: { thread: string; text: string }) =>
    request<CommentThread>('POST', `/flows/${flowId}/comments/${thread}/notes`, { id: randomId(), text }),
  );
}

/** Settles a thread, or opens it again. */
export function useSettleThread(flowId: string) {
  return useCommentChange(flowId, ({ thread, resolved }: { thread: string; resolved: boolean }) =>
    request<CommentThread>('PUT', `/flows/${flowId}/comments/${thread}/state`, { resolved }),
  );
}

function useCommentChange<Change>(flowId: string, change: (change: Change) => Promise<CommentThread>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => cache.invalidateQueries({ queryKey: keyOf(flowId) }) });
}

function keyOf(flowId: string): readonly string[] {
  return ['flow', flowId, 'comments'];
}
