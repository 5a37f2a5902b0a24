// Runs work that is cut into slices: to its end at once (in a worker), or with pauses that let the event loop breathe.
import { setImmediate } from 'node:timers/promises';

/** Longest time the event loop is held. */
const SLICE_MS = 8;

/** Runs to the end without a pause. */
export function runToEnd<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Runs with pauses; `signal` stops it between slices. */
export async function runInSlices<Result>(work: Generator<void, Result>, signal?: AbortSignal): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
    await setImmediate();
  }
}
