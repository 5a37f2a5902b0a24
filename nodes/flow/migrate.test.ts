// Moving running sessions to another version: what is kept, what is refused, and that nothing changes for the customer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '#nodes/kit/effects.ts';
import { timingOf } from '#nodes/kit/effects.ts';
import { randomAct, randomFlow } from '#nodes/testkit/random-flow.ts';
import { RANDOM_START } from '#nodes/testkit/random-start.ts';
import { drawFlow, talk, type Talk } from '#nodes/testkit/talk.ts';
import { compileFlow } from './compile.ts';
import type { FlowDocument } from './document.ts';
import type { FlowEvent } from './events.ts';
import { migrateSession, placeOf, type Migrated, type StandingTimer } from './migrate.ts';
import { mapNodes, targetsOf } from './node-map.ts';
import { startFlow, stepFlow } from './step.ts';
import type { StepResult } from './step-result.ts';

const HOUR = 3_600_000;
const silence = (afterMs: number) => ({ enabled: true, reminders: [], afterMs });
const asks = (prompt: string, afterMs = HOUR) =>
  drawFlow(
    {
      ask: ['askText', { prompt, variable: 'order', noReply: silence(afterMs) }],
      bye: ['message', { text: '收到 {{ order }}' }],
      gone: ['message', { text: '还在吗?' }],
    },
    ['start.next -> ask', 'ask.answered -> bye', 'ask.noReply -> gone'],
  );

/** The document with other ids: `ask` becomes `new-ask`, in lines and jumps too. */
function renamed(document: FlowDocument): FlowDocument {
  const name = (id: string) => `new-${id}`;
  return {
    ...document,
    nodes: document.nodes.map((node) => ({
      ...node,
      id: name(node.id),
      config:
        node.type === 'jump' && typeof node.config['target'] === 'string'
          ? { ...node.config, target: name(node.config['target']) }
          : node.config,
    })),
    edges: document.edges.map((edge) => ({
      ...edge,
      from: { ...edge.from, node: name(edge.from.node) },
      to: { node: name(edge.to.node) },
    })),
  };
}

function everyNode(document: FlowDocument, to: (id: string) => string | null): ReadonlyMap<string, string | null> {
  return new Map(document.nodes.map(({ id }) => [id, to(id)]));
}

/** The timers of a test talk as rows. */
function rowsOf(talked: Talk): readonly StandingTimer[] {
  return talked.openTimers.map((id, index) => ({ id, event: id, dueAt: talked.now + (talked.dueIn[index] ?? 0) }));
}

function moved(result: Migrated): Extract<Migrated, { ok: true }> {
  if (!result.ok) throw new Error(`Stuck at ${result.node}: ${result.reason}`);
  return result;
}

describe('mapNodes', () => {
  const before = drawFlow(
    { a: ['message', { text: '1' }], b: ['askText', { prompt: '?' }], c: ['message', { text: '3' }], d: ['tag'] },
    [],
  );
  const named = (document: FlowDocument, id: string, name: string): FlowDocument => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, name } : node)),
  });

  it('goes by id and type, then by name, then by what the step says', () => {
    const after = named(
      drawFlow(
        {
          a: ['message', { text: '一' }],
          b: ['askChoice', { prompt: '?' }],
          b2: ['askText', { prompt: '多少?' }],
          c2: ['message', { text: '3' }],
        },
        [],
      ),
      'b2',
      '订单',
    );
    expect(mapNodes(named(before, 'b', '订单'), after)).toEqual([
      { from: 'start', to: 'start', how: 'id' },
      { from: 'a', to: 'a', how: 'id' },
      { from: 'b', to: 'b2', how: 'name' },
      { from: 'c', to: 'c2', how: 'content' },
      { from: 'd', to: null, how: 'none' },
    ]);
  });

  it('lets the operator decide, and ignores a target that is not there', () => {
    const map = targetsOf(mapNodes(before, before, { a: 'c', c: null, d: 'nowhere' }));
    expect(Object.fromEntries(map)).toEqual({ start: 'start', a: 'c', b: 'b', c: null, d: null });
  });
});

describe('migrateSession', () => {
  it('parks a waiting session at the same question of the new version, with its deadline', () => {
    const old = talk(asks('订单号?')).passes(HOUR / 4);
    const next = compileFlow(renamed(asks('请告诉我订单号', 3 * HOUR)));
    const result = moved(
      migrateSession(
        old.flow,
        next,
        everyNode(old.flow.document, (id) => `new-${id}`),
        { snapshot: old.last.snapshot, timers: rowsOf(old) },
        old.now,
      ),
    );
    expect(result.node).toBe('ask');
    expect(result.snapshot.value).toEqual({ 'new-ask': 'waiting' });
    expect(result.snapshot.context.visits).toEqual({ 'new-start': 1, 'new-ask': 1 });
    expect(result.timers.cancel).toEqual(old.openTimers);
    expect(result.timers.set).toMatchObject([{ dueAt: old.now + HOUR - HOUR / 4 }]);
    const answered = stepFlow(next, result.snapshot, {
      type: 'message.received',
      at: old.now,
      messageId: 'm',
      text: 'A1',
    });
    expect(answered.effects.map(({ request }) => (request as { text?: string }).text)).toEqual(['收到 A1']);
    const [timer] = result.timers.set;
    const silent = stepFlow(next, result.snapshot, {
      type: 'timer.elapsed',
      at: timer?.dueAt ?? 0,
      timerId: timer?.id ?? '',
      event: timer?.event ?? '',
    });
    expect(silent.trace).toContainEqual({ node: 'new-ask', port: 'noReply' });
  });

  it.each([
    ['deadline', HOUR / 2],
    ['remaining', 1.5 * HOUR],
    ['restart', 2 * HOUR],
  ])('moves a wait of an hour, half over, to one of two hours by its policy "%s"', (onMigrate, left) => {
    const waits = (durationMs: number) =>
      drawFlow({ pause: ['wait', { durationMs, onMigrate }], bye: ['message', { text: '好了' }] }, [
        'start.next -> pause',
        'pause.due -> bye',
      ]);
    const old = talk(waits(HOUR));
    const setAt = old.now;
    old.passes(HOUR / 2);
    const timers = rowsOf(old).map((timer) => ({ ...timer, setAt, durationMs: HOUR }));
    const next = compileFlow(waits(2 * HOUR));
    const standing = { snapshot: old.last.snapshot, timers };
    const result = moved(
      migrateSession(
        old.flow,
        next,
        everyNode(waits(HOUR), (id) => id),
        standing,
        old.now,
      ),
    );
    expect(result.timers.set.map(({ dueAt }) => dueAt - old.now)).toEqual([left]);
  });

  it('starts a timer that only the new version has, and takes away one that only the old version had', () => {
    const quiet = drawFlow({ ask: ['askText', { prompt: '?' }] }, ['start.next -> ask']);
    const timed = asks('?', HOUR);
    const same = everyNode(timed, (id) => id);
    const from = talk(quiet);
    const gained = moved(
      migrateSession(from.flow, compileFlow(timed), same, { snapshot: from.last.snapshot, timers: [] }, from.now),
    );
    expect(gained.timers).toMatchObject({ cancel: [], set: [{ dueAt: from.now + HOUR }] });
    const back = talk(timed);
    const dropped = moved(
      migrateSession(back.flow, from.flow, same, { snapshot: back.last.snapshot, timers: rowsOf(back) }, back.now),
    );
    expect(dropped.timers).toEqual({ set: [], cancel: back.openTimers });
  });

  it('leaves a session stuck, with the reason, rather than put it anywhere', () => {
    const old = talk(asks('?'));
    const standing = { snapshot: old.last.snapshot, timers: rowsOf(old) };
    const next = compileFlow(drawFlow({ bye: ['message', { text: '再见' }], call: ['http'] }, ['start.next -> bye']));
    const to = (target: string | null) => everyNode(old.flow.document, (id) => (id === 'ask' ? target : id));
    expect(migrateSession(old.flow, next, to(null), standing, old.now)).toEqual({
      ok: false,
      node: 'ask',
      reason: 'unmapped',
    });
    expect(migrateSession(old.flow, next, to('bye'), standing, old.now)).toMatchObject({ reason: 'shape' });
    expect(migrateSession(old.flow, next, to('call'), standing, old.now)).toMatchObject({ reason: 'shape' });
  });

  it('does not move a session away from the call it waits for', () => {
    const calling = drawFlow({ call: ['http', { url: 'https://e.com' }] }, ['start.next -> call']);
    const old = talk(calling);
    const standing = { snapshot: old.last.snapshot, timers: [] };
    const other = compileFlow(renamed(calling));
    const away = everyNode(calling, (id) => `new-${id}`);
    expect(migrateSession(old.flow, other, away, standing, old.now)).toMatchObject({ ok: false, reason: 'working' });
    const stay = everyNode(calling, (id) => id);
    expect(migrateSession(old.flow, old.flow, stay, standing, old.now)).toMatchObject({ ok: true });
  });

  it('keeps a person who has the conversation', () => {
    const desk = drawFlow({ desk: ['handoff'], back: ['message', { text: '回来了' }] }, [
      'start.next -> desk',
      'desk.returned -> back',
    ]);
    const agent = { id: 'a1', name: '小李' };
    const old = talk(desk, { outside: { 'desk.availability': () => ({ state: 'available', waiting: 0 }) } }).happens({
      type: 'agent.accepted',
      agent,
    });
    const next = compileFlow(renamed(desk));
    const all = everyNode(desk, (id) => `new-${id}`);
    const result = moved(
      migrateSession(old.flow, next, all, { snapshot: old.last.snapshot, timers: rowsOf(old) }, old.now),
    );
    expect(result.snapshot.context.person).toEqual({ node: 'new-desk', agent });
    const returned = stepFlow(next, result.snapshot, { type: 'handoff.returned', at: old.now, agent, note: '' });
    expect(returned.attention).toBe('bot');
    expect(returned.trace).toContainEqual({ node: 'new-desk', port: 'returned' });
    const without = new Map([...all, ['desk', null] as const]);
    expect(migrateSession(old.flow, next, without, { snapshot: old.last.snapshot, timers: [] }, old.now)).toMatchObject(
      { ok: false, reason: 'unmapped' },
    );
  });

  it('converts variables whose type changed, and keeps what it must take out', () => {
    const typed = (type: 'text' | 'number', other: 'text' | 'list'): FlowDocument => ({
      ...asks('?'),
      variables: [
        { name: 'order', type, scope: 'session' },
        { name: 'note', type: other, scope: 'session' },
        ...(type === 'number'
          ? [{ name: 'fresh', type: 'text' as const, scope: 'session' as const, initial: 'x' }]
          : []),
      ],
    });
    const old = talk(typed('text', 'text'));
    const standing = (vars: Record<string, string>) => ({
      snapshot: { ...old.last.snapshot, context: { ...old.last.snapshot.context, vars } },
      timers: [],
    });
    const next = compileFlow(typed('number', 'list'));
    const same = everyNode(old.flow.document, (id) => id);
    const good = moved(migrateSession(old.flow, next, same, standing({ order: '12', note: 'n' }), old.now));
    expect(good.snapshot.context.vars).toEqual({ order: 12, note: ['n'], fresh: 'x' });
    expect(good.variables.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['order', 'converted'],
      ['note', 'converted'],
    ]);
    const bad = moved(migrateSession(old.flow, next, same, standing({ order: 'A-1' }), old.now));
    expect(bad.snapshot.context.vars).toEqual({ fresh: 'x' });
    expect(bad.lost).toEqual({ order: 'A-1' });
  });

  it('changes nothing for the customer, wherever a random conversation is moved to the same flow under other names', () => {
    fc.assert(
      fc.property(
        // The groups of a split go by the name of its step: under another name a customer may be in another group.
        randomFlow(false).filter(({ nodes }) => nodes.every(({ type }) => type !== 'split')),
        fc.array(randomAct, { maxLength: 12 }),
        fc.nat({ max: 12 }),
        (document, acts, cut) => {
          const flow = compileFlow(document);
          const other = compileFlow(renamed(document));
          const all = everyNode(document, (id) => `new-${id}`);
          const plainRun = play(flow, startFlow(flow, RANDOM_START), acts, undefined);
          const movedRun = play(flow, startFlow(flow, RANDOM_START), acts, (at, result, timers) => {
            if (at !== cut) return undefined;
            const migrated = migrateSession(flow, other, all, { snapshot: result.snapshot, timers }, RANDOM_START.at);
            if (!migrated.ok) {
              expect(migrated.reason).toBe('working');
              return undefined;
            }
            expect(placeOf(migrated.snapshot.value)[0]).not.toBe('');
            return { flow: other, migrated };
          });
          expect(JSON.stringify(movedRun).replaceAll('"new-', '"')).toBe(
            JSON.stringify(plainRun).replaceAll('"new-', '"'),
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  it('is undone by moving back', () => {
    fc.assert(
      fc.property(randomFlow(false), fc.array(randomAct, { maxLength: 8 }), (document, acts) => {
        const flow = compileFlow(document);
        const other = compileFlow(renamed(document));
        play(flow, startFlow(flow, RANDOM_START), acts, (_at, result, timers) => {
          const there = migrateSession(
            flow,
            other,
            everyNode(document, (id) => `new-${id}`),
            { snapshot: result.snapshot, timers },
            0,
          );
          if (!there.ok) return undefined;
          const back = moved(
            migrateSession(
              other,
              flow,
              everyNode(other.document, (id) => id.slice(4)),
              { snapshot: there.snapshot, timers: there.timers.set },
              0,
            ),
          );
          expect(back.snapshot).toEqual(result.snapshot);
          expect(back.timers.set).toEqual(timers.filter(({ id }) => there.timers.cancel.includes(id)));
          return undefined;
        });
      }),
      { numRuns: 60 },
    );
  });
});

type Act = typeof randomAct extends fc.Arbitrary<infer T> ? T : never;
type Move = { readonly flow: ReturnType<typeof compileFlow>; readonly migrated: Extract<Migrated, { ok: true }> };

/** Plays acts and gives back what was said and what was asked of the outside; `between` may move the session. */
function play(
  first: ReturnType<typeof compileFlow>,
  start: StepResult,
  acts: readonly Act[],
  between: ((at: number, result: StepResult, timers: readonly StandingTimer[]) => Move | undefined) | undefined,
): readonly unknown[] {
  let flow = first;
  let last = start;
  let asked: Effect | undefined;
  const timers = new Map<string, StandingTimer>();
  const told: unknown[] = [];
  const take = (result: StepResult, at: number): void => {
    for (const id of result.timers.cancel) timers.delete(id);
    for (const { id, event, delayMs } of result.timers.set) timers.set(id, { id, event, dueAt: at + delayMs });
    asked = result.effects.findLast(({ kind }) => timingOf(kind) !== 'commit') ?? asked;
    told.push([
      result.outcome,
      result.attention,
      result.effects.map(({ kind, request }) => [kind, kind === 'message.send' ? request : '']),
    ]);
    last = result;
  };
  take(start, RANDOM_START.at);
  acts.forEach((act, index) => {
    const move = between?.(index, last, [...timers.values()]);
    if (move !== undefined) {
      flow = move.flow;
      last = { ...last, snapshot: move.migrated.snapshot };
      for (const id of move.migrated.timers.cancel) timers.delete(id);
      for (const timer of move.migrated.timers.set) timers.set(timer.id, timer);
      // Built-in states keep their names.
      if (asked?.node.startsWith('_') === false) asked = { ...asked, node: `new-${asked.node}` };
    }
    const at = RANDOM_START.at + 1000 * (index + 1);
    const event = eventOf(act, at, asked, [...timers.values()][0]);
    if (event === undefined) return;
    if (event.type === 'timer.elapsed') timers.delete(event.timerId);
    take(stepFlow(flow, last.snapshot, event), at);
  });
  return told;
}

function eventOf(
  act: Act,
  at: number,
  asked: Effect | undefined,
  timer: StandingTimer | undefined,
): FlowEvent | undefined {
  if (act.type === 'timer.elapsed')
    return timer === undefined ? undefined : { type: act.type, at, timerId: timer.id, event: timer.event };
  if (act.type === 'effect.completed' || act.type === 'effect.failed') {
    if (asked === undefined) return undefined;
    const { node, visit, index } = asked;
    return { ...act, at, node, visit, index };
  }
  return { ...act, at, messageId: `m${String(at)}` } as FlowEvent;
}
