// The ways out of a step and where each leads, with a way to change it that needs no dragging.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Unlink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#nodes/flow/document.ts';
import { disconnect } from '../document/edge-commands.ts';
import { displayName, edgeFrom, nodeById, portLabel, portsOf } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';

interface Props {
  readonly node: FlowNode;
  readonly onConnect: (port: string) => void;
  readonly onGo: (node: string) => void;
}

export function PortList({ node, onConnect, onGo }: Props) {
  const editor = useEditor();
  const { types } = editor;
  const document = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('inspector');
  const locale = currentLocale();
  const ports = portsOf(types, node);
  if (ports.length === 0) return null;
  return (
    <section>
      <span className="in-field-label">{t('node.outputs')}</span>
      <ul className="in-ports">
        {ports.map((port) => {
          const edge = edgeFrom(document, { node: node.id, port: port.id });
          const target = edge === undefined ? undefined : nodeById(document, edge.to.node);
          return (
            <li key={port.id}>
              <span className="in-ports-name">{portLabel(port, locale)}</span>
              {target === undefined ? (
                <span className="in-ports-none">{t('node.next')}</span>
              ) : (
                <button type="button" className="in-ports-target" onClick={() => onGo(target.id)}>
                  {displayName(types, target, locale)}
                </button>
              )}
              {!readOnly && (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  data-connect
                  aria-label={`${target === undefined ? t('node.connect') : t('node.reconnect')} ${portLabel(port, locale)}`}
                  onClick={() => onConnect(port.id)}
                >
                  {target === undefined ? t('node.connect') : t('node.reconnect')}
                </Button>
              )}
              {!readOnly && edge !== undefined && (
                <Tooltip label={t('node.disconnect')}>
                  <ActionIcon
                    size={24}
                    aria-label={`${t('node.disconnect')} ${portLabel(port, locale)}`}
                    onClick={(event) => {
                      // This button goes with the wire: the focus stays in the row.
                      event.currentTarget.closest('li')?.querySelector<HTMLElement>('[data-connect]')?.focus();
                      editor.run(disconnect([edge.id]));
                    }}
                  >
                    <Unlink size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
