// Whether a base is good: its question set, asked on demand, and what needs a person's eye.
import { Alert, Anchor, Button, Group, Stack, Table, Text, Title, Tooltip, ActionIcon } from '@mantine/core';
import { CircleCheck, CircleX, ListChecks, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Check, CheckRun } from '#nodes/wire/knowledge.ts';
import { useChecks, useDeleteCheck, useRunChecks } from '../api/knowledge-review.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { StatusChip } from '../ui/StatusChip.tsx';
import { toastProblem } from '../ui/toast.ts';
import { HealthView } from './HealthView.tsx';

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  readonly onAddQuestion: (question: string) => void;
}

export function QualityPanel({ baseId, mayEdit, onAddQuestion }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: problem } = useTranslation('problems');
  const checks = useChecks(baseId);
  const run = useRunChecks(baseId);
  return (
    <Stack gap="xl">
      <section>
        <Group justify="space-between" mb="sm">
          <Title order={2}>{t('quality.set')}</Title>
          <Button
            variant="default"
            leftSection={<Play size={16} aria-hidden />}
            disabled={(checks.data ?? []).length === 0}
            loading={run.isPending}
            onClick={() => run.mutate()}
          >
            {t('quality.run')}
          </Button>
        </Group>
        <div aria-live="polite">
          {run.isError && (
            <Alert role="alert" color="danger">
              {problemText(run.error, problem)}
            </Alert>
          )}
          {run.data !== undefined && (
            <Text fz="sm" mb="sm">
              {t('quality.passed', { passed: run.data.passed, total: run.data.total })}
            </Text>
          )}
        </div>
        <QueryView query={checks}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState icon={ListChecks} title={t('quality.empty')} hint={t('quality.emptyHint')} />
            ) : (
              <CheckTable checks={list} run={run.data} mayEdit={mayEdit} />
            )
          }
        </QueryView>
      </section>
      <HealthView baseId={baseId} mayEdit={mayEdit} onAddQuestion={onAddQuestion} />
    </Stack>
  );
}

interface TableProps {
  readonly checks: readonly Check[];
  readonly run: CheckRun | undefined;
  readonly mayEdit: boolean;
}

function CheckTable({ checks, run, mayEdit }: TableProps) {
  const { t } = useTranslation('knowledge');
  const remove = useDeleteCheck();
  return (
    <div className="td-table-wrap">
      <Table aria-label={t('quality.set')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('quality.columns.question')}</Table.Th>
            <Table.Th>{t('quality.columns.expected')}</Table.Th>
            <Table.Th>{t('quality.columns.result')}</Table.Th>
            {mayEdit && <Table.Th ta="right">{t('questions.columns.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {checks.map((check) => (
            <Table.Tr key={check.id}>
              <Table.Td>
                <Anchor
                  component={Link}
                  fz="sm"
                  title={t('quality.look')}
                  to={{ search: new URLSearchParams({ tab: 'test', ask: check.question }).toString() }}
                >
                  {check.question}
                </Anchor>
              </Table.Td>
              <Table.Td>
                {t(check.wanted ? 'quality.wanted' : 'quality.unwanted', { title: check.expectedTitle })}
              </Table.Td>
              <Table.Td>
                <Outcome result={run?.results.find((one) => one.check.id === check.id)} />
              </Table.Td>
              {mayEdit && (
                <Table.Td ta="right">
                  <Tooltip label={t('quality.remove', { question: check.question })}>
                    <ActionIcon
                      aria-label={t('quality.remove', { question: check.question })}
                      onClick={() => remove.mutate(check.id, { onError: (error) => toastProblem(error) })}
                    >
                      <Trash2 size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Outcome({ result }: { readonly result: CheckRun['results'][number] | undefined }) {
  const { t } = useTranslation('knowledge');
  if (result === undefined) return <Text c="dimmed">—</Text>;
  return (
    <Stack gap={4} align="flex-start">
      <StatusChip icon={result.passed ? CircleCheck : CircleX} tone={result.passed ? 'success' : 'danger'}>
        {t(result.passed ? 'quality.good' : 'quality.bad')}
      </StatusChip>
      <Text fz="xs" c="dimmed">
        {result.answerTitle === '' ? t('compare.nothing') : result.answerTitle} ·{' '}
        {t('test.score', { value: result.confidence.toFixed(2) })}
      </Text>
    </Stack>
  );
}
