// The form of a step: drawn from its schema, saved with every change, problems under their fields, help below.
import { ActionIcon, Menu, Textarea, TextInput } from '@mantine/core';
import { Ellipsis, X } from 'lucide-react';
import { Suspense, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { Usage } from '#nodes/flow/usages/usage.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import { configOf, isProtected, nodeById, typeOf } from '../document/graph.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { annotateNode, renameNode, updateConfig } from '../document/node-commands.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { fieldsOf, isShown, looseProblems, problemsOf, type FormField } from './form-model.ts';
import { fieldId, FormFieldRow, ProblemLine } from './FormFieldRow.tsx';
import { HelpText } from './HelpText.tsx';
import { PortList } from './PortList.tsx';
import { Surroundings } from './Surroundings.tsx';
import { later } from '../ui/later.ts';
import './inspector.css';

const NodeUses = later(async () => (await import('./NodeUses.tsx')).NodeUses);

interface Props {
  readonly flowId: string;
  readonly nodeId: string;
  readonly problems: readonly FlowProblem[];
  /** A field to go to; `field` is a JSON pointer, null for the first one. */
  readonly focus: { readonly field: string | null; readonly nonce: number } | null;
  readonly onClose: () => void;
  readonly onReplace: () => void;
  readonly onConnect: (port?: string) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: (heal: boolean) => void;
  readonly onToggle: () => void;
  /** Absent where a conversation cannot begin. */
  readonly onTest?: () => void;
  readonly onIntents: () => void;
  readonly onGo: (node: string) => void;
  readonly onUsage: (usage: Usage) => void;
  readonly onTests: () => void;
}

export function NodePanel(props: Props) {
  const { types } = useEditor();
  const node = nodeById(useDocument(), props.nodeId);
  const { t } = useTranslation('inspector');
  if (node === undefined) return null;
  const type = typeOf(types, node);
  return (
    <Surroundings nodeId={node.id} onIntents={props.onIntents}>
      <PanelHead node={node} type={type} {...props} />
      {type === undefined ? (
        <p className="in-body">{t('node.unknown', { type: node.type })}</p>
      ) : (
        <NodeForm node={node} type={type} {...props} />
      )}
    </Surroundings>
  );
}

function PanelHead({ node, type, ...on }: Props & { readonly node: FlowNode; readonly type: NodeType | undefined }) {
  const { t } = useTranslation('inspector');
  const readOnly = useEditorState((state) => state.readOnly);
  const fixed = isProtected(node) || readOnly;
  return (
    <header className="in-head">
      <h2>{type?.title[currentLocale()] ?? node.type}</h2>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('node.more')}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => on.onConnect()}>{t('node.connect')}</Menu.Item>
          <Menu.Item disabled={fixed} onClick={on.onDuplicate}>
            {t('node.duplicate')}
          </Menu.Item>
          <Menu.Item disabled={fixed} onClick={on.onReplace}>
            {t('node.replace')}
          </Menu.Item>
          <Menu.Item disabled={fixed} onClick={on.onToggle}>
            {node.disabled === true ? t('node.enable') : t('node.disable')}
          </Menu.Item>
          {on.onTest !== undefined && <Menu.Item onClick={on.onTest}>{t('node.test')}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item disabled={fixed} onClick={() => on.onRemove(true)}>
            {t('node.heal')}
          </Menu.Item>
          <Menu.Item disabled={fixed} color="danger" onClick={() => on.onRemove(false)}>
            {t('node.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon aria-label={t('panel.close')} onClick={on.onClose}>
        <X size={16} aria-hidden />
      </ActionIcon>
    </header>
  );
}

function NodeForm({
  node,
  type,
  problems,
  focus,
  flowId,
  onConnect,
  onGo,
  onUsage,
  onTests,
}: Props & { readonly node: FlowNode; readonly type: NodeType }) {
  const editor = useEditor();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('inspector');
  const locale = currentLocale();
  const body = useRef<HTMLDivElement>(null);
  const fields = fieldsOf(type.config);
  const config = configOf(editor.types, node);
  const shown = fields.filter((field) => isShown(field, config));
  const main = shown.filter((field) => field.ui.section !== 'advanced');
  const advanced = shown.filter((field) => field.ui.section === 'advanced');
  const nonce = focus?.nonce;

  useEffect(() => {
    if (nonce === undefined) return;
    const name = focus?.field?.split('/')[1] ?? shown[0]?.name;
    const row = name === undefined ? null : body.current?.querySelector(`[data-field="${CSS.escape(name)}"]`);
    row?.closest('details')?.setAttribute('open', '');
    const input =
      (name === undefined ? null : window.document.getElementById(fieldId(node.id, name))) ??
      row?.querySelector<HTMLElement>('input, textarea, button') ??
      body.current?.querySelector<HTMLElement>('input, textarea');
    input?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a wish for focus is granted once, when it is made
  }, [nonce]);

  const change = useCallback(
    (name: string, value: unknown) => {
      const current = nodeById(editor.getState().document, node.id);
      if (current === undefined) return;
      const next = { ...configOf(editor.types, current), [name]: value };
      editor.run(updateConfig(editor.types, current, next, name));
    },
    [editor, node.id],
  );

  const row = (field: FormField) => (
    <FormFieldRow
      key={field.name}
      field={field}
      nodeId={node.id}
      value={config[field.name]}
      problems={problemsOf(problems, field.name, locale)}
      onChange={change}
    />
  );
  const loose = looseProblems(problems, fields);
  const troubled = advanced.some((field) => problemsOf(problems, field.name, locale).length > 0);

  return (
    <div className="in-body" ref={body}>
      <TextInput
        label={t('node.name')}
        placeholder={t('node.namePlaceholder', { title: type.title[locale] })}
        value={node.name}
        maxLength={200}
        readOnly={readOnly}
        onChange={(event) => editor.run(renameNode(node, event.currentTarget.value))}
      />
      <ProblemLines problems={loose.filter((problem) => !isOfPort(problem))} />
      {main.map(row)}
      {advanced.length > 0 && (
        <details className="in-fold" open={troubled || undefined}>
          <summary>{t('node.advanced')}</summary>
          <div className="in-fold-body">{advanced.map(row)}</div>
        </details>
      )}
      <PortList node={node} onConnect={onConnect} onGo={onGo} />
      {/* Below the list, so that its buttons stay where they are when a problem goes. */}
      <ProblemLines problems={loose.filter(isOfPort)} />
      <Suspense fallback={null}>
        <NodeUses flowId={flowId} nodeId={node.id} onGo={onUsage} onTests={onTests} />
      </Suspense>
      <Textarea
        label={t('node.note')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        readOnly={readOnly}
        value={node.note ?? ''}
        onChange={(event) => editor.run(annotateNode(node, { note: event.currentTarget.value }))}
      />
      <details className="in-fold">
        <summary>{t('node.help')}</summary>
        <p className="in-help">{type.description[locale]}</p>
        <HelpText type={type.type} />
      </details>
    </div>
  );
}

function ProblemLines({ problems }: { readonly problems: readonly FlowProblem[] }) {
  const locale = currentLocale();
  return problems.map((problem, index) => (
    <ProblemLine
      key={index}
      severity={problem.severity}
      message={`${problem.message[locale]} ${problem.fix[locale]}`}
    />
  ));
}

function isOfPort(problem: FlowProblem): boolean {
  return problem.field?.startsWith('port:') === true;
}
