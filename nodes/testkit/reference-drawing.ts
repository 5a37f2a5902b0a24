// A drawing as the reference interpreter reads it: where each way out leads, found anew each time by walking the lines.
import { localize } from '#nodes/kit/localized.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';

/** Where a way out leads. `round`: the next round of this loop. `return`: back to this caller. `done`: a branch of this parallel is over. */
export type Way =
  | { readonly kind: 'node' | 'round' | 'return'; readonly node: string }
  | { readonly kind: 'done'; readonly branch: string }
  | { readonly kind: 'rest' };

/** The way to a person of a flow that drew none. */
const BUILT_IN_HANDOFF: FlowNode = {
  id: '_person',
  type: 'handoff',
  version: 1,
  name: '',
  position: { x: 0, y: 0 },
  config: {
    waitText:
      '正在为您转接人工，{{ event.output.waiting > 0 ? "您前面还有 " + event.output.waiting + " 位" : "下一位就是您" }}，请稍候。',
    acceptedText: '人工客服已接入。',
    offlineText: '现在没有人工客服在线。您可以留下问题和联系方式，我们上班后联系您。',
    waitLimitMs: 600_000,
  },
};

/** The body of a loop or one branch of a parallel: what nothing but this way out leads to. */
interface Part {
  readonly owner: string;
  readonly port: string;
  readonly isBranch: boolean;
  readonly members: ReadonlySet<string>;
}

const ASKING = new Set(['askText', 'askChoice', 'askConfirm', 'askTyped', 'slotFill', 'wait', 'waitEvent', 'start']);
/** A person may be asked for anywhere, so a handoff is an entry too. */
const ENTRIES = ['start', 'onKeyword', 'catch', 'handoff'];
const MAIN: Readonly<Record<string, string>> = {
  condition: 'then',
  switch: 'default',
  counter: 'within',
  loop: 'done',
  subflow: 'done',
  wait: 'due',
  waitEvent: 'received',
  askText: 'answered',
  askTyped: 'answered',
  askConfirm: 'yes',
  onKeyword: 'matched',
  catch: 'caught',
  http: 'ok',
  script: 'ok',
  knowledgeAnswer: 'answered',
  availability: 'available',
  handoff: 'resolved',
  slotFill: 'complete',
  parallel: 'joined',
};
const NO_MAIN = new Set(['askChoice', 'split', 'jump', 'end', 'exit', 'resumeTopic']);

/** A flow and the flows it calls, by the id of the calling node. Ids inside a call begin with that of the caller. */
export class DrawnFlow {
  readonly timeZone: string;
  private readonly document: FlowDocument;
  private readonly calls = new Map<string, FlowDocument>();
  private readonly known = new Map<string, { readonly node: FlowNode; readonly call: string }>();
  private readonly parts = new Map<string, readonly Part[]>();

  constructor(document: FlowDocument, called: (flow: string) => FlowDocument | undefined) {
    this.document = document;
    this.timeZone = document.settings.timeZone;
    const read = (drawn: FlowDocument, call: string): void => {
      this.calls.set(call, drawn);
      for (const node of drawn.nodes) {
        const id = call === '' ? node.id : `${call}__${node.id}`;
        this.known.set(id, { node, call });
        const { flow } = (node.config['call'] ?? {}) as { readonly flow?: string };
        const inner = node.type !== 'subflow' || flow === undefined ? undefined : called(flow);
        if (inner !== undefined && node.disabled !== true) read(inner, id);
      }
    };
    read(document, '');
    this.known.set(BUILT_IN_HANDOFF.id, { node: BUILT_IN_HANDOFF, call: '' });
  }

  get fallback(): string {
    return localize(this.document.settings.fallback, 'zh-CN');
  }

  get apology(): string {
    return localize(this.document.settings.apology, 'zh-CN');
  }

  get start(): string | undefined {
    return this.startOf('');
  }

  startOf(call: string): string | undefined {
    const start = this.calls.get(call)?.nodes.find(({ type, disabled }) => type === 'start' && disabled !== true);
    return start === undefined ? undefined : this.inside(call, start.id);
  }

  node(id: string): FlowNode | undefined {
    return this.known.get(id)?.node;
  }

  /** The call a node belongs to; empty in the outermost flow. */
  callOf(id: string): string {
    return this.known.get(id)?.call ?? '';
  }

  caller(id: string): string {
    return this.callOf(id);
  }

  /** Where somebody comes who asks for a person: the first handoff of the outermost flow, or the one that every flow has. */
  get handoff(): string {
    const drawn = this.document.nodes.find(({ type, disabled }) => type === 'handoff' && disabled !== true);
    return drawn?.id ?? BUILT_IN_HANDOFF.id;
  }

  /** Does a node belong to this call, or to one that is made in it? */
  isInside(id: string, site: string): boolean {
    const call = this.callOf(id);
    return call === site || (call !== '' && this.isInside(call, site));
  }

  /** The branch of this parallel that a node belongs to. */
  branchOf(id: string, parallel: string): string | undefined {
    const part = this.partsOf(this.callOf(id)).find(({ owner, members }) => owner === parallel && members.has(id));
    return part?.port;
  }

  /** The id of a node that another node of the same drawing names. */
  full(from: string, named: string): string {
    return this.inside(this.callOf(from), named);
  }

  isAsking(id: string): boolean {
    return ASKING.has(this.node(id)?.type ?? '');
  }

  firstValues(call: string): Record<string, Json> {
    const variables = this.calls.get(call)?.variables ?? [];
    return Object.fromEntries(
      variables.flatMap(({ name, scope, initial }) =>
        scope === 'session' && initial !== undefined ? [[name, initial as Json]] : [],
      ),
    );
  }

  homeOf(call: string, name: string): 'turn' | 'session' | 'customer' {
    const scope = this.calls.get(call)?.variables.find((variable) => variable.name === name)?.scope ?? 'session';
    if (scope === 'flow') throw new Error(`The reference knows no variables of a whole flow, such as "${name}".`);
    return scope;
  }

  /** The node a line leads to; one that is switched off is passed through by its main way. */
  target(id: string, port: string): string | undefined {
    const { document, bare, call } = this.at(id);
    const edge = document.edges.find(({ from }) => from.node === bare && from.port === port);
    return edge === undefined ? undefined : this.alive(this.inside(call, edge.to.node), 0);
  }

  way(id: string, port: string): Way {
    const next = this.target(id, port);
    if (next !== undefined) return { kind: this.isNextRound(id, next) ? 'round' : 'node', node: next };
    const call = this.callOf(id);
    const parts = this.partsOf(call);
    const around = [...parts].sort((a, b) => a.members.size - b.members.size).find(({ members }) => members.has(id));
    const part = parts.find((one) => one.owner === id && one.port === port) ?? around;
    if (part?.isBranch === true) return { kind: 'done', branch: part.port };
    if (part !== undefined) return { kind: 'round', node: part.owner };
    return call === '' ? { kind: 'rest' } : { kind: 'return', node: call };
  }

  landing(from: string, target: string): { readonly node: string; readonly round: boolean } | undefined {
    const node = this.alive(target, 0);
    return node === undefined ? undefined : { node, round: this.isNextRound(from, node) };
  }

  /** The node whose error port takes what fails here. */
  mender(id: string): string | undefined {
    const { type } = this.node(id) ?? {};
    if (FAILING.has(type ?? '') && this.target(id, 'error') !== undefined) return id;
    return this.callersMender(id);
  }

  /** The caller, or a caller of it, whose error port takes what failed in the call. */
  callersMender(id: string): string | undefined {
    const call = this.callOf(id);
    if (call === '') return undefined;
    return this.target(call, 'error') === undefined ? this.callersMender(call) : call;
  }

  catcher(
    failure: { readonly node: string; readonly code: string },
    catching: string | undefined,
  ): { readonly node: string; readonly variable: string } | undefined {
    const catches = this.document.nodes.filter(({ type, disabled }) => type === 'catch' && disabled !== true);
    const chosen = catches.filter(({ config }) => config['scope'] === 'chosen');
    const found = [...chosen, ...catches.filter(({ config }) => config['scope'] !== 'chosen')].find(
      ({ id, config }) => {
        if (catching === id || failure.node === id || !isOfKind(failure.code, config['kind'])) return false;
        return config['scope'] !== 'chosen' || (config['nodes'] as readonly string[]).includes(failure.node);
      },
    );
    return found === undefined ? undefined : { node: found.id, variable: String(found.config['variable']) };
  }

  /** The trigger that hears a message: words that are in it, higher priority first. */
  keyword(text: string, isResting: boolean): { readonly node: string; readonly comesBack: boolean } | undefined {
    const heard = this.document.nodes
      .filter(({ type, disabled }) => type === 'onKeyword' && disabled !== true)
      .filter(({ config }) => (config['words'] as readonly string[]).some((word) => text.includes(word)))
      .sort((a, b) => Number(b.config['priority']) - Number(a.config['priority']));
    const [first] = heard;
    if (first === undefined || (!isResting && first.config['mayInterrupt'] !== true)) return undefined;
    return { node: first.id, comesBack: first.config['comesBack'] === true };
  }

  private inside(call: string, id: string): string {
    return call === '' ? id : `${call}__${id}`;
  }

  private at(id: string): { readonly document: FlowDocument; readonly bare: string; readonly call: string } {
    const call = this.callOf(id);
    return { document: this.calls.get(call) ?? this.document, bare: this.node(id)?.id ?? '', call };
  }

  private alive(id: string, depth: number): string | undefined {
    const node = this.node(id);
    if (node === undefined || depth > 100) return undefined;
    if (node.disabled !== true) return id;
    if (NO_MAIN.has(node.type)) return undefined;
    const { document, call } = this.at(id);
    const edge = document.edges.find(({ from }) => from.node === node.id && from.port === (MAIN[node.type] ?? 'next'));
    return edge === undefined ? undefined : this.alive(this.inside(call, edge.to.node), depth + 1);
  }

  private isNextRound(from: string, loop: string): boolean {
    if (this.node(loop)?.type !== 'loop') return false;
    return (
      from === loop || this.partsOf(this.callOf(loop)).some((part) => part.owner === loop && part.members.has(from))
    );
  }

  private partsOf(call: string): readonly Part[] {
    const known = this.parts.get(call);
    if (known !== undefined) return known;
    const found = (this.calls.get(call)?.nodes ?? [])
      .filter(({ type, disabled }) => (type === 'loop' || type === 'parallel') && disabled !== true)
      .flatMap(({ id, type, config }) => {
        const owner = this.inside(call, id);
        if (type === 'loop') return [{ owner, port: 'body', isBranch: false, members: this.members(owner, 'body') }];
        const branches = config['branches'] as readonly { readonly id: string }[];
        return branches.map((branch) => ({
          owner,
          port: branch.id,
          isBranch: true,
          members: this.members(owner, branch.id),
        }));
      });
    this.parts.set(call, found);
    return found;
  }

  private members(owner: string, port: string): ReadonlySet<string> {
    const { document, bare, call } = this.at(owner);
    const follow = (starts: readonly string[], stop: boolean): ReadonlySet<string> => {
      const seen = new Set<string>();
      const visit = (id: string): void => {
        if (seen.has(id)) return;
        seen.add(id);
        if (stop && id === bare) return;
        for (const { from, to } of document.edges)
          if (from.node === id && (id !== bare || from.port !== port)) visit(to.node);
        const node = document.nodes.find((one) => one.id === id);
        if (node?.type === 'jump') visit(String(node.config['target']));
      };
      starts.forEach(visit);
      return seen;
    };
    const entries = document.nodes.filter(({ type }) => ENTRIES.includes(type));
    const outside = follow(
      entries.map(({ id }) => id),
      false,
    );
    const begins = document.edges.filter(({ from }) => from.node === bare && from.port === port);
    const reached = follow(
      begins.map(({ to }) => to.node),
      true,
    );
    const inside = [...reached].filter((id) => id !== bare && !outside.has(id));
    return new Set(inside.map((id) => this.inside(call, id)));
  }
}

/** Node types with a way out for what fails in them. */
const FAILING = new Set(['jump', 'subflow', 'http', 'script', 'knowledgeAnswer']);

function isOfKind(code: string, kind: unknown): boolean {
  if (kind === 'outside') return /^(?:EGRESS|MODEL|MAIL|TOOL)_/u.test(code);
  return kind !== 'flow' || /^(?:EXPRESSION_|FLOW_RUNAWAY|INTERNAL)/u.test(code);
}
