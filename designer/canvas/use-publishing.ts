// The work of the publish dialog: runs the tests when it opens, saves the last changes, publishes, and shows what a refusal names.
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { redIn, runDialogues } from '../api/dialogues.ts';
import type { FlowCaller } from '#nodes/wire/flows.ts';
import { fetchCallers, problemsOf, usePublishFlow } from '../api/flows.ts';
import { toastDone, toastProblem } from '../ui/toast.ts';
import { redOf, type GateState } from './DialogueResults.tsx';
import type { OpenFlow } from './open-flow.ts';
import { setProblems, useViewStore } from './view-store.ts';

/** Everybody, in a hundred. */
const ALL = 100;

export interface Publishing {
  /** Null while the tests run. */
  readonly gate: GateState | null;
  readonly note: string;
  readonly setNote: (note: string) => void;
  /** Null: not overriding. */
  readonly reason: string | null;
  readonly setReason: (reason: string | null) => void;
  /** New conversations that get the version, in a hundred. */
  readonly share: number;
  readonly setShare: (share: number) => void;
  /** After publishing: flows that follow this one and still play its older version. */
  readonly behind: readonly FlowCaller[];
  readonly busy: boolean;
  readonly publish: () => Promise<void>;
  readonly close: () => void;
}

/** `playable`: the drawing can be played, so the tests are run. */
export function usePublishing(open: OpenFlow, playable: boolean, onPublished: () => void): Publishing {
  const { t } = useTranslation('canvas');
  const { t: say } = useTranslation('releases');
  const view = useViewStore();
  const request = usePublishFlow(open.id);
  const [gate, setGate] = useState<GateState | null>(null);
  const [note, setNote] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const [share, setShare] = useState(ALL);
  const [behind, setBehind] = useState<readonly FlowCaller[]>([]);
  const [saving, setSaving] = useState(false);
  const close = useCallback(() => view.setState({ dialog: null }), [view]);

  useEffect(() => {
    if (!playable) return undefined;
    const abort = new AbortController();
    const { document } = open.editor.getState();
    runDialogues(open.id, { document }, abort.signal).then(
      ({ results }) =>
        setGate({ count: results.filter(({ binding }) => binding !== false).length, red: redOf(results) }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        toastProblem(error);
        close();
      },
    );
    return () => abort.abort();
  }, [open, playable, close]);

  async function follow(): Promise<void> {
    const found = await fetchCallers(open.id).catch(() => []);
    const late = found.filter((caller) => caller.behind);
    if (late.length === 0) close();
    else setBehind(late);
  }

  async function publish(): Promise<void> {
    setSaving(true);
    const saved = await open.autosave.flush();
    setSaving(false);
    if (saved.kind !== 'saved') {
      toastProblem(new Error('unsaved'), t('publish.unsaved'));
      return;
    }
    const override = reason === null ? {} : { override: { reason: reason.trim() } };
    const rollout = share === ALL ? {} : { rollout: { share } };
    request.mutate(
      { revision: open.autosave.revision(), note, ...override, ...rollout },
      {
        onSuccess: (version) => {
          toastDone(
            share === ALL
              ? t('publish.done', { version: version.version })
              : say('share.done', { version: version.version, share }),
          );
          onPublished();
          void follow();
        },
        onError: (error) => {
          const problems = problemsOf(error);
          const { red } = redIn(error);
          if (red.length > 0) setGate({ count: Math.max(gate?.count ?? 0, red.length), red });
          if (problems.length > 0) {
            setProblems(view, problems);
            view.setState({ dialog: null, problemsOpen: true });
          }
          toastProblem(error);
        },
      },
    );
  }

  const busy = saving || request.isPending;
  return { gate, note, setNote, reason, setReason, share, setShare, behind, busy, publish, close };
}
