// Releases: what new conversations get, who changed what, moving live conversations.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  ChangeRolloutSchema,
  MoveSessions,
  NotedChanges,
  Release,
  RollbackSchema,
  SessionsMoved,
  StartRolloutSchema,
} from '#nodes/wire/releases.ts';
import { request } from './http.ts';

/** How often figures of a running release are read again. */
const LIVE_MS = 5_000;

/** What new conversations of a flow get, and how each version fares. */
export function useRelease(id: string) {
  return useQuery({
    queryKey: ['flow', id, 'release'],
    queryFn: ({ signal }) => request<Release>('GET', `/flows/${id}/release`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.rollout?.state === 'running' ? LIVE_MS : false),
  });
}

/** Who last changed what in the draft, newest first. */
export function useNotedChanges(id: string) {
  return useQuery({
    queryKey: ['flow', id, 'changes'],
    queryFn: ({ signal }) => request<NotedChanges>('GET', `/flows/${id}/changes`, undefined, signal),
    select: (answer) => answer.changes,
    staleTime: 0,
  });
}

/** Gives new conversations an earlier version at once. */
export function useRollback(id: string) {
  return useReleaseChange(id, (body: Static<typeof RollbackSchema>) => request('POST', `/flows/${id}/rollback`, body));
}

/** Releases a version to a share of new conversations. */
export function useStartRollout(id: string) {
  return useReleaseChange(id, (body: Static<typeof StartRolloutSchema>) =>
    request('POST', `/flows/${id}/rollout`, body),
  );
}

/** Another share, all, or stop. */
export function useChangeRollout(id: string) {
  return useReleaseChange(id, (body: Static<typeof ChangeRolloutSchema>) =>
    request('PATCH', `/flows/${id}/rollout`, body),
  );
}

/** Takes a version off the list. */
export function useRemoveVersion(id: string) {
  return useReleaseChange(id, (version: number) => request('DELETE', `/flows/${id}/versions/${version}`));
}

/** Moves live conversations, or says what that would do. */
export function useMoveSessions(id: string) {
  return useReleaseChange(id, (body: MoveSessions) => request<SessionsMoved>('POST', `/flows/${id}/move`, body));
}

function useReleaseChange<Body, Answer>(id: string, change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['flow', id, 'release'] }),
        cache.invalidateQueries({ queryKey: ['flow', id, 'versions'] }),
        cache.invalidateQueries({ queryKey: ['flows'] }),
      ]),
  });
}
