// Administration: workspace settings, users, API tokens, audit log, health, demo data.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  ApiToken,
  AuditEntry,
  CreateTokenSchema,
  CreateUserSchema,
  TokenCreatedSchema,
  UpdateUserSchema,
  User,
  UserCreatedSchema,
} from '#nodes/wire/access.ts';
import type { DemoStateSchema, Health, ModelTestSchema, Settings, UpdateSettingsSchema } from '#nodes/wire/settings.ts';
import { request, withQuery } from './http.ts';

/** The settings of the workspace. */
export function useSettings(enabled = true) {
  return useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => request<Settings>('GET', '/settings', undefined, signal),
    enabled,
  });
}

/** Changes settings; only what is given changes. */
export function useUpdateSettings() {
  return useChange(['settings', 'me'], (body: Static<typeof UpdateSettingsSchema>) =>
    request<Settings>('PATCH', '/settings', body),
  );
}

/** Asks the model one word. */
export function useModelTest() {
  return useMutation({ mutationFn: () => request<Static<typeof ModelTestSchema>>('POST', '/settings/model-test') });
}

/** The people of the workspace. */
export function useUsers(enabled = true) {
  return useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => request<{ users: User[] }>('GET', '/users', undefined, signal),
    select: (answer) => answer.users,
    enabled,
  });
}

/** Adds a person; the answer holds the password, once. */
export function useCreateUser() {
  return useChange(['users'], (body: Static<typeof CreateUserSchema>) =>
    request<Static<typeof UserCreatedSchema>>('POST', '/users', body),
  );
}

/** Changes a person's name or role, or shuts them out. */
export function useUpdateUser() {
  return useChange(['users'], ({ id, ...body }: { id: string } & Static<typeof UpdateUserSchema>) =>
    request<User>('PATCH', `/users/${id}`, body),
  );
}

/** Makes a new password for a person; the answer holds it, once. */
export function useResetPassword() {
  return useChange(['users'], (id: string) =>
    request<Static<typeof UserCreatedSchema>>('POST', `/users/${id}/password`),
  );
}

/** The API tokens, without their secrets. */
export function useTokens() {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => request<{ tokens: ApiToken[] }>('GET', '/tokens', undefined, signal),
    select: (answer) => answer.tokens,
  });
}

/** Makes an API token; the answer holds the secret, once. */
export function useCreateToken() {
  return useChange(['tokens'], (body: Static<typeof CreateTokenSchema>) =>
    request<Static<typeof TokenCreatedSchema>>('POST', '/tokens', body),
  );
}

/** Withdraws an API token. */
export function useDeleteToken() {
  return useChange(['tokens'], (id: string) => request<undefined>('DELETE', `/tokens/${id}`));
}

/** The audit log, newest first, page by page. */
export function useAudit() {
  return useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      request<{ entries: AuditEntry[]; nextCursor: string | null }>(
        'GET',
        withQuery('/audit', { cursor: pageParam, limit: 50 }),
        undefined,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** How the server is doing. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => request<Health>('GET', '/health', undefined, signal),
    refetchInterval: 15_000,
  });
}

/** Whether the demo data is there. */
export function useDemoState(enabled: boolean) {
  return useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => request<Static<typeof DemoStateSchema>>('GET', '/demo', undefined, signal),
    enabled,
  });
}

/** Removes everything the demo brought. */
export function useRemoveDemo() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => request<undefined>('DELETE', '/demo'),
    onSuccess: () => cache.invalidateQueries(),
  });
}

function useChange<Body, Answer>(keys: readonly string[], change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(keys.map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
}
