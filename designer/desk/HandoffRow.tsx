// One customer in the list: who, why, in what mood, and for how long they have waited.
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Handoff } from '#nodes/wire/desk.ts';
import { RelativeTime, useNow } from '../ui/RelativeTime.tsx';
import { MoodChip } from '../ui/MoodChip.tsx';
import { waitText } from './wait-text.ts';

interface Props {
  readonly handoff: Handoff;
  readonly selected: boolean;
  readonly mine: boolean;
}

export function HandoffRow({ handoff, selected, mine }: Props) {
  const { t } = useTranslation('desk');
  return (
    <Link to={`/desk/${handoff.id}`} className="td-handoff" aria-current={selected ? 'true' : undefined}>
      <span className="td-handoff-line">
        <span className="td-handoff-name">{handoff.customer.name}</span>
        {handoff.unread > 0 && (
          <span className="td-unread" aria-label={t('unread', { count: handoff.unread })}>
            {handoff.unread}
          </span>
        )}
        {handoff.state === 'waiting' ? (
          <WaitTimer since={handoff.createdAt} />
        ) : (
          <HandoffMeta handoff={handoff} mine={mine} />
        )}
      </span>
      <span className="td-handoff-last" dir="auto">
        {handoff.lastMessage?.text ?? ''}
      </span>
      <span className="td-handoff-line">
        {handoff.mood !== null && <MoodChip mood={handoff.mood} corrected={handoff.moodCorrected} />}
        {handoff.moodCorrected !== null && (
          <span className="td-handoff-by">{t('moodOf.by', { name: handoff.moodCorrected.by })}</span>
        )}
        <span className="td-handoff-reason">{handoff.reason}</span>
      </span>
    </Link>
  );
}

function HandoffMeta({ handoff, mine }: { readonly handoff: Handoff; readonly mine: boolean }) {
  const { t } = useTranslation('desk');
  if (!mine && handoff.agent !== null) {
    return <span className="td-handoff-meta">{t('with', { name: handoff.agent.name })}</span>;
  }
  return (
    <span className="td-handoff-meta">
      <RelativeTime at={handoff.lastMessage?.at ?? handoff.createdAt} />
    </span>
  );
}

function WaitTimer({ since }: { readonly since: string }) {
  const { t } = useTranslation('desk');
  const waitedMs = Math.max(0, useNow(1000) - Date.parse(since));
  const time = waitText(waitedMs);
  return (
    <span className="td-wait" data-long={waitedMs > 120_000} title={t('waited', { time })}>
      <Clock size={12} aria-hidden />
      <span className="td-visually-hidden">{t('waited', { time: '' })}</span>
      {time}
    </span>
  );
}
