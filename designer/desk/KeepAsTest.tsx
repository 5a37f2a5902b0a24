// Keeps a real conversation as a test of its flow; personal values are masked on the server.
import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useHasRole } from '../api/auth.ts';
import { useKeepConversation } from '../api/dialogues.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';

interface Props {
  readonly sessionId: string;
  readonly flowId: string;
  /** Of the flow: where the name of the test begins. */
  readonly name: string;
}

export function KeepAsTest({ sessionId, flowId, name }: Props) {
  const { t } = useTranslation('tests');
  const mayKeep = useHasRole('admin', 'designer');
  const keep = useKeepConversation(flowId);
  const [title, setTitle] = useState<string | null>(null);
  if (!mayKeep) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<ListPlus size={14} aria-hidden />}
        onClick={() => setTitle(`${name} ${sessionId.slice(-6)}`)}
      >
        {t('saveAs.action')}
      </Button>
      {title !== null && (
        <DialogFrame opened onClose={() => setTitle(null)} title={t('saveAs.title')}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              keep.mutate(
                { sessionId, name: title.trim() },
                {
                  onSuccess: ({ dialogue }) => {
                    toastDone(t('saved', { name: dialogue.name }));
                    setTitle(null);
                  },
                  onError: (error) => toastProblem(error),
                },
              );
            }}
          >
            <Text c="dimmed" fz="sm">
              {t('saveAs.masked')}{' '}
              <Anchor component={Link} to={`/flows/${flowId}`} fz="sm">
                {t('saveAs.toFlow')}
              </Anchor>
            </Text>
            <TextInput
              mt="md"
              data-autofocus
              required
              label={t('editor.name')}
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Group justify="flex-end" mt="xl">
              <Button type="submit" disabled={title.trim() === ''} loading={keep.isPending}>
                {t('saveAs.save')}
              </Button>
            </Group>
          </form>
        </DialogFrame>
      )}
    </>
  );
}
