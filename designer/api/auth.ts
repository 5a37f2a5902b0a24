// Who is signed in: set-up, sign-in, sign-out, own password.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Locale } from '#nodes/kit/localized.ts';
import type {
  ChangePasswordSchema,
  Me,
  Role,
  SetupSchema,
  SetupStateSchema,
  SignInSchema,
} from '#nodes/wire/access.ts';
import { ApiProblem, request, setCsrfToken } from './http.ts';

const ME = ['me'] as const;

/** The signed-in person with workspace and features; `null` when nobody is. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: fetchMe, staleTime: 60_000, refetchOnWindowFocus: true });
}

/** Whether this server still waits for its first admin. */
export function useSetupState() {
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => request<Static<typeof SetupStateSchema>>('GET', '/setup', undefined, signal),
    staleTime: 60_000,
  });
}

/** Makes the first admin and signs in. */
export function useFinishSetup() {
  return useEntering((body: Static<typeof SetupSchema>) => request<Me>('POST', '/setup', body));
}

/** Signs in. */
export function useSignIn() {
  return useEntering((body: Static<typeof SignInSchema>) => request<Me>('POST', '/auth/sign-in', body));
}

/** Signs out and forgets everything that was loaded. */
export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => request<undefined>('POST', '/auth/sign-out'),
    onSettled: () => forgetPerson(cache),
  });
}

/** Keeps the chosen interface language with the account. */
export function useChooseLocale() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (locale: Locale) => request<undefined>('PUT', '/auth/locale', { locale }),
    async onMutate(locale) {
      // An answer under way still says the language of before.
      await cache.cancelQueries({ queryKey: ME });
      cache.setQueryData<Me | null>(ME, (me) => (me === undefined || me === null ? me : { ...me, locale }));
    },
  });
}

/** Changes one's own password. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Static<typeof ChangePasswordSchema>) => request<undefined>('POST', '/auth/password', body),
  });
}

/** Empties the cache and says that nobody is signed in. */
export function forgetPerson(cache: QueryClient): void {
  setCsrfToken('');
  setPerson(cache, null);
}

/** Whoever is shown keeps watching this entry, so it is changed in place; everything the last person loaded goes. */
function setPerson(cache: QueryClient, me: Me | null): void {
  cache.setQueryData<Me | null>(ME, me);
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
}

/** Whether the signed-in person has one of these roles. */
export function useHasRole(...roles: readonly Role[]): boolean {
  const me = useMe().data;
  return me !== undefined && me !== null && roles.includes(me.user.role);
}

function useEntering<Body>(enter: (body: Body) => Promise<Me>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (me) => {
      setCsrfToken(me.csrfToken);
      setPerson(cache, me);
    },
  });
}

async function fetchMe(): Promise<Me | null> {
  try {
    const me = await request<Me>('GET', '/auth/me');
    setCsrfToken(me.csrfToken);
    return me;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}
