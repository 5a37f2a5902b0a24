// A Dify app as a flow: the graph runs once for each sentence of the customer, and what has no equal is told.
import type { JsonObject } from '#nodes/kit/json.ts';
import { SOURCE, type DifyContext, type DifyDrawn } from './dify-drawing.ts';
import { readDify, selectorIn, type DifyFile, type DifyNode } from './dify-file.ts';
import { drawContainer } from './dify-container.ts';
import { drawModelApp } from './dify-model-app.ts';
import { difyNames } from './dify-names.ts';
import { drawDifyNode } from './dify-nodes.ts';
import { drawOpening, inputFrom } from './dify-opening.ts';
import { serialEdges } from './dify-serial.ts';
import type { ForeignFlow } from './foreign-flow.ts';
import { localeOf } from './foreign-text.ts';
import { createSketch } from './sketch.ts';
import { objects, text } from './typebot-file.ts';

const CONTAINERS: ReadonlySet<string> = new Set(['iteration', 'loop']);

/** Reads a Dify export of any mode. */
export function flowFromDify(json: JsonObject): ForeignFlow {
  const read = readDify(json);
  const locale = localeOf([
    read.name,
    read.opening,
    ...read.suggestions,
    ...read.nodes.map(wordsOf),
    text(read.model['pre_prompt']),
  ]);
  const sketch = createSketch(read.name, locale);
  const { edges, dropped } = serialEdges(read.edges);
  const file: DifyFile = { ...read, edges };
  const context: DifyContext = { sketch, file, locale, names: difyNames(file, sketch) };
  if (file.nodes.length === 0) drawModelApp(context);
  else drawGraph(context);
  for (const id of dropped) {
    const node = file.nodes.find((one) => one.id === id);
    sketch.unmatched('parallel', node?.title ?? id, null, {
      'zh-CN': '这里原来同时走几条分支，无法排成一串，只保留了第一条。',
      en: 'Several branches ran side by side and could not be put in a row; only the first one is followed.',
    });
  }
  return { product: 'dify', knowledge: [], ...sketch.finish() };
}

function drawGraph(context: DifyContext): void {
  const { sketch, file } = context;
  const drawn = new Map<string, DifyDrawn>();
  const bodies = new Map<string, ReturnType<typeof drawContainer>>();
  for (const node of file.nodes) {
    if (CONTAINERS.has(node.type)) {
      const container = drawContainer(node, context);
      bodies.set(node.id, container);
      drawn.set(node.id, container.drawn);
    } else drawn.set(node.id, drawDifyNode(node, context));
  }
  const next = new Map(file.edges.map((edge) => [`${edge.from} ${edge.handle}`, edge.to]));

  /** The first drawn node at a place or behind it. */
  function entryAt(id: string | undefined): string | undefined {
    const seen = new Set<string>();
    for (let at = id; at !== undefined && !seen.has(at); at = next.get(`${at} ${SOURCE}`)) {
      seen.add(at);
      const entry = drawn.get(at)?.entry;
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  const start = file.nodes.find(({ type }) => type === 'start');
  const isChat = file.mode === 'advanced-chat';
  const { ends, listen } = drawOpening(context, objects(start?.data['variables']).map(inputFrom), isChat);
  const reset = drawReset(context);
  const first = entryAt(start === undefined ? undefined : next.get(`${start.id} ${SOURCE}`));
  const runs = reset ?? first;
  if (runs !== undefined) for (const { node, port } of ends) sketch.connect(node, port, runs);
  if (reset !== undefined && first !== undefined) sketch.connect(reset, 'next', first);

  for (const node of file.nodes) {
    const inside = bodies.get(node.parent);
    for (const exit of drawn.get(node.id)?.exits ?? []) {
      const target = entryAt(next.get(`${node.id} ${exit.handle}`)) ?? inside?.again ?? listen;
      if (target !== undefined) sketch.connect(exit.node, exit.port, target);
    }
  }
  for (const [id, body] of bodies) {
    const begins = file.nodes.find(({ parent, type }) => parent === id && type.endsWith('-start'));
    const entry = entryAt(begins?.id ?? body.startsAt);
    sketch.connect(body.loop, 'body', entry ?? body.again);
  }
}

/** A run begins with nothing of the last one: branches that come together must not see yesterday's values. */
function drawReset({ sketch, names, file }: DifyContext): string | undefined {
  const selectors = file.nodes
    .filter(({ type }) => type === 'variable-aggregator' || type === 'variable-assigner')
    .flatMap(({ data }) => listIn(data['variables']))
    .map(selectorIn)
    .filter(([first]) => first !== 'conversation');
  const variables = new Set(selectors.flatMap((selector) => names.writable(selector) ?? []));
  if (variables.size === 0 || file.mode !== 'advanced-chat') return undefined;
  const assignments = [...variables].slice(0, 50).map((variable) => ({ variable, value: 'null' }));
  return sketch.add('set', '', { assignments });
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function wordsOf({ title, data }: DifyNode): string {
  return [title, text(data['answer']), ...objects(data['prompt_template']).map((part) => text(part['text']))].join(' ');
}
