// Keeps what was just played as a test of the flow.
import { ActionIcon, Tooltip } from '@mantine/core';
import { ListPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddDialogue } from '../api/dialogues.ts';
import { useDocument } from '../document/editor-context.ts';
import { NameDialog } from '../ui/NameDialog.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { callersIn } from './callers.ts';
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
  const [isNaming, setNaming] = useState(false);
  const suggested =
    turns.find(({ act }) => act?.kind === 'text')?.said ?? turns.find(({ said }) => said !== '')?.said ?? '';

  function keep(name: string): void {
    const dialogue = dialogueFromTurns(name, turns, conditions, callersIn(nodes));
    add.mutate(
      { dialogue, origin: 'rehearsal' },
      {
        onSuccess: () => {
          toastDone(t('saved', { name: dialogue.name }));
          setNaming(false);
        },
        onError: (error) => toastProblem(error),
      },
    );
  }

  return (
    <>
      <Tooltip label={t('saveAs.action')}>
        <ActionIcon aria-label={t('saveAs.action')} disabled={turns.length === 0} onClick={() => setNaming(true)}>
          <ListPlus size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {isNaming && (
        <NameDialog
          title={t('saveAs.title')}
          hint={t('saveAs.text', { count: turns.length - 1 })}
          label={t('editor.name')}
          action={t('saveAs.save')}
          suggested={suggested.slice(0, 80)}
          busy={add.isPending}
          onName={keep}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}
