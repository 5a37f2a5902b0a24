// The conversation so far: the customer's side and everything the flow said, every kind of message.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import { MessageView } from './MessageView.tsx';
import { parseMessages, type ShownMessage } from './parse-message.ts';
import type { Act, Turn } from './rehearsal-tree.ts';

interface Props {
  readonly turns: readonly Turn[];
  readonly flowColor: string;
  readonly disabled: boolean;
  /** Show each message as a channel without buttons gets it, in this language; null: as the web chat shows it. */
  readonly plain: string | null;
  readonly onAct: (act: Act, said: string) => void;
}

export function Transcript({ turns, flowColor, disabled, plain, onAct }: Props) {
  const { t } = useTranslation('rehearsal');
  const end = useRef<HTMLDivElement>(null);
  const last = turns.at(-1);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [last?.id]);

  return (
    <div
      className="rh-transcript"
      role="log"
      aria-label={t('tabs.chat')}
      style={{ ['--rh-accent' as string]: flowColor }}
    >
      {turns.map((turn) => (
        <div key={turn.id} className="rh-turn">
          <Said turn={turn} />
          {parseMessages(turn.result.messages).map((message: ShownMessage, index) => (
            <MessageView
              key={`${message.id} ${index}`}
              message={message}
              plain={plain}
              // Buttons of earlier turns are history; going back to a turn makes its buttons live again.
              live={turn.id === last?.id && !disabled}
              onAct={onAct}
            />
          ))}
          <Outcome turn={turn} isLast={turn.id === last?.id} />
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}

function Said({ turn }: { readonly turn: Turn }) {
  const { t } = useTranslation('rehearsal');
  const { act, said } = turn;
  if (act === null) return said === '' ? null : <p className="rh-notice">{said}</p>;
  if (act.kind === 'elapsed' || act.kind === 'agent') return <p className="rh-notice">{said}</p>;
  return (
    <div className="rh-bubble" data-from="customer">
      <span className="td-visually-hidden">{labelled(t('customer'), '')}</span>
      {said}
    </div>
  );
}

function Outcome({ turn, isLast }: { readonly turn: Turn; readonly isLast: boolean }) {
  const { t } = useTranslation('rehearsal');
  const { fault, outcome, attention } = turn.result;
  return (
    <>
      {fault !== null && (
        <p className="rh-fault" role="alert">
          {labelled(t('fault'), fault.message)}
        </p>
      )}
      {isLast && outcome === 'done' && <p className="rh-notice">{t('ended')}</p>}
      {isLast && outcome !== 'done' && attention === 'queue' && <p className="rh-notice">{t('queued')}</p>}
      {isLast && outcome !== 'done' && attention === 'person' && <p className="rh-notice">{t('withPerson')}</p>}
    </>
  );
}
