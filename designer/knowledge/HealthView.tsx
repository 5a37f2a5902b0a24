// What needs a person's eye: asked in vain, alike, at its end, never used.
import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '#nodes/wire/knowledge.ts';
import { useDismissUnanswered, useHealth } from '../api/knowledge-review.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  readonly onAddQuestion: (question: string) => void;
}

export function HealthView({ baseId, mayEdit, onAddQuestion }: Props) {
  const { t } = useTranslation('knowledge');
  const health = useHealth(baseId);
  return (
    <QueryView query={health}>
      {({ unanswered, alike, expiring, neverUsed, reading }) => (
        <Stack gap="xl">
          {reading !== null && <ServerReading reading={reading} />}
          <Section title={t('health.unanswered')} hint={t('health.unansweredHint')} count={unanswered.length}>
            {unanswered.map((gap) => (
              <Unanswered key={gap.question} gap={gap} mayEdit={mayEdit} onAddQuestion={onAddQuestion} />
            ))}
          </Section>
          <Section title={t('health.alike')} hint={t('health.alikeHint')} count={alike.length}>
            {alike.map(({ first, second, conflict }) => (
              <List.Item key={`${first.id} ${second.id}`}>
                {t(conflict ? 'health.conflict' : 'health.duplicate', { first: first.title, second: second.title })}
              </List.Item>
            ))}
          </Section>
          <Section title={t('health.expiring')} hint={t('health.expiringHint')} count={expiring.length}>
            {expiring.map(({ item, endsAt, expired }) => (
              <List.Item key={item.id}>
                {item.title} · {t(expired ? 'health.expired' : 'health.ends')} <RelativeTime at={endsAt} />
              </List.Item>
            ))}
          </Section>
          <Section title={t('health.neverUsed')} hint={t('health.neverUsedHint')} count={neverUsed.length}>
            {neverUsed.map((item) => (
              <List.Item key={item.id}>{t(`health.${item.kind}`, { title: item.title })}</List.Item>
            ))}
          </Section>
        </Stack>
      )}
    </QueryView>
  );
}

/** How far the embeddings server is: search goes by it only when it has read everything. */
function ServerReading({ reading }: { readonly reading: NonNullable<Health['reading']> }) {
  const { t } = useTranslation('knowledge');
  const key = reading.problem !== '' ? 'health.readFailed' : reading.ready ? 'health.readReady' : 'health.readSome';
  return (
    <Text fz="sm" {...(key === 'health.readFailed' ? {} : { c: 'dimmed' })} role="status">
      {t(key, { ...reading })}
    </Text>
  );
}

interface SectionProps {
  readonly title: string;
  readonly hint: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Section({ title, hint, count, children }: SectionProps) {
  const { t } = useTranslation('knowledge');
  return (
    <section>
      <Title order={2}>
        {title} ({count})
      </Title>
      <Text fz="sm" c="dimmed" mb="sm">
        {count === 0 ? t('health.none') : hint}
      </Text>
      {count > 0 && <List spacing="xs">{children}</List>}
    </section>
  );
}

interface GapProps {
  readonly gap: Health['unanswered'][number];
  readonly mayEdit: boolean;
  readonly onAddQuestion: (question: string) => void;
}

function Unanswered({ gap, mayEdit, onAddQuestion }: GapProps) {
  const { t } = useTranslation('knowledge');
  const dismiss = useDismissUnanswered();
  return (
    <List.Item>
      <Group gap="sm">
        <span>{gap.question}</span>
        <Text fz="xs" c="dimmed">
          {t('health.asked', { count: gap.asked })} · <RelativeTime at={gap.askedAt} />
        </Text>
        {mayEdit && (
          <>
            <Button
              variant="default"
              size="compact-xs"
              h={24}
              aria-label={t('health.answerThis', { question: gap.question })}
              onClick={() => onAddQuestion(gap.question)}
            >
              {t('health.answer')}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              h={24}
              aria-label={t('health.dismissThis', { question: gap.question })}
              onClick={() => dismiss.mutate(gap.question, { onError: (error) => toastProblem(error) })}
            >
              {t('health.dismiss')}
            </Button>
          </>
        )}
      </Group>
    </List.Item>
  );
}
