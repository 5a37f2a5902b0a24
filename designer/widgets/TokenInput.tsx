// A text field that knows variables: marks `{{ name }}`, offers a picker while typing, grows with its content.
import { ActionIcon, Tooltip } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownVariable } from '../document/variables.ts';
import { labelled } from '../i18n/punctuation.ts';
import { isComposing } from './composing.ts';
import { useSurroundings } from './field-context.ts';
import { insertVariable, triggerAt, type Trigger } from './token-trigger.ts';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly kind: 'template' | 'expression';
  readonly multiline?: boolean;
  readonly invalid?: boolean;
  readonly placeholder?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly maxLength?: number;
  readonly onChange: (text: string) => void;
}

export function TokenInput(props: Props) {
  const {
    id,
    label,
    value,
    kind,
    multiline = false,
    invalid = false,
    placeholder,
    describedBy,
    maxLength = 4000,
    onChange,
  } = props;
  const { variables, readOnly } = useSurroundings();
  const { t } = useTranslation('inspector');
  const listId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [at, setAt] = useState(0);
  const offered = useMemo(
    () => (trigger === null ? [] : matching(variables, trigger.query, kind)),
    [trigger, variables, kind],
  );
  const open = trigger !== null && offered.length > 0;

  function follow(text: string, caret: number): void {
    const next = triggerAt(text, caret, kind);
    // In expressions every word could be a name: only offer once something was typed.
    setTrigger(next !== null && (kind === 'template' || next.query !== '') ? next : null);
    setAt(0);
  }

  function take(variable: KnownVariable): void {
    const element = area.current;
    if (element === null) return;
    const caret = element.selectionStart;
    const next = insertVariable(value, trigger?.from ?? caret, caret, variable.name, kind);
    setTrigger(null);
    onChange(next.text);
    window.requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(next.caret, next.caret);
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (isComposing(event.nativeEvent)) return;
    if (!open) {
      if (event.key === 'Enter' && !multiline) event.preventDefault();
      return;
    }
    if (event.key === 'ArrowDown') setAt((at + 1) % offered.length);
    else if (event.key === 'ArrowUp') setAt((at + offered.length - 1) % offered.length);
    else if (event.key === 'Escape') setTrigger(null);
    else if (event.key === 'Enter' || event.key === 'Tab') {
      const chosen = offered[at];
      if (chosen !== undefined) take(chosen);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      className="wd-token"
      data-multiline={multiline || undefined}
      data-kind={kind}
      data-invalid={invalid || undefined}
    >
      <div className="wd-token-back" aria-hidden>
        {marked(value, kind)}
      </div>
      <textarea
        ref={area}
        id={id}
        rows={1}
        value={value}
        readOnly={readOnly}
        placeholder={placeholder}
        maxLength={maxLength}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-autocomplete="list"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? `${listId}-${at}` : undefined}
        spellCheck={kind === 'template'}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const text = multiline ? event.target.value : event.target.value.replace(/\n/g, ' ');
          onChange(text);
          follow(text, event.target.selectionStart);
        }}
        onBlur={() => setTrigger(null)}
      />
      <Tooltip label={t('field.insertVariable')}>
        <ActionIcon
          className="wd-token-button"
          size={24}
          aria-label={labelled(t('field.insertVariable'), label)}
          disabled={readOnly}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            area.current?.focus();
            const caret = area.current?.selectionStart ?? value.length;
            setTrigger(trigger === null ? { from: caret, query: '' } : null);
            setAt(0);
          }}
        >
          <Braces size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {open && <VariableList id={listId} variables={offered} at={at} onTake={take} />}
    </div>
  );
}

interface ListProps {
  readonly id: string;
  readonly variables: readonly KnownVariable[];
  readonly at: number;
  readonly onTake: (variable: KnownVariable) => void;
}

function VariableList({ id, variables, at, onTake }: ListProps) {
  const { t } = useTranslation('inspector');
  return (
    <ul id={id} role="listbox" aria-label={t('picker.title')} className="wd-variables">
      {variables.map((variable, index) => (
        <li
          key={variable.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(variable);
          }}
        >
          <code>{variable.name}</code>
          <span>
            {t(`picker.types.${variable.type}`)}
            {variable.node !== undefined && ` · ${t('picker.by', { node: variable.node })}`}
            {variable.node === undefined && ` · ${t(`picker.${variable.from}`)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function matching(
  variables: readonly KnownVariable[],
  query: string,
  kind: 'template' | 'expression',
): readonly KnownVariable[] {
  const words = query.toLowerCase();
  const found = variables.filter((variable) => variable.name.toLowerCase().includes(words));
  // Nothing to offer when the name is already complete.
  if (kind === 'expression' && found.some((variable) => variable.name === query)) return [];
  return [...found].sort((a, b) => Number(b.name.startsWith(query)) - Number(a.name.startsWith(query))).slice(0, 12);
}

function marked(value: string, kind: 'template' | 'expression') {
  const text = `${value}\u200B`;
  if (kind === 'expression') return text;
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
