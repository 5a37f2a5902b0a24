// A real conversation on the canvas of its own version: read-only, with the path it took, and the debugger beside it.
import { Anchor } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { FileWarning } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { frameOf } from '#nodes/flow/composed.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { DebugConversation } from '#nodes/wire/debug.ts';
import { useDebugConversation } from '../api/desk.ts';
import { createEditor } from '../document/editor.ts';
import { EditorContext } from '../document/editor-context.ts';
import { DebugPanel } from '../rehearsal/DebugPanel.tsx';
import type { RehearsedPath } from '../rehearsal/live-path.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { CanvasActionsContext } from './canvas-context.ts';
import { FlowCanvas } from './FlowCanvas.tsx';
import { parseDocument } from './open-flow.ts';
import { useActions } from './use-actions.ts';
import { createViewStore, selectNodes, useViewStore, ViewContext } from './view-store.ts';

export function DebugPage() {
  const { id = '' } = useParams();
  const query = useDebugConversation(id);
  return <QueryView query={query}>{(debug) => <Opened key={id} debug={debug} />}</QueryView>;
}

function Opened({ debug }: { readonly debug: DebugConversation }) {
  const { t } = useTranslation('rehearsal');
  const view = useMemo(() => createViewStore(), []);
  const [version, setVersion] = useState(debug.flow.version);
  const documents = useMemo(
    () =>
      new Map(
        debug.documents.flatMap((one) => {
          const document = parseDocument(one.document);
          return document === null ? [] : [[one.version, document] as const];
        }),
      ),
    [debug],
  );
  const document = documents.get(version);
  const editor = useMemo(() => {
    if (document === undefined) return null;
    const made = createEditor({ document: drawn(document), types: typesOf(document) });
    made.setReadOnly(true);
    return made;
  }, [document]);
  if (editor === null) {
    return <EmptyState icon={FileWarning} title={t('debug.noDocument')} hint={t('debug.noDocumentHint')} />;
  }
  return (
    <EditorContext value={editor}>
      <ViewContext value={view}>
        <ReactFlowProvider>
          <Beside debug={debug} documents={documents} version={version} onVersion={setVersion} />
        </ReactFlowProvider>
      </ViewContext>
    </EditorContext>
  );
}

interface BesideProps {
  readonly debug: DebugConversation;
  readonly documents: ReadonlyMap<number, FlowDocument>;
  readonly version: number;
  readonly onVersion: (version: number) => void;
}

function Beside({ debug, documents, version, onVersion }: BesideProps) {
  const { t } = useTranslation('rehearsal');
  const view = useViewStore();
  const actions = useActions();
  const [rest, setRest] = useState<string | null>(null);
  const onPath = useCallback(
    (path: RehearsedPath) => {
      view.setState({ path });
      setRest(path.current);
    },
    [view],
  );
  useEffect(() => {
    if (rest !== null) actions.show(rest);
  }, [rest, actions]);
  return (
    <CanvasActionsContext value={actions}>
      <div className="fc-page">
        <header className="fc-viewing">
          <Anchor component={Link} to={`/conversations/${debug.sessionId}`} fz="sm">
            ← {t('debug.back')}
          </Anchor>{' '}
          <strong>{debug.flow.name}</strong> <span>{t('debug.version', { version })}</span>
        </header>
        <div className="fc-body">
          <div className="fc-middle">
            <FlowCanvas key={version} flowId={`debug-${debug.flow.id}-${String(version)}`} />
          </div>
          <DebugPanel
            debug={debug}
            documents={documents}
            onVersion={onVersion}
            onPath={onPath}
            onShow={(node) => {
              selectNodes(view, [node], false);
              actions.reveal(node);
            }}
          />
        </div>
      </div>
    </CanvasActionsContext>
  );
}

/** What was drawn: flows that it calls are played with it but stand on canvases of their own. */
function drawn(document: FlowDocument): FlowDocument {
  const nodes = document.nodes.filter((node) => frameOf(node) === undefined);
  const ids = new Set(nodes.map(({ id }) => id));
  return {
    ...document,
    nodes,
    edges: document.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)),
  };
}
