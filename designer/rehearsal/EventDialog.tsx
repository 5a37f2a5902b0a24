// An event for the test chat: its name and what it brings, as another system would report it.
import { Button, Group, JsonInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import type { Awaited } from './awaited-event.ts';
import { dataFromText, isEventName } from './event-form.ts';

interface Props {
  readonly awaited: Awaited;
  readonly onArrives: (name: string, data: Readonly<Record<string, unknown>>) => void;
  readonly onClose: () => void;
}

export function EventDialog({ awaited, onArrives, onClose }: Props) {
  const { t } = useTranslation('rehearsal');
  const [name, setName] = useState(awaited.name);
  const [text, setText] = useState(awaited.key === '' ? '{}' : JSON.stringify({ key: awaited.key }, null, 2));
  const [tried, setTried] = useState(false);
  const data = dataFromText(text);
  const named = isEventName(name.trim());

  function submit(): void {
    setTried(true);
    if (named && data !== null) onArrives(name.trim(), data);
  }

  return (
    <DialogFrame opened onClose={onClose} title={t('event.arrives')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus={awaited.name === '' ? true : undefined}
            required
            label={t('event.name')}
            description={t('event.nameHint')}
            maxLength={100}
            error={tried && !named ? t('event.nameWrong') : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <JsonInput
            data-autofocus={awaited.name === '' ? undefined : true}
            label={t('event.data')}
            description={t('event.dataHint')}
            autosize
            minRows={4}
            maxRows={12}
            maxLength={60_000}
            error={tried && data === null ? t('event.dataWrong') : undefined}
            value={text}
            onChange={setText}
          />
          <Group justify="flex-end">
            <Button type="submit">{t('event.send')}</Button>
          </Group>
        </Stack>
      </form>
    </DialogFrame>
  );
}
