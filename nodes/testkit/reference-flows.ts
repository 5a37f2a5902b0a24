// Random drawings of the node types that the reference interpreter knows: onwards mostly, back to questions now and then.
import { createFlowDocument, type FlowDocument, type FlowEdge, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import type { Seeded } from './seeded.ts';

type Config = Readonly<Record<string, unknown>>;

const VARIABLES = ['x', 'y', 't', 'c', 'part'];
const EXPRESSIONS = [
  '(x ?? 0) + 1',
  'x',
  'y',
  "text(x ?? '') == '1'",
  'turn.text',
  "visits['n1'] ?? 0",
  'customer.c',
  't',
  "'甲'",
  'part',
  'now - now',
  'x > 1 and y != null',
  "number('nothing') + 1",
];
const WORDS = [
  '您好',
  '{{ x }} 和 {{ y }}',
  '第 {{ x ?? 0 }} 次',
  '{{ part }}',
  '{{ turn.text }}',
  '',
  '{{ customer.c }}!',
];
const OPTIONS = [
  { id: 'a', label: '甲' },
  { id: 'b', label: '乙' },
];
/** Questions may be gone back to: the conversation waits there. */
const ASKS = ['askText', 'askChoice', 'askConfirm', 'askTyped', 'wait'];
const INSIDE = [
  ...ASKS,
  ...ASKS,
  'message',
  'message',
  'set',
  'set',
  'condition',
  'switch',
  'counter',
  'split',
  'jump',
  'loop',
  'loop',
  'tag',
];

/** A drawing and the flow it may call. */
export function drawnPair(random: Seeded): { readonly document: FlowDocument; readonly called: FlowDocument } {
  const called = draw(random, 2 + random.below(4), [...INSIDE, 'exit', 'exit']);
  const document = draw(random, 3 + random.below(9), [
    ...INSIDE,
    'end',
    'subflow',
    'subflow',
    'resumeTopic',
    'onKeyword',
    'onKeyword',
    'catch',
  ]);
  return { document, called };
}

function draw(random: Seeded, count: number, types: readonly string[]): FlowDocument {
  const flow = createFlowDocument('pair');
  const ids = Array.from({ length: count }, (_none, index) => `n${String(index)}`);
  const nodes: FlowNode[] = [
    ...flow.nodes,
    ...ids.map((id): FlowNode => {
      const type = random.pick(types);
      const declared = NODE_TYPES[type];
      const config = { ...declared?.defaults, ...settingsOf(type, random, ids) };
      const version = declared?.version ?? 1;
      const disabled = random.chance(0.05) ? { disabled: true } : {};
      return { id, type, version, name: '', position: { x: 0, y: 0 }, config, ...disabled };
    }),
  ];
  const isTarget = ({ type }: FlowNode) => NODE_TYPES[type]?.trigger === undefined;
  const back = nodes.filter(({ type, disabled }) => ASKS.includes(type) && disabled !== true);
  const edges: FlowEdge[] = [];
  nodes.forEach((node, index) => {
    for (const { id: port } of NODE_TYPES[node.type]?.ports(node.config) ?? []) {
      const onwards = nodes.slice(index + 1).filter(isTarget);
      const to =
        random.chance(0.12) && back.length > 0
          ? random.pick(back)
          : onwards[random.chance(0.6) ? 0 : random.below(Math.max(1, onwards.length))];
      if (to === undefined || random.chance(port === 'error' ? 0.5 : 0.12)) continue;
      edges.push({ id: `e${String(edges.length)}`, from: { node: node.id, port }, to: { node: to.id } });
    }
  });
  const variables: FlowDocument['variables'] = [
    { name: 'x', type: 'number', scope: 'session', initial: random.below(3) },
    { name: 't', type: 'text', scope: 'turn' },
    { name: 'c', type: 'text', scope: 'customer' },
  ];
  return { ...flow, nodes, edges, variables };
}

const assigned = (random: Seeded) => ({
  variable: random.pick([...VARIABLES, 'customer.c']),
  value: random.pick(EXPRESSIONS),
});

function asking(random: Seeded): Config {
  return {
    prompt: `问 ${random.pick(WORDS)}`,
    retry: `再问 ${random.pick(WORDS)}`,
    variable: random.pick(['', ...VARIABLES]),
    maxTries: 1 + random.below(3),
    interrupt: random.pick(['allow', 'allow', 'deny']),
    noReply: { enabled: random.chance(0.4), afterMs: (1 + random.below(40)) * 60_000, reminders: [] },
  };
}

function settingsOf(type: string, random: Seeded, ids: readonly string[]): Config {
  const expression = random.pick(EXPRESSIONS);
  switch (type) {
    case 'message':
      return { text: random.pick(WORDS), variants: random.chance(0.3) ? ['又来了 {{ x }}'] : [] };
    case 'askText':
      return { ...asking(random), pattern: random.chance(0.3) ? '\\d+' : '' };
    case 'askChoice':
      return { ...asking(random), options: OPTIONS, fuzzy: random.chance(0.5) };
    case 'askConfirm':
      return asking(random);
    case 'askTyped':
      return { ...asking(random), kind: 'number' };
    case 'set':
      return { assignments: Array.from({ length: 1 + random.below(2) }, () => assigned(random)) };
    case 'condition':
      return { expression };
    case 'switch':
      return { expression, cases: OPTIONS.map(({ id, label }, index) => ({ id, label, value: String(index + 1) })) };
    case 'counter':
      return {
        key: random.pick(['', 'x', 'turn.text']),
        limit: 1 + random.below(2),
        windowMs: random.pick([0, 120_000]),
      };
    case 'split':
      return {
        shares: [
          ['a', 1],
          ['b', random.below(3)],
        ].map(([id, weight]) => ({ id, label: id, weight })),
        by: 'session',
      };
    case 'jump':
      return {
        target: random.pick(ids),
        maxPerTurn: 1 + random.below(3),
        maxPerSession: random.pick([0, 0, 4]),
        clearStack: random.chance(0.3),
      };
    case 'loop':
      return {
        ...(random.chance(0.7)
          ? { mode: 'list', list: random.pick(['[1, 2, 3]', "['甲']", 'x', 'y']) }
          : { mode: 'while', while: '(x ?? 0) < 3' }),
        item: random.pick(['part', 'x', '']),
        index: random.pick(['', 'y']),
        maxRounds: 1 + random.below(3),
      };
    default:
      return rarer(type, random);
  }
}

function rarer(type: string, random: Seeded): Config {
  switch (type) {
    case 'tag':
      return { add: ['VIP'] };
    case 'wait':
      return { mode: 'duration', durationMs: (1 + random.below(60)) * 60_000, cancelOnMessage: random.chance(0.6) };
    case 'end':
      return { text: random.pick(['再见', '']) };
    case 'subflow':
      return {
        call: { flow: 'inner', name: '', version: 0, exits: OPTIONS.map(({ id, label }) => ({ id, label })) },
        inputs: [{ variable: random.pick(['x', 'y', 't']), value: random.pick(EXPRESSIONS) }],
        outputs: [
          { variable: random.pick(VARIABLES), value: random.pick(['event.output.back', 'event.output.back', 'x']) },
        ],
      };
    case 'exit':
      return {
        exit: random.pick(['a', 'b', 'done']),
        outputs: [{ variable: 'back', value: random.pick(EXPRESSIONS) }],
      };
    case 'resumeTopic':
      return { bridge: random.pick(['', '回到刚才']), giveUpMs: random.pick([60_000, 1_800_000]) };
    case 'onKeyword':
      return {
        words: [random.pick(['帮助', '价格', '重来'])],
        mayInterrupt: random.chance(0.8),
        comesBack: random.chance(0.7),
        priority: random.below(3),
      };
    case 'catch':
      return random.chance(0.6) ? { variable: '' } : { scope: 'chosen', nodes: ['n0', 'n1', 'n2'], variable: '' };
    default:
      return {};
  }
}
