// Publishing: what it means, how the tests stand, a note for colleagues, and a way around what is red only with a reason.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRelease } from '../api/releases.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { CallersStep } from './CallersStep.tsx';
import { DialogueResults } from './DialogueResults.tsx';
import type { OpenFlow } from './open-flow.ts';
import { OverridePart } from './OverridePart.tsx';
import { PublishChanges } from './PublishChanges.tsx';
import { ShareSelect } from './ShareSelect.tsx';
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
  const { t: say } = useTranslation('releases');
  const view = useViewStore();
  const problems = useView((state) => state.problems);
  const release = useRelease(open.id).data;
  const published = release?.publishedVersion ?? null;
  const underway = release?.rollout?.state === 'running' ? release.rollout.version : null;
  const errors = problems.filter((problem) => problem.severity === 'error');
  const unbearable = errors.filter(({ code }) => !BEARABLE.has(code)).length;
  const warnings = problems.length - errors.length;
  const publishing = usePublishing(open, unbearable === 0, onPublished);
  const { gate, note, reason, share, behind } = publishing;
  const red = gate?.red.length ?? 0;
  const inTheWay = errors.length + red > 0;
  const overriding = reason !== null && reason.trim().length >= 3;
  const ready = unbearable === 0 && gate !== null && underway === null && (!inTheWay || overriding);
  if (behind.length > 0) return <CallersStep flowId={open.id} callers={behind} onClose={publishing.close} />;
  return (
    <DialogFrame opened onClose={publishing.close} size="lg" title={t('publish.title')}>
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
          {published !== null && <ShareSelect share={share} onShare={publishing.setShare} />}
          {underway !== null && (
            <Text mt="sm" role="alert">
              {say('share.underway', { version: underway })}
            </Text>
          )}
          {published !== null && <PublishChanges flowId={open.id} published={published} />}
          <DialogueResults flowId={open.id} gate={gate} />
          {warnings > 0 && (
            <Text mt="sm" fz="sm" c="dimmed">
              {t('publish.warnings', { count: warnings })}
            </Text>
          )}
          {inTheWay && gate !== null && <OverridePart reason={reason} onReason={publishing.setReason} />}
        </>
      )}
      <Group justify="flex-end" mt="xl" gap="sm" className="td-dialog-actions">
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
