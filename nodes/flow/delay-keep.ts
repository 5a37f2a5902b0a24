// What becomes of a running timer after a restart or in another version: the node says so with its delay.
import type { DelayKeep } from '#nodes/kit/machine.ts';
import type { CompiledFlow } from './compile.ts';

const PREFIX = 'xstate.after.';
const DEADLINE: DelayKeep = { restart: 'deadline', migrate: 'deadline' };

/** Finds it by the chart's event for the delay, `xstate.after.<delay>.<state>`. Names of delays hold no `.`. */
export function keepOf({ config }: Pick<CompiledFlow, 'config'>, event: string): DelayKeep {
  if (!event.startsWith(PREFIX)) return DEADLINE;
  const end = event.indexOf('.', PREFIX.length);
  const name = event.slice(PREFIX.length, end === -1 ? undefined : end);
  const { delays } = config.meta;
  return (Object.hasOwn(delays, name) ? delays[name]?.keep : undefined) ?? DEADLINE;
}
