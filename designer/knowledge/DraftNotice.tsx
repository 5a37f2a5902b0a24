// Says that a form opened with what had been written before, and offers to give it up.
import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function DraftNotice({ onDiscard }: { readonly onDiscard: () => void }) {
  const { t } = useTranslation('knowledge');
  return (
    <Alert role="status" color="accent" py="xs">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{t('draft.restored')}</Text>
        <Button size="compact-sm" variant="default" onClick={onDiscard}>
          {t('draft.discard')}
        </Button>
      </Group>
    </Alert>
  );
}
