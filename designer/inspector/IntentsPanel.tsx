// The intents of the flow with the sentences they are learnt from.
import { ActionIcon, Button, Text, Textarea, TextInput } from '@mantine/core';
import { GraduationCap, Lightbulb, Plus, Search, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { FlowIntent } from '#nodes/flow/document.ts';
import { intentInDialogue, usagesOfIntent } from '#nodes/flow/usages/other-usages.ts';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { setIntents } from '../document/flow-commands.ts';
import { useDocument, useEditor, useEditorState } from '../document/editor-context.ts';
import { labelled } from '../i18n/punctuation.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ENOUGH_EXAMPLES } from '../widgets/reference-widgets.tsx';
import { UsagePart, type UsageGo } from './UsagePart.tsx';
import { useTestUses } from './use-usages.ts';
import './inspector.css';

interface PanelProps extends UsageGo {
  readonly flowId: string;
}

export function IntentsPanel(props: PanelProps) {
  const editor = useEditor();
  const { intents } = useDocument();
  const readOnly = useEditorState((state) => state.readOnly);
  const { t } = useTranslation('inspector');
  const [query, setQuery] = useState('');
  const twice = useMemo(() => sharedExamples(intents), [intents]);
  const words = query.trim().toLowerCase();
  const { id = '' } = useParams();

  return (
    <div className="in-body">
      <Button
        component={Link}
        to={`/flows/${id}/train`}
        variant="light"
        leftSection={<GraduationCap size={14} aria-hidden />}
      >
        {t('intents.train')}
      </Button>
      {intents.length === 0 && <EmptyState icon={Lightbulb} title={t('intents.none')} hint={t('intents.noneHint')} />}
      {intents.length > 3 && (
        <TextInput
          aria-label={t('intents.find')}
          placeholder={t('intents.find')}
          leftSection={<Search size={14} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {intents.map((intent, index) =>
        words !== '' && !`${intent.name}\n${intent.examples.join('\n')}`.toLowerCase().includes(words) ? null : (
          <IntentItem
            key={intent.id}
            intent={intent}
            go={props}
            twice={twice.get(intent.id)}
            readOnly={readOnly}
            onChange={(next, field) =>
              editor.run(
                setIntents(
                  intents.map((one, at) => (at === index ? next : one)),
                  `${intent.id}:${field}`,
                ),
              )
            }
            onRemove={() => editor.run(setIntents(intents.filter((_, at) => at !== index)))}
          />
        ),
      )}
      {!readOnly && (
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => editor.run(setIntents([...intents, { id: editor.newId('i'), name: '', examples: [] }]))}
        >
          {t('intents.add')}
        </Button>
      )}
    </div>
  );
}

interface ItemProps {
  readonly intent: FlowIntent;
  readonly go: PanelProps;
  /** A sentence that another intent has as well. */
  readonly twice: { readonly name: string; readonly example: string } | undefined;
  readonly readOnly: boolean;
  readonly onChange: (intent: FlowIntent, field: string) => void;
  readonly onRemove: () => void;
}

function IntentItem({ intent, go, twice, readOnly, onChange, onRemove }: ItemProps) {
  const { t } = useTranslation('inspector');
  // Blank lines are kept while typing; the flow keeps sentences only.
  const [draft, setDraft] = useState<string | null>(null);
  const count = intent.examples.length;
  const document = useDocument();
  const { types } = useEditor();
  const usages = useMemo(() => usagesOfIntent(document, intent.id, types), [document, intent.id, types]);
  const find = useCallback((dialogue: Dialogue) => intentInDialogue(dialogue, intent.id), [intent.id]);
  const tests = useTestUses(go.flowId, find);
  const [isKept, setKept] = useState(false);
  const isUsed = usages.length + tests.length > 0;
  return (
    <div className="in-item">
      <div className="in-item-head">
        <TextInput
          size="xs"
          aria-label={t('intents.name')}
          placeholder={t('intents.name')}
          readOnly={readOnly}
          maxLength={200}
          value={intent.name}
          onChange={(event) => onChange({ ...intent, name: event.currentTarget.value }, 'name')}
        />
        {!readOnly && (
          <ActionIcon
            aria-label={t('intents.remove', { name: intent.name })}
            onClick={() => (isUsed ? setKept(true) : onRemove())}
          >
            <Trash2 size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <Textarea
        size="xs"
        aria-label={labelled(t('intents.examples'), intent.name)}
        placeholder={t('intents.examplesPlaceholder')}
        autosize
        minRows={3}
        maxRows={14}
        readOnly={readOnly}
        value={draft ?? intent.examples.join('\n')}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setDraft(text);
          onChange({ ...intent, examples: sentencesIn(text) }, 'examples');
        }}
        onBlur={() => setDraft(null)}
      />
      <Text fz="xs" c={count < ENOUGH_EXAMPLES ? 'var(--td-warning)' : 'dimmed'} role="status">
        {count < ENOUGH_EXAMPLES ? t('intents.few', { count }) : t('intents.count', { count })}
      </Text>
      {twice !== undefined && (
        <Text fz="xs" c="var(--td-warning)">
          {t('intents.duplicate', twice)}
        </Text>
      )}
      <UsagePart usages={usages} tests={tests} kept={isKept && isUsed} onGo={go.onGo} onTests={go.onTests} />
    </div>
  );
}

/** The sentences of a text, one a line, each once. */
export function sentencesIn(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim().slice(0, 1000));
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, 5000);
}

function sharedExamples(intents: readonly FlowIntent[]): ReadonlyMap<string, { name: string; example: string }> {
  const owner = new Map<string, FlowIntent>();
  const found = new Map<string, { name: string; example: string }>();
  for (const intent of intents) {
    for (const example of intent.examples) {
      const former = owner.get(example);
      if (former !== undefined && former.id !== intent.id) found.set(intent.id, { name: former.name, example });
      else owner.set(example, intent);
    }
  }
  return found;
}
