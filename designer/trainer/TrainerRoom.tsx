// The trainer's room of a flow: its sentences, who is taken for whom, and the inbox, with the live measurement beside them.
import { ActionIcon, Badge, Button, Tabs, Tooltip } from '@mantine/core';
import { ArrowLeft, FileInput, GitCompareArrows, Inbox, Lightbulb, Redo2, Smile, Undo2 } from 'lucide-react';
import { Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useInbox } from '../api/trainer.ts';
import { setTaught } from '../document/flow-commands.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { isTyping } from '../ui/keys.ts';
import { later } from '../ui/later.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { AccuracyCard } from './AccuracyCard.tsx';
import { FindingsCard } from './FindingsCard.tsx';
import { InboxTab } from './InboxTab.tsx';
import { MixUpsTab } from './MixUpsTab.tsx';
import { MoodsTab } from './MoodsTab.tsx';
import { SentencesTab } from './SentencesTab.tsx';
import { TryCard } from './TryCard.tsx';
import { TrainingContext, type Training } from './trainer-context.ts';
import { useExamination } from './use-examination.ts';
import type { Flush } from './use-inbox-work.ts';
import './trainer.css';

const ImportDialog = later(async () => (await import('./ImportDialog.tsx')).ImportDialog);

interface Props {
  readonly flowId: string;
  readonly saveStatus: ReactNode;
  /** Saves what is waiting; true when it is on the server. */
  readonly flush: Flush;
  /** May this person change the flow and its inbox? */
  readonly mayWrite: boolean;
  /** Errors that stand in the way of publishing. */
  readonly errors: number;
  readonly onPublish: () => void;
}

const TABS = ['sentences', 'mixups', 'inbox', 'moods'] as const;
type Tab = (typeof TABS)[number];
const NO_SENTENCES: readonly string[] = [];

export function TrainerRoom(props: Props) {
  const { flowId, flush } = props;
  const { t } = useTranslation('trainer');
  const [query, setQuery] = useSearchParams();
  const [importing, setImporting] = useState(false);
  const [shown, setShown] = useState<{ readonly intent: string; readonly sentence: string | null }>();
  const tab = TABS.find((one) => one === query.get('tab')) ?? 'sentences';
  const open = (next: Tab): void => setQuery(next === 'sentences' ? {} : { tab: next }, { replace: true });
  const training = useOpenTraining(flowId, props.mayWrite, (intent, sentence) => {
    setShown({ intent, sentence: sentence ?? null });
    open('sentences');
  });
  const onShown = useCallback((intent: string) => setShown({ intent, sentence: null }), []);
  const inbox = useInbox(flowId);
  useUndoKeys(training.readOnly);
  const waiting = inbox.data?.open ?? 0;

  return (
    <TrainingContext value={training}>
      <div className="tr-page">
        <RoomBar {...props} readOnly={training.readOnly} onImport={() => setImporting(true)} />
        <Tabs
          className="tr-tabs"
          value={tab}
          onChange={(next) => open(TABS.find((one) => one === next) ?? 'sentences')}
          keepMounted={false}
        >
          <Tabs.List aria-label={t('tabs.label')} px={12}>
            <Tabs.Tab value="sentences" leftSection={<Lightbulb size={14} aria-hidden />}>
              {t('tabs.sentences')}
            </Tabs.Tab>
            <Tabs.Tab value="mixups" leftSection={<GitCompareArrows size={14} aria-hidden />}>
              {t('tabs.mixups')}
            </Tabs.Tab>
            <Tabs.Tab
              value="inbox"
              leftSection={<Inbox size={14} aria-hidden />}
              rightSection={waiting > 0 ? <Badge className="tr-count">{waiting}</Badge> : null}
            >
              {t('tabs.inbox')}
            </Tabs.Tab>
            <Tabs.Tab value="moods" leftSection={<Smile size={14} aria-hidden />}>
              {t('tabs.moods')}
            </Tabs.Tab>
          </Tabs.List>
          <div className="tr-body">
            <Tabs.Panel value="sentences" className="tr-panel">
              <SentencesTab shown={shown} onShown={onShown} onImport={() => setImporting(true)} />
            </Tabs.Panel>
            <Tabs.Panel value="mixups" className="tr-panel">
              <MixUpsTab />
            </Tabs.Panel>
            <Tabs.Panel value="inbox" className="tr-panel">
              <InboxTab query={inbox} flush={flush} />
            </Tabs.Panel>
            <Tabs.Panel value="moods" className="tr-panel">
              <MoodsTab />
            </Tabs.Panel>
            <aside className="tr-aside" aria-label={t('accuracy.title')}>
              <AccuracyCard />
              <TryCard />
              <FindingsCard />
            </aside>
          </div>
        </Tabs>
        {importing && (
          <Suspense fallback={<LoadingState />}>
            <ImportDialog onClose={() => setImporting(false)} />
          </Suspense>
        )}
      </div>
    </TrainingContext>
  );
}

function RoomBar(props: Props & { readonly readOnly: boolean; readonly onImport: () => void }) {
  const { flowId, saveStatus, errors, onPublish, readOnly, onImport } = props;
  const { t } = useTranslation('trainer');
  const editor = useEditor();
  const name = useEditorState((state) => state.document.name);
  const mayUndo = useEditorState((state) => state.undoLabel !== null);
  const mayRedo = useEditorState((state) => state.redoLabel !== null);
  return (
    <header className="tr-bar">
      <Tooltip label={t('back')}>
        <ActionIcon component={Link} to={`/flows/${flowId}`} aria-label={t('back')}>
          <ArrowLeft size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <h1>
        {name} <span>· {t('title')}</span>
      </h1>
      {saveStatus}
      <span className="tr-gap" />
      {!readOnly && (
        <>
          <Tooltip label={t('undo')}>
            <ActionIcon aria-label={t('undo')} disabled={!mayUndo} onClick={() => editor.undo()}>
              <Undo2 size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('redo')}>
            <ActionIcon aria-label={t('redo')} disabled={!mayRedo} onClick={() => editor.redo()}>
              <Redo2 size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Button variant="default" leftSection={<FileInput size={16} aria-hidden />} onClick={onImport}>
            {t('import')}
          </Button>
          <Button onClick={onPublish}>{errors > 0 ? t('publishBlocked', { count: errors }) : t('publish')}</Button>
        </>
      )}
    </header>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) where nothing is being typed: fields undo by themselves. */
function useUndoKeys(readOnly: boolean): void {
  const editor = useEditor();
  useEffect(() => {
    if (readOnly) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.code !== 'KeyZ' && event.code !== 'KeyY') return;
      event.preventDefault();
      if (event.code === 'KeyY' || event.shiftKey) editor.redo();
      else editor.undo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [editor, readOnly]);
}

function useOpenTraining(flowId: string, mayWrite: boolean, show: Training['show']): Training {
  const { t } = useTranslation('trainer');
  const editor = useEditor();
  const { intents, outOfScope = NO_SENTENCES, dictionaries, settings } = useDocument();
  const readOnly = useEditorState((state) => state.readOnly) || !mayWrite;
  const taught = useMemo(() => ({ intents, outOfScope }), [intents, outOfScope]);
  const examination = useExamination(flowId, taught, dictionaries);
  const [unsent] = useState(() => new Map<string, string>());
  const names = useMemo(() => new Map(intents.map(({ id, name }) => [id, name.trim()])), [intents]);
  return {
    flowId,
    taught,
    readOnly,
    examination,
    locales: settings.locales,
    nameOf: (intent) => {
      if (intent === '') return t('none');
      return names.get(intent) || t('intents.unnamed');
    },
    change(edit, field) {
      if (readOnly) return;
      const now = editor.getState().document;
      editor.run(setTaught(edit({ intents: now.intents, outOfScope: now.outOfScope ?? [] }), field));
    },
    newId: () => editor.newId('i'),
    unsent,
    show,
  };
}
