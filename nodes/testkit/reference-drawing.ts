// A drawing as the reference interpreter reads it: where each way out leads, found anew each time by walking the lines.
import { localize } from '#nodes/kit/localized.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';

/** Where a way out leads. `round`: the next round of this loop. `return`: back to this caller. */
export type Way = { readonly kind: 'node' | 'round' | 'return'; readonly node: string } | { readonly kind: 'rest' };

const ASKING = new Set(['askText', 'askChoice', 'askConfirm', 'askTyped', 'wait', 'start']);
const MAIN: Readonly<Record<string, string>> = {
  condition: 'then',
  switch: 'default',
  counter: 'within',
  loop: 'done',
  subflow: 'done',
  wait: 'due',
  askText: 'answered',
  askTyped: 'answered',
  askConfirm: 'yes',
  onKeyword: 'matched',
  catch: 'caught',
};
const NO_MAIN = new Set(['askChoice', 'split', 'jump', 'end', 'exit', 'resumeTopic']);

/** A flow and the flows it calls, by the id of the calling node. Ids inside a call begin with that of the caller. */
export class DrawnFlow {
  readonly timeZone: string;
  private readonly document: FlowDocument;
  private readonly calls = new Map<string, FlowDocument>();
  private readonly known = new Map<string, { readonly node: FlowNode; readonly call: string }>();

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
    if (this.node(id)?.type === 'loop' && port === 'body') return { kind: 'round', node: id };
    const [loop] = this.loopsAround(id);
    if (loop !== undefined) return { kind: 'round', node: loop };
    const call = this.callOf(id);
    return call === '' ? { kind: 'rest' } : { kind: 'return', node: call };
  }

  landing(from: string, target: string): { readonly node: string; readonly round: boolean } | undefined {
    const node = this.alive(target, 0);
    return node === undefined ? undefined : { node, round: this.isNextRound(from, node) };
  }

  /** The node whose error port takes what fails here. */
  mender(id: string): string | undefined {
    const { type } = this.node(id) ?? {};
    if ((type === 'jump' || type === 'subflow') && this.target(id, 'error') !== undefined) return id;
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
        if (catching === id || failure.node === id) return false;
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

  private callersMender(call: string): string | undefined {
    const outer = this.callOf(call);
    if (outer === '') return undefined;
    return this.target(outer, 'error') === undefined ? this.callersMender(outer) : outer;
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
    return this.node(loop)?.type === 'loop' && (from === loop || this.body(loop).has(from));
  }

  /** The loops whose bodies a node stands in, the innermost first. */
  private loopsAround(id: string): readonly string[] {
    const call = this.callOf(id);
    return [...this.known]
      .filter(([, { node, call: other }]) => node.type === 'loop' && node.disabled !== true && other === call)
      .map(([loop]) => ({ loop, body: this.body(loop) }))
      .filter(({ body }) => body.has(id))
      .sort((a, b) => a.body.size - b.body.size)
      .map(({ loop }) => loop);
  }

  /** The body of a loop: what can be reached through it and in no other way. */
  private body(loop: string): ReadonlySet<string> {
    const { document, bare, call } = this.at(loop);
    const follow = (starts: readonly string[], stop: boolean): ReadonlySet<string> => {
      const seen = new Set<string>();
      const visit = (id: string): void => {
        if (seen.has(id)) return;
        seen.add(id);
        if (stop && id === bare) return;
        for (const { from, to } of document.edges)
          if (from.node === id && (id !== bare || from.port !== 'body')) visit(to.node);
        const node = document.nodes.find((one) => one.id === id);
        if (node?.type === 'jump') visit(String(node.config['target']));
      };
      starts.forEach(visit);
      return seen;
    };
    const entries = document.nodes.filter(({ type }) => ['start', 'onKeyword', 'catch'].includes(type));
    const outside = follow(
      entries.map(({ id }) => id),
      false,
    );
    const begins = document.edges
      .filter(({ from }) => from.node === bare && from.port === 'body')
      .map(({ to }) => to.node);
    const inside = [...follow(begins, true)].filter((id) => id !== bare && !outside.has(id));
    return new Set(inside.map((id) => this.inside(call, id)));
  }
}
