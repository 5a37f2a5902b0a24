// What is known about the customer, so that nobody has to ask again.
import { Anchor, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HandoffDetail } from '#nodes/wire/desk.ts';
import { useHasRole } from '../api/auth.ts';
import { labelled } from '../i18n/punctuation.ts';
import { SourceFacts } from '../ui/SourceFacts.tsx';
import { MoodChip } from '../ui/MoodChip.tsx';
import { PathList } from './PathList.tsx';
import { ValueList } from './ValueList.tsx';

interface Props {
  readonly detail: HandoffDetail;
}

export function ContextCard({ detail }: Props) {
  const { t } = useTranslation('desk');
  const maySeeFlow = useHasRole('admin', 'designer', 'supervisor', 'viewer');
  const { context, handoff } = detail;
  const reason = context.reason === '' ? handoff.reason : context.reason;
  return (
    <aside className="td-context" aria-label={t('context.title')} tabIndex={0}>
      <Block title={t('context.reason')}>
        <Text>{reason === '' ? '—' : reason}</Text>
        {handoff.department !== '' && (
          <Text fz="xs" c="dimmed">
            {labelled(t('context.department'), handoff.department)}
          </Text>
        )}
      </Block>
      {context.moods.length > 0 && (
        <Block title={t('context.moods')}>
          <ul className="td-moods">
            {context.moods.slice(-4).map((mood, at) => (
              <li key={at}>
                <MoodChip mood={mood.label} corrected={mood.corrected} />
                <Text fz="xs" c="dimmed">
                  {mood.corrected === null
                    ? t('context.intensity', { percent: Math.round(mood.intensity * 100) })
                    : t('moodOf.byFrom', { name: mood.corrected.by, mood: t(`mood.${mood.corrected.said}`) })}
                </Text>
                {mood.text !== '' && (
                  <Text fz="sm" w="100%" dir="auto" lineClamp={2}>
                    “{mood.text}”
                  </Text>
                )}
              </li>
            ))}
          </ul>
        </Block>
      )}
      {context.summary.length > 0 && (
        <Block title={t('context.summary')}>
          <ul className="td-summary">
            {context.summary.map((line, at) => (
              <li key={at}>{line}</li>
            ))}
          </ul>
        </Block>
      )}
      <Block title={t('context.values')}>
        <ValueList values={context.values} />
      </Block>
      <Block title={t('context.path')}>
        <PathList path={context.path} />
        <Text fz="xs" c="dimmed" mt={4}>
          {t('context.version', { name: handoff.flow.name, version: handoff.flow.version })}
        </Text>
        {maySeeFlow && (
          <Anchor component={Link} to={`/flows/${handoff.flow.id}`} fz="sm">
            {t('context.openFlow')}
          </Anchor>
        )}
      </Block>
      <SourceFacts source={context.source}>{(facts) => <Block title={t('context.source')}>{facts}</Block>}</SourceFacts>
    </aside>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="td-context-block">
      <Title order={3} fz={12} c="dimmed" fw={500} mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}
