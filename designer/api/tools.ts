// Tool servers, and what they offer.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  CreateToolServer,
  ListedTools,
  ToolServer,
  ToolServerNamesSchema,
  UpdateToolServer,
} from '#nodes/wire/tools.ts';
import { request } from './http.ts';

/** How long what a server offered is believed. */
const FRESH_MS = 60_000;

/** The tool servers, for admins. */
export function useToolServers() {
  return useQuery({
    queryKey: ['tool-servers'],
    queryFn: ({ signal }) => request<{ servers: ToolServer[] }>('GET', '/tool-servers', undefined, signal),
    select: (answer) => answer.servers,
  });
}

/** The tool servers a step may name. */
export function useToolServerNames() {
  return useQuery({
    queryKey: ['tool-servers', 'names'],
    queryFn: ({ signal }) =>
      request<Static<typeof ToolServerNamesSchema>>('GET', '/tool-servers/names', undefined, signal),
    select: (answer) => answer.servers.map(({ name }) => name),
  });
}

/** What a server offers. A server that could not be asked is an answer, not an error. */
export function useOfferedTools(server: string) {
  return useQuery({
    queryKey: ['tool-servers', 'offered', server],
    queryFn: ({ signal }) => request<ListedTools>('POST', '/tool-servers/list', { server }, signal),
    enabled: server !== '',
    staleTime: FRESH_MS,
  });
}

export function useCreateToolServer() {
  return useServerChange((body: CreateToolServer) => request<ToolServer>('POST', '/tool-servers', body));
}

export function useSaveToolServer() {
  return useServerChange(({ id, ...body }: UpdateToolServer & { readonly id: string }) =>
    request<ToolServer>('PATCH', `/tool-servers/${id}`, body),
  );
}

export function useRemoveToolServer() {
  return useServerChange((id: string) => request<undefined>('DELETE', `/tool-servers/${id}`));
}

function useServerChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: ['tool-servers'] }) });
}
