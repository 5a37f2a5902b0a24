// Dialogues that were generated and are not kept yet: look at one in the test chat, keep it, or keep all.
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { useAddDialogue } from '../api/dialogues.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { playInTestChat, useViewStore } from './view-store.ts';

interface Props {
  readonly flowId: string;
  readonly dialogues: readonly Dialogue[];
  readonly onKept: (dialogues: readonly Dialogue[]) => void;
}

export function GeneratedPart({ flowId, dialogues, onKept }: Props) {
  const { t } = useTranslation('tests');
  const view = useViewStore();
  const add = useAddDialogue(flowId);
  if (dialogues.length === 0) return null;

  async function keep(list: readonly Dialogue[]): Promise<void> {
    const kept: Dialogue[] = [];
    try {
      for (const dialogue of list) {
        await add.mutateAsync({ dialogue, origin: 'generated' });
        kept.push(dialogue);
      }
      toastDone(t('generate.kept', { count: kept.length }));
    } catch (error) {
      toastProblem(error);
    }
    if (kept.length > 0) onKept(kept);
  }

  return (
    <section aria-label={t('generate.title')} className="fc-tests-coverage">
      <h3>{t('generate.title')}</h3>
      <Group>
        <Button loading={add.isPending} onClick={() => void keep(dialogues)}>
          {t('generate.keepAll', { count: dialogues.length })}
        </Button>
      </Group>
      <ul className="fc-tests-missing">
        {dialogues.map((dialogue) => (
          <li key={dialogue.name}>
            <button type="button" onClick={() => playInTestChat(view, dialogue, dialogue.turns.length)}>
              {dialogue.name}
            </button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={add.isPending}
              aria-label={t('generate.keepOne', { name: dialogue.name })}
              onClick={() => void keep([dialogue])}
            >
              {t('generate.keep')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
