// The files that are being sent or wait for their turn, and those that were refused with the reason.
import { ActionIcon, Button, Group, Progress, Text, Tooltip } from '@mantine/core';
import { CircleX, Clock, FileText, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../i18n/i18n.ts';
import { labelled } from '../i18n/punctuation.ts';
import { problemText } from '../ui/problem-text.ts';
import type { Upload, UploadProblem, UploadQueue } from './upload-queue.ts';

interface Props {
  readonly uploads: readonly Upload[];
  readonly queue: UploadQueue;
}

/** Waiting files drawn at most: hundreds can be dropped at once. */
const WAITING_SHOWN = 3;

export function UploadList({ uploads, queue }: Props) {
  const { t } = useTranslation('knowledge');
  if (uploads.length === 0) return null;
  const failed = uploads.filter(({ state }) => state === 'failed');
  const waiting = uploads.filter(({ state }) => state === 'waiting');
  const drawn = uploads.filter((one) => one.state !== 'waiting' || waiting.indexOf(one) < WAITING_SHOWN);
  return (
    <div aria-live="polite">
      <ul className="td-upload-list" aria-label={t('sources.uploads')}>
        {drawn.map((one) => (
          <li key={one.id}>
            {one.problem === undefined ? <OnTheWay one={one} queue={queue} /> : <Refused one={one} queue={queue} />}
          </li>
        ))}
      </ul>
      {waiting.length > WAITING_SHOWN && (
        <Text fz="sm" c="dimmed">
          {t('sources.moreWaiting', { count: waiting.length - WAITING_SHOWN })}
        </Text>
      )}
      {failed.length > 1 && (
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => failed.forEach(({ id }) => queue.drop(id))}>
          {t('sources.clearRefused')}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  readonly one: Upload;
  readonly queue: UploadQueue;
}

function OnTheWay({ one, queue }: RowProps) {
  const { t } = useTranslation('knowledge');
  const percent = Math.round(one.share * 100);
  const Icon = one.state === 'waiting' ? Clock : FileText;
  return (
    <>
      <Icon size={16} color="var(--td-text-3)" aria-hidden style={{ flexShrink: 0 }} />
      <Text fz="sm" truncate maw={320}>
        {one.name}
      </Text>
      {one.state === 'waiting' ? (
        <Text fz="sm" c="dimmed" flex={1}>
          {t('sources.state.queued')}
        </Text>
      ) : (
        <Progress flex={1} size="sm" value={percent} aria-label={t('sources.uploading', { percent })} />
      )}
      <ActionIcon aria-label={t('sources.cancelUpload', { name: one.name })} onClick={() => queue.drop(one.id)}>
        <X size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}

function Refused({ one, queue }: RowProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const words = useProblemWords();
  return (
    <>
      <CircleX size={16} color="var(--td-danger)" aria-hidden style={{ flexShrink: 0 }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('sources.notAccepted', { name: one.name })}
        </Text>
        <Text fz="sm" c="var(--td-danger)">
          {one.problem === undefined ? '' : words(one.problem)}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        {one.mayRetry && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={labelled(tu('retry'), one.name)}
            onClick={() => queue.retry(one.id)}
          >
            {tu('retry')}
          </Button>
        )}
        <Tooltip label={tu('close')}>
          <ActionIcon aria-label={labelled(tu('close'), one.name)} onClick={() => queue.drop(one.id)}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </>
  );
}

function useProblemWords(): (problem: UploadProblem) => string {
  const { t } = useTranslation('knowledge');
  const { t: tp } = useTranslation('problems');
  return (problem) => {
    if (problem === 'tooLarge') return t('sources.tooLarge');
    return problem instanceof Error ? problemText(problem, tp) : problem.message[currentLocale()];
  };
}
