// An action of the chart that changes the context and nothing else.
import type { AnyMachineSnapshot } from 'xstate';

/** What XState hands to an action. */
interface Given<Context, Event> {
  readonly context: Context;
  readonly event: Event;
}

/** How XState 5.33 resolves an action of its own kind: the next snapshot, the params for execution, further actions. */
type Resolve<Context, Event, Params> = (
  scope: unknown,
  snapshot: AnyMachineSnapshot,
  given: Given<Context, Event>,
  params: Params,
) => readonly [next: AnyMachineSnapshot, params: undefined, actions: undefined];

/** The action as XState takes it: `resolve` is called, the function itself never is. */
export interface ContextChange<Context, Event, Params> {
  (): void;
  readonly type: string;
  readonly resolve: Resolve<Context, Event, Params>;
}

/**
 * Like XState's `assign`, for charts that spawn nothing: the new context is grafted onto the snapshot. `assign` reckons the state value and the
 * tags anew each time although neither can have changed, and a node is left and entered with several changes.
 */
export function changeContext<Context extends object, Event, Params>(
  apply: (given: Given<Context, Event>, params: Params) => Partial<Context>,
): ContextChange<Context, Event, Params> {
  const resolve: Resolve<Context, Event, Params> = (_scope, snapshot, given, params) => [
    { ...snapshot, context: { ...given.context, ...apply(given, params) } } as AnyMachineSnapshot,
    undefined,
    undefined,
  ];
  return Object.assign(() => undefined, { type: 'xstate.assign', resolve });
}
