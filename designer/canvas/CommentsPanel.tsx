// Comments of the flow: a new one on the chosen step, and every thread with its answers.
import { Button, Stack, Switch, Text } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comments } from '#nodes/wire/comments.ts';
import { useMe } from '../api/auth.ts';
import { useBeginThread, useComments } from '../api/comments.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastProblem } from '../ui/toast.ts';
import { CommentField } from './CommentField.tsx';
import { CommentThreadView } from './CommentThreadView.tsx';
import { useView } from './view-store.ts';
import './comments.css';

interface Props {
  readonly flowId: string;
}

export function CommentsPanel({ flowId }: Props) {
  const comments = useComments(flowId);
  return <QueryView query={comments}>{(data) => <Threads flowId={flowId} data={data} />}</QueryView>;
}

function Threads({ flowId, data }: Props & { readonly data: Comments }) {
  const { t } = useTranslation('comments');
  const [settledToo, setSettledToo] = useState(false);
  const me = useMe().data;
  const settled = data.threads.filter(({ resolved }) => resolved !== null).length;
  const shown = data.threads.filter(({ resolved }) => settledToo || resolved === null);
  return (
    <Stack className="fc-comments" gap="md">
      <NewThread flowId={flowId} people={data.people} />
      {settled > 0 && (
        <Switch
          checked={settledToo}
          label={t('settledToo', { count: settled })}
          onChange={(event) => setSettledToo(event.currentTarget.checked)}
        />
      )}
      {shown.length === 0 && <EmptyState icon={MessageSquare} title={t('none')} hint={t('noneHint')} />}
      {shown.map((thread) => (
        <CommentThreadView
          key={thread.id}
          flowId={flowId}
          thread={thread}
          people={data.people}
          mine={me?.user.id ?? ''}
        />
      ))}
    </Stack>
  );
}

/** On the step that is chosen, else on the middle of what is in view. */
function NewThread({ flowId, people }: Props & { readonly people: Comments['people'] }) {
  const { t } = useTranslation('comments');
  const { types } = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  const selected = useView((state) => (state.selected.size === 1 ? [...state.selected][0] : undefined));
  const node = nodeById(useDocument(), selected ?? '');
  const begin = useBeginThread(flowId);
  const [text, setText] = useState('');

  function submit(): void {
    if (text.trim() === '' || begin.isPending) return;
    const area = document.getElementById('flow-canvas')?.getBoundingClientRect();
    const middle = screenToFlowPosition({
      x: (area?.left ?? 0) + (area?.width ?? 0) / 2,
      y: (area?.top ?? 0) + (area?.height ?? 0) / 2,
    });
    const place = node?.position ?? middle;
    begin.mutate(
      { node: node?.id ?? null, x: place.x, y: place.y, text },
      { onSuccess: () => setText(''), onError: (error) => toastProblem(error) },
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <CommentField
        label={node === undefined ? t('newOnCanvas') : t('newOn', { name: displayName(types, node, currentLocale()) })}
        value={text}
        people={people}
        onChange={setText}
        onSend={submit}
      />
      <Button type="submit" size="xs" mt="xs" disabled={text.trim() === ''} loading={begin.isPending}>
        {t('comment')}
      </Button>
      <Text fz="xs" c="dimmed" mt={4}>
        {t('hint')}
      </Text>
    </form>
  );
}
