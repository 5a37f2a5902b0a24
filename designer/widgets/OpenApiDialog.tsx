// Takes an API description by paste or file and lets one operation be chosen.
import { Button, FileButton, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parse } from 'yaml';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { operationsOf, readDescription, skeletonOf, type CallSkeleton } from './openapi.ts';

const MAX_CHARS = 3_000_000;

interface Props {
  readonly onClose: () => void;
  readonly onChoose: (call: CallSkeleton) => void;
}

export function OpenApiDialog({ onClose, onChoose }: Props) {
  const { t } = useTranslation('inspector');
  const { t: tu } = useTranslation('ui');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const read = useMemo(() => descriptionFrom(text), [text]);
  const operations = read.description === undefined ? [] : operationsOf(read.description);
  const call = read.description === undefined || chosen === null ? undefined : skeletonOf(read.description, chosen);
  return (
    <DialogFrame opened onClose={onClose} title={t('call.importTitle')}>
      <Stack gap="md">
        <Text fz="sm">{t('call.importHint')}</Text>
        <Textarea
          label={t('call.description')}
          data-autofocus
          ff="monospace"
          rows={8}
          spellCheck={false}
          error={read.problem === undefined ? undefined : t('call.unreadable', { why: read.problem })}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(null);
          }}
        />
        <Group>
          <FileButton
            accept=".json,.yaml,.yml"
            onChange={(file) => {
              if (file === null || file.size > MAX_CHARS) return;
              void file.text().then((content) => {
                setText(content);
                setChosen(null);
              });
            }}
          >
            {(button) => (
              <Button size="xs" variant="default" {...button}>
                {t('call.file')}
              </Button>
            )}
          </FileButton>
        </Group>
        {operations.length > 0 && (
          <Select
            label={t('call.operation')}
            searchable
            data={operations.map(({ id, label }) => ({ value: id, label }))}
            value={chosen}
            onChange={setChosen}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {tu('cancel')}
          </Button>
          <Button disabled={call === undefined} onClick={() => call !== undefined && onChoose(call)}>
            {t('call.apply')}
          </Button>
        </Group>
      </Stack>
    </DialogFrame>
  );
}

function descriptionFrom(text: string): {
  readonly description?: ReturnType<typeof readDescription>;
  readonly problem?: string;
} {
  if (text.trim() === '') return {};
  if (text.length > MAX_CHARS) return { problem: '> 3 MB' };
  try {
    return { description: readDescription(parse(text, { maxAliasCount: 50 })) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 160) : '' };
  }
}
