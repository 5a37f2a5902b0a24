// What the tests cover: percentages, the overlay on the canvas, and every place that none comes to, with a way to get there.
import { Button, Group, Switch } from '@mantine/core';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import { generateDialogues } from '../api/dialogues.ts';
import { displayName, nodeById, portLabel, portsOf } from '../document/graph.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { toastProblem, toastRefused } from '../ui/toast.ts';
import { useCanvasActions } from './canvas-context.ts';
import { percentOf } from './coverage-view.ts';
import type { TestRun } from './use-test-run.ts';
import { selectNodes, useView, useViewStore } from './view-store.ts';

interface Props {
  readonly flowId: string;
  readonly run: TestRun;
  readonly readOnly: boolean;
  /** Whether dialogues that were found and are not kept yet are counted. */
  readonly withFound: boolean;
  readonly onGenerated: (dialogues: readonly Dialogue[]) => void;
}

export function CoveragePart({ flowId, run, readOnly, withFound, onGenerated }: Props) {
  const { t } = useTranslation('tests');
  const editor = useEditor();
  const view = useViewStore();
  const coverage = useView((state) => state.coverage);
  const [busy, setBusy] = useState<string | null>(null);

  async function generate(target?: string): Promise<void> {
    setBusy(target ?? '');
    try {
      const { document } = editor.getState();
      const found = await generateDialogues(flowId, { document, ...(target === undefined ? {} : { target }) });
      onGenerated(found.dialogues);
      if (target === undefined) run.setCoverage(found.coverage);
      if (found.dialogues.length === 0) toastRefused(t('generate.none'));
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(null);
    }
  }

  const missing = coverage === null ? [] : [...coverage.coverage.ports.missing, ...coverage.coverage.nodes.missing];
  return (
    <section aria-label={t('coverage.title')} className="fc-tests-coverage">
      <h3>{t('coverage.title')}</h3>
      {coverage === null ? (
        <p>{t('coverage.none')}</p>
      ) : (
        <>
          <p role="status">
            {withFound && `${t('coverage.found')} `}
            {t('coverage.share', {
              ports: percentOf(coverage.coverage.ports),
              nodes: percentOf(coverage.coverage.nodes),
              covered: coverage.coverage.ports.covered,
              total: coverage.coverage.ports.total,
            })}
          </p>
          <Switch
            label={t('coverage.show')}
            checked={coverage.shown}
            onChange={(event) => view.setState({ coverage: { ...coverage, shown: event.currentTarget.checked } })}
          />
        </>
      )}
      <Group mt="xs">
        <Button
          variant="default"
          leftSection={<Sparkles size={14} aria-hidden />}
          loading={busy === ''}
          disabled={readOnly || busy !== null}
          onClick={() => void generate()}
        >
          {t('generate.all')}
        </Button>
      </Group>
      {missing.length > 0 && (
        <ul className="fc-tests-missing">
          {missing.slice(0, 200).map((place) => (
            <MissingPlace
              key={place}
              place={place}
              busy={busy === place}
              disabled={readOnly || busy !== null}
              onGenerate={() => void generate(place)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface PlaceProps {
  readonly place: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onGenerate: () => void;
}

function MissingPlace({ place, busy, disabled, onGenerate }: PlaceProps) {
  const { t } = useTranslation('tests');
  const { types } = useEditor();
  const document = useDocument();
  const view = useViewStore();
  const actions = useCanvasActions();
  const [id = '', portId] = place.split('.');
  const node = nodeById(document, id);
  if (node === undefined) return null;
  const port = portsOf(types, node).find((candidate) => candidate.id === portId);
  const name = displayName(types, node, currentLocale());
  const words = port === undefined ? name : `${name} · ${portLabel(port, currentLocale())}`;
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          selectNodes(view, [id], false);
          actions.reveal(id);
        }}
      >
        {words}
      </button>
      <Button
        size="compact-xs"
        variant="default"
        loading={busy}
        disabled={disabled}
        aria-label={t('generate.forPlace', { place: words })}
        onClick={onGenerate}
      >
        {t('generate.one')}
      </Button>
    </li>
  );
}
