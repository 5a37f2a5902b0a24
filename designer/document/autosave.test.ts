// Autosave: one save for a burst, nothing overwritten, nothing lost.
import { describe, expect, it } from 'vitest';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { createAutosave, type Autosave, type SaveOutcome, type Timer } from './autosave.ts';
import { createMemoryDraftKeeper, type DraftKeeper } from './draft-keeper.ts';

interface Rig {
  readonly autosave: Autosave;
  readonly saved: { revision: number; name: string }[];
  readonly keeper: DraftKeeper;
  answer: SaveOutcome | null;
  elapse(ms: number): Promise<void>;
}

function makeRig(): Rig {
  const timers: { due: number; act: () => void }[] = [];
  let at = 0;
  const timer: Timer = (act, delayMs) => {
    const entry = { due: at + delayMs, act };
    timers.push(entry);
    return () => {
      const index = timers.indexOf(entry);
      if (index >= 0) timers.splice(index, 1);
    };
  };
  const saved: { revision: number; name: string }[] = [];
  const keeper = createMemoryDraftKeeper();
  const rig: Rig = {
    saved,
    keeper,
    answer: null,
    autosave: createAutosave({
      flowId: 'f',
      revision: 1,
      keeper,
      timer,
      now: () => '2026-11-22T12:00:00.000Z',
      save: (revision, document) => {
        saved.push({ revision, name: document.name });
        return Promise.resolve(rig.answer ?? { kind: 'saved', revision: revision + 1, savedAt: `at-${saved.length}` });
      },
    }),
    async elapse(ms) {
      const until = at + ms;
      for (;;) {
        const next = timers.filter((entry) => entry.due <= until).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        at = next.due;
        timers.splice(timers.indexOf(next), 1);
        next.act();
        await settle();
      }
      at = until;
    },
  };
  return rig;
}

const named = (name: string): FlowDocument => createFlowDocument(name);
const settle = async (): Promise<void> => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};

describe('autosave', () => {
  it('saves a burst once, with its last state', async () => {
    const rig = makeRig();
    for (const name of ['a', 'ab', 'abc']) {
      rig.autosave.changed(named(name));
      await rig.elapse(100);
    }
    expect(rig.autosave.getState()).toEqual({ kind: 'saving' });
    await rig.elapse(500);
    expect(rig.saved).toEqual([{ revision: 1, name: 'abc' }]);
    expect(rig.autosave.getState()).toEqual({ kind: 'saved', at: 'at-1' });
  });

  it('does not let endless typing put the save off beyond a second', async () => {
    const rig = makeRig();
    for (let key = 0; key < 11; key += 1) {
      rig.autosave.changed(named(`t${key}`));
      await rig.elapse(100);
    }
    expect(rig.saved.length).toBeGreaterThanOrEqual(1);
  });

  it('goes on from the revision the server gave', async () => {
    const rig = makeRig();
    rig.autosave.changed(named('one'));
    await rig.elapse(600);
    rig.autosave.changed(named('two'));
    await rig.elapse(600);
    expect(rig.saved.map((entry) => entry.revision)).toEqual([1, 2]);
  });

  it('keeps changes on the device while offline, counts them and sends them later', async () => {
    const rig = makeRig();
    rig.answer = { kind: 'unreachable' };
    rig.autosave.changed(named('one'));
    await rig.elapse(600);
    rig.autosave.changed(named('two'));
    rig.autosave.changed(named('three'));
    expect(rig.autosave.getState()).toEqual({ kind: 'offline', changes: 3 });
    await settle();
    expect((await rig.keeper.read('f'))?.document.name).toBe('three');
    rig.answer = null;
    await rig.elapse(5000);
    expect(rig.saved.at(-1)).toEqual({ revision: 1, name: 'three' });
    expect(rig.autosave.getState().kind).toBe('saved');
    expect(await rig.keeper.read('f')).toBeNull();
  });

  it('stops at a conflict: nothing more is sent, the work stays on the device', async () => {
    const rig = makeRig();
    rig.answer = { kind: 'conflict', revision: 7, by: '李娜', at: '2026-11-22T11:59:00.000Z' };
    rig.autosave.changed(named('mine'));
    await rig.elapse(600);
    rig.answer = null;
    rig.autosave.changed(named('mine more'));
    await rig.elapse(10_000);
    expect(rig.saved).toHaveLength(1);
    expect(rig.autosave.getState()).toMatchObject({ kind: 'conflict', by: '李娜', revision: 7 });
    expect((await rig.keeper.read('f'))?.document.name).toBe('mine');
    rig.autosave.accept(7);
    rig.autosave.changed(named('theirs plus'));
    await rig.elapse(600);
    expect(rig.saved.at(-1)).toEqual({ revision: 7, name: 'theirs plus' });
  });

  it('flushes at once when asked', async () => {
    const rig = makeRig();
    rig.autosave.changed(named('now'));
    expect(await rig.autosave.flush()).toEqual({ kind: 'saved', at: 'at-1' });
    expect(rig.saved).toHaveLength(1);
    expect(rig.autosave.hasUnsent()).toBe(false);
  });
});
