// The cache of server data: when to ask again, and when not to.
import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './http.ts';

/** Makes the cache. Reads retry twice when the network or a busy server fails; refusals are final. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => count < 2 && isPassing(error),
      },
      mutations: { retry: false },
    },
  });
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'NETWORK' || error.status === 503);
}
