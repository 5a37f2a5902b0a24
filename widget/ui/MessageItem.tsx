// One message: who said it, what it says, and what can be pressed in it.
import type { SendMessage } from '#nodes/wire/customer.ts';
import type { ShownMessage } from '../api.ts';
import { isSafeAddress } from '../rich-text.ts';
import type { Words } from '../words.ts';
import { FileView, type LoadFile } from './FileView.tsx';
import { FormView } from './FormView.tsx';
import { MediaView } from './MediaView.tsx';
import { RichText } from './RichText.tsx';

type OnSend = (body: Omit<SendMessage, 'id'>, label: string) => void;

interface MessageItemProps {
  readonly message: ShownMessage;
  readonly words: Words;
  /** False right after another message of the same sender. */
  readonly named: boolean;
  readonly active: boolean;
  readonly onSend: OnSend;
  readonly onRetry: () => void;
  readonly load: LoadFile;
}

/** One entry of the log. */
export function MessageItem({ message, words, named, active, onSend, onRetry, load }: MessageItemProps) {
  const { from, text = '', by } = message;
  if (from === 'system') {
    return (
      <li class="m system">
        <RichText source={text} />
      </li>
    );
  }
  const who = from === 'customer' ? words.you : from === 'agent' ? (by ?? '') : words.bot;
  return (
    <li class={`m ${from}`}>
      {from === 'customer' ? (
        <span class="sr">{who}</span>
      ) : !named && message.ai !== true ? (
        <span class="sr">{who}</span>
      ) : (
        <span class="who">
          {who}
          {message.ai === true && <span class="ai">{words.ai}</span>}
        </span>
      )}
      {message.files?.map((file) => (
        <FileView key={file.id} file={file} words={words} load={load} />
      ))}
      {text !== '' && message.files === undefined && (
        <div class="bubble">{from === 'customer' ? text : <RichText source={text} />}</div>
      )}
      {message.kind === 'choices' && <Choices message={message} active={active} onSend={onSend} />}
      {message.kind === 'rating' && <Rating message={message} words={words} active={active} onSend={onSend} />}
      {message.card !== undefined && <CardView card={message.card} words={words} active={active} onSend={onSend} />}
      {message.cards !== undefined && (
        <ul class="cards" tabIndex={0} aria-label={words.cards(message.cards.length)}>
          {message.cards.map((card, index) => (
            <li key={index}>
              <CardView card={card} words={words} active={active} onSend={onSend} />
            </li>
          ))}
        </ul>
      )}
      {message.form !== undefined && (
        <FormView form={message.form} words={words} active={active} onSend={(form, label) => onSend({ form }, label)} />
      )}
      {message.media !== undefined && <MediaView media={message.media} words={words} />}
      {message.sources !== undefined && message.sources.length > 0 && (
        <details class="sources">
          <summary>
            {words.sources} ({message.sources.length})
          </summary>
          {message.sources.map((source, index) => (
            <div key={index}>
              {source.url !== undefined && isSafeAddress(source.url) ? (
                <a href={source.url} target="_blank" rel="noopener noreferrer nofollow">
                  {source.title}
                </a>
              ) : (
                source.title
              )}
              <blockquote>{source.quote}</blockquote>
            </div>
          ))}
        </details>
      )}
      {message.state !== undefined && (
        <span class={`state ${message.state}`}>
          {message.state === 'sending' ? words.sending : words.failed}
          {message.state === 'failed' && (
            <button type="button" class="link" onClick={onRetry}>
              {words.retry}
            </button>
          )}
        </span>
      )}
    </li>
  );
}

interface PartProps {
  readonly message: ShownMessage;
  readonly active: boolean;
  readonly onSend: OnSend;
}

function Choices({ message, active, onSend }: PartProps) {
  return (
    <div class="choices" role="group">
      {(message.choices ?? []).map((choice) => (
        <button
          key={choice.id}
          type="button"
          class="choice"
          disabled={!active}
          onClick={() => onSend({ choice: choice.id }, choice.label)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

function Rating({ message, words, active, onSend }: PartProps & { readonly words: Words }) {
  const scale = message.choices ?? [];
  return (
    <div class="stars" role="group">
      {scale.map((choice, index) => (
        <button
          key={choice.id}
          type="button"
          disabled={!active}
          aria-label={words.stars(index + 1, scale.length)}
          onClick={() => onSend({ choice: choice.id }, choice.label)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

interface CardProps extends Omit<PartProps, 'message'> {
  readonly card: NonNullable<ShownMessage['card']>;
  readonly words: Words;
}

function CardView({ card, words, active, onSend }: CardProps) {
  return (
    <div class="card">
      {card.imageUrl !== undefined && card.imageUrl !== '' && (
        <MediaView
          media={{ kind: 'image', url: card.imageUrl, ...(card.imageAlt === undefined ? {} : { alt: card.imageAlt }) }}
          words={words}
        />
      )}
      <h2>{card.title}</h2>
      {card.text !== undefined && card.text !== '' && <p>{card.text}</p>}
      <div class="row">
        {card.buttons.map((button) => {
          if (button.action === 'reply') {
            return (
              <button
                key={button.id}
                type="button"
                class="plain"
                disabled={!active}
                onClick={() => onSend({ choice: button.id }, button.label)}
              >
                {button.label}
              </button>
            );
          }
          const href = button.action === 'call' ? `tel:${button.value ?? ''}` : (button.value ?? '');
          return isSafeAddress(href) ? (
            <a key={button.id} href={href} target="_blank" rel="noopener noreferrer nofollow">
              {button.label}
            </a>
          ) : null;
        })}
      </div>
    </div>
  );
}
