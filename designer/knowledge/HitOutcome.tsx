// What a hit test found: the answer that would be sent, and each hit with its score, why it was found and what can be done about it.
import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Searched } from '#nodes/wire/knowledge.ts';
import { useSwitchPassage } from '../api/knowledge.ts';
import { PlainText } from '../ui/PlainText.tsx';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { Highlighted } from './Highlighted.tsx';
import { JudgeHit } from './JudgeHit.tsx';
import { whyText } from './why-text.ts';

interface OutcomeProps {
  readonly baseId: string;
  readonly question: string;
  readonly result: Searched;
  readonly mayEdit: boolean;
  readonly onAddQuestion: () => void;
  readonly onChanged: () => void;
}

export function HitOutcome({ baseId, question, result, mayEdit, onAddQuestion, onChanged }: OutcomeProps) {
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
                <Group gap="md" mt="sm">
                  {mayEdit && (
                    <JudgeHit key={`${question} ${hit.passageId}`} baseId={baseId} question={question} hit={hit} />
                  )}
                  <HitLink hit={hit} mayEdit={mayEdit} />
                  {mayEdit && hit.answer === undefined && (
                    <Button
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
                </Group>
              </article>
            );
          })}
        </Stack>
      </section>
    </Stack>
  );
}

/** To where a hit comes from: a question open for editing, or the passages of its document. */
function HitLink({ hit, mayEdit }: { readonly hit: Searched['hits'][number]; readonly mayEdit: boolean }) {
  const { t } = useTranslation('knowledge');
  const isQuestion = hit.answer !== undefined;
  if (isQuestion && !mayEdit) return null;
  // A passage's id is that of its document and its place in it.
  const query = isQuestion
    ? { tab: 'questions', edit: hit.passageId }
    : { tab: 'sources', view: hit.passageId.replace(/-\d+$/, '') };
  return (
    <Anchor component={Link} fz="xs" to={{ search: new URLSearchParams(query).toString() }}>
      {t(isQuestion ? 'test.editQuestion' : 'test.openSource')}
    </Anchor>
  );
}

function figure(value: number): string {
  return value.toFixed(2);
}
