// A state said by icon and word, never by colour alone.
import { Badge } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

/** The tones a state can have. */
export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

interface Props {
  readonly tone?: Tone;
  readonly icon: LucideIcon;
  readonly children: string;
  /** A small sign behind the words: something about the state is out of the ordinary. */
  readonly mark?: LucideIcon;
  /** Shown on hover. What it says must be readable in another way, too. */
  readonly hint?: string;
}

export function StatusChip({ tone = 'neutral', icon: Icon, children, mark: Mark, hint }: Props) {
  const ink = tone === 'neutral' ? 'var(--td-text-2)' : `var(--td-${tone})`;
  const ground = tone === 'neutral' ? 'var(--td-sunken)' : `color-mix(in srgb, ${ink} 10%, var(--td-surface))`;
  return (
    <Badge
      size="lg"
      fz={12}
      px={8}
      styles={{ section: { marginInline: Mark === undefined ? '0 4px' : 3 } }}
      leftSection={<Icon size={12} aria-hidden />}
      rightSection={Mark === undefined ? undefined : <Mark size={10} aria-hidden />}
      title={hint}
      style={{ color: ink, background: ground, flexShrink: 0 }}
    >
      {children}
    </Badge>
  );
}
