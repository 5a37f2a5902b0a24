// Import of a bundle, a flow document or another product's export: every problem and every loss is told before anything is opened.
import { Alert, Stack, Text } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemsOf, useImportFlow } from '../api/flows.ts';
import { FileDrop } from '../ui/FileDrop.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { readImportFile } from './import-file.ts';
import { ImportReport, ProblemList } from './ImportReport.tsx';

export function ImportFlowForm() {
  const { t } = useTranslation('library');
  const { t: problem } = useTranslation('problems');
  const load = useImportFlow();
  const navigate = useNavigate();
  const [unreadable, setUnreadable] = useState<string>();
  const made = load.data;

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    setUnreadable(undefined);
    load.reset();
    const read = await readImportFile(file);
    if (read === undefined) {
      setUnreadable(file.name);
      return;
    }
    load.mutate(read, {
      onSuccess: ({ flow, problems, product }) => {
        if (problems.length > 0 || product !== 'tandem') return;
        toastDone(t('create.imported', { name: flow.name }));
        void navigate(`/flows/${flow.id}`);
      },
    });
  }

  const refusedFor = load.isError ? problemsOf(load.error) : [];
  return (
    <Stack gap="lg">
      <FileDrop
        accept=".json,.yml,.yaml,.csv,.tgz,.gz,.zip"
        busy={load.isPending}
        onFiles={(files) => void take(files[0])}
      >
        <FileUp size={24} strokeWidth={1.5} aria-hidden />
        <Text fw={500}>{t('create.dropFile')}</Text>
        <Text fz="sm" c="dimmed">
          {t('create.fromFileHint')}
        </Text>
      </FileDrop>
      {unreadable !== undefined && (
        <Alert role="alert" color="danger">
          {t('create.badJson', { file: unreadable })}
        </Alert>
      )}
      {load.isError && (
        <Alert role="alert" color="danger" title={refusedFor.length > 0 ? t('create.refused') : undefined}>
          {refusedFor.length > 0 ? <ProblemList problems={refusedFor} /> : problemText(load.error, problem)}
        </Alert>
      )}
      {made !== undefined && (made.problems.length > 0 || made.product !== 'tandem') && <ImportReport made={made} />}
    </Stack>
  );
}
