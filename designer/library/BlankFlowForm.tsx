// A blank flow needs only a name.
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateFlow } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { problemText } from '../ui/problem-text.ts';

export function BlankFlowForm() {
  const { t } = useTranslation('library');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const create = useCreateFlow();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        create.mutate(
          { name: name.trim(), locale: currentLocale() },
          { onSuccess: (made) => void navigate(`/flows/${made.flow.id}`) },
        );
      }}
    >
      <Stack gap="lg">
        <Text c="dimmed">{t('create.blankHint')}</Text>
        {create.isError && (
          <Alert role="alert" color="danger">
            {problemText(create.error, problem)}
          </Alert>
        )}
        <TextInput
          label={t('create.nameLabel')}
          placeholder={t('create.namePlaceholder')}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {tu('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
