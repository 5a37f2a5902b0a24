// Credentials, and calls tried out with them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { CreateCredential, Credential, CredentialNamesSchema, UpdateCredential } from '#nodes/wire/credentials.ts';
import type { TriedCall, TryCall } from '#nodes/wire/http-call.ts';
import { request } from './http.ts';

/** The credentials, without their values. */
export function useCredentials() {
  return useQuery({
    queryKey: ['credentials'],
    queryFn: ({ signal }) => request<{ credentials: Credential[] }>('GET', '/credentials', undefined, signal),
    select: (answer) => answer.credentials,
  });
}

/** The credentials a step may name. */
export function useCredentialNames() {
  return useQuery({
    queryKey: ['credentials', 'names'],
    queryFn: ({ signal }) =>
      request<Static<typeof CredentialNamesSchema>>('GET', '/credentials/names', undefined, signal),
    select: (answer) => answer.credentials,
  });
}

/** Adds a credential, or changes one when there is an id. */
export function useSaveCredential() {
  return useCredentialChange(({ id, ...body }: UpdateCredential & { readonly id: string }) =>
    request<Credential>('PATCH', `/credentials/${id}`, body),
  );
}

export function useCreateCredential() {
  return useCredentialChange((body: CreateCredential) => request<Credential>('POST', '/credentials', body));
}

export function useRemoveCredential() {
  return useCredentialChange((id: string) => request<undefined>('DELETE', `/credentials/${id}`));
}

/** One real call. A call that failed is an answer, not an error. */
export function useTryCall() {
  return useMutation({ mutationFn: (body: TryCall) => request<TriedCall>('POST', '/http/try', body) });
}

function useCredentialChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: ['credentials'] }) });
}
