// Keeps what was just played as a test of the flow.
import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddDialogue } from '../api/dialogues.ts';
import { useDocument } from '../document/editor-context.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { dialogueFromTurns } from './dialogue-from-turns.ts';
import type { Turn } from './rehearsal-tree.ts';
import type { RehearsalConditions } from './use-rehearsal.ts';

interface Props {
  readonly flowId: string;
  readonly turns: readonly Turn[];
  readonly conditions: RehearsalConditions;
}

export function SaveAsTest({ flowId, turns, conditions }: Props) {
  const { t } = useTranslation('tests');
  const { nodes } = useDocument();
  const add = useAddDialogue(flowId);
  const [name, setName] = useState<string | null>(null);
  const suggested =
    turns.find(({ act }) => act?.kind === 'text')?.said ?? turns.find(({ said }) => said !== '')?.said ?? '';

  function keep(): void {
    const callers = nodes.filter((node) => node.type === 'http').map((node) => node.id);
    const dialogue = dialogueFromTurns((name ?? '').trim(), turns, conditions, callers);
    add.mutate(
      { dialogue, origin: 'rehearsal' },
      {
        onSuccess: () => {
          toastDone(t('saved', { name: dialogue.name }));
          setName(null);
        },
        onError: (error) => toastProblem(error),
      },
    );
  }

  return (
    <>
      <Tooltip label={t('saveAs.action')}>
        <ActionIcon
          aria-label={t('saveAs.action')}
          disabled={turns.length === 0}
          onClick={() => setName(suggested.slice(0, 80))}
        >
          <ListPlus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {name !== null && (
        <DialogFrame opened onClose={() => setName(null)} title={t('saveAs.title')}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              keep();
            }}
          >
            <Text c="dimmed" fz="sm">
              {t('saveAs.text', { count: turns.length - 1 })}
            </Text>
            <TextInput
              mt="md"
              data-autofocus
              required
              label={t('editor.name')}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Group justify="flex-end" mt="xl">
              <Button type="submit" disabled={name.trim() === ''} loading={add.isPending}>
                {t('saveAs.save')}
              </Button>
            </Group>
          </form>
        </DialogFrame>
      )}
    </>
  );
}
