// Compares what a turn led to with what its dialogue expects; each difference names what was expected and what was seen.
import { cardsOf } from '#nodes/kit/messages.ts';
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { DialogueExpect } from '#nodes/wire/dialogues.ts';
import type { Difference } from '#nodes/wire/flow-tests.ts';
import type { Conversation, Happening, SaidMessage } from './conversation.ts';
import { meaningOf } from './meaning.ts';

/** What the check sees of the conversation after the turn. */
export interface TurnEnd {
  readonly happening: Happening;
  readonly status: ReturnType<Conversation['status']>;
  readonly snapshot: FlowSnapshot;
  /** Tags given so far. */
  readonly tags: ReadonlySet<string>;
}

/** How near a reply must come to what it should mean. */
const MEANS_AT_LEAST = 0.6;

/** The differences; none: the turn is as expected. */
export function checkTurn(expect: DialogueExpect, end: TurnEnd): readonly Difference[] {
  const { happening, snapshot, status } = end;
  const understood = parseUnderstood(happening.understood);
  const handoff = happening.effects.some(({ kind }) => kind === 'desk.availability');
  return [
    ...faultOf(happening),
    ...replyDifferences(expect, happening.said.flatMap(textsOf)),
    ...nodeDifferences(expect.node, nodesOf(happening, snapshot)),
    ...differing('variable', 'variable', expect.variables ?? {}, (name) => valueAt(snapshot, name)),
    ...same('status', expect.status, status),
    ...same('handoff', expect.handoff, handoff),
    ...leadDifferences(expect, happening),
    ...(expect.tags ?? [])
      .filter((tag) => !end.tags.has(tag))
      .map((tag) => difference('tag', tag, [...end.tags].join(', '), `the customer has no tag "${tag}"`)),
    ...same('mood', expect.mood, understood?.emotion.label),
    ...same(
      'intent',
      expect.intent,
      understood === null || understood.outOfScope ? 'none' : understood.intents[0]?.intent,
    ),
  ];
}

/** Everything of a message that a customer reads. */
export function textsOf(message: SaidMessage): readonly string[] {
  const { text, choices, form, media, sources } = message;
  return [
    text,
    ...(choices ?? []).map(({ label }) => label),
    ...cardsOf(message).flatMap((card) => [card.title, card.text, ...card.buttons.map(({ label }) => label)]),
    form?.title,
    ...(form?.fields ?? []).map(({ label }) => label),
    form?.submitLabel,
    form?.cancelLabel,
    form?.consent?.text,
    media?.caption,
    media?.alt,
    ...(sources ?? []).map(({ title }) => title),
  ].filter((part): part is string => part !== undefined && part !== '');
}

/** A difference with its sentence. */
export function difference(
  what: Difference['what'],
  expected: string,
  seen: string,
  text: string,
  name?: string,
): Difference {
  return { what, expected, seen, text, ...(name === undefined ? {} : { name }) };
}

function faultOf({ fault }: Happening): readonly Difference[] {
  if (fault === null) return [];
  const where = fault.node === null ? '' : ` at "${fault.node}"`;
  return [difference('fault', '', fault.message, `the flow failed${where}: ${fault.message}`, fault.node ?? undefined)];
}

function replyDifferences(expect: DialogueExpect, texts: readonly string[]): readonly Difference[] {
  const seen = texts.join(' / ');
  const heard = texts.length === 0 ? 'nothing was said' : `it said ${texts.map((text) => `"${text}"`).join(', ')}`;
  const atLeast = expect.meansAtLeast ?? MEANS_AT_LEAST;
  const lacking = (what: Difference['what'], verb: string, wanted: string, is: (text: string) => boolean) =>
    texts.some(is) ? [] : [difference(what, wanted, seen, `no reply ${verb} "${wanted}"; ${heard}`)];
  return [
    ...(expect.reply ?? []).flatMap((wanted) => lacking('reply', 'holds', wanted, (text) => text.includes(wanted))),
    ...(expect.replyExact ?? []).flatMap((wanted) =>
      lacking('replyExact', 'is', wanted, (text) => text.trim() === wanted.trim()),
    ),
    ...(expect.replyMeans ?? []).flatMap((wanted) => {
      const near = Math.max(0, ...texts.map((text) => meaningOf(wanted, text)));
      if (near >= atLeast) return [];
      const text = `no reply means "${wanted}" (nearest ${near.toFixed(2)} of ${atLeast}); ${heard}`;
      return [difference('replyMeans', wanted, seen, text, near.toFixed(2))];
    }),
    ...(expect.notReply ?? [])
      .filter((unwanted) => texts.some((text) => text.includes(unwanted)))
      .map((unwanted) => difference('notReply', unwanted, seen, `a reply holds "${unwanted}"`)),
    ...(expect.silent === true && texts.length > 0
      ? [difference('silent', '', seen, `silence was expected; ${heard}`)]
      : []),
  ];
}

function nodeDifferences(wanted: string | undefined, nodes: ReadonlySet<string>): readonly Difference[] {
  if (wanted === undefined || nodes.has(wanted)) return [];
  const seen = [...nodes].join(', ');
  return [difference('node', wanted, seen, `the turn did not come to "${wanted}" but through ${seen}`)];
}

function nodesOf({ trace }: Happening, { value }: FlowSnapshot): ReadonlySet<string> {
  const resting = typeof value === 'string' ? [value] : isJsonObject(value) ? Object.keys(value) : [];
  return new Set([...trace.map(({ node }) => node), ...resting]);
}

function valueAt({ context }: FlowSnapshot, path: string): Json {
  const [first = '', ...rest] = path.split('.');
  let value: Json = first === 'customer' ? context.customer : valueNamed(context, first);
  for (const key of rest) value = isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  return value;
}

function leadDifferences({ lead }: DialogueExpect, { effects }: Happening): readonly Difference[] {
  if (lead === undefined) return [];
  const request = effects.find(({ kind }) => kind === 'lead.save')?.request;
  const values = isJsonObject(request) && isJsonObject(request['values']) ? request['values'] : undefined;
  return values === undefined
    ? [difference('lead', JSON.stringify(lead), '', 'no lead was saved')]
    : differing('lead', 'lead field', lead, (name) => values[name] ?? null);
}

function differing(
  what: Difference['what'],
  word: string,
  wanted: Readonly<Record<string, unknown>>,
  actual: (name: string) => Json,
): readonly Difference[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = JSON.stringify(actual(name));
    const should = JSON.stringify(value ?? null);
    return is === should ? [] : [difference(what, should, is, `${word} "${name}" is ${is} instead of ${should}`, name)];
  });
}

function same(
  what: 'status' | 'handoff' | 'mood' | 'intent',
  wanted: string | boolean | undefined,
  actual: string | boolean | undefined,
): readonly Difference[] {
  if (wanted === undefined || wanted === actual) return [];
  const [should, is] = [String(wanted), String(actual)];
  return [difference(what, should, is, `${what} is ${is} instead of ${should}`)];
}

/** The rehearsal hands understanding through as it is. */
function parseUnderstood(understood: unknown): Understood | null {
  return understood as Understood | null;
}

/** A variable by its name, wherever it lives: in the conversation, in this turn, or with the customer. */
function valueNamed({ vars, turns, customer }: FlowSnapshot['context'], name: string): Json {
  const home = [vars, turns?.[''] ?? {}, customer].find((values) => Object.hasOwn(values, name));
  return home?.[name] ?? null;
}
