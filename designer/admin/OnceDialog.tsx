// Shows a secret once. It closes only by the button, so that a stray click does not lose it.
import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/CopyButton.tsx';
import { DialogFrame } from '../ui/DialogFrame.tsx';

interface Props {
  readonly title: string;
  readonly hint: string;
  readonly label: string;
  readonly value: string;
  readonly onClose: () => void;
}

export function OnceDialog({ title, hint, label, value, onClose }: Props) {
  const { t } = useTranslation('admin');
  return (
    <DialogFrame
      opened
      onClose={onClose}
      title={title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap="lg">
        <Text>{hint}</Text>
        <Code block aria-label={label} fz={14} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {value}
        </Code>
        <Group justify="flex-end" gap="sm">
          <CopyButton value={value} what={label} />
          <Button onClick={onClose}>{t('users.done')}</Button>
        </Group>
      </Stack>
    </DialogFrame>
  );
}
