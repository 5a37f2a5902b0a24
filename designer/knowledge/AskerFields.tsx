// As whom a hit test asks: on which channel, of which customer groups, and within which labels. Hidden until it matters.
import { Button, Group, MultiSelect, Select, TagsInput } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS, channelName } from './channel-names.ts';

/** Empty: as where everything holds, for nobody in particular, in everything. */
export interface AskedBy {
  readonly channel: string;
  readonly audiences: string[];
  readonly tags: string[];
}

/** Nobody in particular. */
export const NOBODY: AskedBy = { channel: '', audiences: [], tags: [] };

interface Props {
  readonly labels: readonly string[];
  readonly by: AskedBy;
  readonly onChange: (by: AskedBy) => void;
}

export function AskerFields({ labels, by, onChange }: Props) {
  const { t } = useTranslation('knowledge');
  const isSet = by.channel !== '' || by.audiences.length > 0 || by.tags.length > 0;
  const [isOpen, setOpen] = useState(isSet);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Button
        mt={4}
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Chevron size={14} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('test.asWhom')}
      </Button>
      {isOpen && (
        <Group align="flex-start" grow mt="xs">
          <Select
            label={t('rules.channels')}
            data={[
              { value: '', label: t('test.anyChannel') },
              ...CHANNELS.map((id) => ({ value: id, label: channelName(id, t) })),
            ]}
            allowDeselect={false}
            value={by.channel}
            onChange={(channel) => onChange({ ...by, channel: channel ?? '' })}
          />
          <TagsInput
            label={t('rules.audiences')}
            placeholder={by.audiences.length === 0 ? t('test.anyAudience') : ''}
            maxTags={30}
            maxLength={64}
            value={by.audiences}
            onChange={(audiences) => onChange({ ...by, audiences })}
          />
          {labels.length > 0 && (
            <MultiSelect
              label={t('test.labels')}
              placeholder={by.tags.length === 0 ? t('test.anyLabel') : ''}
              data={[...labels]}
              value={by.tags}
              onChange={(tags) => onChange({ ...by, tags })}
              clearable
              searchable
            />
          )}
        </Group>
      )}
    </>
  );
}
