// Deletes a document, after the question set was tried without it.
import { Loader, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '#nodes/wire/knowledge.ts';
import { useDeleteSource } from '../api/knowledge.ts';
import { useCompare } from '../api/knowledge-review.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { toastProblem } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';

interface Props {
  readonly source: Source;
  readonly onClose: () => void;
}

export function DeleteSourceDialog({ source, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: ts } = useTranslation('sites');
  const remove = useDeleteSource();
  const { data, isPending, mutate } = useCompare(source.baseId);
  useEffect(() => mutate({ remove: [source.id] }), [mutate, source.id]);
  const isWorse = data !== undefined && data.worse.length > 0;
  return (
    <ConfirmDialog
      opened
      title={t('sources.deleteTitle', { name: source.name })}
      confirm={isWorse ? ts('remove.anyway') : t('sources.delete', { name: source.name })}
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate(source.id, { onSuccess: onClose, onError: (error) => toastProblem(error) })}
    >
      <Stack gap="md">
        <Text>{t('sources.deleteBody', { count: source.passages })}</Text>
        {isPending && (
          <Text fz="sm" c="dimmed" role="status">
            <Loader size={14} aria-hidden /> {ts('versions.checking')}
          </Text>
        )}
        {data !== undefined && data.total > 0 && <ComparedNotice compared={data} />}
      </Stack>
    </ConfirmDialog>
  );
}
