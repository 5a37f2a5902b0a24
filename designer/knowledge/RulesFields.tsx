// For whom, where and when something holds: channels, customer groups, labels, beginning and end.
import { Group, MultiSelect, Stack, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import { CHANNELS, channelName } from './channel-names.ts';
import { isoFromLocal, localFromIso } from './local-time.ts';

interface Props {
  readonly rules: KnowledgeRules;
  readonly onChange: (rules: KnowledgeRules) => void;
}

const MOST = 30;
const LONGEST = 64;

export function RulesFields({ rules, onChange }: Props) {
  const { t } = useTranslation('knowledge');
  const list = (name: 'audiences' | 'tags') => (
    <TagsInput
      flex={1}
      label={t(`rules.${name}`)}
      description={t(`rules.${name}Hint`)}
      maxTags={MOST}
      maxLength={LONGEST}
      splitChars={[',', '，', '、']}
      value={rules[name]}
      onChange={(values) => onChange({ ...rules, [name]: values })}
    />
  );
  const moment = (name: 'startsAt' | 'endsAt') => (
    <TextInput
      flex={1}
      type="datetime-local"
      label={t(`rules.${name}`)}
      {...(name === 'endsAt' && isBackwards(rules) ? { error: t('rules.backwards') } : {})}
      value={localFromIso(rules[name])}
      onChange={(event) => onChange({ ...rules, [name]: isoFromLocal(event.currentTarget.value) })}
    />
  );
  return (
    <Stack gap="md">
      <Group align="flex-start" grow>
        <MultiSelect
          flex={1}
          label={t('rules.channels')}
          description={t('rules.channelsHint')}
          data={[...new Set([...CHANNELS, ...rules.channels])].map((id) => ({ value: id, label: channelName(id, t) }))}
          value={rules.channels}
          onChange={(channels) => onChange({ ...rules, channels })}
        />
        {list('audiences')}
        {list('tags')}
      </Group>
      <Group align="flex-start" grow>
        {moment('startsAt')}
        {moment('endsAt')}
      </Group>
    </Stack>
  );
}

function isBackwards({ startsAt, endsAt }: KnowledgeRules): boolean {
  return startsAt !== null && endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt);
}
