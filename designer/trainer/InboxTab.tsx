// The inbox: what customers said and the flow did not understand, in groups; one key puts a sentence where it belongs.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { PartyPopper, Undo2 } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowIntent } from '#nodes/flow/document.ts';
import type { Inbox, InboxItem } from '#nodes/wire/trainer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { isTyping } from '../ui/keys.ts';
import { QueryView } from '../ui/QueryView.tsx';
import { AssignDialog } from './AssignDialog.tsx';
import { InboxGroupHead } from './InboxGroupHead.tsx';
import { InboxRow } from './InboxRow.tsx';
import { NO_INTENT } from './taught.ts';
import { useTraining } from './trainer-context.ts';
import { useInboxWork, type Flush, type Verdict } from './use-inbox-work.ts';

interface Props {
  readonly query: UseQueryResult<Inbox>;
  readonly flush: Flush;
}

export function InboxTab({ query, flush }: Props) {
  return <QueryView query={query}>{(inbox) => <InboxList inbox={inbox} flush={flush} />}</QueryView>;
}

function InboxList({ inbox, flush }: { readonly inbox: Inbox; readonly flush: Flush }) {
  const { t } = useTranslation('trainer');
  const { readOnly, taught } = useTraining();
  const { gone, mayUndo, said, judge, undo } = useInboxWork(flush);
  const [current, setCurrent] = useState<string>();
  const [asked, setAsked] = useState<{ readonly item: InboxItem; readonly whole: boolean }>();
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => standing(inbox, gone, taught.intents), [inbox, gone, taught.intents]);
  const rows = groups.flat();
  const at = Math.max(
    0,
    rows.findIndex((item) => idOf(item) === current),
  );

  function go(to: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row === undefined) return;
    setCurrent(idOf(row));
    list.current?.querySelector<HTMLElement>(`[data-item="${idOf(row)}"]`)?.focus();
  }

  function groupOf(item: InboxItem): readonly InboxItem[] {
    return groups.find((items) => items.includes(item)) ?? [item];
  }

  function settle(item: InboxItem, verdict: Verdict, whole: boolean): void {
    const settled = whole ? groupOf(item) : [item];
    const next =
      rows.slice(rows.indexOf(item)).find((row) => !settled.includes(row)) ??
      rows.findLast((row) => !settled.includes(row));
    judge(settled, verdict);
    if (next === undefined) return;
    setCurrent(idOf(next));
    list.current?.querySelector<HTMLElement>(`[data-item="${idOf(next)}"]`)?.focus();
  }

  function ask(item: InboxItem | undefined, whole: boolean): void {
    if (item !== undefined) setAsked({ item, whole });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = rows[at];
    const act = actOf(event, item);
    if (act === undefined) return;
    event.preventDefault();
    if (act === 'next') go(at + 1);
    else if (act === 'previous') go(at - 1);
    else if (readOnly) return;
    else if (act === 'undo') undo();
    else if (act === 'other') ask(item, event.shiftKey);
    else if (item !== undefined) settle(item, act, event.shiftKey);
  }

  return (
    <>
      <div className="tr-inbox" ref={list} onKeyDown={onKeyDown}>
        <div className="tr-inbox-head">
          <h2>{t('inbox.open', { count: inbox.open })}</h2>
          {inbox.open > 300 && <span className="tr-quiet">{t('inbox.first', { count: 300 })}</span>}
          <span className="tr-gap" />
          <p role="status" className="tr-said">
            {readOnly ? t('inbox.readOnly') : said}
          </p>
          {!readOnly && (
            <Tooltip label={`${t('inbox.undo')} (U)`}>
              <ActionIcon aria-label={t('inbox.undo')} disabled={!mayUndo} onClick={undo}>
                <Undo2 size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
        {rows.length === 0 ? (
          <EmptyState icon={PartyPopper} title={t('inbox.empty')} hint={t('inbox.emptyHint')}>
            {mayUndo && (
              <Button variant="default" onClick={undo}>
                {t('inbox.undo')}
              </Button>
            )}
          </EmptyState>
        ) : (
          <>
            {!readOnly && <KeyLegend />}
            <ul className="tr-groups" aria-label={t('inbox.list')}>
              {groups.map((items) => (
                <li key={idOf(items[0])} className="tr-group">
                  {items.length > 1 && (
                    <InboxGroupHead
                      items={items}
                      onVerdict={(verdict) => settle(items[0] as InboxItem, verdict, true)}
                      onOther={() => ask(items[0], true)}
                    />
                  )}
                  {items.map((item) => (
                    <InboxRow
                      key={idOf(item)}
                      item={item}
                      isCurrent={item === rows[at]}
                      mayGroup={items.length > 1}
                      onFocus={() => setCurrent(idOf(item))}
                      onVerdict={(verdict, whole) => settle(item, verdict, whole)}
                      onOther={(whole) => ask(item, whole)}
                    />
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {asked !== undefined && (
        <AssignDialog
          items={asked.whole ? groupOf(asked.item) : [asked.item]}
          onVerdict={(verdict) => {
            setAsked(undefined);
            settle(asked.item, verdict, asked.whole);
          }}
          onClose={() => {
            setAsked(undefined);
            go(rows.indexOf(asked.item));
          }}
        />
      )}
    </>
  );
}

/** What is still to be handled; an intent that was deleted meanwhile is not offered. */
function standing(
  { groups }: Inbox,
  gone: ReadonlySet<string>,
  intents: readonly FlowIntent[],
): readonly (readonly InboxItem[])[] {
  const known = new Set(intents.map(({ id }) => id));
  return groups
    .map(({ items }) =>
      items
        .filter(({ ids }) => !ids.some((id) => gone.has(id)))
        .map((item) => ({ ...item, near: item.near.filter(({ intent }) => known.has(intent)) })),
    )
    .filter((items) => items.length > 0);
}

function KeyLegend() {
  const { t } = useTranslation('trainer');
  return (
    <p className="tr-keys">
      <KeyHint keys="J" /> <KeyHint keys="K" /> {t('inbox.keys.move')}
      <KeyHint keys="1" />–<KeyHint keys="9" /> {t('inbox.keys.digit')}
      <KeyHint keys="S" /> {t('inbox.keys.other')}
      <KeyHint keys="0" /> {t('inbox.keys.none')}
      <KeyHint keys="X" /> {t('inbox.keys.dismiss')}
      <KeyHint keys="Shift" /> {t('inbox.keys.whole')}
      <KeyHint keys="U" /> {t('inbox.keys.undo')}
    </p>
  );
}

/** What a key means. Digits are read from the key itself, so that Shift does not hide them. */
function actOf(
  event: KeyboardEvent,
  item: InboxItem | undefined,
): 'next' | 'previous' | 'undo' | 'other' | Verdict | undefined {
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'arrowdown') return 'next';
  if (key === 'k' || key === 'arrowup') return 'previous';
  if (key === 'u') return 'undo';
  if (key === 's' || key === 'n') return 'other';
  if (key === 'x') return { kind: 'dismiss' };
  const digit = /^(?:Digit|Numpad)(\d)$/u.exec(event.code)?.[1] ?? (/^\d$/u.test(key) ? key : undefined);
  if (digit === undefined) return undefined;
  if (digit === '0') return { kind: 'teach', intent: NO_INTENT };
  const near = item?.near[Number(digit) - 1];
  return near === undefined ? undefined : { kind: 'teach', intent: near.intent };
}

function idOf(item: InboxItem | undefined): string {
  return item?.ids[0] ?? '';
}
