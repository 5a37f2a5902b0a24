// A release to a share of new conversations: who gets what, how both versions do right now, and the way to raise, finish or stop it.
import { Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Release, Rollout, VersionFigures } from '#nodes/wire/releases.ts';
import { useChangeRollout } from '../api/releases.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly flowId: string;
  readonly release: Release;
  readonly readOnly: boolean;
}

export function RolloutCard({ flowId, release, readOnly }: Props) {
  const { t } = useTranslation('releases');
  const { rollout } = release;
  if (rollout === null) return null;
  const { version, share, baseVersion: base } = rollout;
  return (
    <section className="fc-release" aria-label={t('rollout.title')}>
      <Text fw={600} role="status">
        {rollout.state === 'running'
          ? t('rollout.running', { version, share, base })
          : t(`rollout.${rollout.state}`, { version })}
      </Text>
      <EndLine rollout={rollout} />
      {rollout.state === 'running' && (
        <>
          <Figures figures={release.figures} />
          <Text fz="xs" c="dimmed">
            {t('rollout.few', { count: rollout.guard.minSessions })}
          </Text>
          {!readOnly && <Steps flowId={flowId} rollout={rollout} />}
        </>
      )}
    </section>
  );
}

function EndLine({ rollout }: { readonly rollout: Rollout }) {
  const { t } = useTranslation('releases');
  const { reason, endedBy } = rollout;
  if (rollout.state !== 'stopped') return null;
  return (
    <Text fz="sm">
      {reason === null
        ? t('rollout.stoppedBy', { by: endedBy ?? '' })
        : t('rollout.because', { ...reason, metric: t(`rollout.${reason.metric}`) })}
    </Text>
  );
}

function Figures({ figures }: { readonly figures: readonly VersionFigures[] }) {
  const { t } = useTranslation('releases');
  const rate = (part: number, whole: number): string =>
    whole === 0 ? '–' : `${String(Math.round((part / whole) * 1000) / 10)}%`;
  return (
    <Table mt="xs" fz="xs" horizontalSpacing={6} aria-label={t('rollout.figures')}>
      <Table.Thead>
        <Table.Tr>
          {(['version', 'sessions', 'faults', 'handoffs', 'abandons'] as const).map((column) => (
            <Table.Th key={column}>{t(`rollout.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures.map(({ version, sessions, faults, handoffs, abandons }) => (
          <Table.Tr key={version}>
            <Table.Td>{version}</Table.Td>
            <Table.Td>{sessions}</Table.Td>
            <Table.Td>{rate(faults, sessions)}</Table.Td>
            <Table.Td>{rate(handoffs, sessions)}</Table.Td>
            <Table.Td>{rate(abandons, sessions)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Steps({ flowId, rollout }: { readonly flowId: string; readonly rollout: Rollout }) {
  const { t } = useTranslation('releases');
  const change = useChangeRollout(flowId);
  const go = (to: number | 'all' | 'stop', said: string): void =>
    change.mutate(
      { rollout: rollout.id, to },
      { onSuccess: () => toastDone(said), onError: (error) => toastProblem(error) },
    );
  const next = rollout.share < 50 ? 50 : rollout.share < 75 ? 75 : null;
  return (
    <Group gap="xs" mt="sm">
      {next !== null && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={change.isPending}
          onClick={() => go(next, t('rollout.raised', { share: next }))}
        >
          {t('rollout.raise', { share: next })}
        </Button>
      )}
      <Button size="compact-sm" disabled={change.isPending} onClick={() => go('all', t('rollout.finished'))}>
        {t('rollout.all')}
      </Button>
      <Button
        size="compact-sm"
        color="danger"
        variant="outline"
        disabled={change.isPending}
        onClick={() => go('stop', t('rollout.ended'))}
      >
        {t('rollout.stop')}
      </Button>
    </Group>
  );
}
