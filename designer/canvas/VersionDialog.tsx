// Asks once before a version is rolled back to, released to a share, or deleted.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemoveVersion, useRollback, useStartRollout } from '../api/releases.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { ShareSelect } from './ShareSelect.tsx';

/** What is about to happen to a version. */
export interface VersionAct {
  readonly kind: 'rollback' | 'share' | 'remove';
  readonly version: number;
}

interface Props {
  readonly flowId: string;
  readonly act: VersionAct;
  /** The version that new conversations get, as the person saw it. */
  readonly published: number;
  readonly onClose: () => void;
}

const FIRST_SHARE = 10;

export function VersionDialog({ flowId, act, published, onClose }: Props) {
  const { t } = useTranslation('releases');
  const rollback = useRollback(flowId);
  const remove = useRemoveVersion(flowId);
  const start = useStartRollout(flowId);
  const [share, setShare] = useState(FIRST_SHARE);
  const { version, kind } = act;
  const after = (said: string) => ({
    onSuccess: () => {
      toastDone(said);
      onClose();
    },
    onError: (error: unknown) => {
      toastProblem(error);
      onClose();
    },
  });
  if (kind === 'share') {
    return (
      <DialogFrame opened onClose={onClose} title={t('share.title', { version })}>
        <ShareSelect share={share} withAll={false} onShare={setShare} />
        <Group justify="flex-end" mt="xl">
          <Button
            loading={start.isPending}
            onClick={() => start.mutate({ version, share }, after(t('share.done', { version, share })))}
          >
            {t('share.confirm')}
          </Button>
        </Group>
      </DialogFrame>
    );
  }
  return (
    <ConfirmDialog
      opened
      title={t(`${kind}.title`, { version })}
      confirm={t(`${kind}.confirm`)}
      busy={rollback.isPending || remove.isPending}
      onClose={onClose}
      onConfirm={() => {
        const done = after(t(`${kind}.done`, { version }));
        if (kind === 'rollback') rollback.mutate({ version, expected: published }, done);
        else remove.mutate(version, done);
      }}
    >
      {t(`${kind}.text`, { version })}
    </ConfirmDialog>
  );
}
