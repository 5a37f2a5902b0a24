// One misunderstood sentence: why it is here, and the intents it may belong to, each under a digit.
import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '#nodes/wire/trainer.ts';
import { labelled } from '../i18n/punctuation.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { NO_INTENT } from './taught.ts';
import { useTraining } from './trainer-context.ts';
import type { Verdict } from './use-inbox-work.ts';

/** Intents offered as buttons; the digits reach nine, the search all. */
const OFFERED = 4;

interface Props {
  readonly item: InboxItem;
  readonly isCurrent: boolean;
  readonly mayGroup: boolean;
  readonly onFocus: () => void;
  /** `whole`: the sentences about the same too. */
  readonly onVerdict: (verdict: Verdict, whole: boolean) => void;
  /** Any other intent, or a new one, is wanted. */
  readonly onOther: (whole: boolean) => void;
}

export function InboxRow({ item, isCurrent, mayGroup, onFocus, onVerdict, onOther }: Props) {
  const { t } = useTranslation('trainer');
  const { readOnly, nameOf } = useTraining();
  const { ids, text, reason, guess, sessionId, at } = item;
  const why =
    reason === 'unsure' || reason === 'handoff'
      ? t(`inbox.reason.${reason}`, { name: guess === null ? '?' : nameOf(guess) })
      : t(`inbox.reason.${reason}`);
  return (
    <article
      className="tr-item"
      data-item={ids[0]}
      data-current={isCurrent || undefined}
      aria-label={text}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
    >
      <p className="tr-item-text" dir="auto">
        {text}
        {ids.length > 1 && <span className="tr-times">{t('inbox.said', { count: ids.length })}</span>}
      </p>
      <p className="tr-item-facts">
        {why} · <RelativeTime at={at} /> ·{' '}
        <Anchor
          component={Link}
          to={`/conversations/${sessionId}`}
          fz={12}
          underline="always"
          tabIndex={isCurrent ? 0 : -1}
        >
          {t('inbox.conversation')}
        </Anchor>
      </p>
      {!readOnly && <Choices {...{ item, isCurrent, mayGroup, onVerdict, onOther }} />}
    </article>
  );
}

function Choices({ item, isCurrent, mayGroup, onVerdict, onOther }: Omit<Props, 'onFocus'>) {
  const { t } = useTranslation('trainer');
  const { nameOf } = useTraining();
  const tabIndex = isCurrent ? 0 : -1;
  const chips: readonly { readonly key: string; readonly label: string; readonly verdict: Verdict }[] = [
    ...item.near.slice(0, OFFERED).map(({ intent }, place) => ({
      key: String(place + 1),
      label: nameOf(intent),
      verdict: { kind: 'teach', intent } as const,
    })),
    { key: '0', label: t('inbox.none'), verdict: { kind: 'teach', intent: NO_INTENT } },
    { key: 'X', label: t('inbox.dismiss'), verdict: { kind: 'dismiss' } },
  ];
  return (
    <div className="tr-chips">
      {chips.map(({ key, label, verdict }) => (
        <button
          key={key}
          type="button"
          tabIndex={tabIndex}
          title={mayGroup ? labelled('Shift', t('inbox.whole')) : undefined}
          onClick={(event) => onVerdict(verdict, event.shiftKey)}
        >
          <kbd aria-hidden>{key}</kbd> {label}
        </button>
      ))}
      <button type="button" tabIndex={tabIndex} onClick={(event) => onOther(event.shiftKey)}>
        <kbd aria-hidden>S</kbd> {t('inbox.other')}
      </button>
    </div>
  );
}
