// A state said by icon and word, never by colour alone.
import { Badge } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

/** The tones a state can have. */
export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

interface Props {
  readonly tone?: Tone;
  readonly icon: LucideIcon;
  readonly children: string;
}

export function StatusChip({ tone = 'neutral', icon: Icon, children }: Props) {
  const ink = tone === 'neutral' ? 'var(--td-text-2)' : `var(--td-${tone})`;
  const ground = tone === 'neutral' ? 'var(--td-sunken)' : `color-mix(in srgb, ${ink} 10%, var(--td-surface))`;
  return (
    <Badge
      size="lg"
      fz={12}
      px={8}
      styles={{ section: { marginInlineEnd: 4 } }}
      leftSection={<Icon size={12} aria-hidden />}
      style={{ color: ink, background: ground, flexShrink: 0 }}
    >
      {children}
    </Badge>
  );
}
