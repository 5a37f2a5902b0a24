// Asks for a name in a dialog: a word about what is named, one field, one button.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { DialogFrame } from './DialogFrame.tsx';

interface Props {
  readonly title: string;
  readonly hint: ReactNode;
  readonly label: string;
  readonly action: string;
  /** What the field begins with. */
  readonly suggested: string;
  readonly busy: boolean;
  /** Gets the name without surrounding blanks. */
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog({ title, hint, label, action, suggested, busy, onName, onClose }: Props) {
  const [name, setName] = useState(suggested);
  return (
    <DialogFrame opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onName(name.trim());
        }}
      >
        <Text c="dimmed" fz="sm">
          {hint}
        </Text>
        <TextInput
          mt="md"
          data-autofocus
          required
          label={label}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="xl">
          <Button type="submit" disabled={name.trim() === ''} loading={busy}>
            {action}
          </Button>
        </Group>
      </form>
    </DialogFrame>
  );
}
