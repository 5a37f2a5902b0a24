// Two people changed the same flow: says who and when, and loses nobody's work.
import { Button, Group, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateFlow } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { clockTime } from '../ui/RelativeTime.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import type { OpenFlow } from './open-flow.ts';

interface Props {
  readonly open: OpenFlow;
  /** Loads what the server has. */
  readonly onReload: () => void;
}

export function ConflictDialog({ open, onReload }: Props) {
  const { t } = useTranslation('canvas');
  const state = useSyncExternalStore(open.autosave.subscribe, open.autosave.getState);
  const create = useCreateFlow();
  if (state.kind !== 'conflict') return null;
  const { by, at, revision } = state;

  function takeTheirs(): void {
    open.autosave.accept(revision);
    onReload();
  }

  function keepMine(): void {
    const document = open.editor.getState().document;
    const name = t('conflict.copyName', { name: document.name });
    create.mutate(
      { name, document: { ...document, name } },
      {
        onSuccess: () => {
          toastDone(t('conflict.copied', { name }));
          takeTheirs();
        },
        onError: (error) => toastProblem(error),
      },
    );
  }

  return (
    <DialogFrame opened onClose={() => undefined} withCloseButton={false} title={t('conflict.title')} size="md">
      <Text>{t('conflict.text', { by, time: at === '' ? '' : clockTime(at, currentLocale()) })}</Text>
      <Text mt="sm" c="dimmed">
        {t('conflict.hint')}
      </Text>
      <Group justify="flex-end" mt="xl" gap="sm">
        <Button variant="default" onClick={takeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button data-autofocus loading={create.isPending} onClick={keepMine}>
          {t('conflict.keepMine')}
        </Button>
      </Group>
    </DialogFrame>
  );
}
