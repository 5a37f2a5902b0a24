// The debugger of a real conversation: its turns, what each changed and why; going on from any of them grows a branch.
import { Badge, Button, Tabs } from '@mantine/core';
import { Suspense, useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { DebugConversation } from '#nodes/wire/debug.ts';
import { useDocument } from '../document/editor-context.ts';
import { later } from '../ui/later.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { ChatInput } from './ChatInput.tsx';
import { pathOf, type RehearsedPath } from './live-path.ts';
import { answersOf, recordedTree, versionAt } from './recorded-tree.ts';
import { RehearsalError } from './RehearsalError.tsx';
import { laterTurns, pathTo, turnOf } from './rehearsal-tree.ts';
import { Timeline } from './Timeline.tsx';
import { Transcript } from './Transcript.tsx';
import { useRehearsal } from './use-rehearsal.ts';
import { VariablesView } from './VariablesView.tsx';
import { WhyView } from './WhyView.tsx';
import './rehearsal.css';

const ReplayView = later(async () => (await import('./ReplayView.tsx')).ReplayView);

interface Props {
  readonly debug: DebugConversation;
  readonly documents: ReadonlyMap<number, FlowDocument>;
  /** The version of the turn that is shown. */
  readonly onVersion: (version: number) => void;
  readonly onPath: (path: RehearsedPath) => void;
  readonly onShow: (node: string) => void;
}

export function DebugPanel({ debug, documents, onVersion, onPath, onShow }: Props) {
  const { t } = useTranslation('rehearsal');
  const shown = useDocument();
  const [tab, setTab] = useState<string | null>('chat');
  const recorded = useMemo(() => {
    const tree = recordedTree(debug.turns, (event) => t([`debug.events.${event}`, 'debug.title'] as never));
    return {
      tree,
      documentAt: (at: typeof tree) => documents.get(versionAt(debug, at)) ?? shown,
    };
    // The document shown follows the turn; it must not begin the conversation anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [debug, documents]);
  const conditions = useMemo(
    () => ({ locale: debug.locale, agentsOnline: true, callsFail: false, mocks: answersOf(debug) }),
    [debug],
  );
  const rehearsal = useRehearsal(debug.flow.id, conditions, recorded);
  const { tree } = rehearsal;
  const path = useMemo(() => pathTo(tree, tree.current), [tree]);
  const current = turnOf(tree, tree.current);
  const version = versionAt(debug, tree);
  const ownBranch = (tree.tip ?? 0) > debug.turns.length;

  useEffect(() => onPath(pathOf(path)), [path, onPath]);
  useEffect(() => onVersion(version), [version, onVersion]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    rehearsal.step(event.key === 'ArrowUp' ? -1 : 1);
  }

  const over = current === undefined || current.result.outcome === 'done';
  return (
    <aside className="rh-panel" aria-label={t('debug.title')} onKeyDown={onKeyDown}>
      <header className="rh-head">
        <h2>{t('debug.title')}</h2>
        {ownBranch && <Badge variant="light">{t('debug.branchChip')}</Badge>}
        {ownBranch && (
          <Button size="compact-xs" variant="default" onClick={() => rehearsal.show(debug.turns.length)}>
            {t('debug.toRecord')}
          </Button>
        )}
      </header>
      <p className="rh-conditions" role="status">
        {ownBranch ? t('debug.branch') : t('debug.recorded')}
      </p>
      <Tabs value={tab} onChange={setTab} className="rh-tabs" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="chat">{t('tabs.chat')}</Tabs.Tab>
          <Tabs.Tab value="variables">{t('tabs.variables')}</Tabs.Tab>
          <Tabs.Tab value="why">{t('tabs.why')}</Tabs.Tab>
          <Tabs.Tab value="draft">{t('debug.draft')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="chat" className="rh-view" tabIndex={0}>
          <Transcript
            turns={path}
            flowColor={shown.settings.face.color}
            disabled={rehearsal.busy}
            plain={null}
            onAct={(act, said) => rehearsal.play(act, said)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="variables" className="rh-view">
          <VariablesView
            turns={path}
            later={laterTurns(tree).filter(({ act, edits }) => act !== null || edits !== undefined).length}
            disabled={rehearsal.busy}
            onRerun={(edits, name) => {
              const value = JSON.stringify(Object.values(edits)[0] ?? null);
              rehearsal.rerun(edits, t('variables.setByHand', { name, value }));
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="why" className="rh-view">
          <WhyView turn={current} onShow={onShow} />
        </Tabs.Panel>
        <Tabs.Panel value="draft" className="rh-view" tabIndex={0}>
          <Suspense fallback={<LoadingState />}>
            <ReplayView debug={debug} onTurn={rehearsal.show} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
      {rehearsal.error !== null && (
        <RehearsalError error={rehearsal.error} onShow={onShow} onRetry={() => rehearsal.start()} />
      )}
      <Timeline tree={tree} onShow={rehearsal.show} />
      <ChatInput
        disabled={over || rehearsal.busy}
        placeholder={over ? t('ended') : t('debug.goOn')}
        forks={!over && (!ownBranch || tree.current !== tree.tip)}
        onSend={(text) => {
          setTab('chat');
          rehearsal.play({ kind: 'text', text }, text);
        }}
      />
    </aside>
  );
}
