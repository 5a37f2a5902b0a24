// A list of things to edit: add, remove, move up and down, each by mouse and by keyboard (Alt+arrows).
import { ActionIcon, Button } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { labelled } from '../i18n/punctuation.ts';
import { useSurroundings } from './field-context.ts';

interface Props<Item> {
  readonly id: string;
  readonly label: string;
  readonly items: readonly Item[];
  readonly addLabel?: string;
  readonly max?: number;
  /** `inline`: one row an item. */
  readonly layout?: 'card' | 'inline';
  readonly create: () => Item;
  readonly onChange: (items: readonly Item[]) => void;
  readonly children: (item: Item, change: (item: Item) => void, index: number) => ReactNode;
}

export function ListEditor<Item>(props: Props<Item>) {
  const { id, label, items, addLabel, max = 100, layout = 'card', create, onChange, children } = props;
  const { t } = useTranslation('inspector');
  const { readOnly } = useSurroundings();
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');

  function move(from: number, to: number): void {
    if (to < 0 || to >= items.length) return;
    const next = [...items];
    const [item] = next.splice(from, 1);
    if (item === undefined) return;
    next.splice(to, 0, item);
    onChange(next);
    setSaid(t('field.moved', { n: to + 1 }));
    focusItem(to);
  }

  function focusItem(index: number): void {
    window.requestAnimationFrame(() => {
      const row = list.current?.children[index];
      row?.querySelector<HTMLElement>('input, textarea, button')?.focus();
    });
  }

  function onKeyDown(event: KeyboardEvent, index: number): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(index, event.key === 'ArrowUp' ? index - 1 : index + 1);
  }

  return (
    <div className="wd-list" data-layout={layout} role="group" aria-label={label}>
      <ol ref={list}>
        {items.map((item, index) => (
          <li key={index} onKeyDown={(event) => onKeyDown(event, index)}>
            <div className="wd-list-body">
              {children(
                item,
                (next) => onChange(items.map((one, position) => (position === index ? next : one))),
                index,
              )}
            </div>
            {!readOnly && (
              <div className="wd-list-tools">
                <ActionIcon
                  size={24}
                  disabled={index === 0}
                  aria-label={t('field.up', { n: index + 1 })}
                  onClick={() => move(index, index - 1)}
                >
                  <ArrowUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size={24}
                  disabled={index === items.length - 1}
                  aria-label={t('field.down', { n: index + 1 })}
                  onClick={() => move(index, index + 1)}
                >
                  <ArrowDown size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size={24}
                  aria-label={t('field.remove', { n: index + 1 })}
                  onClick={() => {
                    onChange(items.filter((_, position) => position !== index));
                    focusItem(Math.max(0, index - 1));
                  }}
                >
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              </div>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && items.length < max && (
        <Button
          id={id}
          variant="default"
          size="compact-sm"
          aria-label={labelled(addLabel ?? t('field.add'), label)}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => {
            onChange([...items, create()]);
            focusItem(items.length);
          }}
        >
          {addLabel ?? t('field.add')}
        </Button>
      )}
      <span className="td-visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}
