// The step types by group: drag onto the canvas or a wire, or press to add after the selected step. One tab stop, the arrows walk in it.
import { ActionIcon, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeType } from '#nodes/kit/define-node.ts';
import { useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { useCanvasActions } from './canvas-context.ts';
import { NodeIcon } from './node-icon.tsx';
import { groupTypes, searchTypes } from './type-search.ts';
import { PALETTE_DATA } from './use-dropping.ts';
import { useView, useViewStore } from './view-store.ts';

export function Palette() {
  const { types } = useEditor();
  const { t } = useTranslation('canvas');
  const { t: tu } = useTranslation('ui');
  const view = useViewStore();
  const open = useView((state) => state.paletteOpen);
  const [query, setQuery] = useState('');
  const groups = useMemo(() => groupTypes(types), [types]);
  const found = useMemo(() => searchTypes(types, query), [types, query]);
  const searching = query.trim() !== '';
  const [last, setLast] = useState<string | null>(null);
  const shown = searching ? found : groups.flatMap((group) => group.types);
  const stop = { at: shown.some(({ type }) => type === last) ? last : (shown[0]?.type ?? null), onFocus: setLast };

  if (!open) {
    return (
      <aside className="fc-palette fc-palette-folded" aria-label={t('palette.title')}>
        <Tooltip label={t('palette.expand')} position="right">
          <ActionIcon aria-label={t('palette.expand')} onClick={() => view.setState({ paletteOpen: true })}>
            <PanelLeftOpen size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </aside>
    );
  }
  return (
    <aside className="fc-palette" aria-label={t('palette.title')}>
      <div className="fc-palette-head">
        <h2>{t('palette.title')}</h2>
        <ActionIcon aria-label={t('palette.collapse')} onClick={() => view.setState({ paletteOpen: false })}>
          <PanelLeftClose size={16} aria-hidden />
        </ActionIcon>
      </div>
      <TextInput
        mx={12}
        mb={8}
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        leftSection={<Search size={14} aria-hidden />}
        rightSection={
          searching ? <CloseButton size="sm" aria-label={tu('clear')} onClick={() => setQuery('')} /> : null
        }
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div
        className="fc-palette-body"
        role="toolbar"
        aria-orientation="vertical"
        aria-label={t('palette.title')}
        onKeyDown={walkTypes}
      >
        {searching && found.length === 0 && (
          <p className="fc-palette-empty" role="status">
            {t('palette.empty', { query })}
            <span>{t('palette.emptyHint')}</span>
          </p>
        )}
        {searching && found.length > 0 && <TypeList types={found} stop={stop} />}
        {!searching &&
          groups.map(({ group, types: members }) => (
            <section key={group} aria-label={t(`groups.${group}`)}>
              <h3>{t(`groups.${group}`)}</h3>
              <TypeList types={members} stop={stop} />
            </section>
          ))}
      </div>
      <p className="fc-palette-hint">{t('palette.hint')}</p>
    </aside>
  );
}

/** The arrows, Home and End go from step type to step type, over the bounds of groups. */
function walkTypes(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.fc-type')];
  const here = all.findIndex((one) => one === document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined || here === -1) return;
  event.preventDefault();
  all[next]?.focus();
}

interface ListProps {
  readonly types: readonly NodeType[];
  /** The one type that Tab comes to. */
  readonly stop: { readonly at: string | null; readonly onFocus: (type: string) => void };
}

function TypeList({ types, stop }: ListProps) {
  const actions = useCanvasActions();
  const locale = currentLocale();
  return (
    <ul className="fc-types">
      {types.map((type) => (
        <li key={type.type}>
          <Tooltip label={type.description[locale]} position="right" multiline maw={260} openDelay={500}>
            <button
              type="button"
              className="fc-type"
              data-group={type.group}
              draggable
              tabIndex={type.type === stop.at ? 0 : -1}
              onFocus={() => stop.onFocus(type.type)}
              onDragStart={(event) => {
                event.dataTransfer.setData(PALETTE_DATA, type.type);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => {
                const id = actions.add(type.type, {});
                if (id !== null) actions.reveal(id, true);
              }}
            >
              <span className="fc-icon">
                <NodeIcon name={type.icon} />
              </span>
              {type.title[locale]}
            </button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
