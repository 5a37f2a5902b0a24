// Import of a bundle, a flow document or another product's export: every problem and every loss is told before anything is opened.
import { Alert, Stack, Text } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ImportInspection } from '#nodes/wire/flow-import.ts';
import { problemsOf, useImportFlow, useInspectImport } from '../api/flows.ts';
import { FileDrop } from '../ui/FileDrop.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';
import { readImportFile } from './import-file.ts';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportReport, ProblemList } from './ImportReport.tsx';

type Read = NonNullable<Awaited<ReturnType<typeof readImportFile>>>;

export function ImportFlowForm() {
  const { t } = useTranslation('library');
  const { t: problem } = useTranslation('problems');
  const load = useImportFlow();
  const look = useInspectImport();
  const navigate = useNavigate();
  const [unreadable, setUnreadable] = useState<string>();
  const [waiting, setWaiting] = useState<{ readonly read: Read; readonly found: ImportInspection }>();
  const made = load.data;

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    setUnreadable(undefined);
    setWaiting(undefined);
    load.reset();
    const read = await readImportFile(file);
    if (read === undefined) {
      setUnreadable(file.name);
      return;
    }
    look.mutate(read, {
      onSuccess: (found) => {
        if (found.conflicts.length > 0 || found.signer.by === 'stranger') setWaiting({ read, found });
        else store(read);
      },
    });
  }

  function store(read: Read, replace?: string): void {
    load.mutate(
      { ...read, ...(replace === undefined ? {} : { replace }) },
      {
        onSuccess: ({ flow, problems, product }) => {
          setWaiting(undefined);
          if (problems.length > 0 || product !== 'tandem') return;
          toastDone(t('create.imported', { name: flow.name }));
          void navigate(`/flows/${flow.id}`);
        },
      },
    );
  }

  const failed = load.error ?? look.error;
  const busy = load.isPending || look.isPending;
  const refusedFor = failed === null ? [] : problemsOf(failed);
  return (
    <Stack gap="lg">
      <FileDrop accept=".json,.yml,.yaml,.csv,.tgz,.gz,.zip" busy={busy} onFiles={(files) => void take(files[0])}>
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
      {failed !== null && (
        <Alert role="alert" color="danger" title={refusedFor.length > 0 ? t('create.refused') : undefined}>
          {refusedFor.length > 0 ? <ProblemList problems={refusedFor} /> : problemText(failed, problem)}
        </Alert>
      )}
      {waiting !== undefined && (
        <ImportPreview
          found={waiting.found}
          busy={busy}
          onCancel={() => setWaiting(undefined)}
          onImport={(replace) => store(waiting.read, replace)}
        />
      )}
      {made !== undefined && (made.problems.length > 0 || made.product !== 'tandem') && <ImportReport made={made} />}
    </Stack>
  );
}
