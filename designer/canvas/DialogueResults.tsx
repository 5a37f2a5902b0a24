// The tests in the publish dialog: running, all green, or each red one with its turn and what was seen.
import { Group, Loader, Text } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DialogueRun } from '#nodes/wire/flow-tests.ts';
import { useDialogues, type RedDialogue } from '../api/dialogues.ts';
import { FailedTurn } from './FailedTurn.tsx';
import { playInTestChat, useViewStore } from './view-store.ts';

/** How the tests stand: null while they run. */
export interface GateState {
  readonly count: number;
  readonly red: readonly RedDialogue[];
}

/** The red ones of a run, as a refused publish would name them. */
export function redOf(results: readonly DialogueRun[]): readonly RedDialogue[] {
  return results
    .filter(({ passed, binding }) => !passed && binding !== false)
    .map(({ id, name, failedTurn, turns }) => ({
      id,
      name,
      turn: failedTurn,
      act: turns[failedTurn ?? 0]?.act ?? '',
      differences: turns[failedTurn ?? 0]?.differences ?? [],
    }));
}

export function DialogueResults({ flowId, gate }: { readonly flowId: string; readonly gate: GateState | null }) {
  const { t } = useTranslation('tests');
  const view = useViewStore();
  const stored = useDialogues(flowId).data ?? [];
  return (
    <section aria-label={t('gate.title')} className="fc-gate">
      <div role="status">
        {gate === null ? (
          <Group gap="xs">
            <Loader size={14} aria-hidden /> <Text fz="sm">{t('gate.running')}</Text>
          </Group>
        ) : gate.count === 0 ? (
          <Text fz="sm" c="dimmed">
            {t('gate.noTests')}
          </Text>
        ) : gate.red.length === 0 ? (
          <Group gap="xs" c="var(--td-success)">
            <CircleCheck size={16} aria-hidden /> <Text fz="sm">{t('allPassed', { count: gate.count })}</Text>
          </Group>
        ) : (
          <Group gap="xs" c="var(--td-danger)">
            <CircleX size={16} aria-hidden />
            <Text fz="sm">{t('somePassed', { red: gate.red.length, all: gate.count })}</Text>
          </Group>
        )}
      </div>
      {gate !== null && gate.red.length > 0 && (
        <ul className="fc-tests-list">
          {gate.red.slice(0, 20).map((red) => {
            const dialogue = stored.find(({ id }) => id === red.id)?.dialogue;
            return (
              <li key={red.id ?? red.name} data-state="failed">
                <span className="fc-tests-name">{red.name}</span>
                <FailedTurn
                  turn={red.turn ?? 0}
                  does={dialogue?.turns[(red.turn ?? 0) - 1]}
                  differences={red.differences}
                  onOpen={() => {
                    if (dialogue !== undefined) playInTestChat(view, dialogue, red.turn ?? 0);
                  }}
                />
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
