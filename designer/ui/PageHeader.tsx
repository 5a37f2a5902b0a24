// The head of a page: title, one line of what it is for, the actions.
import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly hint?: string;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly children?: ReactNode;
}

export function PageHeader({ title, hint, before, after, children }: Props) {
  return (
    <Group component="header" justify="space-between" align="flex-start" wrap="nowrap" gap="lg" mb="lg">
      <Stack gap={2} miw={0}>
        {before}
        <Group gap="sm" wrap="nowrap">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {after}
        </Group>
        {hint !== undefined && <Text c="dimmed">{hint}</Text>}
      </Stack>
      <Group gap="sm" wrap="nowrap">
        {children}
      </Group>
    </Group>
  );
}
