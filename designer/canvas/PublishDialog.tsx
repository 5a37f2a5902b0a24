// Publishing: what it means, a note for colleagues, and no way around an error.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowCaller } from '#nodes/wire/flows.ts';
import { fetchCallers, problemsOf, usePublishFlow } from '../api/flows.ts';
import { useRelease } from '../api/releases.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { CallersStep } from './CallersStep.tsx';
import type { OpenFlow } from './open-flow.ts';
import { PublishChanges } from './PublishChanges.tsx';
import { ShareSelect } from './ShareSelect.tsx';
import { setProblems, useView, useViewStore } from './view-store.ts';

const ALL = 100;

interface Props {
  readonly open: OpenFlow;
  readonly onPublished: () => void;
}

export function PublishDialog({ open, onPublished }: Props) {
  const { t } = useTranslation('canvas');
  const { t: say } = useTranslation('releases');
  const view = useViewStore();
  const problems = useView((state) => state.problems);
  const publish = usePublishFlow(open.id);
  const [note, setNote] = useState('');
  const [saving, setSaving] = useState(false);
  const [behind, setBehind] = useState<readonly FlowCaller[]>([]);
  const [share, setShare] = useState(ALL);
  const release = useRelease(open.id).data;
  const published = release?.publishedVersion ?? null;
  const underway = release?.rollout?.state === 'running' ? release.rollout.version : null;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const close = (): void => view.setState({ dialog: null });

  /** Published flows that follow this one still play its older version. */
  async function follow(): Promise<void> {
    const found = await fetchCallers(open.id).catch(() => []);
    const late = found.filter((caller) => caller.behind);
    if (late.length === 0) close();
    else setBehind(late);
  }

  async function go(): Promise<void> {
    setSaving(true);
    const saved = await open.autosave.flush();
    setSaving(false);
    if (saved.kind !== 'saved') {
      toastProblem(new Error('unsaved'), t('publish.unsaved'));
      return;
    }
    publish.mutate(
      { revision: open.autosave.revision(), note, ...(share === ALL ? {} : { rollout: { share } }) },
      {
        onSuccess: (version) => {
          toastDone(
            share === ALL
              ? t('publish.done', { version: version.version })
              : say('share.done', { version: version.version, share }),
          );
          onPublished();
          void follow();
        },
        onError: (error) => {
          const found = problemsOf(error);
          if (found.length > 0) {
            setProblems(view, found);
            view.setState({ dialog: null, problemsOpen: true });
          }
          toastProblem(error);
        },
      },
    );
  }

  if (behind.length > 0) return <CallersStep flowId={open.id} callers={behind} onClose={close} />;

  return (
    <DialogFrame opened onClose={close} size="lg" title={t('publish.title')}>
      {errors > 0 ? (
        <Text role="alert">{t('publish.blocked', { count: errors })}</Text>
      ) : (
        <>
          <Text c="dimmed">{t('publish.text')}</Text>
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
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {published !== null && <ShareSelect share={share} onShare={setShare} />}
          {underway !== null && (
            <Text mt="sm" role="alert">
              {say('share.underway', { version: underway })}
            </Text>
          )}
          {published !== null && <PublishChanges flowId={open.id} published={published} />}
          {warnings > 0 && (
            <Text mt="sm" fz="sm" c="dimmed">
              {t('publish.warnings', { count: warnings })}
            </Text>
          )}
        </>
      )}
      <Group justify="flex-end" mt="xl" gap="sm">
        {problems.length > 0 && (
          <Button variant="default" onClick={() => view.setState({ dialog: null, problemsOpen: true })}>
            {t('publish.show')}
          </Button>
        )}
        <Button
          disabled={errors > 0 || underway !== null}
          loading={saving || publish.isPending}
          onClick={() => void go()}
        >
          {t('publish.action')}
        </Button>
      </Group>
    </DialogFrame>
  );
}
