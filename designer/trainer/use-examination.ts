// The live measurement: a moment after the last change the draft is judged again; the newest wish replaces the one before.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FlowDictionary } from '#nodes/flow/document.ts';
import { examine } from '../api/trainer.ts';
import { ApiProblem } from '../api/http.ts';
import type { Taught } from '../document/flow-commands.ts';
import type { Measured } from './findings.ts';

/** Where the measurement stands. `large`: it is made only when asked. `elsewhere`: the same person measures in another window. */
export interface Examination {
  readonly state: 'waiting' | 'measuring' | 'done' | 'large' | 'failed' | 'elsewhere';
  /** There is so much to learn from that it takes minutes. */
  readonly isLarge: boolean;
  /** The last measurement that came back; it may be of an earlier draft. */
  readonly measured: Measured | undefined;
  /** The share that was right in the measurement before. */
  readonly before: number | undefined;
  readonly error: unknown;
  measure(): void;
}

const PAUSE_MS = 700;
/** Examples times intents times rounds: about ten seconds of one core. More is measured when asked. */
const LIVE_EFFORT = 4_000_000;

interface Outcome {
  readonly of: Taught;
  readonly state: 'measuring' | 'done' | 'failed' | 'elsewhere';
  readonly error?: unknown;
}

/** Measures what is taught, as it changes. */
export function useExamination(
  flowId: string,
  taught: Taught,
  dictionaries: readonly FlowDictionary[] | undefined,
): Examination {
  const [measured, setMeasured] = useState<Measured>();
  const [before, setBefore] = useState<number>();
  const [outcome, setOutcome] = useState<Outcome>();
  const running = useRef<AbortController>(null);
  const last = useRef<Measured>(undefined);

  const measure = useCallback(() => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setOutcome({ of: taught, state: 'measuring' });
    const { intents, outOfScope } = taught;
    const body = {
      intents: [...intents],
      outOfScope: [...outOfScope],
      ...(dictionaries === undefined ? {} : { dictionaries: [...dictionaries] }),
    };
    examine(flowId, body, own.signal).then(
      (result) => {
        const former = last.current;
        if (former?.result.enough === true) setBefore(shareOf(former));
        last.current = { result, of: taught };
        setMeasured(last.current);
        setOutcome({ of: taught, state: 'done' });
      },
      (error: unknown) => {
        if (own.signal.aborted) return;
        // The same person measures in another window too: this one waits for the next change, or until it is asked.
        const replaced = error instanceof ApiProblem && error.code === 'STATE_CONFLICT';
        setOutcome({ of: taught, state: replaced ? 'elsewhere' : 'failed', error });
      },
    );
  }, [flowId, taught, dictionaries]);

  const isLarge = effortOf(taught) > LIVE_EFFORT;
  useEffect(() => {
    if (isLarge || taught.intents.length === 0) return undefined;
    const timer = setTimeout(measure, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isLarge, taught, measure]);
  useEffect(() => () => running.current?.abort(), []);

  const own = outcome?.of === taught ? outcome : undefined;
  const state = own?.state ?? (isLarge ? 'large' : 'waiting');
  return { state, isLarge, measured, before, error: own?.error, measure };
}

/** The share of judged sentences that were right. */
export function shareOf({ result }: Measured): number {
  return result.judged === 0 ? 0 : result.right / result.judged;
}

function effortOf({ intents }: Taught): number {
  const examples = intents.reduce((sum, intent) => sum + intent.examples.length, 0);
  const rounds = examples < 500 ? 8 : examples < 2_000 ? 5 : 3;
  return examples * intents.length * rounds;
}
