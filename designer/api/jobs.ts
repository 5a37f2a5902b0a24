// Queues of jobs for programs outside.
import { useQuery } from '@tanstack/react-query';
import type { JobQueueView } from '#nodes/wire/jobs.ts';
import { request } from './http.ts';

/** How each queue stands, looked at again every few seconds. */
export function useJobQueues() {
  return useQuery({
    queryKey: ['job-queues'],
    queryFn: ({ signal }) => request<{ queues: JobQueueView[] }>('GET', '/jobs/queues', undefined, signal),
    select: (answer) => answer.queues,
    refetchInterval: 10_000,
  });
}
