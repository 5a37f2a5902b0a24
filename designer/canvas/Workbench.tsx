// The open flow: bar, palette, canvas, panel on the right, problems below, test chat beside it.
import { Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { FlowSummary } from '#nodes/wire/flows.ts';
import { SidePanel } from './SidePanel.tsx';
import { later, useFetchAhead } from '../ui/later.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { CanvasActionsContext } from './canvas-context.ts';
import type { Comparison } from './CompareView.tsx';
import { FlowCanvas } from './FlowCanvas.tsx';
import type { OpenFlow } from './open-flow.ts';
import { Palette } from './Palette.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { pageActionFor } from './shortcuts.ts';
import { TopBar } from './TopBar.tsx';
import { useActions } from './use-actions.ts';
import { useLeaveGuard } from './use-leave-guard.ts';
import { useNodeInAddress } from './use-node-in-address.ts';
import { useLiveProblems } from './use-problems.ts';
import { selectNodes, toggleTest, useView, useViewStore, type LivePath } from './view-store.ts';

const CompareView = later(async () => (await import('./CompareView.tsx')).CompareView);
const KeysDialog = later(async () => (await import('./KeysDialog.tsx')).KeysDialog);
const MoveDialog = later(async () => (await import('./MoveDialog.tsx')).MoveDialog);
const PublishDialog = later(async () => (await import('./PublishDialog.tsx')).PublishDialog);
const TemplatesDialog = later(async () => (await import('./TemplatesDialog.tsx')).TemplatesDialog);
const AddDialog = later(async () => (await import('./AddDialog.tsx')).AddDialog);
const CommandDialog = later(async () => (await import('./CommandDialog.tsx')).CommandDialog);
const ConnectDialog = later(async () => (await import('./ConnectDialog.tsx')).ConnectDialog);
const ConflictDialog = later(async () => (await import('./ConflictDialog.tsx')).ConflictDialog);
const TrainerPart = later(async () => (await import('./TrainerPart.tsx')).TrainerPart);
const TestChat = later(async () => (await import('../rehearsal/TestChat.tsx')).TestChat);
/** Opened by a key or a click in the middle of drawing. */
const SOON = [CommandDialog, AddDialog, ConnectDialog, KeysDialog, PublishDialog, TestChat];

interface Props {
  readonly flow: FlowSummary;
  readonly open: OpenFlow;
  readonly onReload: () => void;
}

/** `training`: the trainer's room stands in the place of the canvas. */
export function Workbench({ flow, open, training, onReload }: Props & { readonly training: boolean }) {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const actions = useActions();
  const testOpen = useView((state) => state.testOpen);
  const script = useView((state) => state.script);
  const testFrom = useView((state) => state.testFrom);
  const problemsOpen = useView((state) => state.problemsOpen);
  const view = useViewStore();
  const onPath = useCallback(
    (path: LivePath | null) => {
      view.setState({ path });
      const rest = path?.current ?? lastOf(path);
      if (rest !== null) actions.show(rest);
    },
    [view, actions],
  );
  useFetchAhead(SOON);
  useLiveProblems();
  usePageKeys();
  useLeaveGuard(open);
  useNodeInAddress(actions);

  if (training)
    return (
      <>
        <Suspense fallback={<LoadingState />}>
          <TrainerPart open={open} />
        </Suspense>
        <CanvasActionsContext value={actions}>
          <Dialogs flow={flow} open={open} onReload={onReload} />
        </CanvasActionsContext>
      </>
    );
  return (
    <CanvasActionsContext value={actions}>
      <div className="fc-page">
        <TopBar open={open} />
        <div className="fc-body">
          <Palette />
          <div className="fc-middle">
            {comparison === null ? (
              <FlowCanvas flowId={flow.id} commented />
            ) : (
              <Suspense fallback={<LoadingState />}>
                <CompareView
                  flowId={flow.id}
                  comparison={comparison}
                  onCompare={setComparison}
                  onBack={() => setComparison(null)}
                />
              </Suspense>
            )}
            {problemsOpen && <ProblemsPanel />}
          </div>
          <SidePanel
            flow={flow}
            onCompare={(next) => {
              selectNodes(view, [], false);
              setComparison(next);
            }}
          />
          {testOpen && (
            <Suspense fallback={<LoadingState />}>
              <TestChat
                flowId={flow.id}
                script={script}
                from={testFrom}
                onPath={onPath}
                onShow={(node) => {
                  selectNodes(view, [node]);
                  actions.reveal(node);
                }}
                onClose={() => {
                  view.setState({ testOpen: false, path: null, script: null });
                  actions.focusCanvas();
                }}
              />
            </Suspense>
          )}
        </div>
        <Dialogs flow={flow} open={open} onReload={onReload} />
      </div>
    </CanvasActionsContext>
  );
}

function Dialogs({ flow, open, onReload }: Props) {
  const view = useViewStore();
  const dialog = useView((state) => state.dialog);
  const close = (): void => view.setState({ dialog: null });
  const isConflict = useSyncExternalStore(open.autosave.subscribe, open.autosave.getState).kind === 'conflict';
  return (
    <Suspense fallback={null}>
      {isConflict && <ConflictDialog open={open} onReload={onReload} />}
      {dialog?.kind === 'add' && <AddDialog request={dialog.request} />}
      {dialog?.kind === 'connect' && (
        <ConnectDialog node={dialog.node} {...(dialog.port === undefined ? {} : { port: dialog.port })} />
      )}
      {dialog?.kind === 'commands' && <CommandDialog flowId={flow.id} />}
      {dialog?.kind === 'keys' && <KeysDialog onClose={close} />}
      {dialog?.kind === 'publish' && <PublishDialog open={open} onPublished={() => undefined} />}
      {dialog?.kind === 'move' && <MoveDialog flowId={flow.id} onClose={close} />}
      {dialog?.kind === 'templates' && <TemplatesDialog onClose={close} />}
    </Suspense>
  );
}

/** The node a rehearsal visited last. */
function lastOf(path: LivePath | null): string | null {
  const visits = [...(path?.nodes ?? [])].sort((a, b) => b[1].order - a[1].order);
  return visits[0]?.[0] ?? null;
}

/** Keys that work wherever the focus is on this page. */
function usePageKeys(): void {
  const view = useViewStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = pageActionFor(event);
      if (action === null) return;
      event.preventDefault();
      if (action === 'commands') view.setState({ dialog: { kind: 'commands' } });
      else if (action === 'problems') view.setState((state) => ({ problemsOpen: !state.problemsOpen }));
      else toggleTest(view);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [view]);
}
