// Notices of colleagues' flows to oneself, and whom a step may name.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ColleaguesSchema, NoticeList } from '#nodes/wire/notices.ts';
import { request } from './http.ts';

/** The key of one's own notices. */
export const NOTICES_KEY = ['notices'] as const;

/** One's own notices. The desk's stream keeps them fresh; elsewhere the poll does. */
export function useNotices() {
  return useQuery({
    queryKey: NOTICES_KEY,
    queryFn: ({ signal }) => request<NoticeList>('GET', '/notices', undefined, signal),
    refetchInterval: 20_000,
  });
}

/** Marks notices as read; without ids, all of them. */
export function useReadNotices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | undefined) =>
      request<NoticeList>('POST', '/notices/read', ids === undefined ? {} : { ids }),
    onSuccess: (list) => cache.setQueryData(NOTICES_KEY, list),
  });
}

/** The people a step may name. */
export function useColleagues() {
  return useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => request<Static<typeof ColleaguesSchema>>('GET', '/colleagues', undefined, signal),
    select: (answer) => answer.colleagues,
  });
}
