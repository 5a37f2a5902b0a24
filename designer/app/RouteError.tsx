// The last safety net: a page that threw, or a part whose files could not be loaded after an update.
import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';

export function RouteError() {
  const { t } = useTranslation('ui');
  return (
    <main role="alert">
      <EmptyState icon={TriangleAlert} title={t('crashed')} hint={t('crashedHint')}>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </EmptyState>
    </main>
  );
}
