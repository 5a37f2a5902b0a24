// The page for an address that does not exist.
import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from './EmptyState.tsx';

export function MissingPage() {
  const { t } = useTranslation('ui');
  return (
    <EmptyState icon={Compass} title={t('missingPage')} hint={t('missingPageHint')}>
      <Button component={Link} to="/">
        {t('goHome')}
      </Button>
    </EmptyState>
  );
}
