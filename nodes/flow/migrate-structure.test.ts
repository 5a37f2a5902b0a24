// Moving sessions that stand in a parallel or in a loop: every place, count and open question goes along, under its new name.
import { describe, expect, it } from 'vitest';
import { drawFlow, talk, type Talk } from '#nodes/testkit/talk.ts';
import { compileFlow } from './compile.ts';
import type { FlowDocument } from './document.ts';
import { migrateSession, type Migrated, type StandingTimer } from './migrate.ts';
import { stepFlow } from './step.ts';

const HOUR = 3_600_000;

/** The timers of a test talk as rows. */
function rowsOf(talked: Talk): readonly StandingTimer[] {
  return talked.openTimers.map((id, index) => ({ id, event: id, dueAt: talked.now + (talked.dueIn[index] ?? 0) }));
}

function moved(result: Migrated): Extract<Migrated, { ok: true }> {
  if (!result.ok) throw new Error(`Stuck at ${result.node}: ${result.reason}`);
  return result;
}

describe('migrateSession', () => {
  describe('in a parallel', () => {
    const forked = (p: string, more: readonly string[] = []) =>
      drawFlow(
        {
          [`${p}both`]: ['parallel', { branches: ['a', 'b', ...more].map((id) => ({ id, label: id })) }],
          [`${p}call`]: ['http', { url: 'https://e.com' }],
          [`${p}bye`]: ['message', { text: '好了' }],
        },
        [`start.next -> ${p}both`, `${p}both.a -> ${p}call`, `${p}both.joined -> ${p}bye`],
      );
    const named = (p: string) =>
      new Map([['start', 'start'], ...['both', 'call', 'bye'].map((id) => [id, `${p}${id}`] as const)]);

    it('waits for the call of a branch, while the other branch is at its end already', () => {
      const old = talk(forked(''));
      expect(old.last.snapshot.value).toEqual({ both: { a: 'call', b: 'done' } });
      const standing = { snapshot: old.last.snapshot, timers: [] };
      const other = compileFlow(forked('new-'));
      expect(migrateSession(old.flow, other, named('new-'), standing, old.now)).toMatchObject({ reason: 'working' });
      const renamedCall = new Map([...named(''), ['call', 'new-call']]);
      const half = compileFlow(
        JSON.parse(JSON.stringify(forked('')).replaceAll('"call"', '"new-call"')) as FlowDocument,
      );
      expect(migrateSession(old.flow, half, renamedCall, standing, old.now)).toMatchObject({ reason: 'working' });
      const without = new Map([...named(''), ['call', null]]);
      expect(migrateSession(old.flow, old.flow, without, standing, old.now)).toMatchObject({ reason: 'unmapped' });
      const result = moved(migrateSession(old.flow, old.flow, named(''), standing, old.now));
      expect(result.snapshot).toEqual(old.last.snapshot);
    });

    it('stays where it is when the new version has a branch more, which nobody would begin', () => {
      const old = talk(forked(''));
      const more = compileFlow(forked('', ['c']));
      const standing = { snapshot: old.last.snapshot, timers: [] };
      expect(migrateSession(old.flow, more, named(''), standing, old.now)).toMatchObject({ reason: 'shape' });
    });

    it('keeps the deadlines of two branches apart that wait beside each other, also when their steps have new names', () => {
      const waits = (p: string) =>
        drawFlow(
          {
            both: ['parallel', {}],
            [`${p}short`]: ['wait', { durationMs: HOUR }],
            [`${p}long`]: ['wait', { durationMs: 3 * HOUR }],
          },
          ['start.next -> both', `both.a -> ${p}short`, `both.b -> ${p}long`],
        );
      const old = talk(waits('')).passes(HOUR / 2);
      const next = compileFlow(waits('new-'));
      const targets = new Map([
        ['both', 'both'],
        ['short', 'new-short'],
        ['long', 'new-long'],
      ]);
      const standing = { snapshot: old.last.snapshot, timers: rowsOf(old) };
      const result = moved(migrateSession(old.flow, next, targets, standing, old.now));
      expect(result.snapshot.value).toEqual({ both: { a: 'new-short', b: 'new-long' } });
      expect(result.timers.set.map(({ dueAt }) => dueAt - old.now)).toEqual([HOUR / 2, 2.5 * HOUR]);
    });
  });

  it('goes on in the same round of a loop, with the same counts and the same open question, under other names', () => {
    const rounds = (p: string) =>
      drawFlow(
        {
          [`${p}each`]: ['loop', { list: "['甲', '乙', '丙']", item: 'part' }],
          [`${p}ask`]: ['askText', { prompt: '{{ part }}?', variable: 'word' }],
          [`${p}few`]: ['counter', { limit: 1 }],
          [`${p}often`]: ['message', { text: '第二次了' }],
          [`${p}done`]: ['message', { text: '都问完了' }],
          [`${p}help`]: ['onKeyword', { words: ['帮助'] }],
          [`${p}which`]: ['askText', { prompt: '帮什么?' }],
        },
        [
          `start.next -> ${p}each`,
          `${p}each.body -> ${p}ask`,
          `${p}ask.answered -> ${p}few`,
          `${p}few.over -> ${p}often`,
          `${p}each.done -> ${p}done`,
          `${p}help.matched -> ${p}which`,
        ],
      );
    const play = (move: boolean): readonly (readonly string[])[] => {
      const old = talk(rounds('')).says('一').says('帮助');
      expect(old.texts).toEqual(['帮什么?']);
      const next = compileFlow(rounds('new-'));
      const all = new Map(rounds('').nodes.map(({ id }) => [id, id === 'start' ? id : `new-${id}`]));
      const result = moved(
        migrateSession(old.flow, next, all, { snapshot: old.last.snapshot, timers: rowsOf(old) }, old.now),
      );
      let { snapshot } = move ? result : old.last;
      return ['价格', '二', '三'].map((text, index) => {
        const event = { type: 'message.received', at: old.now, messageId: `m${String(index)}`, text } as const;
        const last = stepFlow(move ? next : old.flow, snapshot, event);
        snapshot = last.snapshot;
        return last.effects.map(({ request }) => (request as { text?: string }).text ?? '');
      });
    };
    expect(play(true)).toEqual(play(false));
    expect(play(true)).toEqual([
      ['好的，我们接着刚才的问题。', '乙?'],
      ['第二次了', '丙?'],
      ['第二次了', '都问完了'],
    ]);
  });
});
