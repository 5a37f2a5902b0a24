// What flows noted with "track an event".
import { useQuery } from '@tanstack/react-query';
import type { TrackedEvents } from '#nodes/wire/events.ts';
import { request } from './http.ts';

/** Counts and the newest notes of a flow; a day begins where the browser is. Looked at again now and then. */
export function useTrackedEvents(flowId: string | null, days: number) {
  const query = `days=${String(days)}&offsetMinutes=${String(-new Date().getTimezoneOffset())}`;
  return useQuery({
    queryKey: ['tracked-events', flowId, days],
    enabled: flowId !== null,
    queryFn: ({ signal }) =>
      request<TrackedEvents>('GET', `/flows/${flowId ?? ''}/tracked-events?${query}`, undefined, signal),
    refetchInterval: 60_000,
  });
}
