// For whom, where and when something holds: channels, customer groups, labels, beginning and end.
import { Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KnowledgeRules } from '#nodes/wire/knowledge.ts';
import { isoFromLocal, localFromIso } from './local-time.ts';

interface Props {
  readonly rules: KnowledgeRules;
  readonly onChange: (rules: KnowledgeRules) => void;
}

const MOST = 30;
const LONGEST = 64;

export function RulesFields({ rules, onChange }: Props) {
  const { t } = useTranslation('knowledge');
  const list = (name: 'channels' | 'audiences' | 'tags') => (
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
      value={localFromIso(rules[name])}
      onChange={(event) => onChange({ ...rules, [name]: isoFromLocal(event.currentTarget.value) })}
    />
  );
  return (
    <Stack gap="md">
      <Group align="flex-start" grow>
        {list('channels')}
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
