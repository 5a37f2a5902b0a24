// The list of handoffs in three groups; only the rows on screen are drawn.
import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Desk, Handoff } from '#nodes/wire/desk.ts';
import { HandoffRow } from './HandoffRow.tsx';

interface Props {
  readonly desk: Desk;
  readonly selectedId: string | undefined;
}

type Row =
  | { readonly kind: 'head'; readonly group: 'waiting' | 'mine' | 'others'; readonly count: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'handoff'; readonly handoff: Handoff; readonly mine: boolean };

const HEIGHTS = { head: 32, none: 40, handoff: 88 } as const;

export function HandoffList({ desk, selectedId }: Props) {
  const { t } = useTranslation('desk');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(desk), [desk]);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler runs here, so nothing is memoized wrongly
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => HEIGHTS[rows[at]?.kind ?? 'handoff'],
    getItemKey: (at) => keyOf(rows[at], at),
    overscan: 8,
  });
  return (
    <div ref={scroller} className="td-handoffs" tabIndex={-1}>
      <div role="list" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              className="td-handoffs-row"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'head' && (
                <Text component="h2" className="td-handoffs-head">
                  {t(`lists.${row.group}`)} <span>{row.count}</span>
                </Text>
              )}
              {row.kind === 'none' && (
                <Text fz="sm" c="dimmed" px={16} py={4}>
                  {t('nobodyWaiting')}
                </Text>
              )}
              {row.kind === 'handoff' && (
                <HandoffRow handoff={row.handoff} mine={row.mine} selected={row.handoff.id === selectedId} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowsOf(desk: Desk): readonly Row[] {
  const rows: Row[] = [{ kind: 'head', group: 'waiting', count: desk.waiting.length }];
  if (desk.waiting.length === 0) rows.push({ kind: 'none' });
  for (const handoff of desk.waiting) rows.push({ kind: 'handoff', handoff, mine: false });
  for (const group of ['mine', 'others'] as const) {
    if (desk[group].length === 0) continue;
    rows.push({ kind: 'head', group, count: desk[group].length });
    for (const handoff of desk[group]) rows.push({ kind: 'handoff', handoff, mine: group === 'mine' });
  }
  return rows;
}

function keyOf(row: Row | undefined, at: number): string {
  if (row === undefined) return `${at}`;
  return row.kind === 'handoff' ? row.handoff.id : row.kind === 'head' ? row.group : 'none';
}
