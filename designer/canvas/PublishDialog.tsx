// Publishing: what it means, how the tests stand, a note for colleagues, and a way around what is red only with a reason.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { DialogueResults } from './DialogueResults.tsx';
import type { OpenFlow } from './open-flow.ts';
import { OverridePart } from './OverridePart.tsx';
import { usePublishing } from './use-publishing.ts';
import { useView, useViewStore } from './view-store.ts';

interface Props {
  readonly open: OpenFlow;
  readonly onPublished: () => void;
}

/** Errors that the server lets an admin override; the others cannot be played at all. */
const BEARABLE: ReadonlySet<string> = new Set(['DEAD_END', 'PORT_OPEN', 'SECRET_IN_TEXT', 'CONFIG_PROBLEM']);

export function PublishDialog({ open, onPublished }: Props) {
  const { t } = useTranslation('canvas');
  const view = useViewStore();
  const problems = useView((state) => state.problems);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const unbearable = errors.filter(({ code }) => !BEARABLE.has(code)).length;
  const warnings = problems.length - errors.length;
  const publishing = usePublishing(open, unbearable === 0, onPublished);
  const { gate, note, reason } = publishing;
  const red = gate?.red.length ?? 0;
  const inTheWay = errors.length + red > 0;
  const overriding = reason !== null && reason.trim().length >= 3;
  const ready = unbearable === 0 && gate !== null && (!inTheWay || overriding);
  return (
    <DialogFrame opened onClose={publishing.close} title={t('publish.title')}>
      {errors.length > 0 && <Text role="alert">{t('publish.blocked', { count: errors.length })}</Text>}
      {unbearable === 0 && (
        <>
          {errors.length === 0 && <Text c="dimmed">{t('publish.text')}</Text>}
          <Textarea
            mt="md"
            data-autofocus
            label={t('publish.note')}
            placeholder={t('publish.notePlaceholder')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
            value={note}
            onChange={(event) => publishing.setNote(event.currentTarget.value)}
          />
          <DialogueResults flowId={open.id} gate={gate} />
          {warnings > 0 && (
            <Text mt="sm" fz="sm" c="dimmed">
              {t('publish.warnings', { count: warnings })}
            </Text>
          )}
          {inTheWay && gate !== null && <OverridePart reason={reason} onReason={publishing.setReason} />}
        </>
      )}
      <Group justify="flex-end" mt="xl" gap="sm">
        {problems.length > 0 && (
          <Button variant="default" onClick={() => view.setState({ dialog: null, problemsOpen: true })}>
            {t('publish.show')}
          </Button>
        )}
        <Button disabled={!ready} loading={publishing.busy} onClick={() => void publishing.publish()}>
          {t('publish.action')}
        </Button>
      </Group>
    </DialogFrame>
  );
}
