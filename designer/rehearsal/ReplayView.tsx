// "Replay on the draft": the recorded conversation played again on the draft as it is now, up to the first turn that differs.
import { Anchor, Button, Group } from '@mantine/core';
import { CircleCheck, GitCompareArrows } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { DebugConversation } from '#nodes/wire/debug.ts';
import { fetchDraft, rehearse } from '../api/flows.ts';
import { useEditor } from '../document/editor-context.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { isFlowDocument } from '../document/is-flow-document.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { RehearsalError } from './RehearsalError.tsx';
import { replayOnDraft, type Divergence, type Replay, type TurnSide } from './replay-on-draft.ts';

interface Props {
  readonly debug: DebugConversation;
  /** Shows a turn of the record. */
  readonly onTurn: (turn: number) => void;
}

type Done = Replay & { readonly draft: FlowDocument };

export function ReplayView({ debug, onTurn }: Props) {
  const { t } = useTranslation('usages');
  const [progress, setProgress] = useState<{ readonly turn: number; readonly count: number } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function replay(): Promise<void> {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setDone(null);
    setError(null);
    setProgress({ turn: 0, count: debug.turns.length - 1 });
    try {
      const { document } = await fetchDraft(debug.flow.id, abort.signal);
      const found = await replayOnDraft(
        debug,
        (request) => rehearse(debug.flow.id, { document, ...request }, abort.signal),
        (turn, count) => setProgress({ turn, count }),
      );
      if (isFlowDocument(document)) setDone({ ...found, draft: document });
    } catch (problem) {
      if (!abort.signal.aborted) setError(problem);
    }
    if (!abort.signal.aborted) setProgress(null);
  }

  return (
    <div className="rh-replay">
      <p>{t('replay.about')}</p>
      <Group gap="xs">
        <Button size="compact-sm" loading={progress !== null} onClick={() => void replay()}>
          {done === null ? t('replay.play') : t('replay.again')}
        </Button>
        {progress !== null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              running.current?.abort();
              setProgress(null);
            }}
          >
            {t('replay.stop')}
          </Button>
        )}
      </Group>
      <div role="status">
        {progress !== null && <p>{t('replay.playing', { ...progress })}</p>}
        {done?.kind === 'same' && (
          <p className="rh-replay-same">
            <CircleCheck size={16} aria-hidden /> {t('replay.same', { count: done.turns })}
          </p>
        )}
      </div>
      {error !== null && <RehearsalError error={error} onShow={() => undefined} onRetry={() => void replay()} />}
      {done?.kind === 'differs' && (
        <Difference divergence={done.divergence} draft={done.draft} flowId={debug.flow.id} onTurn={onTurn} />
      )}
    </div>
  );
}

interface DifferenceProps {
  readonly divergence: Divergence;
  readonly draft: FlowDocument;
  readonly flowId: string;
  readonly onTurn: (turn: number) => void;
}

function Difference({ divergence, draft, flowId, onTurn }: DifferenceProps) {
  const { t } = useTranslation('usages');
  const { turn, number, act, then, now, values, node } = divergence;
  const { nameThen, nameNow } = useNames(draft);
  return (
    <section aria-label={number === 0 ? t('replay.opening') : t('replay.differs', { turn: number })}>
      <h3>
        <GitCompareArrows size={16} aria-hidden />{' '}
        {number === 0 ? t('replay.opening') : t('replay.differs', { turn: number })}
      </h3>
      {act !== '' && <blockquote>{act}</blockquote>}
      {now === null && <p>{t('replay.impossible')}</p>}
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('replay.then')}</th>
            <th scope="col">{t('replay.draft')}</th>
          </tr>
        </thead>
        <tbody>
          <Row label={t('replay.reply')} then={then.said} now={now?.said ?? []} />
          {JSON.stringify(then.path) !== JSON.stringify(now?.path) && (
            <Row
              label={t('replay.path')}
              then={shortened(then, now).map(nameThen)}
              now={shortened(now, then).map(nameNow)}
            />
          )}
          {now !== null && then.attention !== now.attention && (
            <Row
              label={t('replay.status')}
              then={[t(`replay.attention.${then.attention}`)]}
              now={[t(`replay.attention.${now.attention}`)]}
            />
          )}
          {values.map(({ name, then: old, now: value }) => (
            <Row key={name} label={name} then={shown(old)} now={shown(value)} />
          ))}
        </tbody>
      </table>
      <Group gap="xs">
        <Button size="compact-xs" variant="default" onClick={() => onTurn(turn)}>
          {t('replay.toTurn')}
        </Button>
        {node !== null && (
          <Anchor component={Link} to={`/flows/${flowId}?node=${encodeURIComponent(node)}`} fz="sm">
            {t('replay.toDraft', { node: nameNow(node) })}
          </Anchor>
        )}
      </Group>
    </section>
  );
}

function Row(props: { readonly label: string; readonly then: readonly string[]; readonly now: readonly string[] }) {
  const { t } = useTranslation('usages');
  const isOther = JSON.stringify(props.then) !== JSON.stringify(props.now);
  const cell = (lines: readonly string[]) =>
    lines.length === 0 ? <em>{t('replay.nothing')}</em> : lines.map((line, index) => <p key={index}>{line}</p>);
  return (
    <tr data-other={isOther || undefined}>
      <th scope="row">{props.label}</th>
      <td>{cell(props.then)}</td>
      <td>{cell(props.now)}</td>
    </tr>
  );
}

/** Names of steps in the version that was played then, and in the draft; one that is gone keeps its id. */
function useNames(draft: FlowDocument) {
  const editor = useEditor();
  const locale = currentLocale();
  const named = (document: FlowDocument) => (id: string) => {
    const node = nodeById(document, id);
    return node === undefined ? id : displayName(editor.types, node, locale);
  };
  return { nameThen: named(editor.getState().document), nameNow: named(draft) };
}

/** Without what both sides have in common at the beginning, but for the last common step. */
function shortened(side: TurnSide | null, other: TurnSide | null): readonly string[] {
  const path = side?.path ?? [];
  const parts = path.findIndex((node, index) => node !== other?.path[index]);
  return parts < 0 ? path.slice(-1) : path.slice(Math.max(0, parts - 1));
}

function shown(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
