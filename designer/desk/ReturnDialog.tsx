// Gives the customer back to the flow, with a word for it.
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useReturnToFlow } from '../api/desk.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { isSendKey } from '../ui/keys.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly handoffId: string;
  readonly onClose: () => void;
}

export function ReturnDialog({ handoffId, onClose }: Props) {
  const { t } = useTranslation('desk');
  const { t: tu } = useTranslation('ui');
  const give = useReturnToFlow();
  const navigate = useNavigate();
  const [note, setNote] = useState('');
  function submit(): void {
    give.mutate(
      { id: handoffId, note: note.trim() },
      {
        onSuccess: () => {
          toastDone(t('returned'));
          onClose();
          void navigate('/desk');
        },
        onError: (error) => toastProblem(error),
      },
    );
  }
  return (
    <DialogFrame opened onClose={onClose} title={t('returnDialog.title')}>
      <Stack gap="lg">
        <Text c="dimmed">{t('returnDialog.hint')}</Text>
        <Textarea
          label={`${t('returnDialog.note')} (${tu('optional')})`}
          placeholder={t('returnDialog.placeholder')}
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            submit();
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {tu('cancel')}
          </Button>
          <Button loading={give.isPending} onClick={submit}>
            {t('returnDialog.confirm')}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  );
}
