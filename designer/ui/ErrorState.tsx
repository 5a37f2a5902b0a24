// What a page shows when its data could not be loaded: what happened, and a way to try again.
import { Button, Stack, Text, Title } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from './problem-text.ts';

interface Props {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function ErrorState({ error, onRetry }: Props) {
  const { t } = useTranslation(['ui', 'problems']);
  const { t: problem } = useTranslation('problems');
  return (
    <Stack role="alert" align="center" gap="sm" py={48} px="lg" ta="center">
      <CircleAlert size={32} strokeWidth={1.5} color="var(--td-danger)" aria-hidden />
      <Title order={2}>{t('loadFailed')}</Title>
      <Text c="dimmed" maw={440}>
        {problemText(error, problem)}
      </Text>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Stack>
  );
}
