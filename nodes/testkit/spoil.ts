// What can be wrong with a drawing: parts missing, doubled or renamed, foreign values, circles, newer releases, masses of text.
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { Seeded } from './seeded.ts';

/** A document that may be changed anywhere. */
type Loose = Record<string, unknown> & { nodes: unknown[]; edges: unknown[] };
type Wound = (document: Loose, random: Seeded) => void;

const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '_idle',
  '_person',
  'a.b',
  'a:b',
  '',
  'n0',
  '#n1',
];
const DEEP = 1500;

/** The document with so many wounds. The one given stays as it was. */
export function spoil(document: FlowDocument, random: Seeded, wounds: number): unknown {
  const loose = structuredClone(document) as unknown as Loose;
  for (let count = 0; count < wounds; count++) {
    const dice = random.next();
    if (dice < 0.4) change(loose.nodes, random, random.pick(NODE_CHANGES));
    else if (dice < 0.65) change(loose.edges, random, random.pick(EDGE_CHANGES));
    else if (dice < 0.9) rearrange(random.pick([loose.nodes, loose.edges]), random);
    else random.pick(WOUNDS)(loose, random);
  }
  return loose;
}

type Change = (item: Item, random: Seeded) => unknown;
type Item = Readonly<Record<string, unknown>>;

const NODE_CHANGES: readonly Change[] = [
  (node, random) => ({ ...node, id: random.chance(0.5) ? 'n0' : random.pick(ODD_NAMES) }),
  (node, random) => ({ ...node, type: random.pick([...ODD_NAMES, 'teleport']) }),
  (node, random) => ({ ...node, version: random.pick([0, -1, 2, 99, 1e9, 1.5, Number.NaN]) }),
  (node, random) => ({ ...node, parent: random.pick(['n0', 'n1', 'n2', ...ODD_NAMES]) }),
  (node) => ({ ...node, disabled: true }),
  (node, random) => ({ ...node, [random.pick(ODD_NAMES)]: foreign(random) }),
  ...Array.from<undefined, Change>({ length: 6 }, () => (node, random) => ({
    ...node,
    config: spoilt(node['config'], random),
  })),
];

const EDGE_CHANGES: readonly Change[] = [
  (edge, random) => ({ ...edge, from: { ...(edge['from'] as object), port: random.pick(ODD_NAMES) } }),
  (edge, random) => ({ ...edge, to: { node: random.pick(['gone', 'start', ...ODD_NAMES]) } }),
  (edge) => ({ ...edge, to: edge['from'] }),
  (edge, random) => ({ ...edge, to: { node: `n${String(random.below(8))}` } }),
  (edge, random) => (random.chance(0.2) ? foreign(random) : edge),
];

const WOUNDS: readonly Wound[] = [
  // Everything leads to one node: the tightest circles.
  (document, random) => {
    const to = { node: `n${String(random.below(3))}` };
    document.edges = document.edges.map((edge) => (typeof edge === 'object' && edge !== null ? { ...edge, to } : edge));
  },
  (document, random) => {
    document['settings'] = spoilt(document['settings'], random);
  },
  (document, random) => {
    document[random.pick(['variables', 'intents', 'dictionaries', 'frames', 'packs', 'name'])] = foreign(random);
  },
  (document, random) => {
    document['variables'] = ['x', 'constructor', 'customer', 'now'].map((name) => ({
      name,
      type: random.pick(['text', 'number', 'list']),
      scope: 'turn',
      initial: foreign(random),
    }));
  },
];

/** One item less, or one twice. */
function rearrange(list: unknown[], random: Seeded): void {
  if (list.length === 0) return;
  if (random.chance(0.5)) list.splice(random.below(list.length), 1);
  else list.push(random.pick(list));
}

function change(list: unknown[], random: Seeded, next: Change): void {
  if (list.length === 0) return;
  const at = random.below(list.length);
  const item = list[at];
  if (typeof item === 'object' && item !== null) list[at] = next(item as Item, random);
}

/** A config with one value replaced or taken out, at the top or one level down. */
function spoilt(config: unknown, random: Seeded): unknown {
  if (typeof config !== 'object' || config === null) return foreign(random);
  if (random.chance(0.05)) return foreign(random);
  const names = [...Object.keys(config), random.pick(ODD_NAMES)];
  const name = random.pick(names);
  const inside = Object.entries(config).find(([key]) => key === name)?.[1] as unknown;
  const kept = Object.entries(config).filter(([key]) => key !== name);
  if (random.chance(0.15)) return Object.fromEntries(kept);
  const isDeeper = typeof inside === 'object' && inside !== null && random.chance(0.5);
  const value = isDeeper
    ? Array.isArray(inside)
      ? listSpoilt(inside, random)
      : spoilt(inside, random)
    : foreign(random);
  return Object.fromEntries([...kept, [name, value]]);
}

function listSpoilt(list: readonly unknown[], random: Seeded): readonly unknown[] {
  if (list.length === 0 || random.chance(0.3)) return [...list, foreign(random)];
  const at = random.below(list.length);
  return list.map((item, index) => (index === at ? spoilt(item, random) : item));
}

/** A value that was not meant to stand anywhere. */
function foreign(random: Seeded): unknown {
  switch (random.below(14)) {
    case 0:
      return null;
    case 1:
      return Number.NaN;
    case 2:
      return random.pick([-1, 0, 1e308, -1e308, Number.POSITIVE_INFINITY, 2 ** 53, 0.1, 1e21]);
    case 3:
      return random.pick([true, false]);
    case 4:
      return '';
    case 5:
      return random.pick(ODD_NAMES);
    case 6:
      return '{{'.repeat(1000);
    case 7:
      return '('.repeat(2000);
    case 8:
      return 'x'.repeat(50_000);
    case 9:
      return `{{ ${'a.'.repeat(500)}a }}`;
    case 10:
      return deep(random.chance(0.5));
    case 11:
      return JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}');
    case 12:
      return Array.from({ length: 70 }, (_none, index) => ({ id: `i${String(index)}`, label: 'x', value: 'x' }));
    default:
      return random.pick([
        '\u0000',
        '\ud800',
        '1 +',
        'now - -',
        '(((',
        '[a-z',
        '(a*)*b',
        '{{ x | y }}',
        '2026-02-30',
        'Mars/Olympus',
      ]);
  }
}

function deep(asList: boolean): unknown {
  let value: unknown = 1;
  for (let depth = 0; depth < DEEP; depth++) value = asList ? [value] : { a: value };
  return value;
}
