// Somebody else changed the question that is being edited: what it says now, and which of the two is to stand.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Question } from '#nodes/wire/knowledge.ts';
import { PlainText } from '../ui/PlainText.tsx';

interface Props {
  readonly now: Question;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

export function ChangedElsewhere({ now, onTakeTheirs, onKeepMine }: Props) {
  const { t } = useTranslation('knowledge');
  return (
    <Alert role="alert" color="warning" title={t('conflict.title')}>
      <Stack gap="sm">
        <Text fz="sm">{t('conflict.body')}</Text>
        <div className="td-passage">
          <Text fz="sm" fw={500}>
            {now.question}
          </Text>
          <PlainText fz="sm">{now.answer}</PlainText>
        </div>
        <Group gap="sm">
          <Button size="compact-sm" variant="default" onClick={onTakeTheirs}>
            {t('conflict.theirs')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onKeepMine}>
            {t('conflict.mine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
