// Import of a bundle or flow document, with every problem of the file named before anything is opened.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { CircleX, FileUp, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { problemsOf, useImportFlow } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { FileDrop } from '../ui/FileDrop.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone } from '../ui/toast.ts';

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
    const bundle = parseBundleFile(await file.text());
    if (bundle === undefined) {
      setUnreadable(file.name);
      return;
    }
    load.mutate(
      { bundle },
      {
        onSuccess: ({ flow, problems }) => {
          if (problems.length > 0) return;
          toastDone(t('create.imported', { name: flow.name }));
          void navigate(`/flows/${flow.id}`);
        },
      },
    );
  }

  const refusedFor = load.isError ? problemsOf(load.error) : [];
  return (
    <Stack gap="lg">
      <FileDrop accept=".json,application/json" busy={load.isPending} onFiles={(files) => void take(files[0])}>
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
      {made !== undefined && made.problems.length > 0 && (
        <Alert color="warning" title={t('create.importedWithProblems', { name: made.flow.name })}>
          <ProblemList problems={made.problems} />
          <Group justify="flex-end" mt="md">
            <Button onClick={() => void navigate(`/flows/${made.flow.id}`)}>{t('create.openAnyway')}</Button>
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

function ProblemList({ problems }: { readonly problems: readonly FlowProblem[] }) {
  const { t } = useTranslation('library');
  const locale = currentLocale();
  return (
    <ul className="td-problem-list">
      {problems.map((one, at) => (
        <li key={`${one.code}-${one.node ?? ''}-${at}`}>
          {one.severity === 'error' ? (
            <CircleX size={16} color="var(--td-danger)" aria-label={t('create.error')} />
          ) : (
            <TriangleAlert size={16} color="var(--td-warning)" aria-label={t('create.warning')} />
          )}
          <div>
            <Text fz="sm">{one.message[locale]}</Text>
            <Text fz="xs" c="dimmed">
              {[one.node === null ? '' : t('create.problemAt', { node: one.node }), one.fix[locale]]
                .filter((part) => part !== '')
                .join(' · ')}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}

function parseBundleFile(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
