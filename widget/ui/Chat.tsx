// The conversation on the screen: header, log, composer.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Face } from '#nodes/wire/customer.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { attachable } from '../attachable.ts';
import type { Conversation, ConversationState } from '../conversation.ts';
import type { Words } from '../words.ts';
import { Composer } from './Composer.tsx';
import { MessageItem } from './MessageItem.tsx';
import { RichText } from './RichText.tsx';
import { useAttachments } from './use-attachments.ts';

interface ChatProps {
  readonly conversation: Conversation;
  readonly words: Words;
  readonly face: Face | undefined;
  readonly framed: boolean;
  readonly onClose: () => void;
}

/** The whole conversation. */
export function Chat({ conversation, words, face, framed, onClose }: ChatProps) {
  const [state, setState] = useState<ConversationState>(() => conversation.now());
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => conversation.subscribe(setState), [conversation]);
  const count = state.messages.length;
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [count, state.draft, state.typing]);
  const { messages, status, typing, draft, connection } = state;
  const lastOwn = messages.findLastIndex((message) => message.from === 'customer');
  const mayAskPerson = (state.personButton || face?.personButton === true) && status === 'bot';
  const rules = attachable(messages, status);
  const attachments = useAttachments((...upload) => conversation.upload(...upload), rules, words);
  const [over, setOver] = useState(false);
  const isClosed = rules === null;
  // What was chosen for a question that is no longer open is not kept for the next one.
  useEffect(() => {
    if (isClosed) attachments.clear();
  }, [isClosed]);
  return (
    <div
      class={over && !isClosed ? 'root over' : 'root'}
      style={{ '--c': face?.color ?? '#2257d6' }}
      // A file that is let go here never opens in place of the conversation.
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        attachments.add(event.dataTransfer?.files ?? []);
      }}
    >
      <header>
        {face?.avatarUrl !== undefined && <img src={face.avatarUrl} alt="" />}
        <h1>{face?.title ?? words.title}</h1>
        {mayAskPerson && (
          <button
            type="button"
            class="person"
            onClick={() => conversation.send({ choice: PERSON_CHOICE }, words.person)}
          >
            {words.person}
          </button>
        )}
        {framed && (
          <button type="button" aria-label={words.close} onClick={onClose}>
            ✕
          </button>
        )}
      </header>
      <div role="status">
        {connection === 'offline' && state.failure !== 'FLOW_NOT_PUBLISHED' && <div class="bar">{words.offline}</div>}
        {state.failure === 'FLOW_NOT_PUBLISHED' && <div class="bar">{words.unavailable}</div>}
        {status === 'queue' && (
          <div class="bar">
            {words.queue}
            {state.position !== null && ` · ${words.position(state.position)}`}
          </div>
        )}
        {status === 'person' && <div class="bar">{words.personHere}</div>}
      </div>
      <div class="log" role="log" aria-live="polite" aria-label={words.log} tabIndex={0}>
        <ol class="wide">
          {messages.map((message, index) => (
            <MessageItem
              key={message.id}
              message={message}
              words={words}
              named={messages[index - 1]?.from !== message.from || messages[index - 1]?.by !== message.by}
              // Whatever was offered since the customer last spoke can be pressed: suggestions stand above the question they belong to.
              active={index > lastOwn && status !== 'closed'}
              onSend={(body, label) => conversation.send(body, label)}
              onRetry={() => conversation.retry()}
              load={(id) => conversation.file(id)}
            />
          ))}
        </ol>
        {draft !== '' && (
          <div class="m bot wide" aria-hidden="true">
            <div class="bubble">
              <RichText source={draft} />
            </div>
          </div>
        )}
        {typing !== null && draft === '' && <div class="typing wide">{words.typing}…</div>}
        <div ref={end} />
      </div>
      {status === 'closed' ? (
        <div class="ended">
          <span>{words.closed}</span>
          <button type="button" class="primary" onClick={() => void conversation.restart()}>
            {words.again}
          </button>
        </div>
      ) : (
        <Composer
          words={words}
          rules={rules}
          attachments={attachments}
          both={status === 'person'}
          onSend={(text) => conversation.send({ text }, text)}
          onFiles={(files) =>
            conversation.send({ files: files.map(({ id }) => id) }, files.map(({ name }) => name).join('\n'))
          }
        />
      )}
    </div>
  );
}
