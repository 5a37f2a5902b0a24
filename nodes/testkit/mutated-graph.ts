// Drawings over the whole catalog, sound at first and then spoilt in a few places; the same seed gives the same drawing.
import { fits } from '#nodes/kit/check.ts';
import type { CallableFlow, ResolveCall } from '#nodes/flow/compose-flow.ts';
import { createFlowDocument, type FlowDocument, type FlowEdge, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { createSeeded, type Seeded } from './seeded.ts';
import { spoil } from './spoil.ts';

const TYPES = Object.keys(NODE_TYPES).filter((type) => type !== 'start');
/** Types whose fresh node has to be filled in before it can be played. */
const UNFINISHED = new Set(['onSchedule', 'onWebhook', 'link']);
const FINISHED = TYPES.filter((type) => !UNFINISHED.has(type));
/** The flows a drawing may call: itself, two that may call each other, one that does not exist. */
const CALLED = ['self', 'a', 'b', 'gone'] as const;
const WORDS = ['您好', '{{ x }}', '{{ order.items[0].name ?? "?" }}', 'https://e.com/a', '😀'];
const EXPRESSIONS = ['x', "'a'", '1 + 1', 'order', '[1, 2, 3]', "text(x ?? '') == '1'"];
const ODD_WORDS = ['{{ 1 / 0 }}', 'https://e.com/{{ x }}', 'now', '', '{{', '((a+)+)+$', '\\d{11}', '1 +', ')'];
const LABELLED = ['a', 'b', 'constructor'].map((id) => ({ id, label: { 'zh-CN': '甲', en: 'A' } }));
const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  options: LABELLED,
  buttons: LABELLED.map((option) => ({ ...option, value: '1', action: 'reply' })),
  cases: LABELLED.map((option) => ({ ...option, value: '1' })),
  branches: LABELLED,
  shares: LABELLED.map((option) => ({ ...option, weight: 1 })),
  intents: ['a', 'b'],
  words: ['价格', 'price', '人工'],
  assignments: [{ variable: 'x', value: '(x ?? 0) + 1' }],
};

/** A drawing and the flows it may call. `document` is whatever a file may hold. */
export interface MutatedGraph {
  readonly seed: number;
  readonly nodes: number;
  readonly document: unknown;
  readonly resolveCall: ResolveCall;
}

/** The drawing of a seed, with about this many nodes. */
export function mutatedGraph(seed: number, nodes: number): MutatedGraph {
  const random = createSeeded(seed);
  // Most are drawn with care, so that what is spoilt afterwards is what is wrong with them.
  const careful = random.chance(0.7);
  const document = drawn(random, nodes, careful);
  const others = { a: drawn(random, 2, careful), b: drawn(random, 2, careful) };
  // A fifth stays as it was drawn.
  const wounds = random.chance(0.2) ? 0 : 1 + random.below(6);
  const spoilt = wounds === 0 ? document : spoil(document, random, wounds);
  const callable = (flow: string, called: FlowDocument): CallableFlow => ({
    flow,
    version: 1,
    name: flow,
    document: called,
  });
  return {
    seed,
    nodes,
    document: spoilt,
    resolveCall: (flow, version) => {
      if (flow !== 'a' && flow !== 'b') return 'missing';
      return version > 1 ? 'version' : callable(flow, others[flow]);
    },
  };
}

function drawn(random: Seeded, count: number, careful: boolean): FlowDocument {
  const flow = createFlowDocument('random');
  const ids = Array.from({ length: count }, (_none, index) => `n${String(index)}`);
  const nodes: FlowNode[] = [...flow.nodes, ...ids.map((id) => nodeOf(id, random, ids, careful))];
  const edges: FlowEdge[] = [];
  nodes.forEach((node, index) => {
    for (const port of portsOf(node)) {
      if (random.chance(0.12)) continue;
      // Mostly onwards, as people draw; now and then anywhere.
      const onwards = nodes.slice(index + 1, index + 6).filter((next) => !careful || isTarget(next));
      const isOnwards = onwards.length > 0 && random.chance(careful ? 0.99 : 0.6);
      if (careful && onwards.length === 0) continue;
      const to = isOnwards
        ? (onwards[random.chance(0.8) ? 0 : random.below(onwards.length)]?.id ?? '')
        : random.pick(ids);
      edges.push({ id: `e${String(edges.length)}`, from: { node: node.id, port }, to: { node: to } });
    }
  });
  const variables: FlowDocument['variables'] = random.chance(0.3)
    ? [
        { name: 'x', type: 'number', scope: random.pick(['turn', 'session', 'customer']), initial: 1 },
        { name: 'order', type: 'object', scope: 'session' },
      ]
    : [];
  return { ...flow, nodes, edges, variables };
}

function nodeOf(id: string, random: Seeded, ids: readonly string[], careful: boolean): FlowNode {
  const type = random.pick(careful ? FINISHED : TYPES);
  const declared = NODE_TYPES[type];
  let config = (declared?.defaults ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(config)) {
    if (random.chance(0.4)) continue;
    config = { ...config, [name]: settingOf(name, value, random, careful) };
  }
  if (careful && declared !== undefined && !fits(declared.config, config)) config = declared.defaults;
  if (type === 'jump') config = { ...config, target: careful ? ids.at(-1) : random.pick(ids) };
  if (type === 'subflow') {
    const exits = random.chance(0.5) ? [] : LABELLED.slice(0, 2);
    const flow = careful && random.chance(0.8) ? 'a' : random.pick(CALLED);
    config = { ...config, call: { flow, name: '', version: random.below(2), exits }, topics: random.chance(0.5) };
  }
  return {
    id,
    type,
    version: declared?.version ?? 1,
    name: random.chance(0.8) ? '' : random.pick(WORDS),
    position: { x: random.below(5000), y: random.below(5000) },
    config,
    ...(random.chance(0.05) ? { disabled: true } : {}),
  };
}

/** Something else than the default; of a careful hand, something that can be read. */
function settingOf(name: string, value: unknown, random: Seeded, careful: boolean): unknown {
  const list = LISTS[name];
  if (list !== undefined && Array.isArray(value)) return list;
  if (typeof value === 'boolean') return random.chance(0.5);
  const isFree = typeof value === 'string' && (value === '' || value.includes(' '));
  if (!isFree && !(typeof value === 'object' && value !== null && 'en' in value)) return value;
  if (careful) return isFree ? random.pick(EXPRESSIONS) : `${random.pick(WORDS)} {{ ${random.pick(EXPRESSIONS)} }}`;
  return random.pick([...WORDS, ...EXPRESSIONS, ...ODD_WORDS]);
}

/** May a line lead there? */
function isTarget({ type }: FlowNode): boolean {
  const declared = NODE_TYPES[type];
  return declared?.compile !== undefined && declared.trigger === undefined;
}

function portsOf({ type, config }: FlowNode): readonly string[] {
  try {
    return NODE_TYPES[type]?.ports(config).map(({ id }) => id) ?? [];
  } catch {
    return ['next'];
  }
}
