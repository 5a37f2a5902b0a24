// The hit test: ask as a customer would, see what is found against the threshold and what would be answered.
import { Alert, Button, Group, MultiSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { CircleCheck, CircleSlash, Target } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Searched } from '#nodes/wire/knowledge.ts';
import { useHitTest, useSwitchPassage } from '../api/knowledge.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PlainText } from '../ui/PlainText.tsx';
import { problemText } from '../ui/problem-text.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { Highlighted } from './Highlighted.tsx';
import { JudgeHit } from './JudgeHit.tsx';
import { whyText } from './why-text.ts';

interface Props {
  readonly baseId: string;
  /** Labels of the base's documents and questions. */
  readonly labels: readonly string[];
  readonly mayEdit: boolean;
  readonly onAddQuestion: (question: string) => void;
}

export function HitTestPanel({ baseId, labels, mayEdit, onAddQuestion }: Props) {
  const { t } = useTranslation('knowledge');
  const { t: problem } = useTranslation('problems');
  const [question, setQuestion] = useState('');
  const [history, setHistory] = useState<readonly string[]>([]);
  const [tags, setTags] = useState<readonly string[]>([]);
  const test = useHitTest();

  function run(words: string): void {
    const asked = words.trim();
    if (asked === '') return;
    setQuestion(asked);
    setHistory((before) => [asked, ...before.filter((one) => one !== asked)].slice(0, 8));
    test.mutate({ baseIds: [baseId], question: asked, topK: 8, ...(tags.length === 0 ? {} : { tags: [...tags] }) });
  }
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
            maxLength={2000}
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <Button type="submit" loading={test.isPending}>
            {t('test.run')}
          </Button>
        </Group>
        {labels.length > 0 && (
          <MultiSelect
            mt="sm"
            label={t('test.labels')}
            description={t('test.labelsHint')}
            placeholder={tags.length === 0 ? t('test.anyLabel') : ''}
            data={[...labels]}
            value={[...tags]}
            onChange={setTags}
            clearable
            searchable
          />
        )}
      </form>
      {history.length > 1 && (
        <Group gap="xs">
          <Text fz="xs" c="dimmed">
            {t('test.history')}
          </Text>
          {history.slice(1).map((one) => (
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
          <Outcome
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

interface OutcomeProps {
  readonly baseId: string;
  readonly question: string;
  readonly result: Searched;
  readonly mayEdit: boolean;
  readonly onAddQuestion: () => void;
  readonly onChanged: () => void;
}

function Outcome({ baseId, question, result, mayEdit, onAddQuestion, onChanged }: OutcomeProps) {
  const { t } = useTranslation('knowledge');
  const off = useSwitchPassage();
  const best = result.hits[0]?.score ?? 0;
  const isHit = result.confidence >= result.threshold && result.answer !== '';
  const scale = Math.max(1, ...result.hits.map((hit) => hit.score));
  return (
    <Stack gap="lg">
      {isHit ? (
        <section>
          <Group gap="xs" mb={4}>
            <CircleCheck size={16} color="var(--td-success)" aria-hidden />
            <Title order={3}>{t('test.answer')}</Title>
          </Group>
          <div className="td-answer">
            <PlainText>{result.answer}</PlainText>
          </div>
          {result.sources.length > 0 && (
            <Text fz="xs" c="dimmed" mt={4}>
              {t('test.answerSources', { titles: [...new Set(result.sources.map((one) => one.title))].join(' · ') })}
            </Text>
          )}
        </section>
      ) : (
        <Alert
          color="warning"
          icon={<CircleSlash size={16} aria-hidden />}
          title={t('test.noHit', {
            best: figure(Math.max(best, result.confidence)),
            threshold: figure(result.threshold),
          })}
        >
          <Text fz="sm">{t('test.noHitHint')}</Text>
          {mayEdit && (
            <Button mt="sm" variant="default" onClick={onAddQuestion}>
              {t('test.addQuestion')}
            </Button>
          )}
        </Alert>
      )}
      <section>
        <Group justify="space-between" mb="sm">
          <Title order={3}>{t('test.hits', { count: result.hits.length })}</Title>
          <Text fz="xs" c="dimmed">
            {t('test.threshold', { value: figure(result.threshold) })} ·{' '}
            {t('test.took', { ms: Math.round(result.tookMs) })}
          </Text>
        </Group>
        <Stack gap="sm">
          {result.hits.map((hit) => {
            const above = hit.score >= result.threshold;
            return (
              <article key={hit.passageId} className="td-passage">
                <Group justify="space-between" wrap="nowrap">
                  <Text fw={500} truncate>
                    {hit.title}
                  </Text>
                  <Text fz="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                    {t('test.score', { value: figure(hit.score) })} · {above ? t('test.above') : t('test.below')}
                  </Text>
                </Group>
                <div className="td-score" aria-hidden>
                  <div className="td-score-bar" data-above={above} style={{ width: `${(hit.score / scale) * 100}%` }} />
                  <div className="td-score-line" style={{ left: `${(result.threshold / scale) * 100}%` }} />
                </div>
                {hit.answer === undefined ? (
                  <Highlighted text={hit.text} marked={hit.evidence} />
                ) : (
                  <PlainText fz="sm">{hit.answer}</PlainText>
                )}
                <Text fz="xs" c="dimmed" mt={4}>
                  {whyText(t, hit)}
                </Text>
                {mayEdit && (
                  <JudgeHit key={`${question} ${hit.passageId}`} baseId={baseId} question={question} hit={hit} />
                )}
                {mayEdit && hit.answer === undefined && (
                  <Button
                    mt="sm"
                    variant="subtle"
                    color="gray"
                    size="compact-xs"
                    h={24}
                    onClick={() =>
                      off.mutate(
                        { id: hit.passageId, disabled: true },
                        {
                          onSuccess: () => {
                            toastDone(t('test.disabled'));
                            onChanged();
                          },
                          onError: (error) => toastProblem(error),
                        },
                      )
                    }
                  >
                    {t('test.disable')}
                  </Button>
                )}
              </article>
            );
          })}
        </Stack>
      </section>
    </Stack>
  );
}

function figure(value: number): string {
  return value.toFixed(2);
}
