// One message in the test chat. Everything is text and elements of ours; nothing a flow says becomes markup.
import { Button } from '@mantine/core';
import { ExternalLink, Phone, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cardsOf } from '#nodes/kit/messages.ts';
import { plainTextOf } from '#nodes/flow/plain-text.ts';
import { FilesMessage } from './FilesMessage.tsx';
import { FormMessage } from './FormMessage.tsx';
import type { ShownMessage } from './parse-message.ts';
import type { Act } from './rehearsal-tree.ts';
import { safeUrl } from './safe-url.ts';

interface Props {
  readonly message: ShownMessage;
  readonly live: boolean;
  /** The language of its plain text; null: with buttons, cards and forms. */
  readonly plain: string | null;
  readonly onAct: (act: Act, said: string) => void;
}

export function MessageView({ message, live, plain, onAct }: Props) {
  const { t } = useTranslation('rehearsal');
  const { kind, text, from, by } = message;
  if (plain !== null)
    return (
      <div className="rh-message">
        <pre className="rh-bubble rh-plain" data-from={from} dir="auto">
          {plainTextOf(message, plain)}
        </pre>
      </div>
    );
  if (kind === 'notice') return <p className="rh-notice">{text}</p>;
  return (
    <div className="rh-message">
      {from === 'agent' && <span className="rh-by">{by ?? t('agent')}</span>}
      {text !== undefined && text !== '' && (
        <div className="rh-bubble" data-from={from} dir="auto">
          {text}
          {message.ai === true && <span className="rh-ai">AI</span>}
        </div>
      )}
      {message.media !== undefined && <Media media={message.media} />}
      {cardsOf(message).map((card, index) => (
        <Card key={index} card={card} live={live} onAct={onAct} />
      ))}
      {message.form !== undefined && <FormMessage form={message.form} live={live} onAct={onAct} />}
      {message.choices !== undefined && kind !== 'rating' && (
        <div className="rh-choices">
          {message.choices.map((choice) => (
            <Button
              key={choice.id}
              size="compact-sm"
              variant="default"
              disabled={!live}
              onClick={() => onAct(actOf(choice), choice.label)}
            >
              {choice.label}
            </Button>
          ))}
        </div>
      )}
      {message.upload !== undefined && live && <FilesMessage upload={message.upload} onAct={onAct} />}
      {kind === 'rating' && <Rating choices={message.choices ?? []} live={live} onAct={onAct} />}
      {message.sources !== undefined && message.sources.length > 0 && <Sources sources={message.sources} />}
    </div>
  );
}

function Rating({
  choices,
  live,
  onAct,
}: { readonly choices: NonNullable<ShownMessage['choices']> } & Omit<Props, 'message' | 'plain'>) {
  return (
    <div className="rh-choices">
      {choices.map((choice) => (
        <Button
          key={choice.id}
          size="compact-sm"
          variant="default"
          disabled={!live}
          leftSection={<Star size={14} aria-hidden />}
          onClick={() => onAct({ kind: 'choice', choice: choice.id }, choice.label)}
        >
          {choice.label}
        </Button>
      ))}
    </div>
  );
}

function Card({
  card,
  live,
  onAct,
}: { readonly card: NonNullable<ShownMessage['card']> } & Omit<Props, 'message' | 'plain'>) {
  const image = safeUrl(card.imageUrl);
  return (
    <div className="rh-card">
      {image !== null && <img src={image} alt={card.imageAlt ?? ''} loading="lazy" />}
      <strong>{card.title}</strong>
      {card.text !== undefined && <p>{card.text}</p>}
      <div className="rh-choices">
        {card.buttons.map((button) => {
          const target = button.action === 'call' ? `tel:${button.value ?? ''}` : safeUrl(button.value);
          if (button.action === 'reply') {
            return (
              <Button
                key={button.id}
                size="compact-sm"
                variant="default"
                disabled={!live}
                onClick={() => onAct({ kind: 'choice', choice: button.id }, button.label)}
              >
                {button.label}
              </Button>
            );
          }
          const Icon = button.action === 'call' ? Phone : ExternalLink;
          return (
            <Button
              key={button.id}
              size="compact-sm"
              variant="default"
              component="a"
              {...(target === null ? {} : { href: target })}
              target="_blank"
              rel="noreferrer"
              leftSection={<Icon size={14} aria-hidden />}
            >
              {button.label}
            </Button>
          );
        })}
      </div>
    </div>
  );
}

function Media({ media }: { readonly media: NonNullable<ShownMessage['media']> }) {
  const url = safeUrl(media.url);
  const name = media.name ?? media.alt ?? media.url;
  return (
    <figure className="rh-media">
      {url === null && <span>{name}</span>}
      {url !== null && media.kind === 'image' && <img src={url} alt={media.alt ?? ''} loading="lazy" />}
      {url !== null && media.kind !== 'image' && (
        <a href={url} target="_blank" rel="noreferrer">
          {name}
        </a>
      )}
      {media.caption !== undefined && media.caption !== '' && <figcaption>{media.caption}</figcaption>}
    </figure>
  );
}

function Sources({ sources }: { readonly sources: NonNullable<ShownMessage['sources']> }) {
  const { t } = useTranslation('rehearsal');
  return (
    <details className="rh-sources">
      <summary>{t('sources', { count: sources.length })}</summary>
      <ol>
        {sources.map((source, index) => {
          const url = safeUrl(source.url);
          return (
            <li key={index}>
              {url === null ? (
                <strong>{source.title}</strong>
              ) : (
                <a href={url} target="_blank" rel="noreferrer">
                  {source.title}
                </a>
              )}
              <q>{source.quote.slice(0, 300)}</q>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** A pressed suggestion is what the customer says, as in a real conversation. */
function actOf({ id, label }: { readonly id: string; readonly label: string }): Act {
  return id.startsWith('say:') ? { kind: 'text', text: label } : { kind: 'choice', choice: id };
}
