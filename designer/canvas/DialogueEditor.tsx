// Writes or changes a test dialogue: turns with their act, and what must come of each.
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { StoredDialogue } from '#nodes/wire/flow-tests.ts';
import { useAddDialogue, useSaveDialogue } from '../api/dialogues.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { expectFromRows, rowFromTurn, rowsFromExpect, turnFromRow, type TurnRow } from './dialogue-form.ts';
import { ExpectationRows } from './ExpectationRows.tsx';
import { TurnFields } from './TurnFields.tsx';

interface Props {
  readonly flowId: string;
  /** Null: a new one. */
  readonly edited: StoredDialogue | null;
  readonly onClose: () => void;
}

const NEW_TURN: TurnRow = { act: 'says', value: '', expectations: [{ kind: 'reply', name: '', value: '' }] };

export function DialogueEditor({ flowId, edited, onClose }: Props) {
  const { t } = useTranslation('tests');
  const add = useAddDialogue(flowId);
  const save = useSaveDialogue(flowId);
  const before = edited?.dialogue;
  const [name, setName] = useState(before?.name ?? '');
  const [agentsOnline, setAgentsOnline] = useState(before?.agentsOnline ?? true);
  const [opens, setOpens] = useState(rowsFromExpect(before?.opens ?? {}));
  const [turns, setTurns] = useState<readonly TurnRow[]>(before?.turns.map(rowFromTurn) ?? [NEW_TURN]);
  const [wrong, setWrong] = useState<number | null>(null);

  function submit(): void {
    const read = turns.map(turnFromRow);
    const bad = read.indexOf(null);
    setWrong(bad < 0 ? null : bad);
    if (bad >= 0) return;
    const dialogue: Dialogue = {
      ...before,
      name: name.trim(),
      agentsOnline,
      opens: expectFromRows(opens, before?.opens?.meansAtLeast),
      turns: read.flatMap((turn) => (turn === null ? [] : [turn])),
    };
    const done = {
      onSuccess: () => {
        toastDone(t('saved', { name: dialogue.name }));
        onClose();
      },
      onError: (error: unknown) => toastProblem(error),
    };
    if (edited === null) add.mutate({ dialogue, origin: 'written' }, done);
    else save.mutate({ id: edited.id, revision: edited.revision, dialogue }, done);
  }

  return (
    <DialogFrame opened onClose={onClose} size="lg" title={edited === null ? t('editor.new') : t('editor.change')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            label={t('editor.name')}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('editor.agentsOnline')}
            checked={agentsOnline}
            onChange={(event) => setAgentsOnline(event.currentTarget.checked)}
          />
          <fieldset className="fc-tests-turn">
            <legend>{t('editor.opening')}</legend>
            <ExpectationRows rows={opens} onChange={setOpens} />
          </fieldset>
          {turns.map((turn, index) => (
            <TurnFields
              key={index}
              number={index + 1}
              row={turn}
              wrong={wrong === index}
              removable={turns.length > 1}
              onChange={(next) => setTurns(turns.map((one, at) => (at === index ? next : one)))}
              onRemove={() => setTurns(turns.filter((_, at) => at !== index))}
            />
          ))}
          {wrong !== null && (
            <Text role="alert" c="danger" fz="sm">
              {t('editor.wrong', { turn: wrong + 1 })}
            </Text>
          )}
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<Plus size={14} aria-hidden />}
              disabled={turns.length >= 200}
              onClick={() => setTurns([...turns, NEW_TURN])}
            >
              {t('editor.addTurn')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={add.isPending || save.isPending}>
              {t('editor.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
