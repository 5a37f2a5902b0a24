// The hit test: ask as a customer would, see what is found against the threshold and what would be answered.
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { Target } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHitTest } from '../api/knowledge.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { AskerFields, NOBODY, type AskedBy } from './AskerFields.tsx';
import { HitOutcome } from './HitOutcome.tsx';
import { useKeptDraft } from './kept-draft.ts';

interface Props {
  readonly baseId: string;
  /** Labels of the base's documents and questions. */
  readonly labels: readonly string[];
  readonly mayEdit: boolean;
  /** A question to ask at once. */
  readonly asked: string | undefined;
  readonly onAddQuestion: (question: string) => void;
}

const REMEMBERED = 8;
const START = { question: '', history: [] as string[], by: NOBODY };

export function HitTestPanel({ baseId, labels, mayEdit, asked, onAddQuestion }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: problem } = useTranslation('problems');
  // What was asked stays while other parts of the base are mended.
  const { form, change } = useKeptDraft(`test.${baseId}`, START);
  const { question, history, by } = form;
  const test = useHitTest();

  function run(words: string, as: AskedBy = by): void {
    const wanted = words.trim();
    change({
      by: as,
      ...(wanted === ''
        ? {}
        : { question: wanted, history: [wanted, ...history.filter((one) => one !== wanted)].slice(0, REMEMBERED) }),
    });
    if (wanted === '') return;
    const { channel, audiences, tags } = as;
    test.mutate({
      baseIds: [baseId],
      question: wanted,
      topK: 8,
      ...(channel === '' ? {} : { channel }),
      ...(audiences.length === 0 ? {} : { audiences }),
      ...(tags.length === 0 ? {} : { tags }),
    });
  }

  const atOnce = useRef(asked ?? (history[0] === question ? question : ''));
  useEffect(() => {
    if (atOnce.current !== '') run(atOnce.current);
    atOnce.current = '';
  });
  return (
    <Stack gap="lg" maw={860}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(question);
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            flex={1}
            label={t('test.label')}
            placeholder={t('test.placeholder')}
            autoFocus
            maxLength={2000}
            value={question}
            onChange={(event) => change({ question: event.currentTarget.value })}
          />
          <Button type="submit" loading={test.isPending}>
            {t('test.run')}
          </Button>
        </Group>
        <AskerFields labels={labels} by={by} onChange={(as) => run(test.data === undefined ? '' : question, as)} />
      </form>
      {history.filter((one) => one !== question).length > 0 && (
        <Group gap="xs">
          <Text fz="xs" c="dimmed">
            {t('test.history')}
          </Text>
          {history
            .filter((one) => one !== question)
            .map((one) => (
              <Button key={one} variant="default" size="compact-xs" h={24} fw={400} onClick={() => run(one)}>
                {one.length > 24 ? `${one.slice(0, 24)}…` : one}
              </Button>
            ))}
        </Group>
      )}
      <div aria-live="polite" aria-busy={test.isPending}>
        {test.isError && (
          <Alert role="alert" color="danger">
            {problemText(test.error, problem)}
          </Alert>
        )}
        {test.isIdle && <EmptyState icon={Target} title={t('tabs.test')} hint={t('test.idle')} />}
        {test.data !== undefined && (
          <HitOutcome
            baseId={baseId}
            question={test.variables.question}
            result={test.data}
            mayEdit={mayEdit}
            onAddQuestion={() => onAddQuestion(test.variables.question)}
            onChanged={() => test.mutate(test.variables)}
          />
        )}
      </div>
    </Stack>
  );
}
