// One thread: what it is about, its notes, an answer, and whether it is settled.
import { Button, Group, Text } from '@mantine/core';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentNote, Comments, CommentThread } from '#nodes/wire/comments.ts';
import { useAnswerThread, useSettleThread } from '../api/comments.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { PlainText } from '../ui/PlainText.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';
import { useCanvasActions } from './canvas-context.ts';
import { CommentField } from './CommentField.tsx';

interface Props {
  readonly flowId: string;
  readonly thread: CommentThread;
  readonly people: Comments['people'];
  /** The id of whoever reads. */
  readonly mine: string;
}

export function CommentThreadView({ flowId, thread, people, mine }: Props) {
  const { t } = useTranslation('comments');
  const settle = useSettleThread(flowId);
  const { resolved } = thread;
  const isSettled = resolved !== null;
  const Icon = isSettled ? RotateCcw : CircleCheck;
  return (
    <article id={`comment-${thread.id}`} className="fc-comment" data-settled={isSettled || undefined} tabIndex={-1}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Place thread={thread} />
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon size={14} aria-hidden />}
          loading={settle.isPending}
          onClick={() =>
            settle.mutate({ thread: thread.id, resolved: !isSettled }, { onError: (error) => toastProblem(error) })
          }
        >
          {isSettled ? t('reopen') : t('settle')}
        </Button>
      </Group>
      {thread.notes.map((note) => (
        <Note key={note.id} note={note} mentionsMe={note.mentions.includes(mine)} />
      ))}
      {resolved !== null && (
        <Text fz="xs" c="dimmed">
          {t('settledBy', { name: resolved.by })}
        </Text>
      )}
      <Answer flowId={flowId} thread={thread.id} people={people} />
    </article>
  );
}

/** The step, as a way to it; a step that was deleted is said to be. */
function Place({ thread: { node: id } }: Pick<Props, 'thread'>) {
  const { t } = useTranslation('comments');
  const { types } = useEditor();
  const actions = useCanvasActions();
  const node = nodeById(useDocument(), id ?? '');
  if (id === null || node === undefined) {
    return (
      <Text fz="xs" c="dimmed">
        {id === null ? t('onCanvas') : t('stepGone')}
      </Text>
    );
  }
  return (
    <button type="button" className="td-link-button" onClick={() => actions.reveal(node.id)}>
      {displayName(types, node, currentLocale())}
    </button>
  );
}

function Note({ note, mentionsMe }: { readonly note: CommentNote; readonly mentionsMe: boolean }) {
  const { t } = useTranslation('comments');
  return (
    <div className="fc-comment-note" data-mentioned={mentionsMe || undefined}>
      <Text fz="xs" c="dimmed">
        <strong>{note.by.name}</strong> · <RelativeTime at={note.at} />
        {mentionsMe && ` · ${t('mentionsYou')}`}
      </Text>
      <PlainText fz="sm">{note.text}</PlainText>
    </div>
  );
}

function Answer({ flowId, thread, people }: Omit<Props, 'thread' | 'mine'> & { readonly thread: string }) {
  const { t } = useTranslation('comments');
  const answer = useAnswerThread(flowId);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  if (!open) {
    return (
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        {t('answer')}
      </Button>
    );
  }

  function submit(): void {
    if (text.trim() === '' || answer.isPending) return;
    answer.mutate(
      { thread, text },
      {
        onSuccess: () => {
          setText('');
          setOpen(false);
        },
        onError: (error) => toastProblem(error),
      },
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <CommentField label={t('yourAnswer')} value={text} people={people} onChange={setText} onSend={submit} />
      <Button type="submit" size="compact-xs" mt={4} disabled={text.trim() === ''} loading={answer.isPending}>
        {t('send')}
      </Button>
    </form>
  );
}
