// Runs the kept dialogues on the drawing as it stands, and puts what they cover where the cards find it.
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Coverage, DialogueRun } from '#nodes/wire/flow-tests.ts';
import { runDialogues } from '../api/dialogues.ts';
import { problemsOf } from '../api/flows.ts';
import { useEditor } from '../document/editor-context.ts';
import { toastProblem } from '../ui/toast.ts';
import { coverageView } from './coverage-view.ts';
import { setProblems, useViewStore } from './view-store.ts';

export interface TestRun {
  readonly busy: boolean;
  readonly results: ReadonlyMap<string, DialogueRun>;
  readonly summary: { readonly tone: 'good' | 'bad'; readonly words: string } | null;
  readonly runAll: () => Promise<void>;
  /** A coverage that was measured elsewhere, such as with generated dialogues. */
  readonly setCoverage: (coverage: Coverage) => void;
}

export function useTestRun(flowId: string): TestRun {
  const { t } = useTranslation('tests');
  const editor = useEditor();
  const view = useViewStore();
  const [busy, setBusy] = useState(false);
  const [runs, setRuns] = useState<readonly DialogueRun[] | null>(null);

  const setCoverage = useCallback(
    (coverage: Coverage) => {
      const { document } = editor.getState();
      view.setState((state) => ({ coverage: coverageView(coverage, document, state.coverage?.shown ?? false) }));
    },
    [editor, view],
  );

  const runAll = useCallback(async () => {
    setBusy(true);
    try {
      const { results, coverage } = await runDialogues(flowId, { document: editor.getState().document });
      setRuns(results);
      setCoverage(coverage);
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.length > 0) {
        setProblems(view, problems);
        view.setState({ problemsOpen: true });
      }
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }, [editor, flowId, setCoverage, view]);

  return useMemo(() => {
    const red = (runs ?? []).filter(({ passed }) => !passed).length;
    const all = runs?.length ?? 0;
    return {
      busy,
      results: new Map((runs ?? []).flatMap((run) => (run.id === null ? [] : [[run.id, run] as const]))),
      summary:
        runs === null
          ? null
          : red === 0
            ? { tone: 'good', words: t('allPassed', { count: all }) }
            : { tone: 'bad', words: t('somePassed', { red, all }) },
      runAll,
      setCoverage,
    };
  }, [busy, runs, runAll, setCoverage, t]);
}
