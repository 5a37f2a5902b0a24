// One message of a transcript, whoever said it and whatever kind it is, as text only.
import { Text } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { cardsOf } from '#nodes/kit/messages.ts';
import type { Message } from '#nodes/wire/customer.ts';
import { PlainText } from '../ui/PlainText.tsx';
import { later } from '../ui/later.ts';
import { FileParts } from './FileParts.tsx';
import { clockTime, exactTime } from '../ui/RelativeTime.tsx';

const MessageMood = later(async () => (await import('./MessageMood.tsx')).MessageMood);

interface Props {
  readonly message: Message;
  readonly sessionId: string;
}

/** `newest` is the id of the customer's newest message: their moods are asked for again when it is another one. */
export function MessageBubble({ message, sessionId, newest }: Props & { readonly newest: string }) {
  const { t, i18n } = useTranslation('desk');
  const who = message.from === 'agent' && message.by !== undefined ? message.by : t(`from.${message.from}`);
  if (message.from === 'system' || message.kind === 'notice') {
    return (
      <div className="td-notice">
        <span dir="auto">{message.text}</span> · <MessageTime at={message.at} locale={i18n.language} />
      </div>
    );
  }
  return (
    <article className="td-bubble" data-from={message.from} aria-label={who}>
      <div className="td-bubble-meta">
        {who}
        {message.ai === true && <span className="td-ai">{t('aiTag')}</span>}
        <MessageTime at={message.at} locale={i18n.language} />
      </div>
      <div className="td-bubble-body">
        <MessageParts message={message} sessionId={sessionId} />
      </div>
      {message.from === 'customer' && (
        <Suspense fallback={null}>
          <MessageMood sessionId={sessionId} messageId={message.id} newest={newest} />
        </Suspense>
      )}
    </article>
  );
}

function MessageTime({ at, locale }: { readonly at: string; readonly locale: string }) {
  return (
    <time dateTime={at} title={exactTime(at, locale)}>
      {clockTime(at, locale)}
    </time>
  );
}

function MessageParts({ message, sessionId }: Props) {
  const { t } = useTranslation('desk');
  const { form, media, choices, sources } = message;
  return (
    <>
      {message.files !== undefined && <FileParts sessionId={sessionId} files={message.files} />}
      {message.files === undefined && message.text !== undefined && message.text !== '' && (
        <PlainText>{message.text}</PlainText>
      )}
      {cardsOf(message).map((card, index) => (
        <div key={index} className="td-part">
          <Text fw={600}>{card.title}</Text>
          {card.text !== undefined && <PlainText fz="sm">{card.text}</PlainText>}
          <Chips label={t('parts.card')} words={card.buttons.map((button) => button.label)} />
        </div>
      ))}
      {form !== undefined && (
        <div className="td-part">
          <Text fw={600}>{form.title ?? t('parts.form')}</Text>
          <Chips label={t('parts.form')} words={form.fields.map((field) => field.label)} />
        </div>
      )}
      {media !== undefined && (
        <div className="td-part">
          <Text fw={600}>{media.name ?? t('parts.media')}</Text>
          {safeAddress(media.url) === undefined ? null : (
            <a href={safeAddress(media.url)} target="_blank" rel="noreferrer noopener">
              {media.caption ?? media.alt ?? media.url}
            </a>
          )}
        </div>
      )}
      {choices !== undefined && (
        <Chips
          label={message.kind === 'rating' ? t('parts.rating') : t('parts.choices')}
          words={choices.map((choice) => choice.label)}
        />
      )}
      {sources !== undefined && sources.length > 0 && (
        <Text fz="xs" mt={4} className="td-bubble-sources">
          {t('sources', { titles: [...new Set(sources.map((source) => source.title))].join(' · ') })}
        </Text>
      )}
    </>
  );
}

function Chips({ label, words }: { readonly label: string; readonly words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <ul className="td-chips" aria-label={label}>
      {words.map((word, at) => (
        <li key={at}>{word}</li>
      ))}
    </ul>
  );
}

function safeAddress(address: string): string | undefined {
  return /^(https?:\/\/|\/(?!\/))/i.test(address) ? address : undefined;
}

/** The id of the customer's newest message; empty when there is none. */
export function newestOf(messages: readonly Message[]): string {
  return messages.findLast(({ from }) => from === 'customer')?.id ?? '';
}
