// Puts a stored state back into the chart.
import type { AnyMachineSnapshot } from 'xstate';
import type { Json } from '#nodes/kit/json.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext } from './context.ts';

/** Skeletons kept per flow; a flow rests in few of its states. */
const SKELETONS_KEPT = 2000;

/** Restoring walks the whole flow, so one skeleton per state value is kept and only the context is grafted on. */
export function restoreSnapshot(flow: CompiledFlow, value: Json, context: FlowContext): AnyMachineSnapshot {
  const key = typeof value === 'string' ? value : JSON.stringify(value);
  let skeleton = flow.skeletons.get(key);
  if (skeleton === undefined) {
    skeleton = flow.machine.restoreSnapshot(
      { status: 'active', value, context: {}, historyValue: {}, children: {} } as never,
      {} as never,
    );
    if (flow.skeletons.size >= SKELETONS_KEPT) flow.skeletons.clear();
    flow.skeletons.set(key, skeleton);
  }
  return { ...skeleton, context } as AnyMachineSnapshot;
}
