// Where a sentence of the inbox, or a group of them, goes: any intent, found by typing, or a new one of that name.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '#nodes/wire/trainer.ts';
import { DialogFrame } from '../ui/DialogFrame.tsx';
import { SearchList, type SearchEntry } from '../widgets/SearchList.tsx';
import { useTraining } from './trainer-context.ts';
import type { Verdict } from './use-inbox-work.ts';

const SHOWN = 50;
const NEW = 'new';
const MOST_INTENTS = 2_000;

interface Props {
  /** The sentences; the first one speaks for the others. */
  readonly items: readonly InboxItem[];
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onClose: () => void;
}

export function AssignDialog({ items, onVerdict, onClose }: Props) {
  const { t } = useTranslation('trainer');
  const { newId } = useTraining();
  const [query, setQuery] = useState('');
  const name = query.trim().slice(0, 200);
  const entries = useEntries(items, name);
  const sentence = items[0]?.text ?? '';
  return (
    <DialogFrame
      opened
      onClose={onClose}
      returnFocus={false}
      title={items.length === 1 ? t('inbox.where') : t('inbox.whereGroup', { count: items.length })}
    >
      <p className="tr-quoted" dir="auto">
        {sentence}
      </p>
      <SearchList
        label={t('inbox.find')}
        placeholder={t('inbox.find')}
        query={query}
        entries={entries}
        empty={t('inbox.findNone')}
        onQuery={setQuery}
        onTake={(id) =>
          onVerdict(id === NEW ? { kind: 'teach', intent: newId(), create: name } : { kind: 'teach', intent: id })
        }
      />
    </DialogFrame>
  );
}

/** Intents that match, the likeliest first; last a new one of that name. */
function useEntries(items: readonly InboxItem[], name: string): readonly SearchEntry[] {
  const { t } = useTranslation('trainer');
  const { taught, nameOf } = useTraining();
  const words = name.toLowerCase();
  const near = new Map(items[0]?.near.map(({ intent }, place) => [intent, place]));
  const found = taught.intents
    .filter((intent) => nameOf(intent.id).toLowerCase().includes(words))
    .sort((a, b) => (near.get(a.id) ?? near.size) - (near.get(b.id) ?? near.size))
    .slice(0, SHOWN)
    .map(({ id, examples }) => ({
      id,
      title: nameOf(id),
      hint: examples[0] ?? t('intents.examples', { count: 0 }),
    }));
  const isNew = words !== '' && !taught.intents.some((intent) => intent.name.trim().toLowerCase() === words);
  if (!isNew) return found;
  const isFull = taught.intents.length >= MOST_INTENTS;
  const create: SearchEntry = {
    id: NEW,
    title: t('inbox.create', { name }),
    icon: <Plus size={14} aria-hidden />,
    ...(isFull ? { refused: t('intents.full') } : {}),
  };
  return [...found, create];
}
