// The mood of one message of the customer; whoever knows better corrects it, and messages like it are judged by that from then on.
import { Menu, UnstyledButton } from '@mantine/core';
import { Check, ChevronDown, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EMOTIONS, type Emotion } from '#nodes/kit/effects.ts';
import type { MessageMood as Judged } from '#nodes/wire/moods.ts';
import { useHasRole } from '../api/auth.ts';
import { useConversationMoods, useCorrectMood } from '../api/moods.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { MoodChip } from '../ui/MoodChip.tsx';

interface Props {
  readonly sessionId: string;
  readonly messageId: string;
  /** The id of the newest message of the customer. */
  readonly newest: string;
}

export function MessageMood({ sessionId, messageId, newest }: Props) {
  const { data } = useConversationMoods(sessionId, newest);
  const judged = data?.moods.find((mood) => mood.messageId === messageId);
  return judged === undefined ? null : (
    <MoodPart sessionId={sessionId} judged={judged} isNewest={messageId === newest} />
  );
}

function MoodPart(props: { readonly sessionId: string; readonly judged: Judged; readonly isNewest: boolean }) {
  const { sessionId, judged, isNewest } = props;
  const { t } = useTranslation('desk');
  const mayCorrect = useHasRole('admin', 'agent', 'supervisor', 'designer');
  const correct = useCorrectMood(sessionId);
  const { said, corrected } = judged;
  const mood = corrected?.mood ?? said;
  const by = corrected === null ? null : <span>{t('moodOf.by', { name: corrected.by })}</span>;

  function choose(chosen: Emotion): void {
    if (chosen === mood) return;
    correct.mutate(
      { messageId: judged.messageId, mood: chosen },
      {
        onSuccess: () =>
          toastDone(chosen === said ? t('moodOf.undone') : t('moodOf.done', { mood: t(`mood.${chosen}`) })),
        onError: (error) => toastProblem(error),
      },
    );
  }

  if (!mayCorrect)
    return (
      <div className="td-bubble-mood">
        <MoodChip mood={mood} />
        {by}
      </div>
    );
  return (
    <div className="td-bubble-mood">
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <UnstyledButton
            className="td-mood-button"
            data-newest={isNewest || undefined}
            aria-busy={correct.isPending}
            aria-label={t('moodOf.correct', { mood: t(`mood.${mood}`) })}
          >
            <MoodChip mood={mood} />
            <ChevronDown size={12} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('moodOf.choose')}>
          <Menu.Label>{t('moodOf.choose')}</Menu.Label>
          {EMOTIONS.map((one) => (
            <Menu.Item
              key={one}
              onClick={() => choose(one)}
              {...(one === mood ? { rightSection: <Check size={14} aria-hidden />, 'aria-current': true } : {})}
            >
              {t(`mood.${one}`)}
            </Menu.Item>
          ))}
          {corrected !== null && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Undo2 size={14} aria-hidden />} onClick={() => choose(said)}>
                {t('moodOf.undo', { mood: t(`mood.${said}`) })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {by}
    </div>
  );
}
