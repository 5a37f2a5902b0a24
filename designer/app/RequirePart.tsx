// Shows a part of the application only to roles that have it, and says so to the others.
import { Lock } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useMe } from '../api/auth.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LoadingState } from '../ui/LoadingState.tsx';
import { partsOf, type Part } from './access.ts';

interface Props {
  readonly part: Part;
}

export function RequirePart({ part }: Props) {
  const { t } = useTranslation('shell');
  const me = useMe().data;
  if (me === undefined || me === null) return null;
  if (!partsOf(me.user.role).includes(part)) {
    return <EmptyState icon={Lock} title={t('noAccess')} hint={t('noAccessHint')} />;
  }
  return (
    <Suspense fallback={<LoadingState />}>
      <Outlet />
    </Suspense>
  );
}
