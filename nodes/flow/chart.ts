// One step of an XState chart without an actor: the next snapshot and the actions to be looked at. XState's own `transition` builds and starts an actor each time.
import { createActor, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { DoneAction } from './collect-actions.ts';

type Scope = Parameters<AnyStateMachine['transition']>[2];

/** Machines are built once for a flow version; their scopes live as long. */
const scopes = new WeakMap<AnyStateMachine, Scope>();

/** Takes a transition. Pure: nothing is executed, and the snapshot given stays as it was. */
export function transitionChart(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: { readonly type: string },
): readonly [next: AnyMachineSnapshot, actions: readonly DoneAction[]] {
  const actions: DoneAction[] = [];
  const scope = scopeOf(machine);
  // Steps are synchronous, so the one scope of a machine is never in use twice.
  scope.actionExecutor = (action) => void actions.push(action as unknown as DoneAction);
  const next = machine.transition(before, event, scope);
  return [next, actions];
}

function scopeOf(machine: AnyStateMachine): Scope {
  const known = scopes.get(machine);
  if (known !== undefined) return known;
  const self = createActor(machine);
  const scope = {
    self,
    id: '',
    sessionId: '',
    system: self.system,
    defer: ignore,
    logger: ignore,
    stopChild: ignore,
    emit: ignore,
    actionExecutor: ignore,
  } as unknown as Scope;
  scopes.set(machine, scope);
  return scope;
}

function ignore(): void {
  // Compiled flows neither spawn nor emit.
}
