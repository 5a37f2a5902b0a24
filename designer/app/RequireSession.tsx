// Lets signed-in people in; sends everyone else to sign-in and back afterwards. Also picks the person's language.
import { useEffect, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import type { Me } from '#nodes/wire/access.ts';
import { useMe } from '../api/auth.ts';
import { showLocale, storedLocale } from '../i18n/i18n.ts';
import { chosenLocale } from '../i18n/wanted-locale.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';

interface Props {
  readonly children: ReactNode;
}

export function RequireSession({ children }: Props) {
  const me = useMe();
  const place = useLocation();
  useOwnLanguage(me.data ?? undefined);
  if (me.isPending) return <LoadingState />;
  if (me.isError) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) {
    return <Navigate to="/sign-in" replace state={{ from: `${place.pathname}${place.search}` }} />;
  }
  return children;
}

function useOwnLanguage(me: Me | undefined): void {
  const userId = me?.user.id;
  const account = me?.locale ?? null;
  const workspace = me?.workspace.locale ?? null;
  useEffect(() => {
    if (userId === undefined) return;
    void showLocale(chosenLocale({ account, device: storedLocale(userId) ?? null, workspace }));
  }, [userId, account, workspace]);
}
