// A change is tried on the question set before it is made; only one that makes answers worse is asked about.
import { useState } from 'react';
import type { Compared } from '#nodes/wire/knowledge.ts';
import { useCompare } from '../api/knowledge-review.ts';

type Change = Parameters<ReturnType<typeof useCompare>['mutate']>[0];

interface TriedFirst {
  /** What the change would do, when it makes something worse and was not made for that. */
  readonly worse: Compared | undefined;
  readonly isTrying: boolean;
  /** Makes the change when nothing gets worse, or when it was tried already and is wanted all the same. */
  readonly submit: (change: Change, make: () => void) => void;
  readonly forget: () => void;
}

/** Tries changes of a base. `shown` is the change as it stands in the form: what was tried before it was edited no longer counts. */
export function useTriedFirst(baseId: string, shown?: Change): TriedFirst {
  const compare = useCompare(baseId);
  const [tried, setTried] = useState<string>();
  const isShown = shown === undefined || tried === JSON.stringify(shown);
  const worse = isShown && compare.data !== undefined && compare.data.worse.length > 0 ? compare.data : undefined;
  return {
    worse,
    isTrying: compare.isPending,
    submit(change, make) {
      if (compare.isPending) return;
      if (worse !== undefined) {
        make();
        return;
      }
      setTried(JSON.stringify(change));
      compare.mutate(change, {
        onSuccess: (found) => {
          if (found.worse.length === 0) make();
        },
        // Without a comparison it is made all the same: the base may be too large to try.
        onError: make,
      });
    },
    forget: compare.reset,
  };
}
