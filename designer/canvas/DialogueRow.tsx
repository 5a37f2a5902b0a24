// One kept dialogue: how it went, where it failed, and what can be done with it.
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { CircleCheck, CircleDashed, CircleX, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DialogueRun, StoredDialogue } from '#nodes/wire/flow-tests.ts';
import { useDeleteDialogue } from '../api/dialogues.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { toastProblem } from '../ui/toast.ts';
import { FailedTurn } from './FailedTurn.tsx';
import { playInTestChat, useViewStore } from './view-store.ts';

interface Props {
  readonly flowId: string;
  readonly stored: StoredDialogue;
  readonly result: DialogueRun | undefined;
  readonly readOnly: boolean;
  readonly onEdit: () => void;
}

export function DialogueRow({ flowId, stored, result, readOnly, onEdit }: Props) {
  const { t } = useTranslation('tests');
  const view = useViewStore();
  const remove = useDeleteDialogue(flowId);
  const [asking, setAsking] = useState(false);
  const { dialogue } = stored;
  const state = result === undefined ? 'notRun' : result.passed ? 'passed' : 'failed';
  const Icon = { notRun: CircleDashed, passed: CircleCheck, failed: CircleX }[state];
  const play = (turn: number): void => playInTestChat(view, dialogue, turn);
  return (
    <li data-state={state}>
      <Group gap={6} wrap="nowrap" align="center">
        <Icon size={16} role="img" aria-label={t(`state.${state}`)} />
        <span className="fc-tests-name">
          {dialogue.name}
          <small>
            {t(`origin.${stored.origin}`)} · {t('turns', { count: dialogue.turns.length })} · {stored.by}
          </small>
        </span>
        <RowButton icon={Play} label={t('play', { name: dialogue.name })} onClick={() => play(dialogue.turns.length)} />
        <RowButton icon={Pencil} label={t('edit', { name: dialogue.name })} disabled={readOnly} onClick={onEdit} />
        <RowButton
          icon={Trash2}
          label={t('remove', { name: dialogue.name })}
          disabled={readOnly}
          onClick={() => setAsking(true)}
        />
      </Group>
      {result?.failedTurn !== undefined && result.failedTurn !== null && (
        <FailedTurn
          turn={result.failedTurn}
          does={dialogue.turns[result.failedTurn - 1]}
          differences={result.turns[result.failedTurn]?.differences ?? []}
          onOpen={() => play(result.failedTurn ?? 0)}
        />
      )}
      <ConfirmDialog
        opened={asking}
        title={t('removeTitle')}
        confirm={t('removeAction')}
        busy={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(stored.id, { onSuccess: () => setAsking(false), onError: (error) => toastProblem(error) })
        }
      >
        {t('removeText', { name: dialogue.name })}
      </ConfirmDialog>
    </li>
  );
}

interface ButtonProps {
  readonly icon: typeof Play;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function RowButton({ icon: Icon, label, disabled = false, onClick }: ButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
