// Properties of the language core over random drawings and random conversations.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfitsOf } from '#nodes/kit/check.ts';
import type { Effect } from '#nodes/kit/effects.ts';
import { timingOf } from '#nodes/kit/effects.ts';
import { MessageBodySchema } from '#nodes/kit/messages.ts';
import { randomAct, randomFlow } from '#nodes/testkit/random-flow.ts';
import { RANDOM_START } from '#nodes/testkit/random-start.ts';
import { compileFlow, type CompiledFlow } from './compile.ts';
import type { FlowEvent } from './events.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import { startFlow, stepFlow } from './step.ts';
import type { StepResult, TimerToSet } from './step-result.ts';
import { upgradeFlow } from './upgrade.ts';
import { validateFlow } from './validate.ts';

type Act = typeof randomAct extends fc.Arbitrary<infer T> ? T : never;

/** Plays acts; results go to the latest asked effect, elapsed timers to an open one. `relay` is applied to each snapshot. */
function play(flow: CompiledFlow, acts: readonly Act[], relay: (result: StepResult) => StepResult) {
  const events: FlowEvent[] = [];
  const timers = new Map<string, TimerToSet>();
  let asked: Effect | undefined;
  const results: StepResult[] = [];
  const take = (result: StepResult) => {
    for (const id of result.timers.cancel) timers.delete(id);
    for (const timer of result.timers.set) timers.set(timer.id, timer);
    asked = result.effects.findLast(({ kind }) => timingOf(kind) !== 'commit') ?? asked;
    results.push(result);
    return relay(result);
  };
  let last = take(startFlow(flow, RANDOM_START));
  acts.forEach((act, index) => {
    const event = eventOf(act, RANDOM_START.at + 1000 * (index + 1), asked, [...timers.values()][0]);
    if (event === undefined) return;
    if (event.type === 'timer.elapsed') timers.delete(event.timerId);
    events.push(event);
    last = take(stepFlow(flow, last.snapshot, event));
  });
  return { events, results, last };
}

function eventOf(
  act: Act,
  at: number,
  asked: Effect | undefined,
  timer: TimerToSet | undefined,
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

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('random drawings', () => {
  it('are read and checked without a crash, whatever is wrong with them', () => {
    fc.assert(
      fc.property(randomFlow(true), (document) => {
        const read = upgradeFlow(plain(document));
        if (!read.ok) return;
        for (const { message, fix } of validateFlow(read.document)) {
          expect(message.en === '' || message['zh-CN'] === '' || fix.en === '' || fix['zh-CN'] === '').toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('that pass the checks compile; the same each time', () => {
    fc.assert(
      fc.property(randomFlow(true), (document) => {
        const hasUnsound = validateFlow(document).some(
          ({ code }) => code === 'CONFIG_INVALID' || code.startsWith('NODE_'),
        );
        try {
          const { config } = compileFlow(document);
          expect(JSON.stringify(compileFlow(plain(document)).config)).toBe(JSON.stringify(config));
        } catch (error) {
          if (!hasUnsound) throw error;
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('of unknown types are refused with the code', () => {
    fc.assert(
      fc.property(randomFlow(false), (document) => {
        const odd = { ...document, nodes: document.nodes.map((node) => ({ ...node, type: `x-${node.type}` })) };
        expect(() => compileFlow(odd)).toThrow(FlowError);
      }),
      { numRuns: 20 },
    );
  });
});

describe('random conversations over random flows', () => {
  const setting = fc.tuple(randomFlow(false), fc.array(randomAct, { maxLength: 15 }));

  it('never throw, and every message fits its schema', () => {
    fc.assert(
      fc.property(setting, ([document, acts]) => {
        for (const { effects } of play(compileFlow(document), acts, (result) => result).results)
          for (const effect of effects)
            if (effect.kind === 'message.send') expect(misfitsOf(MessageBodySchema, effect.request)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('go on identically from a snapshot that was stored as JSON, on a machine built anew', () => {
    fc.assert(
      fc.property(setting, ([document, acts]) => {
        const kept = play(compileFlow(document), acts, (result) => result);
        const stored = play(compileFlow(plain(document)), acts, plain);
        expect(JSON.stringify(stored.results)).toBe(JSON.stringify(kept.results));
      }),
      { numRuns: 100 },
    );
  });

  it('replay to the same snapshot byte for byte, and change nothing they were given', () => {
    fc.assert(
      fc.property(setting, ([document, acts]) => {
        const flow = compileFlow(document);
        const { events, last } = play(flow, acts, (result) => {
          deepFreeze(result.snapshot);
          return result;
        });
        let again = startFlow(flow, RANDOM_START);
        for (const event of plain(events)) again = stepFlow(flow, again.snapshot, event);
        expect(JSON.stringify(again.snapshot)).toBe(JSON.stringify(last.snapshot));
      }),
      { numRuns: 100 },
    );
  });

  it('leave the bot silent whenever a person has the conversation', () => {
    fc.assert(
      fc.property(setting, ([document, acts]) => {
        const flow = compileFlow(document);
        const { events, results } = play(flow, acts, (result) => result);
        events.forEach((event, index) => {
          const before = results[index];
          const value: unknown = before?.snapshot.value;
          const isTalking = typeof value === 'object' && value !== null && Object.values(value).includes('talking');
          const isCustomer = ['message.received', 'choice.selected', 'form.submitted', 'person.requested'].includes(
            event.type,
          );
          if (isTalking && isCustomer) expect(results[index + 1]?.effects).toEqual([]);
        });
      }),
      { numRuns: 100 },
    );
  });
});

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
}
