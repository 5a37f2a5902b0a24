// After publishing: the flows that call this one still play its older version, and can be published with it in one click.
import { Button, Group, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowCaller } from '#nodes/wire/flows.ts';
import { usePublishCallers } from '../api/flows.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly flowId: string;
  readonly callers: readonly FlowCaller[];
  readonly onClose: () => void;
}

export function CallersStep({ flowId, callers, onClose }: Props) {
  const { t } = useTranslation('canvas');
  const publish = usePublishCallers(flowId);

  function go(): void {
    publish.mutate(
      { callers, note: t('callers.note') },
      {
        onSuccess: () => {
          toastDone(t('callers.done', { count: callers.length }));
          onClose();
        },
        onError: (error) => toastProblem(error),
      },
    );
  }

  return (
    <DialogFrame opened onClose={onClose} title={t('callers.title')}>
      <Text c="dimmed">{t('callers.text')}</Text>
      <List mt="md" fz="sm">
        {callers.map((caller) => (
          <List.Item key={caller.flowId}>{t('callers.item', { name: caller.name, version: caller.version })}</List.Item>
        ))}
      </List>
      <Group justify="flex-end" mt="xl" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('callers.later')}
        </Button>
        <Button data-autofocus loading={publish.isPending} onClick={go}>
          {t('callers.publish', { count: callers.length })}
        </Button>
      </Group>
    </DialogFrame>
  );
}
