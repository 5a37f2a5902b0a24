// What staff corrected in the moods of messages: the sentences the workspace learnt from, each to be taken back.
import { Anchor, Button, Group } from '@mantine/core';
import { Smile, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MoodCorrections } from '#nodes/wire/moods.ts';
import { useHasRole } from '../api/auth.ts';
import { useCorrectMood, useMoodCorrections } from '../api/moods.ts';
import { MoodChip } from '../ui/MoodChip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

type Correction = MoodCorrections['corrections'][number];

export function MoodsTab() {
  const { t } = useTranslation('trainer');
  const query = useMoodCorrections();
  return (
    <QueryView query={query}>
      {({ corrections }) => (
        <div className="tr-inbox">
          <div className="tr-inbox-head">
            <h2>{t('moods.title')}</h2>
          </div>
          <p className="tr-quiet">{t('moods.hint')}</p>
          {corrections.length === 0 ? (
            <EmptyState icon={Smile} title={t('moods.empty')} hint={t('moods.emptyHint')} />
          ) : (
            <ul className="tr-groups" aria-label={t('moods.title')}>
              {corrections.map((correction) => (
                <li key={`${correction.sessionId} ${correction.messageId}`} className="tr-group">
                  <CorrectionRow correction={correction} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </QueryView>
  );
}

function CorrectionRow({ correction }: { readonly correction: Correction }) {
  const { t } = useTranslation('trainer');
  const { sessionId, messageId, text, said, mood, by, at } = correction;
  const mayCorrect = useHasRole('admin', 'designer', 'agent', 'supervisor');
  const correct = useCorrectMood(sessionId);
  return (
    <article className="tr-item" aria-label={text}>
      <p className="tr-item-text" dir="auto">
        {text}
      </p>
      <Group gap="xs" mt="xs" className="tr-item-facts">
        {t('moods.from')} <MoodChip mood={said} /> {t('moods.to')} <MoodChip mood={mood} />
        <span>
          {by} · <RelativeTime at={at} /> ·{' '}
          <Anchor component={Link} to={`/conversations/${sessionId}`} fz="inherit" underline="always">
            {t('moods.conversation')}
          </Anchor>
        </span>
        {mayCorrect && (
          <Button
            variant="default"
            size="compact-sm"
            ml="auto"
            leftSection={<Undo2 size={14} aria-hidden />}
            aria-label={t('moods.undoOf', { text })}
            loading={correct.isPending}
            onClick={() =>
              correct.mutate(
                { messageId, mood: said },
                { onSuccess: () => toastDone(t('moods.undone')), onError: (error) => toastProblem(error) },
              )
            }
          >
            {t('moods.undo')}
          </Button>
        )}
      </Group>
    </article>
  );
}
