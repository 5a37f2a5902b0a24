// Gives the form widgets what they may know of the flow.
import { useMemo, useState, type ReactNode } from 'react';
import type { FlowDocument } from '#nodes/flow/document.ts';
import { fetchFlowVersion, useFlows } from '../api/flows.ts';
import { exitsOf } from '#nodes/flow/checks/sub-flows.ts';
import { useBases } from '../api/knowledge.ts';
import { setIntents } from '../document/flow-commands.ts';
import { configOf, displayName, isCanvasOnly, nodeById } from '../document/graph.ts';
import { updateConfig } from '../document/node-commands.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { variablesAt } from '../document/variables.ts';
import { isFlowDocument } from '../document/is-flow-document.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { FieldContext, type FieldSurroundings } from '../widgets/field-context.ts';
import { FORM_WIDGETS } from '../widgets/widgets.ts';

interface Props {
  /** The node whose form it is; absent for the flow's own panels. */
  readonly nodeId?: string;
  readonly onIntents?: () => void;
  readonly children: ReactNode;
}

export function Surroundings({ nodeId, onIntents, children }: Props) {
  const editor = useEditor();
  const document = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const bases = useBases().data;
  const flows = useFlows().data;
  const locale = currentLocale();
  const { locales } = document.settings;
  const [language, setLanguage] = useState<string>(locales.includes(locale) ? locale : (locales[0] ?? locale));

  const value = useMemo<FieldSurroundings>(
    () => ({
      locale,
      languages: locales,
      language: locales.includes(language) ? language : (locales[0] ?? locale),
      setLanguage,
      variables: variablesAt(document, editor.types, nodeId ?? null, locale),
      intents: document.intents,
      openIntents: () => onIntents?.(),
      addIntent: (name) => {
        const id = editor.newId('i');
        editor.run(setIntents([...editor.getState().document.intents, { id, name, examples: [] }]));
        return id;
      },
      bases: bases ?? [],
      flows: flows ?? [],
      loadExits: exitsOfVersion,
      targets: document.nodes
        .filter((node) => node.id !== nodeId && !isCanvasOnly(editor.types, node))
        .map((node) => ({ id: node.id, name: displayName(editor.types, node, locale) })),
      timeZone: document.settings.timeZone,
      config: settingsOf(document, editor.types, nodeId),
      update: (changes) => {
        const node = nodeId === undefined ? undefined : nodeById(editor.getState().document, nodeId);
        if (node === undefined) return;
        editor.run(updateConfig(editor.types, node, { ...configOf(editor.types, node), ...changes }, 'several'));
      },
      readOnly,
      newId: editor.newId,
      widgets: FORM_WIDGETS,
    }),
    [locale, locales, language, document, editor, nodeId, onIntents, bases, flows, readOnly],
  );
  return <FieldContext value={value}>{children}</FieldContext>;
}

function settingsOf(
  document: FlowDocument,
  types: Parameters<typeof configOf>[0],
  nodeId: string | undefined,
): Readonly<Record<string, unknown>> {
  const node = nodeId === undefined ? undefined : nodeById(document, nodeId);
  return node === undefined ? {} : configOf(types, node);
}

async function exitsOfVersion(flowId: string, version: number) {
  const { document } = await fetchFlowVersion(flowId, version);
  return isFlowDocument(document) ? exitsOf(document) : [];
}
