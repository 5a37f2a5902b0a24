// Random flows and random conversations for the properties of the language core.
import fc from 'fast-check';
import { fits } from '#nodes/kit/check.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { SentFile } from '#nodes/kit/messages.ts';
import { createFlowDocument, type FlowDocument } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

const TYPES = Object.keys(NODE_TYPES).filter((type) => type !== 'start');
const WORDS = [
  '您好',
  '{{ x }}',
  '{{ 1 / 0 }}',
  '{{ turn.text }}',
  'https://e.com/{{ x }}',
  "'a'",
  '1 + 1',
  'now',
  '',
  '{{',
  '😀',
];
const OPTIONS = [
  { id: 'a', label: '甲', value: '1', action: 'reply' },
  { id: 'constructor', label: { en: 'B' }, value: '2', action: 'reply' },
];

/** Any JSON, also with keys that JavaScript gives a meaning. */
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);

/** A config near the defaults: some settings filled in, some spoilt when `spoil` is set. */
function configOf(type: string, spoil: boolean): fc.Arbitrary<JsonObject> {
  const defaults = (NODE_TYPES[type]?.defaults ?? {}) as JsonObject;
  const members = Object.entries(defaults).map(([name, value]) => {
    const near: fc.Arbitrary<Json> =
      typeof value === 'string' && !['method', 'kind', 'mode', 'match', 'color', 'target', 'interrupt'].includes(name)
        ? fc.constantFrom(value, ...WORDS)
        : Array.isArray(value) && ['options', 'buttons', 'cases', 'intents'].includes(name)
          ? fc.constantFrom<Json>(
              value,
              OPTIONS,
              OPTIONS.map(({ id, label }) => ({ id, label })),
              ['a'],
            )
          : typeof value === 'boolean'
            ? fc.boolean()
            : fc.constant(value);
    return near
      .chain((kept) => (spoil ? fc.oneof({ weight: 9, arbitrary: fc.constant(kept) }, json) : fc.constant(kept)))
      .map((member) => [name, member] as const);
  });
  return fc.tuple(...members).map((entries) => {
    const config = Object.fromEntries(entries);
    const schema = NODE_TYPES[type]?.config;
    return spoil || schema === undefined || fits(schema, config) ? config : defaults;
  });
}

/** A document over the whole catalog (or these types of it) with random lines. With `spoil`, anything in it may be wrong. */
export function randomFlow(spoil: boolean, types: readonly string[] = TYPES): fc.Arbitrary<FlowDocument> {
  const node = fc.constantFrom(...types, ...(spoil ? ['teleport', 'constructor'] : [])).chain((type) =>
    fc.record({
      type: fc.constant(type),
      config: configOf(type, spoil),
      disabled: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
      version: spoil ? fc.constantFrom(1, 1, 1, 9) : fc.constant(1),
    }),
  );
  return fc
    .record({
      nodes: fc.array(node, { minLength: 1, maxLength: 12 }),
      targets: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    })
    .map(({ nodes, targets }) => {
      const flow = createFlowDocument('random');
      const ids = nodes.map((_node, index) => `n${String(index)}`);
      const drawn = nodes.map((sketch, index) => ({
        ...sketch,
        id: ids[index] ?? '',
        name: '',
        position: { x: 0, y: 0 },
        config: sketch.type === 'jump' && !spoil ? { target: ids[0] ?? '' } : sketch.config,
      }));
      const all = [...flow.nodes, ...drawn];
      const ports = all.flatMap((item) => portsOf(item.type, item.config).map((port) => ({ node: item.id, port })));
      const edges = ports.slice(0, targets.length).map((from, index) => ({
        id: `e${String(index)}`,
        from,
        to: {
          node: spoil && (targets[index] ?? 0) % 11 === 0 ? 'gone' : (ids[(targets[index] ?? 0) % ids.length] ?? ''),
        },
      }));
      return { ...flow, nodes: all, edges };
    });
}

function portsOf(type: string, config: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    return NODE_TYPES[type]?.ports(config).map(({ id }) => id) ?? [];
  } catch {
    return ['next'];
  }
}

const agent = { id: 'a1', name: '小李' };
const text = fc.oneof(
  fc.constantFrom('您好', '人工', '好的', '不', '1', '13812345678', 'a', '明天', '{{ x }}'),
  fc.string({ unit: 'binary' }),
);
const understood = fc.constantFrom('calm', 'angry', 'sad', 'happy', 'anxious').map((label) => ({
  language: 'zh',
  intents: [{ intent: 'a', score: 0.6 }],
  outOfScope: false,
  emotion: { label, intensity: 0.9, scores: { calm: 0, anxious: 0, angry: 0, sad: 0, happy: 0 }, reasons: [] },
  entities: [],
}));
const result = fc.oneof(
  fc.constantFrom<Json>(
    { status: 200, headers: {}, body: { a: 1 } },
    { status: 500, headers: {}, body: '' },
    { found: true },
    { state: 'available', waiting: 1 },
    { state: 'offline' },
    { hits: [{ text: 'x' }], confidence: 1, answer: '答', sources: [], modelAvailable: true },
    { hits: [], confidence: 0, answer: '', sources: [], modelAvailable: false },
    { text: '写好的', sources: [] },
  ),
  json,
);

/** What may happen, without the facts that only the running session knows: which effect, which timer. */
export const randomAct = fc.oneof(
  fc.record({ type: fc.constant('message.received' as const), text, understood }),
  fc.record({
    type: fc.constant('choice.selected' as const),
    choice: fc.constantFrom('a', 'constructor', 'yes', '5', 'tandem:person'),
  }),
  fc.record({
    type: fc.constant('form.submitted' as const),
    values: fc.dictionary(fc.string(), json).map((values) => values as JsonObject),
  }),
  fc.record({
    type: fc.constant('files.received' as const),
    files: fc.array(
      fc.constantFrom<SentFile>(
        { id: 'f1', name: 'a.png', contentType: 'image/png', kind: 'image', sizeBytes: 9 },
        { id: 'f2', name: 'a.mp4', contentType: 'video/mp4', kind: 'video', sizeBytes: 99_999_999 },
      ),
      { maxLength: 3 },
    ),
  }),
  fc.record({ type: fc.constantFrom('person.requested' as const, 'handoff.abandoned' as const) }),
  fc.record({
    type: fc.constantFrom('agent.accepted' as const, 'handoff.resolved' as const, 'handoff.returned' as const),
    agent: fc.constant(agent),
    note: fc.constant(''),
  }),
  fc.record({ type: fc.constant('effect.completed' as const), output: result }),
  fc.record({ type: fc.constant('effect.failed' as const), error: fc.constant({ code: 'X', message: 'x' }) }),
  fc.record({ type: fc.constant('timer.elapsed' as const) }),
);
