// Questions out of a table: what the table must look like, a sample to start from, and what came of it row by row.
import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { Download, FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTakeTable } from '../api/knowledge.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { FileDrop } from '../ui/FileDrop.tsx';
import { offerFile } from '../ui/offer-file.ts';
import { problemText } from '../ui/problem-text.ts';

interface Props {
  readonly baseId: string;
  readonly onClose: () => void;
}

export function TableDialog({ baseId, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const { t: problem } = useTranslation('problems');
  const take = useTakeTable(baseId);
  const { data } = take;
  return (
    <DialogFrame opened onClose={onClose} size="lg" title={t('table.title')}>
      <Stack gap="lg">
        <Text fz="sm">{t('table.hint')}</Text>
        <FileDrop
          accept=".csv,.xlsx"
          busy={take.isPending}
          onFiles={([file]) => {
            if (file !== undefined) take.mutate(file);
          }}
        >
          <FileUp size={24} strokeWidth={1.5} aria-hidden />
          <Text fw={500}>{take.isPending ? t('table.reading') : t('table.drop')}</Text>
        </FileDrop>
        <div aria-live="polite">
          {take.isError && (
            <Alert role="alert" color="danger" title={t('sources.notAccepted', { name: take.variables.name })}>
              {problemText(take.error, problem)}
            </Alert>
          )}
          {data !== undefined && (
            <Alert
              color={data.failed > 0 ? 'warning' : 'success'}
              title={t('table.taken', { name: take.variables.name })}
            >
              <Text fz="sm">{t('table.counts', data)}</Text>
              {data.problems.length > 0 && (
                <List fz="sm" mt="xs">
                  {data.problems.map(({ row, message }) => (
                    <List.Item key={row}>{t('table.row', { row, message: message[currentLocale()] })}</List.Item>
                  ))}
                </List>
              )}
            </Alert>
          )}
        </div>
        <Group justify="space-between">
          <Button
            variant="subtle"
            leftSection={<Download size={16} aria-hidden />}
            // The mark in front tells Excel that this is UTF-8.
            onClick={() =>
              offerFile(t('table.sampleName'), new Blob([`\ufeff${t('table.sample')}`], { type: 'text/csv' }))
            }
          >
            {t('table.getSample')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {tu('close')}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  );
}
