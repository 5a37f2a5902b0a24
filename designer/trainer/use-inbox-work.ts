// The work on the inbox: a sentence goes into the draft, the draft is saved, and only then does the sentence leave the inbox.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandleInbox, InboxItem } from '#nodes/wire/trainer.ts';
import { handleInbox, reopenInbox } from '../api/trainer.ts';
import type { Taught } from '../document/flow-commands.ts';
import { toastProblem, toastRefused } from '../ui/toast.ts';
import {
  MOST_EXAMPLES,
  NO_INTENT,
  sentencesOf,
  withIntentGone,
  withNewIntent,
  withoutSentence,
  withSentences,
} from './taught.ts';
import { useTraining } from './trainer-context.ts';

/** Saves the draft; true when it is on the server. */
export type Flush = () => Promise<boolean>;

/** What becomes of sentences: examples of an intent (`NO_INTENT`: of none; `create`: of a new one of that name), or nothing. */
export type Verdict =
  { readonly kind: 'teach'; readonly intent: string; readonly create?: string } | { readonly kind: 'dismiss' };

/** What was done last, to be undone. `added`: sentences that were not there before. */
interface Deed {
  readonly items: readonly InboxItem[];
  readonly verdict: Verdict;
  readonly added: readonly string[];
}

export interface InboxWork {
  /** Ids of items that are handled, or about to be. */
  readonly gone: ReadonlySet<string>;
  readonly mayUndo: boolean;
  /** What was done last, in words. */
  readonly said: string;
  judge(items: readonly InboxItem[], verdict: Verdict): void;
  undo(): void;
}

export function useInboxWork(flush: Flush): InboxWork {
  const { flowId, taught, change, nameOf } = useTraining();
  const { t } = useTranslation('trainer');
  const cache = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [deeds, setDeeds] = useState<readonly Deed[]>([]);
  const [said, setSaid] = useState('');
  /** One after the other, so that an undo never overtakes what it undoes. */
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const hide = useCallback((items: readonly InboxItem[], hidden: boolean) => {
    setGone((before) => {
      const next = new Set(before);
      for (const { ids } of items)
        for (const id of ids)
          if (hidden) next.add(id);
          else next.delete(id);
      return next;
    });
  }, []);

  function enqueue(work: () => Promise<unknown>, failed: () => void): void {
    line.current = line.current.then(async () => {
      try {
        await work();
        // Counts beside the tabs follow; the list itself is kept as it is being worked through.
        await cache.invalidateQueries({ queryKey: ['flows', flowId, 'inbox'] });
      } catch (error) {
        failed();
        toastProblem(error);
      }
    });
  }

  function judge(items: readonly InboxItem[], verdict: Verdict): void {
    if (items.length === 0) return;
    const texts = items.map(({ text }) => text);
    const known = verdict.kind === 'teach' ? new Set(sentencesOf(taught, verdict.intent)) : new Set<string>();
    const added = verdict.kind === 'teach' ? texts.filter((text) => !known.has(text)) : [];
    if (verdict.kind === 'teach' && sentencesOf(taught, verdict.intent).length + added.length > MOST_EXAMPLES) {
      toastRefused(t('inbox.full', { name: nameOf(verdict.intent) }));
      return;
    }
    if (verdict.kind === 'teach') change((now) => taughtBy(verdict, added, now));
    const deed: Deed = { items, verdict, added };
    setDeeds((before) => [...before, deed]);
    hide(items, true);
    const sentence = texts[0] ?? '';
    setSaid(
      verdict.kind === 'dismiss'
        ? t('inbox.doneDismissed', { sentence })
        : verdict.intent === NO_INTENT
          ? t('inbox.doneNone', { sentence })
          : t('inbox.done', { name: verdict.create ?? nameOf(verdict.intent), sentence }),
    );
    enqueue(
      async () => {
        if (verdict.kind === 'teach' && !(await flush())) {
          hide(items, false);
          toastRefused(t('inbox.notSaved'));
          return;
        }
        await handleInbox(flowId, { ids: idsOf(items), as: outcomeOf(verdict) });
      },
      () => hide(items, false),
    );
  }

  function undo(): void {
    const deed = deeds.at(-1);
    if (deed === undefined) return;
    const { items, verdict, added } = deed;
    setDeeds((before) => before.slice(0, -1));
    if (verdict.kind === 'teach') change((now) => untaughtBy(verdict, added, now));
    setSaid(t('inbox.undone', { sentence: items[0]?.text ?? '' }));
    enqueue(
      async () => {
        // The inbox is placed by the draft on the server: what was taken back there must not be offered again.
        if (verdict.kind === 'teach') await flush();
        await reopenInbox(flowId, idsOf(items));
        hide(items, false);
      },
      () => undefined,
    );
  }

  return { gone, mayUndo: deeds.length > 0, said, judge, undo };
}

type Teaching = Extract<Verdict, { kind: 'teach' }>;

function taughtBy({ intent, create }: Teaching, added: readonly string[], now: Taught): Taught {
  return withSentences(create === undefined ? now : withNewIntent(now, intent, create), intent, added);
}

/** An intent that was made for the sentences goes with them, unless it got others meanwhile. */
function untaughtBy({ intent, create }: Teaching, added: readonly string[], now: Taught): Taught {
  const rest = added.reduce((taught, text) => withoutSentence(taught, intent, text), now);
  return create !== undefined && sentencesOf(rest, intent).length === 0 ? withIntentGone(rest, intent) : rest;
}

function idsOf(items: readonly InboxItem[]): string[] {
  return items.flatMap(({ ids }) => ids).slice(0, 500);
}

function outcomeOf(verdict: Verdict): HandleInbox['as'] {
  if (verdict.kind === 'dismiss') return { kind: 'dismissed' };
  return verdict.intent === NO_INTENT ? { kind: 'none' } : { kind: 'intent', intent: verdict.intent };
}
