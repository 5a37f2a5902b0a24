// The files that are being sent, and those that were refused with the reason.
import { ActionIcon, Progress, Text } from '@mantine/core';
import { CircleX, FileText, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import type { Upload } from './use-uploads.ts';

interface Props {
  readonly uploads: readonly Upload[];
  readonly onCancel: (id: number) => void;
  readonly onDismiss: (id: number) => void;
}

export function UploadList({ uploads, onCancel, onDismiss }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  if (uploads.length === 0) return null;
  return (
    <ul className="td-upload-list" aria-label={t('sources.uploads')} aria-live="polite">
      {uploads.map((one) => {
        const percent = Math.round(one.share * 100);
        return (
          <li key={one.id}>
            {one.error === undefined ? (
              <FileText size={16} color="var(--td-text-3)" aria-hidden />
            ) : (
              <CircleX size={16} color="var(--td-danger)" aria-hidden />
            )}
            <Text fz="sm" truncate maw={320}>
              {one.error === undefined ? one.name : t('sources.notAccepted', { name: one.name })}
            </Text>
            {one.error === undefined ? (
              <>
                <Progress flex={1} size="sm" value={percent} aria-label={t('sources.uploading', { percent })} />
                <ActionIcon aria-label={t('sources.cancelUpload', { name: one.name })} onClick={() => onCancel(one.id)}>
                  <X size={16} aria-hidden />
                </ActionIcon>
              </>
            ) : (
              <>
                <Text fz="sm" c="var(--td-danger)" flex={1}>
                  {one.error}
                </Text>
                <ActionIcon aria-label={labelled(tu('close'), one.name)} onClick={() => onDismiss(one.id)}>
                  <X size={16} aria-hidden />
                </ActionIcon>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
