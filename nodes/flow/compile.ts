// From document to machine: each node becomes one XState state; the result is plain JSON plus the tables `step` needs.
import { createMachine, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { CompileContext, NodeType } from '#nodes/kit/define-node.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { ActionJson, DelaySpec, StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import type { Port } from '#nodes/kit/ports.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import {
  BUILTIN,
  beginState,
  closedState,
  faultedState,
  idleState,
  personState,
  topicTransitions,
  type CatchRule,
} from './builtin-states.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { createImplementations, type FaultSink } from './implementations.ts';
import { withoutLinks } from './links.ts';
import { needsUnderstanding, sharesVariables } from './needs.ts';
import { createTriggers, type Triggers } from './triggers.ts';
import { frameOf } from './composed.ts';
import { placesOf, type Place } from './variable-places.ts';
import { createWays, type Ways } from './ways.ts';

/** Rounds of a cycle without a wait before XState gives up. */
const MAX_ITERATIONS = 500;
/** With loops: their rounds are bounded, each is a few iterations. */
const MAX_ITERATIONS_LOOPING = 5000;

/** The machine as plain JSON. */
export interface MachineConfig {
  readonly id: 'flow';
  readonly initial: string;
  readonly meta: { readonly delays: Readonly<Record<string, DelaySpec>> };
  readonly on: Readonly<Record<string, readonly TransitionJson[]>>;
  readonly states: Readonly<Record<string, StateJson>>;
  readonly options: { readonly maxIterations: number };
}

/** A flow version ready to be played. Build once, keep in a cache. */
export interface CompiledFlow {
  readonly document: FlowDocument;
  readonly config: MachineConfig;
  readonly machine: AnyStateMachine;
  readonly triggers: Triggers;
  /** The state a request for a person leads to. */
  readonly personNode: string;
  readonly needs: { readonly understanding: boolean; readonly shared: boolean };
  /** Restored snapshots by state, to graft contexts on. */
  readonly skeletons: Map<string, AnyMachineSnapshot>;
  /** Where guards and assignments leave the fault of the running step. */
  readonly faults: FaultSink;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** The start node. */
  readonly startNode: string | undefined;
  /** Does any node catch what fails elsewhere? */
  readonly catches: boolean;
  /** Nodes that go on without a word when they are taken up again. */
  readonly quiet: ReadonlySet<string>;
  /** The variables as a node sees them. */
  readonly placeOf: (node: string) => Place;
  /** Does any node wait for messages sent in a row? */
  readonly merges: boolean;
  /** Nodes whose failure has a way out, their own or their caller's. */
  readonly mended: ReadonlySet<string>;
}

/** Compiles a valid document. A document with unknown node types is refused with NODE_UNKNOWN; call `validateFlow` first for a list of problems. */
export function compileFlow(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>> = typesOf(document),
): CompiledFlow {
  const straight = withoutLinks(document);
  const { config, mended } = machineFrom(straight, types);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const faults: FaultSink = { fault: null };
  const machine = createMachine(
    parseConfig(config),
    createImplementations(document, config.meta.delays, faults) as never,
  );
  return {
    document,
    config,
    machine,
    triggers: createTriggers(document, types),
    personNode: personNodeOf(document),
    needs: { understanding: needsUnderstanding(document, types), shared: sharesVariables(document) },
    skeletons: new Map(),
    faults,
    nodes,
    startNode: document.nodes.find((node) => node.type === 'start' && node.disabled !== true)?.id,
    catches: document.nodes.some(
      (node) => node.disabled !== true && types[node.type]?.trigger?.(node.config).kind === 'failure',
    ),
    quiet: new Set(document.nodes.filter(({ type }) => type === 'wait' || type === 'waitEvent').map(({ id }) => id)),
    placeOf: placesOf(document),
    merges: document.nodes.some((node) => node.disabled !== true && Number(node.config['mergeBurstMs'] ?? 0) > 0),
    mended,
  };
}

/** The machine of a document as plain XState JSON. */
export function configFrom(
  document: FlowDocument,
  types: Readonly<Record<string, NodeType>> = typesOf(document),
): MachineConfig {
  return machineFrom(withoutLinks(document), types).config;
}

interface BuiltMachine {
  readonly config: MachineConfig;
  readonly mended: ReadonlySet<string>;
}

/** The last one built: a flow is compiled right after its circles were looked for, which takes the same machine. */
let last: ({ readonly document: FlowDocument; readonly types: object } & BuiltMachine) | undefined;

function machineFrom(document: FlowDocument, types: Readonly<Record<string, NodeType>>): BuiltMachine {
  if (last?.document !== document || last.types !== types) last = { document, types, ...buildMachine(document, types) };
  return last;
}

function buildMachine(document: FlowDocument, types: Readonly<Record<string, NodeType>>): BuiltMachine {
  const wiring = createWiring(document, types);
  const delays: Record<string, DelaySpec> = {};
  const states: Record<string, StateJson> = {};
  const on: Record<string, readonly TransitionJson[]> = {};
  const handoffs: string[] = [];
  const catches: CatchRule[] = [];
  const topics = hasTopics(document, types);
  if (topics) Object.assign(on, topicTransitions(document.settings));
  for (const node of document.nodes) {
    const type = types[node.type];
    if (type === undefined)
      throw new FlowError('NODE_UNKNOWN', `Node "${node.name || node.id}" has the unknown type "${node.type}".`, {
        node: node.id,
      });
    if (type.compile === undefined || node.disabled === true) continue;
    const context = contextFor(node.id, node.config, wiring, delays);
    states[node.id] = withEntry(node.id, type.compile(context));
    const trigger = type.trigger?.(node.config);
    if (trigger !== undefined && trigger.kind !== 'start' && trigger.kind !== 'failure')
      on[`trigger.${node.id}`] = [{ target: `#${node.id}`, ...opened(node, wiring.ways) }];
    if (type.ports(node.config).some(isErrorPort) && context.isWired('error'))
      on[`failed.${node.id}`] = [context.to('error')];
    else {
      const failure = wiring.ways.failure(node.id);
      if (failure !== undefined) on[`failed.${node.id}`] = [failure];
    }
    if (node.type === 'handoff') handoffs.push(node.id);
    if (trigger?.kind === 'failure') catches.push({ ...trigger, node: node.id });
    if (topics && (type.waits || node.type === 'start')) on[`resume.${node.id}`] = [resuming(node.id, states[node.id])];
  }
  for (const node of document.nodes) if (handoffs.includes(node.id)) keepPerson(states, node);
  const person = contextFor(BUILTIN.person, {}, wiring, delays);
  const start = document.nodes.find(
    (node) => node.type === 'start' && node.disabled !== true && frameOf(node) === undefined,
  );
  states[BUILTIN.begin] = beginState(start?.id);
  states[BUILTIN.idle] = idleState(document.settings, [...handoffs, BUILTIN.person]);
  states[BUILTIN.faulted] = faultedState(document.settings, [...handoffs, BUILTIN.person], chosenFirst(catches));
  states[BUILTIN.person] = withEntry(BUILTIN.person, personState(person));
  states[BUILTIN.closed] = closedState();
  on['person.requested'] = [{ target: `#${personNodeOf(document)}` }];
  on['session.expired'] = [{ target: `#${BUILTIN.closed}` }];
  on['flow.failed'] = [{ target: `#${BUILTIN.faulted}` }];
  on['flow.rested'] = [{ target: `#${BUILTIN.idle}` }];
  for (const event of PERSON_LEAVES)
    on[event] = [...handoffs, BUILTIN.person].flatMap((id) => leaving(states[id], id, event));
  const mended = new Set(Object.keys(on).flatMap((event) => (event.startsWith('failed.') ? [event.slice(7)] : [])));
  wiring.ways.nest(states, on);
  const loops = document.nodes.some(({ type }) => type === 'loop');
  const config: MachineConfig = {
    id: 'flow',
    initial: BUILTIN.begin,
    meta: { delays },
    on,
    states,
    options: { maxIterations: loops ? MAX_ITERATIONS_LOOPING : MAX_ITERATIONS },
  };
  return { config, mended };
}

/** The branch beside a person may run out in a called flow: the call is over only when the talk is. */
function keepPerson(states: Record<string, StateJson>, handoff: FlowNode): void {
  const caller = frameOf(handoff);
  const state = caller === undefined ? undefined : states[caller];
  const returned = state?.states?.['returned'];
  if (caller === undefined || state === undefined || returned === undefined) return;
  const back: TransitionJson = {
    guard: { type: 'personActive', params: { node: handoff.id } },
    target: `#${handoff.id}:talking`,
  };
  states[caller] = {
    ...state,
    states: { ...state.states, returned: { ...returned, always: [back, ...(returned.always ?? [])] } },
  };
}

/** A catch of chosen nodes comes before one of all. */
function chosenFirst(catches: readonly CatchRule[]): readonly CatchRule[] {
  return [...catches.filter(({ nodes }) => nodes !== undefined), ...catches.filter(({ nodes }) => nodes === undefined)];
}

/** Can anything cut into a question of this flow? Flows without such a trigger carry nothing of it. */
function hasTopics(document: FlowDocument, types: Readonly<Record<string, NodeType>>): boolean {
  return document.nodes.some(({ type, config, disabled }) => {
    if (disabled === true) return false;
    const trigger = types[type]?.trigger?.(config);
    if (trigger === undefined || trigger.kind === 'start' || trigger.kind === 'failure') return false;
    return trigger.mayInterrupt || trigger.kind === 'event';
  });
}

/** A node is asked again from its beginning, unless its state names another place in its meta (`resume`). */
function resuming(id: string, state: StateJson | undefined): TransitionJson {
  const place = state?.meta?.['resume'];
  return { target: typeof place === 'string' ? `#${id}.${place}` : `#${id}`, reenter: true };
}

/** What ends the talk with a person also ends the branch beside it. */
const PERSON_LEAVES = ['handoff.resolved', 'handoff.returned', 'handoff.abandoned'] as const;

function leaving(handoff: StateJson | undefined, node: string, event: string): readonly TransitionJson[] {
  const ways = handoff?.states?.['talking']?.on?.[event] ?? [];
  return ways.map((way) => ({ ...way, guard: { type: 'personActive', params: { node } } }));
}

function personNodeOf(document: FlowDocument): string {
  return (
    document.nodes.find((node) => node.type === 'handoff' && node.disabled !== true && frameOf(node) === undefined)
      ?.id ?? BUILTIN.person
  );
}

/** An option may be called "error" too. */
function isErrorPort(port: Port): boolean {
  return port.id === 'error' && port.role === 'problem';
}

function withEntry(id: string, state: StateJson): StateJson {
  const entry: readonly ActionJson[] = [
    { type: 'visit', params: { node: id } },
    { type: 'enter', params: { node: id } },
    ...(state.entry ?? []),
  ];
  const first = state.initial;
  const inner = first === undefined ? undefined : state.states?.[first];
  if (state.meta?.['returns'] !== true || first === undefined || inner === undefined) return { ...state, id, entry };
  // One comes back into such a state without visiting it anew.
  return {
    ...state,
    id,
    states: { ...state.states, [first]: { ...inner, entry: [...entry, ...(inner.entry ?? [])] } },
  };
}

/** A topic of a called flow may begin while nobody called it: it needs its variables. */
function opened(node: FlowNode, ways: Ways): Pick<TransitionJson, 'actions'> {
  const caller = frameOf(node);
  if (caller === undefined) return {};
  const initial = ways.callee(caller)?.initial ?? {};
  return { actions: [{ type: 'call', params: { node: caller, initial, inputs: [], keep: true } }] };
}

interface Wiring {
  readonly timeZone: string;
  readonly ways: Ways;
  target(node: string, port: string): string | undefined;
  state(node: string): string | undefined;
}

function createWiring(document: FlowDocument, types: Readonly<Record<string, NodeType>>): Wiring {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const edges = new Map(document.edges.map((edge) => [`${edge.from.node} ${edge.from.port}`, edge.to.node]));
  const passed = new Map<string, string | undefined>();
  /** A disabled node is passed through by its first main port; a circle of them leads nowhere. */
  const state = (id: string): string | undefined => {
    if (passed.has(id)) return passed.get(id);
    const node = nodes.get(id);
    const type = node === undefined ? undefined : types[node.type];
    if (node === undefined || type?.compile === undefined) return undefined;
    if (node.disabled !== true) return id;
    passed.set(id, undefined);
    const main = type.ports(node.config).find((port) => port.role === 'main');
    const next = main === undefined ? undefined : edges.get(`${id} ${main.id}`);
    const end = next === undefined ? undefined : state(next);
    passed.set(id, end);
    return end;
  };
  const target = (node: string, port: string) => {
    const next = edges.get(`${node} ${port}`);
    return next === undefined ? undefined : state(next);
  };
  return {
    timeZone: document.settings.timeZone,
    state,
    target,
    ways: createWays(document, types, { target }),
  };
}

function contextFor(
  id: string,
  config: unknown,
  wiring: Wiring,
  delays: Record<string, DelaySpec>,
): CompileContext<never> {
  const callee = wiring.ways.callee(id);
  return {
    id,
    config: config as never,
    timeZone: wiring.timeZone,
    isWired: (port) => wiring.target(id, port) !== undefined,
    to: (port, extra = {}) => {
      const { target, actions } = wiring.ways.out(id, port);
      return {
        ...extra,
        target,
        actions: [...(extra.actions ?? []), { type: 'leave', params: { node: id, port } }, ...actions],
        // A port that leads back to its own node starts the node anew.
        reenter: true,
      };
    },
    delay: (key, spec) => {
      const name = `${id}:${key}`;
      delays[name] = spec;
      return name;
    },
    inner: (state) => state,
    node: (other) => wiring.ways.jump(id, wiring.state(other)),
    returnTarget: wiring.ways.returnFrom(id),
    ...(callee === undefined ? {} : { callee }),
  };
}

/** XState's own config type is generic over its implementations; ours is checked by the vocabulary in kit/machine. */
function parseConfig(config: MachineConfig): Parameters<typeof createMachine>[0] {
  return { ...config, context: {} };
}
