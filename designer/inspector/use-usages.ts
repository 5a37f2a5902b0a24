// The uses of one thing in the open flow and in its tests, kept up with both.
import { useMemo } from 'react';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { TestUsage } from '#nodes/flow/usages/usage.ts';
import { useDialogues } from '../api/dialogues.ts';
import type { NamedTestUse } from './UsageList.tsx';

/** Uses in the tests of a flow; none while they are loading. `find` must stay the same function as long as it finds the same. */
export function useTestUses(
  flowId: string,
  find: (dialogue: Dialogue) => readonly TestUsage[],
): readonly NamedTestUse[] {
  const { data } = useDialogues(flowId);
  return useMemo(
    () =>
      (data ?? []).flatMap(({ id, dialogue }) => find(dialogue).map(({ turn }) => ({ id, name: dialogue.name, turn }))),
    [data, find],
  );
}
