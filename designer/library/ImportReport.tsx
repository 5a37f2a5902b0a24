// What came of an import: where the file is from, what had no equal and what stands in for it, and what must still be mended.
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { CircleX, Replace, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowProblem, UnmatchedBlock } from '#nodes/wire/flows.ts';
import type { ImportedFlow } from '../api/flows.ts';
import { currentLocale } from '../i18n/i18n.ts';

interface Props {
  readonly made: ImportedFlow;
}

export function ImportReport({ made }: Props) {
  const { t } = useTranslation('library');
  const { flow, problems, product, unmatched } = made;
  const title =
    product === 'tandem'
      ? t('create.importedWithProblems', { name: flow.name })
      : t('create.importedFrom', { name: flow.name, product: t(`create.products.${product}`), count: flow.nodeCount });
  return (
    <Alert role="status" color={unmatched.length + problems.length > 0 ? 'warning' : 'success'} title={title}>
      <Stack gap="md">
        {product !== 'tandem' && (
          <div>
            <Text fz="sm">
              {unmatched.length === 0 ? t('create.allMatched') : t('create.unmatched', { count: unmatched.length })}
            </Text>
            <UnmatchedList flowId={flow.id} unmatched={unmatched} />
          </div>
        )}
        {product !== 'tandem' && problems.length > 0 && <Text fz="sm">{t('create.stillToMend')}</Text>}
        <ProblemList problems={problems} />
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button component={Link} to={`/flows/${flow.id}`}>
          {t('create.openAnyway')}
        </Button>
      </Group>
    </Alert>
  );
}

function UnmatchedList({
  flowId,
  unmatched,
}: {
  readonly flowId: string;
  readonly unmatched: readonly UnmatchedBlock[];
}) {
  const { t } = useTranslation('library');
  const locale = currentLocale();
  if (unmatched.length === 0) return null;
  return (
    <ul className="td-problem-list">
      {unmatched.map((one, at) => (
        <li key={`${one.kind}-${one.where}-${at}`}>
          <Replace size={16} color="var(--td-warning)" aria-hidden />
          <div>
            <Text fz="sm">
              {one.node === null ? (
                <>
                  {one.kind} · {one.where} · {t('create.leftOut')}
                </>
              ) : (
                <Anchor component={Link} to={`/flows/${flowId}?node=${encodeURIComponent(one.node)}`} fz="sm">
                  {one.kind} · {one.where}
                </Anchor>
              )}
            </Text>
            <Text fz="xs" c="dimmed">
              {one.standIn[locale]}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Problems with how to mend each. */
export function ProblemList({ problems }: { readonly problems: readonly FlowProblem[] }) {
  const { t } = useTranslation('library');
  const locale = currentLocale();
  if (problems.length === 0) return null;
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
