// For whom and when something holds, where it does not hold for everybody always: without it "ready" would be half the truth.
import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import { listed } from '../i18n/punctuation.ts';
import { exactTime, useNow } from '../ui/RelativeTime.tsx';
import { channelName } from './channel-names.ts';

export function RuleChips({ rules }: { readonly rules: KnowledgeRules }) {
  const { t, i18n } = useTranslation('knowledge');
  const now = useNow(60_000);
  const { channels, audiences, tags, startsAt, endsAt } = rules;
  const chips: { readonly text: string; readonly color: string }[] = [];
  if (endsAt !== null) {
    const isOver = Date.parse(endsAt) <= now;
    const time = exactTime(endsAt, i18n.language);
    chips.push({ text: t(isOver ? 'rules.over' : 'rules.until', { time }), color: isOver ? 'danger' : 'gray' });
  }
  if (startsAt !== null && Date.parse(startsAt) > now)
    chips.push({ text: t('rules.notYet', { time: exactTime(startsAt, i18n.language) }), color: 'warning' });
  if (channels.length > 0)
    chips.push({ text: t('rules.only', { who: listed(channels.map((id) => channelName(id, t))) }), color: 'gray' });
  if (audiences.length > 0) chips.push({ text: t('rules.only', { who: listed(audiences) }), color: 'gray' });
  for (const tag of tags) chips.push({ text: t('rules.label', { tag }), color: 'gray' });
  if (chips.length === 0) return null;
  return (
    <Group gap={4} mt={4}>
      {chips.map(({ text, color }) => (
        <Badge key={text} size="sm" variant="light" color={color} maw="100%" tt="none" fw={500}>
          {text}
        </Badge>
      ))}
    </Group>
  );
}
