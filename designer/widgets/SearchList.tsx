// A search field over a grouped list: arrows choose, Enter takes, greyed entries say why they cannot be taken.
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { isComposing } from './composing.ts';
import './widgets.css';

export interface SearchEntry {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly group?: string;
  /** Why it cannot be taken. */
  readonly refused?: string;
}

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly query: string;
  readonly entries: readonly SearchEntry[];
  readonly empty: ReactNode;
  readonly autoFocus?: boolean;
  readonly maxHeight?: number;
  readonly onQuery: (query: string) => void;
  readonly onTake: (id: string) => void;
}

export function SearchList(props: Props) {
  const { label, placeholder, query, entries, empty, autoFocus = true, maxHeight = 340, onQuery, onTake } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const index = Math.min(at, Math.max(0, entries.length - 1));

  function move(to: number): void {
    const next = (to + entries.length) % Math.max(1, entries.length);
    setAt(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') move(index + 1);
    else if (event.key === 'ArrowUp') move(index - 1);
    else if (event.key === 'Enter') {
      const entry = entries[index];
      if (entry !== undefined && entry.refused === undefined) onTake(entry.id);
    } else return;
    event.preventDefault();
  }

  return (
    <div className="wd-search">
      <TextInput
        aria-label={label}
        placeholder={placeholder}
        value={query}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        leftSection={<Search size={14} aria-hidden />}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={entries.length === 0 ? undefined : `${id}-${index}`}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setAt(0);
          onQuery(event.currentTarget.value);
        }}
      />
      {entries.length === 0 && <div className="wd-search-empty">{empty}</div>}
      <div ref={list} id={id} role="listbox" aria-label={label} className="wd-search-list" style={{ maxHeight }}>
        {entries.map((entry, position) => (
          <div key={entry.id} role="presentation">
            {entry.group !== undefined && entry.group !== entries[position - 1]?.group && (
              <div className="wd-search-group" role="presentation">
                {entry.group}
              </div>
            )}
            <div
              id={`${id}-${position}`}
              data-index={position}
              role="option"
              aria-selected={position === index}
              aria-disabled={entry.refused !== undefined}
              className="wd-search-entry"
              onPointerMove={() => setAt(position)}
              onClick={() => entry.refused === undefined && onTake(entry.id)}
            >
              {entry.icon !== undefined && <span className="wd-search-icon">{entry.icon}</span>}
              <span className="wd-search-text">
                <span className="wd-search-title">{entry.title}</span>
                {(entry.refused ?? entry.hint) !== undefined && (
                  <span className="wd-search-hint">{entry.refused ?? entry.hint}</span>
                )}
              </span>
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
