// Before a new content takes a document's place: what it would do to the question set.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompareContent, useReplaceContent, type NewContent } from '../api/knowledge-sites.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { ComparedNotice } from './ComparedNotice.tsx';

interface Props {
  readonly sourceId: string;
  readonly content: NewContent;
  readonly onClose: () => void;
  /** After it was replaced, in place of `onClose`. */
  readonly onDone?: () => void;
}

export function ReplaceDialog({ sourceId, content, onClose, onDone = onClose }: Props) {
  const { t } = useTranslation('sites');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const { mutate, data, isPending, error: refused } = useCompareContent(sourceId);
  const replace = useReplaceContent(sourceId);
  useEffect(() => mutate(content), [mutate, content]);
  const error = replace.error ?? refused;
  const isWorse = data !== undefined && data.worse.length > 0;
  const title =
    typeof content === 'number'
      ? t('versions.restoreTitle', { n: content })
      : t('versions.replaceWith', { name: content.name });
  return (
    <DialogFrame opened onClose={onClose} size="lg" title={title}>
      <Stack gap="lg">
        {error !== null && (
          <Alert role="alert" color="danger">
            {problemText(error, problem)}
          </Alert>
        )}
        {isPending && (
          <Text fz="sm" c="dimmed" role="status">
            {t('versions.checking')}
          </Text>
        )}
        {data?.total === 0 && <Text fz="sm">{t('versions.noChecks')}</Text>}
        {data !== undefined && data.total > 0 && <ComparedNotice compared={data} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" data-autofocus onClick={onClose}>
            {tu('cancel')}
          </Button>
          <Button
            color={isWorse ? 'danger' : 'accent'}
            disabled={isPending}
            loading={replace.isPending}
            onClick={() =>
              replace.mutate(content, {
                onSuccess: () => {
                  toastDone(t('versions.done'));
                  onDone();
                },
              })
            }
          >
            {t(isWorse ? 'versions.confirmAnyway' : 'versions.confirm')}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  );
}
