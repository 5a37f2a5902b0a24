// Ctrl+K: go to any step by its name or words, to another flow, or run a command.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFlows } from '../api/flows.ts';
import { displayName, summaryOf, typeOf } from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { SearchList, type SearchEntry } from '../widgets/SearchList.tsx';
import { useCanvasActions } from './canvas-context.ts';
import { FloatingPanel } from './FloatingPanel.tsx';
import { NodeIcon } from './node-icon.tsx';
import { selectNodes, toggleTest, useViewStore, type ViewState } from './view-store.ts';

interface Props {
  readonly flowId: string;
}

export function CommandDialog({ flowId }: Props) {
  const { types } = useEditor();
  const document = useDocument();
  const view = useViewStore();
  const actions = useCanvasActions();
  const navigate = useNavigate();
  const flows = useFlows().data;
  const { t } = useTranslation('canvas');
  const locale = currentLocale();
  const [query, setQuery] = useState('');

  const commands = useMemo(() => {
    const open = (change: Partial<ViewState>) => () => view.setState(change);
    return new Map<string, { title: string; run: () => void }>([
      ['test', { title: t('bar.test'), run: () => toggleTest(view) }],
      ['problems', { title: t('bar.problems'), run: open({ problemsOpen: true }) }],
      ['publish', { title: t('bar.publish'), run: open({ dialog: { kind: 'publish' } }) }],
      ['settings', { title: t('bar.settings'), run: open({ panel: 'settings' }) }],
      ['variables', { title: t('bar.variables'), run: open({ panel: 'variables' }) }],
      ['intents', { title: t('bar.intents'), run: open({ panel: 'intents' }) }],
      ['versions', { title: t('bar.versions'), run: open({ panel: 'versions' }) }],
      ['share', { title: t('bar.share'), run: open({ panel: 'share' }) }],
      ['tidy', { title: t('bar.tidy'), run: () => void actions.tidy() }],
      ['fit', { title: t('zoom.fit'), run: () => actions.fit() }],
      ['keys', { title: t('bar.shortcuts'), run: open({ dialog: { kind: 'keys' } }) }],
    ]);
  }, [t, view, actions]);

  const words = query.trim().toLowerCase();
  const fits = (text: string): boolean => words === '' || text.toLowerCase().includes(words);
  const nodeEntries: SearchEntry[] = document.nodes
    .filter((node) =>
      fits(`${displayName(types, node, locale)} ${summaryOf(types, node, locale)} ${JSON.stringify(node.config)}`),
    )
    .slice(0, words === '' ? 8 : 40)
    .map((node) => ({
      id: `node ${node.id}`,
      title: displayName(types, node, locale),
      hint: summaryOf(types, node, locale),
      group: t('commands.nodes'),
      icon: (
        <span className="fc-icon" data-group={typeOf(types, node)?.group}>
          <NodeIcon name={typeOf(types, node)?.icon} />
        </span>
      ),
    }));
  const commandEntries: SearchEntry[] = [...commands]
    .filter(([, command]) => fits(command.title))
    .map(([id, command]) => ({ id: `command ${id}`, title: command.title, group: t('commands.actions') }));
  const flowEntries: SearchEntry[] = (flows ?? [])
    .filter((flow) => flow.id !== flowId && fits(flow.name))
    .slice(0, 10)
    .map((flow) => ({ id: `flow ${flow.id}`, title: flow.name, group: t('commands.flows') }));

  function close(): void {
    view.setState({ dialog: null });
    actions.focusCanvas();
  }

  return (
    <FloatingPanel label={t('commands.title')} onClose={close}>
      <SearchList
        label={t('commands.title')}
        placeholder={t('commands.placeholder')}
        query={query}
        onQuery={setQuery}
        entries={[...nodeEntries, ...commandEntries, ...flowEntries]}
        empty={t('commands.none')}
        onTake={(entry) => {
          const at = entry.indexOf(' ');
          const kind = entry.slice(0, at);
          const id = entry.slice(at + 1);
          view.setState({ dialog: null });
          if (kind === 'command') commands.get(id)?.run();
          else if (kind === 'flow') void navigate(`/flows/${id}`);
          else {
            selectNodes(view, [id]);
            actions.reveal(id, true);
          }
        }}
      />
    </FloatingPanel>
  );
}
