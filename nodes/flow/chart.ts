// One step of an XState chart without an actor: the next snapshot and the actions to be looked at. XState's own `transition` builds and starts an actor each time.
import { createActor, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { DoneAction } from './collect-actions.ts';

type Scope = Parameters<AnyStateMachine['transition']>[2];

/** Machines are built once for a flow version; their scopes live as long. */
const scopes = new WeakMap<AnyStateMachine, Scope>();

/**
 * Takes a transition. Pure: nothing is executed, and the snapshot given stays as it was. The actions are added to `actions`, also when it
 * throws; `goesOn` is asked before each of them: what follows a fault is thrown away, and might go round for ever.
 */
export function transitionChart(
  machine: AnyStateMachine,
  before: AnyMachineSnapshot,
  event: { readonly type: string },
  actions: DoneAction[],
  goesOn: () => boolean,
): AnyMachineSnapshot {
  const scope = scopeOf(machine);
  // Steps are synchronous, so the one scope of a machine is never in use twice.
  scope.actionExecutor = (action) => {
    if (!goesOn()) throw new Error('The step stops at a fault.');
    actions.push(action as unknown as DoneAction);
  };
  return machine.transition(before, event, scope);
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
