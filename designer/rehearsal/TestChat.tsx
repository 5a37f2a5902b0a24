// The test chat beside the canvas: talk to the draft, see why it answers so, go back in time, try another way.
import { ActionIcon, Menu, Tabs, Tooltip } from '@mantine/core';
import { EllipsisVertical, RotateCcw, X } from 'lucide-react';
import { Suspense, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { useDocument, useEditor } from '../document/editor-context.ts';
import { displayName, nodeById } from '../document/graph.ts';
import { currentLocale } from '../i18n/i18n.ts';
import { later } from '../ui/later.ts';
import { saidOfEvent } from './acts-of-dialogue.ts';
import { ANY_EVENT, awaitedIn, type Awaited } from './awaited-event.ts';
import { AwaitedEvent } from './AwaitedEvent.tsx';
import { ChatInput } from './ChatInput.tsx';
import { pathOf, type RehearsedPath } from './live-path.ts';
import { RehearsalError } from './RehearsalError.tsx';
import { laterTurns, pathTo, turnOf } from './rehearsal-tree.ts';
import { Timeline } from './Timeline.tsx';
import { Transcript } from './Transcript.tsx';
import { SaveAsTest } from './SaveAsTest.tsx';
import { conditionsFor, useRehearsal, type RehearsalConditions, type RehearsalScript } from './use-rehearsal.ts';
import { VariablesView } from './VariablesView.tsx';
import { WhyView } from './WhyView.tsx';
import './rehearsal.css';

const EventDialog = later(async () => (await import('./EventDialog.tsx')).EventDialog);

interface Props {
  readonly flowId: string;
  /** A test dialogue to play up to one of its turns. */
  readonly script: RehearsalScript | null;
  /** Where to begin, if not at the start; the same wish counts again with another `nonce`. */
  readonly from: { readonly node: string; readonly nonce: number } | null;
  readonly onPath: (path: RehearsedPath | null) => void;
  readonly onShow: (node: string) => void;
  readonly onClose: () => void;
}

export function TestChat({ flowId, script, from, onPath, onShow, onClose }: Props) {
  const { t } = useTranslation('rehearsal');
  const { settings } = useDocument();
  const [conditions, setConditions] = useState<RehearsalConditions>(() => ({
    locale: settings.locales.includes(currentLocale()) ? currentLocale() : settings.locale,
    agentsOnline: true,
    callsFail: false,
    ...(from === null ? {} : { from: from.node }),
  }));
  const rehearsal = useRehearsal(flowId, conditions);
  const { tree } = rehearsal;
  const [plain, setPlain] = useState(false);
  const [tab, setTab] = useState<string | null>('chat');
  const [event, setEvent] = useState<Awaited | null>(null);
  const current = turnOf(tree, tree.current);
  const path = useMemo(() => pathTo(tree, tree.current), [tree]);

  const wished = useRef(from?.nonce);
  useEffect(() => {
    if (wished.current === from?.nonce) return;
    wished.current = from?.nonce;
    if (from !== null) change({ ...conditions, from: from.node });
  });

  useEffect(() => onPath(path.length === 0 ? null : pathOf(path)), [path, onPath]);

  const { follow } = rehearsal;
  const [followed, setFollowed] = useState(script);
  if (script !== followed) {
    setFollowed(script);
    if (script !== null) {
      setConditions(conditionsFor(script.dialogue, settings.locale));
      setTab('chat');
    }
  }
  useEffect(() => {
    if (script !== null) void follow(script, conditionsFor(script.dialogue, settings.locale));
  }, [script, follow, settings.locale]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      rehearsal.step(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Escape' && !event.defaultPrevented && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onClose();
    }
  }

  function change(next: RehearsalConditions): void {
    setConditions(next);
    rehearsal.start(next);
  }

  /** Lets time pass until the next timer. */
  function skip(): void {
    const timer = current?.timers[0];
    if (current === undefined || timer === undefined) return;
    const afterMs = timer.dueAt - current.at;
    rehearsal.play(
      { kind: 'elapsed', timerId: timer.id, event: timer.event, afterMs },
      t('simulate.waited', { time: spanOf(afterMs, currentLocale()) }),
      timer.dueAt,
    );
  }

  const attention = current?.result.attention ?? 'bot';
  const awaited = useMemo(() => awaitedIn(path), [path]);
  const over = current !== undefined && current.result.outcome === 'done';
  return (
    <aside className="rh-panel" aria-label={t('title')} onKeyDown={onKeyDown}>
      <header className="rh-head">
        <h2>{t('title')}</h2>
        <span className="rh-draft">{t('draft')}</span>
        <Tooltip label={t('reset')}>
          <ActionIcon aria-label={t('reset')} onClick={() => rehearsal.start()}>
            <RotateCcw size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <SaveAsTest
          flowId={flowId}
          // Values changed by hand and a start in the middle are not what a customer could do.
          turns={conditions.from === undefined && path.every(({ edits }) => edits === undefined) ? path : []}
          conditions={conditions}
        />
        <Menu position="bottom-end" closeOnItemClick>
          <Menu.Target>
            <ActionIcon aria-label={t('simulate.title')}>
              <EllipsisVertical size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('simulate.title')}</Menu.Label>
            <Menu.Item disabled={current?.timers[0] === undefined} onClick={skip}>
              {t('simulate.timeout')}
            </Menu.Item>
            <Menu.Item disabled={over || current === undefined} onClick={() => setEvent(awaited ?? ANY_EVENT)}>
              {t('event.arrives')}
            </Menu.Item>
            <Menu.Item
              onClick={() => rehearsal.play({ kind: 'choice', choice: PERSON_CHOICE }, t('simulate.askPerson'))}
            >
              {t('simulate.askPerson')}
            </Menu.Item>
            <Menu.Item
              disabled={attention !== 'queue'}
              onClick={() => rehearsal.play({ kind: 'agent', step: 'accept' }, t('simulate.accepted'))}
            >
              {t('simulate.accept')}
            </Menu.Item>
            <Menu.Item
              disabled={attention !== 'person'}
              onClick={() => rehearsal.play({ kind: 'agent', step: 'resolve' }, t('simulate.resolved'))}
            >
              {t('simulate.resolve')}
            </Menu.Item>
            <Menu.Item
              disabled={attention !== 'person'}
              onClick={() => rehearsal.play({ kind: 'agent', step: 'return' }, t('simulate.returned'))}
            >
              {t('simulate.return')}
            </Menu.Item>
            <Menu.Item
              disabled={attention === 'bot'}
              onClick={() => rehearsal.play({ kind: 'agent', step: 'abandon' }, t('simulate.abandoned'))}
            >
              {t('simulate.abandon')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => change({ ...conditions, agentsOnline: !conditions.agentsOnline })}>
              {conditions.agentsOnline ? t('simulate.nobody') : t('simulate.somebody')}
            </Menu.Item>
            <Menu.Item onClick={() => change({ ...conditions, callsFail: !conditions.callsFail })}>
              {conditions.callsFail ? t('simulate.callsWork') : t('simulate.callsFail')}
            </Menu.Item>
            <Menu.Item onClick={() => setPlain(!plain)}>{plain ? t('simulate.rich') : t('simulate.plain')}</Menu.Item>
            {conditions.from !== undefined && (
              <Menu.Item
                onClick={() => {
                  const { from: _, ...rest } = conditions;
                  change(rest);
                }}
              >
                {t('simulate.fromStart')}
              </Menu.Item>
            )}
            {settings.locales
              .filter((locale) => locale !== conditions.locale)
              .map((locale) => (
                <Menu.Item key={locale} onClick={() => change({ ...conditions, locale })}>
                  {t('simulate.locale', { locale })}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
        <ActionIcon aria-label={t('close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      <Conditions conditions={conditions} plain={plain} />
      <Tabs value={tab} onChange={setTab} className="rh-tabs" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="chat">{t('tabs.chat')}</Tabs.Tab>
          <Tabs.Tab value="variables">{t('tabs.variables')}</Tabs.Tab>
          <Tabs.Tab value="why">{t('tabs.why')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="chat" className="rh-view" tabIndex={0}>
          <Transcript
            turns={path}
            flowColor={settings.face.color}
            disabled={rehearsal.busy}
            plain={plain ? conditions.locale : null}
            onAct={(act, said) => rehearsal.play(act, said)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="variables" className="rh-view">
          <VariablesView
            turns={path}
            later={laterTurns(tree).length}
            disabled={rehearsal.busy}
            onRerun={(edits, name) => {
              rehearsal.rerun(
                edits,
                t('variables.setByHand', { name, value: JSON.stringify(Object.values(edits)[0] ?? null) }),
              );
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="why" className="rh-view">
          <WhyView turn={current} onShow={onShow} />
        </Tabs.Panel>
      </Tabs>
      {rehearsal.error !== null && (
        <RehearsalError error={rehearsal.error} onShow={onShow} onRetry={() => rehearsal.start()} />
      )}
      <Timeline tree={tree} onShow={rehearsal.show} />
      {awaited !== null && (
        <AwaitedEvent
          awaited={awaited}
          disabled={rehearsal.busy}
          onArrives={() => setEvent(awaited)}
          onTimeout={current?.timers[0] === undefined ? undefined : skip}
        />
      )}
      <Suspense fallback={null}>
        {event !== null && (
          <EventDialog
            awaited={event}
            onClose={() => setEvent(null)}
            onArrives={(name, data) => {
              setEvent(null);
              rehearsal.play({ kind: 'event', name, data }, saidOfEvent(name, data));
            }}
          />
        )}
      </Suspense>
      <ChatInput
        disabled={over || current === undefined}
        placeholder={over ? t('over') : attention === 'person' ? t('toPerson') : t('placeholder')}
        forks={tree.current !== tree.tip}
        onSend={(text) => {
          setTab('chat');
          rehearsal.play({ kind: 'text', text }, text);
        }}
      />
    </aside>
  );
}

function Conditions({ conditions, plain }: { readonly conditions: RehearsalConditions; readonly plain: boolean }) {
  const { t } = useTranslation('rehearsal');
  const { types } = useEditor();
  const from = nodeById(useDocument(), conditions.from ?? '');
  const words = [
    from === undefined ? '' : t('simulate.fromNow', { node: displayName(types, from, currentLocale()) }),
    conditions.agentsOnline ? '' : t('simulate.nobodyNow'),
    conditions.callsFail ? t('simulate.callsFailNow') : '',
    plain ? t('simulate.plainNow') : '',
  ].filter((word) => word !== '');
  return words.length === 0 ? null : <p className="rh-conditions">{words.join(' · ')}</p>;
}

/** A length of time in words: "10 minutes". */
function spanOf(ms: number, locale: string): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [unit, size] = units.find(([, one]) => ms >= one) ?? units[3];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 }).format(
    ms / size,
  );
}
