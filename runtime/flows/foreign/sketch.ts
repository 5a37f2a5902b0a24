// Draws a flow step by step while another product's export is read: nodes, lines, variables, and at the end places for all of it.
import { createFlowDocument, type FlowDocument, type FlowIntent, type FlowVariable } from '#nodes/flow/document.ts';
import { fits } from '#nodes/kit/check.ts';
import type { Bilingual } from '#nodes/kit/localized.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { RESERVED_NAMES } from '#nodes/flow/scope.ts';
import type { Unmatched } from './foreign-flow.ts';
import { mended } from './mend.ts';

const COLUMN = 320;
const ROW = 190;
const NAME_LENGTH = 200;

type VariableType = FlowVariable['type'];

/** A flow being drawn. */
export interface Sketch {
  /** Is there such a node type here? */
  has(type: string): boolean;
  /** Adds a node with the type's defaults under `config`; gives its id. Settings that the type does not have are left out. */
  add(type: string, name: string, config?: Readonly<Record<string, unknown>>): string;
  /** Draws a line. A second line from the same port is ignored: the first one was meant. */
  connect(from: string, port: string, to: string): void;
  isConnected(from: string, port: string): boolean;
  /** The name of a variable here, declared with this type when it is new; a number seen as text elsewhere becomes text. */
  variable(name: string, type?: VariableType): string;
  /** The type that a variable has been declared with so far; text when it has not been. */
  typeOfVariable(name: string): VariableType;
  intent(intent: FlowIntent): void;
  unmatched(kind: string, where: string, node: string | null, standIn: Bilingual): void;
  /** Closes every way out that must lead somewhere, sets the places, and gives the document with the report. */
  finish(): { readonly document: FlowDocument; readonly unmatched: readonly Unmatched[] };
}

/** Begins a drawing. `locale` is the language of the export's texts. */
export function createSketch(name: string, locale: string): Sketch {
  const blank = createFlowDocument(name.slice(0, NAME_LENGTH), locale);
  const nodes: Omit<FlowDocument['nodes'][number], 'position'>[] = [
    { id: 'start', type: 'start', version: typeOf('start').version, name: '', config: { ...typeOf('start').defaults } },
  ];
  const lines = new Map<string, { readonly node: string; readonly port: string; readonly to: string }>();
  const variables = new Map<string, VariableType>();
  const intents: FlowIntent[] = [];
  const report: Unmatched[] = [];
  const sketch: Sketch = {
    has: (type) => type in NODE_TYPES,
    add(type, title, config = {}) {
      const id = `${type}-${String(nodes.length)}`;
      const { version, defaults, config: schema } = typeOf(type);
      const own = Object.entries(config).filter(([key]) => key in schema.properties);
      const whole = { ...defaults, ...Object.fromEntries(own) };
      const fitting = fits(schema, whole) ? whole : shortened(whole);
      if (fitting !== whole && fits(schema, fitting)) {
        sketch.unmatched(type, title, id, {
          'zh-CN': '文字太长，已截短。',
          en: 'A text was too long and was cut off.',
        });
      }
      nodes.push({
        id,
        type,
        version,
        name: title.slice(0, NAME_LENGTH),
        config: fits(schema, fitting) ? fitting : whole,
      });
      return id;
    },
    connect(node, port, to) {
      const key = `${node} ${port}`;
      if (!lines.has(key)) lines.set(key, { node, port, to });
    },
    isConnected: (node, port) => lines.has(`${node} ${port}`),
    variable(raw, type) {
      const own = variableName(raw);
      const known = variables.get(own);
      if (known === undefined || (type !== undefined && known !== type)) {
        variables.set(own, known === undefined ? (type ?? 'text') : widerOf(known, type ?? known));
      }
      return own;
    },
    typeOfVariable: (variable) => variables.get(variable) ?? 'text',
    intent: (intent) => void intents.push(intent),
    unmatched: (kind, where, node, standIn) => void report.push({ kind, where, node, standIn }),
    finish() {
      closeOpenPorts();
      const edges = [...lines.values()].map(({ node, port, to }, index) => ({
        id: `e${String(index + 1)}`,
        from: { node, port },
        to: { node: to },
      }));
      const places = placesOf(nodes, edges);
      const document: FlowDocument = {
        ...blank,
        settings: { ...blank.settings, locale, locales: [locale] },
        variables: [...variables].map(([variable, type]) => ({ name: variable, type, scope: 'session' })),
        intents,
        nodes: nodes.map((node) => ({ ...node, position: places.get(node.id) ?? { x: 80, y: 80 } })),
        edges,
      };
      const { document: sound, unmatched: replaced } = mended(document);
      return { document: sound, unmatched: [...report, ...replaced] };
    },
  };

  /** A question asks again; everything else that leads nowhere ends the conversation, as it did where it came from. */
  function closeOpenPorts(): void {
    let end: string | undefined;
    for (const node of [...nodes]) {
      const type = typeOf(node.type);
      for (const port of type.ports(node.config)) {
        if (port.required !== true || sketch.isConnected(node.id, port.id)) continue;
        if (type.group === 'input' && port.role === 'problem') sketch.connect(node.id, port.id, node.id);
        else sketch.connect(node.id, port.id, (end ??= sketch.add('end', '')));
      }
    }
  }

  return sketch;
}

/** Letters, digits and `_`; the same foreign name always gives the same one. */
export function variableName(raw: string): string {
  const name = raw
    .trim()
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[\p{L}_]/u.test(name) && !RESERVED_NAMES.has(name) && !WORDS.has(name) ? name : `v_${name}`;
}

/** What an operator may write in one text. */
const TEXT_LENGTH = 4000;

/** The config with its texts cut where texts end; no placeholder is cut in two. */
function shortened(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > TEXT_LENGTH
        ? value.slice(0, TEXT_LENGTH).replace(/\{\{[^}]*$/, '')
        : value,
    ]),
  );
}

/** Words of the expression language, which are no names. */
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'contains', 'matches', 'true', 'false', 'null']);

/** A value that is now one thing and now another is text; a list or object stays what it is. */
function widerOf(a: VariableType, b: VariableType): VariableType {
  if (a === b) return a;
  if (a === 'list' || b === 'list') return 'list';
  return a === 'object' || b === 'object' ? 'object' : 'text';
}

function typeOf(name: string) {
  const type = NODE_TYPES[name];
  if (type === undefined) throw new Error(`The importers draw with "${name}", which is no node type.`);
  return type;
}

/** Left to right by the shortest way from the start, what nothing leads to at the end. */
function placesOf(
  nodes: readonly { readonly id: string; readonly config: Readonly<Record<string, unknown>> }[],
  edges: FlowDocument['edges'],
): ReadonlyMap<string, { x: number; y: number }> {
  const next = new Map<string, string[]>();
  const lead = (from: string, to: string) => next.set(from, [...(next.get(from) ?? []), to]);
  for (const edge of edges) lead(edge.from.node, edge.to.node);
  for (const { id, config } of nodes) if (typeof config['target'] === 'string') lead(id, config['target']);
  const columns = new Map<string, number>([['start', 0]]);
  const queue = ['start'];
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? '';
    for (const to of next.get(id) ?? []) {
      if (columns.has(to)) continue;
      columns.set(to, (columns.get(id) ?? 0) + 1);
      queue.push(to);
    }
  }
  const last = Math.max(...columns.values()) + 1;
  const filled = new Map<number, number>();
  return new Map(
    nodes.map(({ id }) => {
      const column = columns.get(id) ?? last;
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      return [id, { x: 80 + column * COLUMN, y: 80 + row * ROW }];
    }),
  );
}
