// What the running step failed at: told by `step` for a fault of the flow, by the result of an effect otherwise.
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import type { MachineEvent } from './route-event.ts';
import type { FlowFault } from './step-result.ts';

/** The failure an event stands for; undefined when nothing failed. An answer such as 500 that no way was drawn for is one too. */
export function failureOf(event: MachineEvent): FlowFault | undefined {
  if (isFlowFailed(event)) return event.fault;
  if (isFailed(event)) return { ...event.error, node: event.node };
  return isCompleted(event) ? refusalOf(event) : undefined;
}

function refusalOf({ node, output }: Completed): FlowFault | undefined {
  if (!isJsonObject(output)) return undefined;
  const { status, isError } = output;
  if (typeof status === 'number' && status >= 400)
    return { code: 'EGRESS_FAILED', message: `The other system answered ${String(status)}.`, node };
  return isError === true ? { code: 'TOOL_FAILED', message: 'The tool said that it failed.', node } : undefined;
}

type Completed = MachineEvent & { readonly node: string; readonly output: Json };
type Failed = MachineEvent & {
  readonly node: string;
  readonly error: { readonly code: string; readonly message: string };
};

function isFlowFailed(event: MachineEvent): event is MachineEvent & { readonly fault?: FlowFault } {
  return event.type === 'flow.failed';
}

function isFailed(event: MachineEvent): event is Failed {
  return event.type === 'effect.failed';
}

function isCompleted(event: MachineEvent): event is Completed {
  return event.type === 'effect.completed';
}
