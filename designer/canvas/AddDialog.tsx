// Add search: type a word, Enter places the step, already wired.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { displayName, nodeById, portLabel, portsOf } from '../document/graph.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { SearchList } from '../widgets/SearchList.tsx';
import { useCanvasActions } from './canvas-context.ts';
import { FloatingPanel } from './FloatingPanel.tsx';
import { NodeIcon } from './node-icon.tsx';
import { groupTypes, searchTypes } from './type-search.ts';
import { useViewStore, type AddRequest } from './view-store.ts';

interface Props {
  readonly request: AddRequest;
}

export function AddDialog({ request }: Props) {
  const editor = useEditor();
  const { types } = editor;
  const { t } = useTranslation('canvas');
  const view = useViewStore();
  const actions = useCanvasActions();
  const locale = currentLocale();
  const [query, setQuery] = useState('');
  const [after] = useState(() => request.after ?? (request.place === undefined ? actions.followed() : undefined));
  const offered = useMemo(() => {
    const list = query.trim() === '' ? groupTypes(types).flatMap((entry) => entry.types) : searchTypes(types, query);
    const wired = after !== undefined || request.edge !== undefined || request.replace !== undefined;
    const fits = (type: NodeType): boolean => !wired || (type.group !== 'trigger' && type.group !== 'canvas');
    // What cannot follow a step is still offered on its own, after everything that can.
    const strict = request.after !== undefined || request.edge !== undefined || request.replace !== undefined;
    return strict ? list.filter(fits) : [...list.filter(fits), ...list.filter((type) => !fits(type))];
  }, [types, query, request, after]);

  function close(): void {
    view.setState({ dialog: null });
    actions.focusCanvas();
  }

  return (
    <FloatingPanel label={t('add.title')} {...(request.at === undefined ? {} : { at: request.at })} onClose={close}>
      <p className="fc-float-title">{heading()}</p>
      <SearchList
        label={t('add.title')}
        placeholder={t('add.placeholder')}
        query={query}
        onQuery={setQuery}
        empty={
          <>
            {t('palette.empty', { query })}
            <br />
            {t('palette.emptyHint')}
          </>
        }
        entries={offered.map((type) => ({
          id: type.type,
          title: type.title[locale],
          hint: type.description[locale],
          icon: (
            <span className="fc-icon" data-group={type.group}>
              <NodeIcon name={type.icon} />
            </span>
          ),
          ...(query.trim() === '' ? { group: t(`groups.${type.group}`) } : {}),
        }))}
        onTake={(type) => {
          view.setState({ dialog: null });
          const id = actions.add(type, request);
          if (id !== null) actions.reveal(id, true);
          else actions.focusCanvas();
        }}
      />
    </FloatingPanel>
  );

  function heading(): string {
    const { document } = editor.getState();
    if (request.replace !== undefined) return t('menu.replace');
    if (request.edge !== undefined) return t('add.into');
    const node = after === undefined ? undefined : nodeById(document, after.node);
    if (after === undefined || node === undefined) return t('add.title');
    const port = portsOf(types, node).find((candidate) => candidate.id === after.port);
    return t('add.after', {
      node: displayName(types, node, locale),
      port: port === undefined ? after.port : portLabel(port, locale),
    });
  }
}
