// What a customer, the desk or the clock could plausibly do next in a conversation: the events that generated dialogues are made of.
import { FILE_TYPES } from '#nodes/kit/file-types.ts';
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { Upload } from '#nodes/kit/messages.ts';
import type { FlowDocument, FlowNode } from '#nodes/flow/document.ts';
import type { DialogueTurn } from '#nodes/wire/dialogues.ts';
import { OWN_SIGNALS } from '#nodes/wire/sessions.ts';
import { nextTimer, snapshotOf, statusOf, type Moment, type SaidMessage } from './conversation.ts';
import type { FlowLiterals } from './flow-literals.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';

/** A turn that could come. `global` ones are the same everywhere: `aims` are the places they are for. */
export interface PlausibleAct {
  readonly turn: DialogueTurn;
  readonly aims?: readonly string[];
}

const ANSWERS = [
  '好的',
  'AB12345678',
  '13800138000',
  'li.lei@example.com',
  '2026-12-01',
  '3',
  '北京',
  'ok',
  '是',
  '不',
];
const NONSENSE = '??!';
const TYPED: Readonly<Record<string, readonly string[]>> = {
  number: ['3', '99999999', '-1'],
  date: ['2026-12-01', '明天'],
  phone: ['13800138000'],
  email: ['li.lei@example.com'],
  order: ['AB12345678', '1234567890', 'TD202611230001', '2026112300012345'],
};
const MOODS: readonly (readonly [string, string, string])[] = [
  ['angry', '气死我了，你们太差劲了！我要投诉！', 'This is outrageous, I am furious with your terrible service!'],
  ['anxious', '急死了，怎么办，快点帮帮我！！', 'I am so worried, please hurry, what should I do?!'],
  ['sad', '我很难过，太失望了，心里特别难受', 'I am so sad and disappointed, I feel like crying'],
  ['other', '太棒了，谢谢你们，我特别开心！', 'Wonderful, thank you so much, I am really happy!'],
];
const MOST_OFFERS = 12;

/** The acts that belong to the place where the conversation rests. */
export function actsHere(
  document: FlowDocument,
  moment: Moment,
  said: readonly SaidMessage[],
  literals: FlowLiterals,
): readonly DialogueTurn[] {
  const status = statusOf(moment);
  if (status === 'closed') return [];
  const clock = silence(moment);
  if (status === 'queue') return [{ agent: 'accept' }, { leaves: true }, ...clock];
  if (status === 'person') return [{ agent: 'resolve' }, { agent: 'return' }, { leaves: true }, ...clock];
  const node = restingNode(document, moment);
  const offers = said
    .flatMap(({ choices, card }) => [
      ...(choices ?? []),
      ...(card?.buttons ?? []).filter(({ action }) => action === 'reply'),
    ])
    .slice(0, MOST_OFFERS);
  const form = said.findLast((message) => message.form !== undefined)?.form;
  const upload = said.findLast((message) => message.upload !== undefined)?.upload;
  return [
    ...offers.map(({ id, label }): DialogueTurn => ({ chooses: id.startsWith('say:') ? label : id })),
    ...(form === undefined ? [] : formActs(form)),
    ...(upload === undefined ? [] : fileActs(upload)),
    ...(node?.type === 'waitEvent' ? awaitedEvents(node, literals) : []),
    ...(node === undefined
      ? []
      : answersFor(node, literals, offers.length > 0).map((says): DialogueTurn => ({ says }))),
    ...clock,
  ];
}

/** The acts that could come anywhere: words that triggers listen to, moods, asking for a person. */
export function actsAnywhere(document: FlowDocument): readonly PlausibleAct[] {
  const { settings, intents, nodes } = document;
  const zh = settings.locale.startsWith('zh');
  const examples = new Map(intents.map((intent) => [intent.id, intent.examples.slice(0, 2)]));
  const acts: PlausibleAct[] = [];
  const types = typesOf(document);
  for (const node of nodes.filter(({ disabled }) => disabled !== true)) {
    const trigger = types[node.type]?.trigger?.(parseConfig(node.config));
    if (trigger?.kind === 'keyword') {
      for (const word of trigger.words.slice(0, 2))
        acts.push({ turn: { says: sentenceFor(word) }, aims: [`${node.id}.matched`] });
    } else if (trigger?.kind === 'intent') {
      const says = trigger.intents.flatMap((id) => examples.get(id) ?? []).slice(0, 3);
      for (const text of says) acts.push({ turn: { says: text }, aims: [`${node.id}.matched`] });
    } else if (trigger?.kind === 'event') {
      for (const name of trigger.names.filter((one) => one === 'session.idle' || !OWN_SIGNALS.has(one)))
        acts.push({ turn: { event: { name } }, aims: [`${node.id}.fired`] });
    } else if (node.type === 'emotionGate') {
      for (const [port, ...words] of MOODS)
        acts.push({ turn: { says: words[zh ? 0 : 1] }, aims: [`${node.id}.${port}`] });
    } else if (node.type === 'handoff' && settings.personButton) {
      acts.push({ turn: { says: zh ? '人工' : 'agent' }, aims: [node.id] });
    } else if (Array.isArray(node.config['intents'])) {
      // A router by intent: each of its ways out is named after what it listens for.
      for (const id of namesIn(node.config['intents'])) {
        for (const text of examples.get(id) ?? []) acts.push({ turn: { says: text }, aims: [`${node.id}.${id}`] });
      }
    }
  }
  return acts;
}

/** What the other side of an effect could answer instead of the usual, as mocks of its node. */
export function mocksFor(kind: string, node: FlowNode | undefined, literals: FlowLiterals): readonly Json[] {
  switch (kind) {
    case 'http.request':
      return [
        'fail',
        { status: 404, body: null },
        { status: 500, body: null },
        ...bodiesFor(node, literals).map((body): Json => ({ status: 200, body })),
      ];
    case 'desk.availability':
      return [{ state: 'offline', agentsOnline: 0 }, { state: 'full' }, { state: 'busy' }];
    case 'table.query':
      return [[{ id: 'r1' }], 'fail'];
    case 'table.write':
      return [{ count: 0 }, 'fail'];
    case 'lead.offer':
      return [{ accepted: true }, 'fail'];
    case 'lead.find':
      return [{ found: true }];
    case 'knowledge.search':
      return [
        { confidence: 0.95, answer: 'A', hits: [{ passageId: 'p', title: 'T', text: 'A', score: 0.95, answer: 'A' }] },
        { confidence: 0.5, hits: [{ passageId: 'p', title: 'T', text: 'A', score: 0.5 }] },
        { confidence: 0 },
        'fail',
      ];
    case 'tool.call':
      return [{ isError: true, text: 'A' }, 'fail'];
    case 'mail.send':
    case 'model.generate':
    case 'notice.address':
    case 'job.enqueue':
      return ['fail'];
    default:
      return [];
  }
}

/** The node in which a conversation rests. */
function restingNode(document: FlowDocument, moment: Moment): FlowNode | undefined {
  const { value } = snapshotOf(moment);
  const id = typeof value === 'string' ? value : typeof value === 'object' ? Object.keys(value ?? {})[0] : undefined;
  return document.nodes.find((node) => node.id === id);
}

function answersFor({ type, config }: FlowNode, literals: FlowLiterals, isOffered: boolean): readonly string[] {
  const variable = typeof config['variable'] === 'string' ? config['variable'] : '';
  const compared = [...(literals.get(variable) ?? []), ...(literals.get('turn.text') ?? [])]
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .filter((text) => text !== 'x' && text.trim() !== '');
  const kind = typeof config['kind'] === 'string' ? TYPED[config['kind']] : undefined;
  const usual =
    kind !== undefined
      ? [...kind, NONSENSE]
      : isOffered
        ? [NONSENSE]
        : type === 'askText' && (config['pattern'] ?? '') === ''
          ? ANSWERS.slice(0, 1)
          : [...ANSWERS, NONSENSE];
  // Whoever is asked for several things may stop half-way.
  const stops = type === 'slotFill' ? ['算了'] : [];
  return [...new Set([...compared.slice(0, 12), ...stops, ...usual])];
}

function formActs(form: NonNullable<SaidMessage['form']>): readonly DialogueTurn[] {
  const values: Record<string, Json> = { consent: true };
  for (const field of form.fields) values[field.name] = valueFor(field);
  return [{ submits: values }, { submits: { cancelled: true } }];
}

/** One file of each sort that is asked for. */
function fileActs({ types }: Upload): readonly DialogueTurn[] {
  return types.flatMap((kind) => {
    const ending = FILE_TYPES.find((type) => type.kind === kind)?.endings[0];
    return ending === undefined ? [] : [{ attaches: [`1.${ending}`] }];
  });
}

function valueFor(field: NonNullable<SaidMessage['form']>['fields'][number]): Json {
  switch (field.kind) {
    case 'phone':
      return '13800138000';
    case 'email':
      return 'li.lei@example.com';
    case 'number':
      return 3;
    case 'date':
      return '2026-12-01';
    case 'checkbox':
      return true;
    case 'select':
      return field.options?.[0]?.id ?? '';
    default:
      return '李雷';
  }
}

/** Nothing is said until the next timer. */
function silence(moment: Moment): readonly DialogueTurn[] {
  const next = nextTimer(moment);
  if (next === undefined) return [];
  const seconds = Math.max(1, Math.ceil((next.dueAt - moment.at) / 1000));
  if (seconds <= 999_999) return [{ waits: `${seconds}s` }];
  return [{ waits: `${Math.ceil(seconds / 60)}m` }];
}

/** The event that is waited for, also with values that the flow compares. Without a key it fits any. */
function awaitedEvents({ config }: FlowNode, literals: FlowLiterals): readonly DialogueTurn[] {
  const { name, variable } = config;
  if (typeof name !== 'string' || name === '') return [];
  const values = typeof variable === 'string' && variable !== '' ? valuesUnder(variable, literals) : [];
  return [
    { event: { name } },
    ...values.flatMap((data): DialogueTurn[] => (isJsonObject(data) ? [{ event: { name, data } }] : [])),
  ];
}

function bodiesFor(node: FlowNode | undefined, literals: FlowLiterals): readonly Json[] {
  const variable = node?.config['variable'];
  return typeof variable === 'string' && variable !== '' ? valuesUnder(`${variable}.body`, literals) : [];
}

/** What could stand at a path, made of what the flow compares it with. */
function valuesUnder(prefix: string, literals: FlowLiterals): readonly Json[] {
  const bodies: Json[] = [];
  for (const [path, values] of literals) {
    if (path !== prefix && !path.startsWith(`${prefix}.`)) continue;
    const keys = path === prefix ? [] : path.slice(prefix.length + 1).split('.');
    for (const value of values) bodies.push(nested(keys, value));
  }
  return bodies.slice(0, 16);
}

function nested(keys: readonly string[], value: Json): Json {
  return keys.reduceRight<Json>((inner, key): JsonObject => ({ [key]: inner }), value);
}

/** Patterns are not words; a plain word is said as it stands. */
function sentenceFor(word: string): string {
  return word.replace(/[\\^$()[\]{}|?*+]/gu, '').trim() || word;
}

function namesIn(list: readonly unknown[]): readonly string[] {
  return list.flatMap((item) => {
    if (typeof item === 'string') return [item];
    return typeof item === 'object' && item !== null && 'id' in item ? [String(item.id)] : [];
  });
}

/** Node types read their own config. */
function parseConfig(config: FlowNode['config']): never {
  return config as never;
}
