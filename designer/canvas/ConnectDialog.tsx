// Connect without dragging: choose a way out, then the step it leads to; what cannot be a target says why.
import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  connectRefusal,
  displayName,
  edgeFrom,
  nodeById,
  portLabel,
  portsOf,
  summaryOf,
  typeOf,
} from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { SearchList } from '../widgets/SearchList.tsx';
import { useCanvasActions } from './canvas-context.ts';
import { FloatingPanel } from './FloatingPanel.tsx';
import { NodeIcon } from './node-icon.tsx';
import { useViewStore } from './view-store.ts';

interface Props {
  readonly node: string;
  readonly port?: string;
}

export function ConnectDialog({ node: id, port: wanted }: Props) {
  const { types } = useEditor();
  const document = useDocument();
  const view = useViewStore();
  const actions = useCanvasActions();
  const { t } = useTranslation('canvas');
  const locale = currentLocale();
  const node = nodeById(document, id);
  const ports = useMemo(() => (node === undefined ? [] : portsOf(types, node)), [types, node]);
  const firstFree = ports.find((one) => edgeFrom(document, { node: id, port: one.id }) === undefined) ?? ports[0];
  const [port, setPort] = useState(wanted ?? firstFree?.id ?? '');
  const [query, setQuery] = useState('');
  const words = query.trim().toLowerCase();

  function close(): void {
    view.setState({ dialog: null });
    actions.focusCanvas();
  }

  if (node === undefined) return null;
  const current = edgeFrom(document, { node: id, port });
  const target = current === undefined ? undefined : nodeById(document, current.to.node);
  const options = ports.map((one) => ({ value: one.id, label: portLabel(one, locale) }));
  const entries = document.nodes
    .filter((other) => {
      const text = `${displayName(types, other, locale)} ${summaryOf(types, other, locale)}`.toLowerCase();
      return words === '' || text.includes(words);
    })
    .map((other) => {
      const refusal = connectRefusal(document, types, { node: id, port }, other.id);
      return {
        id: other.id,
        title: displayName(types, other, locale),
        hint: summaryOf(types, other, locale),
        icon: (
          <span className="fc-icon" data-group={typeOf(types, other)?.group}>
            <NodeIcon name={typeOf(types, other)?.icon} />
          </span>
        ),
        ...(refusal === null ? {} : { refused: t(`connect.refused.${refusal}`) }),
      };
    })
    .sort((a, b) => Number('refused' in a) - Number('refused' in b));

  return (
    <FloatingPanel label={t('connect.title')} onClose={close}>
      <p className="fc-float-title">{t('connect.from', { node: displayName(types, node, locale) })}</p>
      {ports.length === 0 ? (
        <p className="wd-search-empty">{t('connect.noPorts')}</p>
      ) : (
        <>
          {ports.length > 3 ? (
            <Select
              label={t('connect.port')}
              data={options}
              value={port}
              onChange={(value) => setPort(value ?? port)}
              mb={8}
            />
          ) : (
            ports.length > 1 && (
              <SegmentedControl
                aria-label={t('connect.port')}
                data={options}
                value={port}
                onChange={setPort}
                fullWidth
                size="xs"
                mb={8}
              />
            )
          )}
          {target !== undefined && (
            <p className="fc-float-hint">{t('connect.replaces', { node: displayName(types, target, locale) })}</p>
          )}
          <SearchList
            label={t('connect.title')}
            placeholder={t('connect.search')}
            query={query}
            onQuery={setQuery}
            entries={entries}
            empty={t('connect.none')}
            onTake={(to) => {
              view.setState({ dialog: null });
              actions.connect({ node: id, port }, to);
              actions.focusCanvas();
            }}
          />
        </>
      )}
    </FloatingPanel>
  );
}
