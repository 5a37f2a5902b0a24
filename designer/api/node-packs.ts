// The operator's own node types: they change when the server starts anew, so they are asked for once.
import { useQuery } from '@tanstack/react-query';
import type { NodePackList } from '#nodes/wire/node-packs.ts';
import { request } from './http.ts';

/** The packs of the server, each with its help. */
export function useNodePacks() {
  return useQuery({
    queryKey: ['node-packs'],
    queryFn: ({ signal }) => request<NodePackList>('GET', '/node-packs', undefined, signal),
    select: (answer) => answer.packs,
    staleTime: Infinity,
  });
}
