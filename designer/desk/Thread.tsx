// The conversation in the middle of the desk: transcript and notes in order, what one may do, and the composer.
import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { CheckCheck, Hand, Lock, Undo2 } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#nodes/wire/customer.ts';
import type { HandoffDetail } from '#nodes/wire/desk.ts';
import { useAddNote } from '../api/desk.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { clockTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { MessageBubble, newestOf } from './MessageBubble.tsx';
import { useOutgoing } from './use-outgoing.ts';

interface Props {
  readonly detail: HandoffDetail;
  readonly isMine: boolean;
  readonly busy: boolean;
  readonly composer: RefObject<ComposerHandle | null>;
  readonly onClaim: () => void;
  readonly onResolve: () => void;
  readonly onReturn: () => void;
}

type Note = HandoffDetail['notes'][number];
type Entry =
  | { readonly kind: 'message'; readonly at: string; readonly message: Message }
  | { readonly kind: 'note'; readonly at: string; readonly note: Note };

export function Thread({ detail, isMine, busy, composer, onClaim, onResolve, onReturn }: Props) {
  const { t, i18n } = useTranslation('desk');
  const { handoff } = detail;
  const outgoing = useOutgoing(handoff.id);
  const addNote = useAddNote();
  const entries = entriesOf(detail);
  // A reply the stream has already brought is no longer shown as on its way.
  const known = new Set(detail.messages.map((message) => message.id));
  const pending = outgoing.list.filter((one) => !known.has(one.id));
  const log = useStickToEnd(entries.length + pending.length);
  const name = handoff.customer.name;
  const newest = newestOf(detail.messages);
  return (
    <section className="td-thread" aria-label={t('thread', { name })}>
      <header className="td-thread-head">
        <div style={{ minWidth: 0 }}>
          <Title order={2} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Text fz="xs" c="dimmed" truncate>
            {handoff.flow.name} · {t(`state.${handoff.state}`)}
          </Text>
        </div>
        {isMine && (
          <Group gap="sm" wrap="nowrap">
            <Button variant="default" leftSection={<Undo2 size={16} aria-hidden />} disabled={busy} onClick={onReturn}>
              {t('returnToFlow')}
            </Button>
            <Button leftSection={<CheckCheck size={16} aria-hidden />} loading={busy} onClick={onResolve}>
              {t('resolve')}
            </Button>
          </Group>
        )}
      </header>
      <div ref={log} className="td-log" role="log" aria-live="polite" tabIndex={0} aria-label={t('thread', { name })}>
        {entries.map((entry) =>
          entry.kind === 'message' ? (
            <MessageBubble
              key={entry.message.id}
              message={entry.message}
              sessionId={handoff.sessionId}
              newest={newest}
            />
          ) : (
            <NoteCard key={entry.note.id} note={entry.note} time={clockTime(entry.at, i18n.language)} />
          ),
        )}
        {pending.map((one) => (
          <article key={one.id} className="td-bubble" data-from="agent" data-pending={!one.failed}>
            <div className="td-bubble-meta">
              {one.failed ? <span className="td-bubble-failed">{t('failed')}</span> : t('sending')}
              {one.failed && (
                <button type="button" className="td-link-button" onClick={() => outgoing.retry(one)}>
                  {t('retry')}
                </button>
              )}
            </div>
            <div className="td-bubble-body">
              <PlainText>{one.text}</PlainText>
            </div>
          </article>
        ))}
      </div>
      {handoff.state === 'waiting' ? (
        <div className="td-claim">
          <Text c="dimmed">{t('claimHint')}</Text>
          <Button
            size="md"
            h={40}
            leftSection={<Hand size={16} aria-hidden />}
            rightSection={<KeyHint keys="Alt+T" />}
            loading={busy}
            onClick={onClaim}
          >
            {t('claim')}
          </Button>
        </div>
      ) : (
        <>
          {!isMine && (
            <Alert color="gray" radius={0} p="sm" icon={<Lock size={16} aria-hidden />}>
              {handoff.state === 'active'
                ? t('viewingOther', { name: handoff.agent?.name ?? '' })
                : t('ended', { state: t(`state.${handoff.state}`) })}
            </Alert>
          )}
          <Composer
            handle={composer}
            mayReply={isMine}
            onReply={(text) => outgoing.send(text)}
            onFile={(file) => outgoing.send(file.name, file)}
            onNote={async (text) => {
              try {
                await addNote.mutateAsync({ id: handoff.id, text });
                return true;
              } catch (error) {
                toastProblem(error);
                return false;
              }
            }}
          />
        </>
      )}
    </section>
  );
}

function NoteCard({ note, time }: { readonly note: Note; readonly time: string }) {
  const { t } = useTranslation('desk');
  return (
    <aside className="td-note">
      <div className="td-bubble-meta">
        <Lock size={12} aria-hidden />
        {t('noteBy', { name: note.by.name })} <time dateTime={note.at}>{time}</time>
      </div>
      <PlainText>{note.text}</PlainText>
    </aside>
  );
}

function entriesOf(detail: HandoffDetail): readonly Entry[] {
  const messages = detail.messages.map((message): Entry => ({ kind: 'message', at: message.at, message }));
  const notes = detail.notes.map((note): Entry => ({ kind: 'note', at: note.at, note }));
  return [...messages, ...notes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Keeps the newest line in sight unless someone has scrolled up to read. */
function useStickToEnd(size: number): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const note = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    const settle = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', note, { passive: true });
    settle.observe(element);
    return () => {
      element.removeEventListener('scroll', note);
      settle.disconnect();
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [size]);
  return box;
}
