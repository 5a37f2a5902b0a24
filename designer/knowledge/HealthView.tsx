// What needs a person's eye: asked in vain, alike, at its end, never used.
import { Anchor, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Health } from '#nodes/wire/knowledge.ts';
import { useDismissUnanswered, useHealth } from '../api/knowledge-review.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { exactTime, RelativeTime } from '../ui/RelativeTime.tsx';
import { toastProblem } from '../ui/toast.ts';

interface Props {
  readonly baseId: string;
  readonly mayEdit: boolean;
  readonly onAddQuestion: (question: string) => void;
}

export function HealthView({ baseId, mayEdit, onAddQuestion }: Props) {
  const { t, i18n } = useTranslation('knowledge');
  const health = useHealth(baseId);
  return (
    <QueryView query={health}>
      {({ unanswered, alike, expiring, neverUsed, reading, compared, toCompare }) => (
        <Stack gap="xl">
          {reading !== null && <ServerReading reading={reading} />}
          <Section title={t('health.unanswered')} hint={t('health.unansweredHint')} count={unanswered.length}>
            {unanswered.map((gap) => (
              <Unanswered key={gap.question} gap={gap} mayEdit={mayEdit} onAddQuestion={onAddQuestion} />
            ))}
          </Section>
          <Section
            title={t('health.alike')}
            hint={t('health.alikeHint')}
            count={alike.length}
            {...(compared < toCompare ? { note: t('health.comparing', { compared, count: toCompare }) } : {})}
          >
            {alike.map(({ first, second, conflict }) => (
              <List.Item key={`${first.id} ${second.id}`}>
                {t(conflict ? 'health.conflict' : 'health.duplicate')} <ItemLink item={first} /> ·{' '}
                <ItemLink item={second} />
              </List.Item>
            ))}
          </Section>
          <Section title={t('health.expiring')} hint={t('health.expiringHint')} count={expiring.length}>
            {expiring.map(({ item, endsAt, expired }) => (
              <List.Item key={item.id}>
                <ItemLink item={item} /> · {t(expired ? 'health.expired' : 'health.ends')}{' '}
                <time dateTime={endsAt}>{exactTime(endsAt, i18n.language)}</time>
              </List.Item>
            ))}
          </Section>
          <Section title={t('health.neverUsed')} hint={t('health.neverUsedHint')} count={neverUsed.length}>
            {neverUsed.map((item) => (
              <List.Item key={item.id}>
                {t(`health.${item.kind}`)} <ItemLink item={item} />
              </List.Item>
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

/** Leads to the question or document itself, open for editing. */
function ItemLink({ item: { id, kind, title } }: { readonly item: Health['neverUsed'][number] }) {
  const query = kind === 'question' ? { tab: 'questions', edit: id } : { tab: 'sources', find: title };
  return (
    <Anchor component={Link} fz="inherit" to={{ search: new URLSearchParams(query).toString() }}>
      {title}
    </Anchor>
  );
}

interface SectionProps {
  readonly title: string;
  readonly hint: string;
  readonly count: number;
  /** What is still on its way. */
  readonly note?: string;
  readonly children: readonly ReactNode[];
}

/** Entries drawn at first; a big base has thousands that were never used. */
const PAGE = 20;

function Section({ title, hint, count, note, children }: SectionProps) {
  const { t } = useTranslation('knowledge');
  const { t: tu } = useTranslation('ui');
  const [shown, setShown] = useState(PAGE);
  return (
    <section>
      <Title order={2}>
        {title} ({count})
      </Title>
      <Text fz="sm" c="dimmed" mb="sm">
        {count > 0 ? hint : note === undefined ? t('health.none') : ''}
        {note !== undefined && <span role="status"> {note}</span>}
      </Text>
      {count > 0 && <List spacing="xs">{children.slice(0, shown)}</List>}
      {count > shown && (
        <Group mt="sm" gap="md">
          <Button variant="default" size="compact-sm" onClick={() => setShown(shown + 5 * PAGE)}>
            {tu('loadMore')}
          </Button>
          <Text fz="sm" c="dimmed">
            {t('shownOf', { shown, count })}
          </Text>
        </Group>
      )}
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
