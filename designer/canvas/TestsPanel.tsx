// The tests of the flow: its kept dialogues with their results, what they cover, and new ones that come where none comes.
import { Button, Group, Text } from '@mantine/core';
import { ListChecks, Play, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { StoredDialogue } from '#nodes/wire/flow-tests.ts';
import { useDialogues } from '../api/dialogues.ts';
import { useEditorState } from '../document/editor-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { CoveragePart } from './CoveragePart.tsx';
import { DialogueEditor } from './DialogueEditor.tsx';
import { DialogueRow } from './DialogueRow.tsx';
import { GeneratedPart } from './GeneratedPart.tsx';
import { useTestRun } from './use-test-run.ts';

/** What the editor works on: a kept dialogue, or a new one. */
type Edited = StoredDialogue | 'new' | null;

export function TestsPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('tests');
  const dialogues = useDialogues(flowId);
  const readOnly = useEditorState((state) => state.readOnly);
  const run = useTestRun(flowId);
  const [edited, setEdited] = useState<Edited>(null);
  const [generated, setGenerated] = useState<readonly Dialogue[]>([]);
  return (
    <div className="fc-tests">
      <QueryView query={dialogues}>
        {(list) => (
          <>
            <Group gap="xs">
              <Button
                leftSection={<Play size={14} aria-hidden />}
                loading={run.busy}
                disabled={list.length === 0}
                onClick={() => void run.runAll()}
              >
                {t('run')}
              </Button>
              <Button
                variant="default"
                leftSection={<Plus size={14} aria-hidden />}
                disabled={readOnly}
                onClick={() => setEdited('new')}
              >
                {t('add')}
              </Button>
            </Group>
            <p role="status" className="fc-tests-summary" data-tone={run.summary?.tone}>
              {run.summary?.words ?? ''}
            </p>
            {list.length === 0 ? (
              <EmptyState icon={ListChecks} title={t('none')} hint={t('noneHint')} />
            ) : (
              <ul className="fc-tests-list">
                {list.map((stored) => (
                  <DialogueRow
                    key={stored.id}
                    flowId={flowId}
                    stored={stored}
                    result={run.results.get(stored.id)}
                    readOnly={readOnly}
                    onEdit={() => setEdited(stored)}
                  />
                ))}
              </ul>
            )}
            <CoveragePart
              flowId={flowId}
              run={run}
              readOnly={readOnly}
              withFound={generated.length > 0}
              onGenerated={setGenerated}
            />
            <GeneratedPart
              flowId={flowId}
              dialogues={generated}
              onKept={(kept) => {
                setGenerated(generated.filter((one) => !kept.includes(one)));
                void run.runAll();
              }}
            />
          </>
        )}
      </QueryView>
      {edited !== null && (
        <DialogueEditor flowId={flowId} edited={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      <Text fz="xs" c="dimmed">
        {t('hint')}
      </Text>
    </div>
  );
}
