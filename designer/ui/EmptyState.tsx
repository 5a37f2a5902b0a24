// What a list shows when there is nothing in it: why, and the next thing to do.
import { Stack, Text, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, hint, children }: Props) {
  return (
    <Stack align="center" justify="center" gap="sm" py={48} px="lg" ta="center">
      <Icon size={32} strokeWidth={1.5} color="var(--td-text-3)" aria-hidden />
      <Title order={2}>{title}</Title>
      {hint !== undefined && (
        <Text c="dimmed" maw={440}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}
