// Moves live conversations to another version: which step becomes which, a try-out on every one of them, then the move.
import { Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveSessions, Release } from '#nodes/wire/releases.ts';
import { useMoveSessions, useRelease } from '../api/releases.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { MovePlan } from './MovePlan.tsx';

interface Props {
  readonly flowId: string;
  readonly onClose: () => void;
}

export function MoveDialog({ flowId, onClose }: Props) {
  const { t } = useTranslation('releases');
  const release = useRelease(flowId);
  return (
    <DialogFrame opened onClose={onClose} size="xl" title={t('move.title')}>
      <Text c="dimmed">{t('move.text')}</Text>
      <QueryView query={release} rows={3}>
        {(now) => <MoveForm flowId={flowId} release={now} />}
      </QueryView>
    </DialogFrame>
  );
}

function MoveForm({ flowId, release }: { readonly flowId: string; readonly release: Release }) {
  const { t } = useTranslation('releases');
  const move = useMoveSessions(flowId);
  const newest = release.rollout?.state === 'running' ? release.rollout.version : release.publishedVersion;
  const [from, setFrom] = useState(release.live.find(({ version }) => version !== newest)?.version ?? null);
  const [to, setTo] = useState(newest);
  const [map, setMap] = useState<MoveSessions['map']>({});
  const [stuck, setStuck] = useState<MoveSessions['stuck']>('stay');
  if (from === null || to === null) return <Text mt="md">{t('move.none')}</Text>;
  const ask = (dryRun: boolean, chosen = map): void =>
    move.mutate(
      { from, to, map: chosen, stuck, dryRun },
      {
        onSuccess: ({ report }) => {
          if (!dryRun) toastDone(t('move.done', { moved: report.moved, stuck: report.stuck }));
        },
        onError: (error) => toastProblem(error),
      },
    );
  const plan = move.data;
  const isPlanned = plan !== undefined && move.variables.dryRun && !move.isPending;
  const forget = (): void => {
    move.reset();
    setMap({});
  };
  const targets = [...new Set([release.publishedVersion, release.rollout?.version ?? null])].filter(
    (version): version is number => version !== null && version !== from,
  );
  return (
    <>
      <Group mt="md" align="end">
        <Select
          label={t('move.from')}
          allowDeselect={false}
          data={release.live.map(({ version, sessions }) => ({
            value: String(version),
            label: `${t('compare.version', { version })} · ${t('live', { count: sessions })}`,
          }))}
          value={String(from)}
          onChange={(value) => {
            forget();
            setFrom(Number(value));
          }}
        />
        <Select
          label={t('move.to')}
          allowDeselect={false}
          data={targets.map((version) => ({ value: String(version), label: t('compare.version', { version }) }))}
          value={String(to)}
          onChange={(value) => {
            forget();
            setTo(Number(value));
          }}
        />
        <Select
          label={t('move.stuckChoice')}
          allowDeselect={false}
          data={[
            { value: 'stay', label: t('move.stay') },
            { value: 'person', label: t('move.person') },
          ]}
          value={stuck}
          onChange={(value) => setStuck(value === 'person' ? 'person' : 'stay')}
        />
      </Group>
      {plan !== undefined && (
        <MovePlan
          flowId={flowId}
          from={from}
          to={to}
          planned={isPlanned}
          plan={plan}
          onTarget={(node, target) => {
            const chosen = { ...map, [node]: target };
            setMap(chosen);
            ask(true, chosen);
          }}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" loading={move.isPending} disabled={from === to} onClick={() => ask(true)}>
          {t('move.dryRun')}
        </Button>
        <Button disabled={!isPlanned || (plan.report.moved === 0 && stuck === 'stay')} onClick={() => ask(false)}>
          {t('move.run', { count: plan?.report.moved ?? 0 })}
        </Button>
      </Group>
    </>
  );
}
