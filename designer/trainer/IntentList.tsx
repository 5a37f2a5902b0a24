// The intents of a flow as one list: found by name or sentence, walked with the arrows, each with how well it is recognised.
import { Button, TextInput } from '@mantine/core';
import { Ban, Plus, Search, TriangleAlert } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ENOUGH } from './findings.ts';
import { NO_INTENT } from './taught.ts';
import { percent, useTraining } from './trainer-context.ts';

const MOST_INTENTS = 2_000;
const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

interface Props {
  readonly current: string;
  /** Keeps its identity: with many intents only what changed is drawn again. */
  readonly onShown: (intent: string) => void;
  readonly onAdd: () => void;
}

export function IntentList({ current, onShown, onAdd }: Props) {
  const { t } = useTranslation('trainer');
  const { taught, examination, readOnly, nameOf } = useTraining();
  const [query, setQuery] = useState('');
  const words = useDeferredValue(query.trim().toLowerCase());
  const list = useRef<HTMLUListElement>(null);
  const shown = [...useFound(words).map(({ id }) => id), NO_INTENT];
  const counts = useMemo(
    () => new Map(examination.measured?.result.intents.map((one) => [one.id, one])),
    [examination.measured],
  );
  const entry = shown.includes(current) ? current : shown[0];
  const byId = new Map(taught.intents.map((intent) => [intent.id, intent]));

  function go(to: number): void {
    const id = shown[to];
    if (id === undefined) return;
    onShown(id);
    list.current?.querySelectorAll<HTMLElement>('button')[to]?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    go(step(shown.indexOf(entry ?? NO_INTENT), shown.length - 1));
  }

  return (
    <nav className="tr-intents" aria-label={t('intents.title')}>
      <TextInput
        size="xs"
        aria-label={t('intents.find')}
        placeholder={t('intents.find')}
        leftSection={<Search size={14} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          go(0);
        }}
      />
      <ul ref={list} onKeyDown={onKeyDown}>
        {shown.length === 1 && <li className="tr-quiet">{t('intents.notFound')}</li>}
        {shown.map((id) => {
          const count = counts.get(id);
          return (
            <IntentEntry
              key={id}
              id={id}
              name={nameOf(id)}
              examples={(byId.get(id)?.examples ?? taught.outOfScope).length}
              share={count === undefined || count.judged === 0 ? undefined : count.right / count.judged}
              isCurrent={id === current}
              isStop={id === entry}
              onShown={onShown}
            />
          );
        })}
      </ul>
      {!readOnly && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={taught.intents.length >= MOST_INTENTS}
          title={taught.intents.length >= MOST_INTENTS ? t('intents.full') : undefined}
          onClick={onAdd}
        >
          {t('intents.add')}
        </Button>
      )}
    </nav>
  );
}

function useFound(words: string) {
  const { intents } = useTraining().taught;
  return useMemo(
    () =>
      words === ''
        ? intents
        : intents.filter(
            ({ name, examples }) =>
              name.toLowerCase().includes(words) || examples.some((one) => one.toLowerCase().includes(words)),
          ),
    [intents, words],
  );
}

interface EntryProps {
  readonly id: string;
  readonly name: string;
  readonly examples: number;
  readonly share: number | undefined;
  readonly isCurrent: boolean;
  /** The one that Tab reaches. */
  readonly isStop: boolean;
  readonly onShown: (intent: string) => void;
}

const IntentEntry = memo(function IntentEntry(props: EntryProps) {
  const { id, name, examples, share, isCurrent, isStop, onShown } = props;
  const { t } = useTranslation('trainer');
  return (
    <li>
      <button type="button" aria-current={isCurrent} tabIndex={isStop ? 0 : -1} onClick={() => onShown(id)}>
        <span className="tr-intent-name" title={name} dir="auto">
          {id === NO_INTENT && <Ban size={12} aria-hidden />} {name}
        </span>
        <span className="tr-intent-facts">
          {id !== NO_INTENT && examples < ENOUGH && <TriangleAlert size={11} aria-hidden />}
          {t('intents.examples', { count: examples })}
          {share !== undefined && ` · ${t('intents.right', { share: percent(share) })}`}
        </span>
        {id !== NO_INTENT && (
          <span className="tr-bar-back" aria-hidden>
            {share !== undefined && <span style={{ width: percent(share) }} data-low={share < 0.7 || undefined} />}
          </span>
        )}
      </button>
    </li>
  );
});
