// Where a way out of a node leads: along its line, into the next round of a loop, to the end of a branch, or back to the caller.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { NodeType } from '#nodes/kit/define-node.ts';
import type { ActionJson, StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import type { Json } from '#nodes/kit/json.ts';
import { BUILTIN } from './builtin-states.ts';
import { framesByNode, framesOf, type Frame } from './composed.ts';
import type { FlowDocument } from './document.ts';
import { nextRoundOf, structureOf } from './structure.ts';

/** The lines of a document, as the compiler follows them. */
export interface Lines {
  target(node: string, port: string): string | undefined;
}

/** What the structure of a flow adds to its lines. */
export interface Ways {
  /** The state a way out leads to, and what is noted on the way besides leaving by it. */
  out(node: string, port: string): { readonly target: string; readonly actions: readonly ActionJson[] };
  /** The state a jump leads to; the resting state when there is none. */
  jump(from: string, to: string | undefined): string;
  /** Where a failure goes that has no way out of its own: to the nearest caller that has one. */
  failure(node: string): TransitionJson | undefined;
  /** The state behind a called flow. */
  returnFrom(node: string): string;
  callee(node: string): { readonly target: string; readonly initial: JsonObject } | undefined;
  /** Puts the states of branches into the regions of their parallels, with the transitions that must not leave them. */
  nest(states: Record<string, StateJson>, on: Record<string, readonly TransitionJson[]>): void;
}

/** The state in which a caller takes over again. */
export function returnStateOf(caller: string): string {
  return `${caller}:returned`;
}

/** Reads the structure of a document once. */
export function createWays(document: FlowDocument, types: Readonly<Record<string, NodeType>>, lines: Lines): Ways {
  const structure = structureOf(document, types);
  const frames = framesOf(document);
  const frameBy = framesByNode(document);

  /** The state an open end leads to. */
  const rest = (node: string, port: string): string => {
    const own = structure.parts.find((part) => part.owner === node && part.port === port);
    if (own !== undefined) return own.end;
    const frame = frameBy.get(node);
    const part = structure.around(node).find((candidate) => candidate.members.has(node));
    if (part !== undefined) return part.end;
    return frame === undefined ? BUILTIN.idle : returnStateOf(frame);
  };

  const failure = (node: string): TransitionJson | undefined => {
    const caller = frameBy.get(node);
    if (caller === undefined) return undefined;
    if (lines.target(caller, 'error') === undefined) return failure(caller);
    const { target, actions } = out(caller, 'error');
    return { target, actions: [...actions, { type: 'leave', params: { node: caller, port: 'error' } }], reenter: true };
  };

  const out = (node: string, port: string): { readonly target: string; readonly actions: readonly ActionJson[] } => {
    const next = lines.target(node, port);
    if (next !== undefined) {
      return { target: `#${structure.isNextRound(node, next) ? nextRoundOf(next) : next}`, actions: [] };
    }
    if (port !== 'error') return { target: `#${rest(node, port)}`, actions: [] };
    // A failure nobody drew a way for is not passed over in silence.
    const passed = failure(node);
    return passed?.target === undefined
      ? { target: `#${BUILTIN.faulted}`, actions: [] }
      : { target: passed.target, actions: passed.actions ?? [] };
  };

  return {
    out,
    failure,
    jump: (from, to) => `#${to === undefined ? BUILTIN.idle : structure.isNextRound(from, to) ? nextRoundOf(to) : to}`,
    returnFrom: (node) => {
      const caller = frameBy.get(node);
      return `#${caller === undefined ? BUILTIN.idle : returnStateOf(caller)}`;
    },
    callee: (node) => calleeOf(frames, node),
    nest(states, on) {
      // Inner parallels first, so that a region is whole before it is moved.
      const branches = structure.parts.filter(({ kind }) => kind === 'branch');
      branches.sort((a, b) => a.members.size - b.members.size);
      const inBranch = new Map<string, string[]>();
      for (const { id } of branches.length === 0 ? [] : document.nodes) {
        const first = structure.around(id).find(({ kind }) => kind === 'branch');
        if (first === undefined) continue;
        const key = `${first.owner} ${first.port}`;
        inBranch.set(key, [...(inBranch.get(key) ?? []), id]);
      }
      for (const { owner, port } of branches) {
        const parallel = states[owner];
        const region = parallel?.states?.[port];
        if (parallel === undefined || region === undefined) continue;
        const inside: Record<string, StateJson> = { ...region.states };
        const heard: Record<string, readonly TransitionJson[]> = { ...region.on };
        for (const id of inBranch.get(`${owner} ${port}`) ?? []) {
          const state = states[id];
          // An end stays outside: there it ends the conversation, inside it would end its branch.
          if (state === undefined || state.type === 'final') continue;
          inside[id] = state;
          Reflect.deleteProperty(states, id);
          const failed = `failed.${id}`;
          const mended = on[failed];
          if (mended === undefined) continue;
          // Without `reenter`: it would begin the other branches anew, and do again what they did.
          heard[failed] = mended.map(({ reenter: _reenter, ...way }) => way);
          Reflect.deleteProperty(on, failed);
        }
        states[owner] = {
          ...parallel,
          states: {
            ...parallel.states,
            [port]: { ...region, states: inside, ...(Object.keys(heard).length === 0 ? {} : { on: heard }) },
          },
        };
      }
    },
  };
}

function calleeOf(frames: Readonly<Record<string, Frame>>, node: string) {
  const frame = Object.hasOwn(frames, node) ? frames[node] : undefined;
  if (frame?.entry === null || frame === undefined) return undefined;
  const initial: Record<string, Json> = {};
  for (const { name, scope, initial: value } of frame.variables)
    if (scope === 'session' && value !== undefined) initial[name] = value as Json;
  return { target: `#${frame.entry}`, initial };
}
