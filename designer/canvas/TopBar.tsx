// The bar above the canvas: name, how safe the work is, undo, panels, test, publish.
import { ActionIcon, Button, Group, TextInput, Tooltip } from '@mantine/core';
import {
  ArrowLeft,
  Braces,
  CircleAlert,
  CircleCheck,
  History,
  Keyboard,
  Lightbulb,
  ListChecks,
  MessageSquare,
  MessagesSquare,
  Redo2,
  Search,
  Settings2,
  Share2,
  Undo2,
  WandSparkles,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CommandLabel } from '../document/command.ts';
import { setFlowName } from '../document/flow-commands.ts';
import { useEditor, useEditorState } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { labelled } from '../i18n/punctuation.ts';
import { useCanvasActions } from './canvas-context.ts';
import type { OpenFlow } from './open-flow.ts';
import { SaveStatus } from './SaveStatus.tsx';
import { toggleTest, useView, useViewStore, type Panel } from './view-store.ts';
import { sayCommand } from './words.ts';

interface Props {
  readonly open: OpenFlow;
}

export function TopBar({ open }: Props) {
  const editor = useEditor();
  const { t } = useTranslation('canvas');
  const name = useEditorState((state) => state.document.name);
  const readOnly = useEditorState((state) => state.readOnly);
  const view = useViewStore();
  const actions = useCanvasActions();
  const testOpen = useView((state) => state.testOpen);
  const errors = useView((state) => state.problems.filter((problem) => problem.severity === 'error').length);
  return (
    <header className="fc-bar">
      <Tooltip label={t('backToFlows')}>
        <ActionIcon component={Link} to="/flows" aria-label={t('backToFlows')}>
          <ArrowLeft size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <TextInput
        className="fc-bar-name"
        variant="unstyled"
        aria-label={t('flowName')}
        value={name}
        readOnly={readOnly}
        maxLength={200}
        onChange={(event) => editor.run(setFlowName(event.currentTarget.value))}
      />
      <SaveStatus autosave={open.autosave} />
      <span className="fc-bar-gap" />
      <Group gap={2} wrap="nowrap">
        <UndoButton kind="undo" onClick={() => actions.undo()} />
        <UndoButton kind="redo" onClick={() => actions.redo()} />
        <BarButton icon={WandSparkles} label={t('bar.tidy')} keys="Ctrl+Shift+L" onClick={() => void actions.tidy()} />
        <BarButton
          icon={Search}
          label={t('bar.commands')}
          keys="Ctrl+K"
          onClick={() => view.setState({ dialog: { kind: 'commands' } })}
        />
        <PanelButton panel="variables" icon={Braces} />
        <PanelButton panel="intents" icon={Lightbulb} />
        <PanelButton panel="settings" icon={Settings2} />
        <PanelButton panel="tests" icon={ListChecks} />
        <PanelButton panel="comments" icon={MessageSquare} />
        <PanelButton panel="versions" icon={History} />
        <PanelButton panel="share" icon={Share2} />
        <BarButton
          icon={Keyboard}
          label={t('bar.shortcuts')}
          keys="?"
          onClick={() => view.setState({ dialog: { kind: 'keys' } })}
        />
      </Group>
      <ProblemsButton errors={errors} />
      <Tooltip label={`${t('bar.test')} (Ctrl+E)`}>
        <Button
          variant="default"
          aria-pressed={testOpen}
          leftSection={<MessagesSquare size={16} aria-hidden />}
          onClick={() => toggleTest(view)}
        >
          {t('bar.test')}
        </Button>
      </Tooltip>
      {/* As wide with problems as without: what stands beside it must not move under the pointer. */}
      <Button miw={176} onClick={() => view.setState({ dialog: { kind: 'publish' } })}>
        {errors > 0 ? t('bar.publishBlocked', { count: errors }) : t('bar.publish')}
      </Button>
    </header>
  );
}

function ProblemsButton({ errors }: { readonly errors: number }) {
  const { t } = useTranslation('canvas');
  const view = useViewStore();
  const open = useView((state) => state.problemsOpen);
  const all = useView((state) => state.problems.length);
  const Icon = all === 0 ? CircleCheck : CircleAlert;
  return (
    <Tooltip label={`${t('bar.problems')} (Ctrl+Shift+M)`}>
      <Button
        variant="subtle"
        miw={72}
        color={errors > 0 ? 'danger' : all > 0 ? 'warning' : 'success'}
        aria-pressed={open}
        aria-label={labelled(t('bar.problems'), String(all))}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => view.setState({ problemsOpen: !open })}
      >
        {all}
      </Button>
    </Tooltip>
  );
}

function UndoButton({ kind, onClick }: { readonly kind: 'undo' | 'redo'; readonly onClick: () => void }) {
  const { types } = useEditor();
  const { t } = useTranslation('canvas');
  const label = useEditorState((state): CommandLabel | null => (kind === 'undo' ? state.undoLabel : state.redoLabel));
  const Icon = kind === 'undo' ? Undo2 : Redo2;
  const none = kind === 'undo' ? t('bar.nothingToUndo') : t('bar.nothingToRedo');
  const words = label === null ? none : t(`bar.${kind}`, { what: sayCommand(t, types, currentLocale(), label) });
  return (
    <Tooltip label={`${words} (Ctrl+${kind === 'undo' ? 'Z' : 'Y'})`}>
      <ActionIcon aria-label={words} disabled={label === null} onClick={onClick}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

interface BarButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys?: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function BarButton({ icon: Icon, label, keys, pressed, onClick }: BarButtonProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`}>
      <ActionIcon aria-label={label} aria-pressed={pressed} data-on={pressed || undefined} onClick={onClick}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function PanelButton({ panel, icon }: { readonly panel: Exclude<Panel, 'node'>; readonly icon: LucideIcon }) {
  const { t } = useTranslation('canvas');
  const view = useViewStore();
  const open = useView((state) => state.panel === panel);
  return (
    <BarButton
      icon={icon}
      label={t(`bar.${panel}`)}
      pressed={open}
      onClick={() => view.setState({ panel: open ? null : panel })}
    />
  );
}
