// Compares what a turn led to with what its dialogue expects; each difference is one sentence.
import { cardsOf } from '#nodes/kit/messages.ts';
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import type { Understood } from '#nodes/kit/effects.ts';
import type { FlowSnapshot } from '#nodes/flow/context.ts';
import type { DialogueExpect } from '#nodes/wire/dialogues.ts';
import type { Conversation, Happening, SaidMessage } from './conversation.ts';

/** What the check sees of the conversation after the turn. */
export interface TurnEnd {
  readonly happening: Happening;
  readonly status: ReturnType<Conversation['status']>;
  readonly snapshot: FlowSnapshot;
  /** Tags given so far. */
  readonly tags: ReadonlySet<string>;
}

/** The differences; none: the turn is as expected. */
export function checkTurn(expect: DialogueExpect, end: TurnEnd): readonly string[] {
  const { happening, snapshot, status } = end;
  const { said, fault } = happening;
  const texts = said.flatMap(textsOf);
  const heard = texts.length === 0 ? 'nothing was said' : `it said ${texts.map((text) => `"${text}"`).join(', ')}`;
  const understood = parseUnderstood(happening.understood);
  const handoff = happening.effects.some(({ kind }) => kind === 'desk.availability');
  return [
    ...(fault === null ? [] : [`the flow failed${fault.node === null ? '' : ` at "${fault.node}"`}: ${fault.message}`]),
    ...(expect.reply ?? [])
      .filter((wanted) => !texts.some((text) => text.includes(wanted)))
      .map((wanted) => `no reply holds "${wanted}"; ${heard}`),
    ...(expect.notReply ?? [])
      .filter((unwanted) => texts.some((text) => text.includes(unwanted)))
      .map((unwanted) => `a reply holds "${unwanted}"`),
    ...(expect.silent === true && said.length > 0 ? [`silence was expected; ${heard}`] : []),
    ...(expect.node === undefined || nodesOf(happening, snapshot).has(expect.node)
      ? []
      : [`the turn did not come to "${expect.node}" but through ${[...nodesOf(happening, snapshot)].join(', ')}`]),
    ...differing('variable', expect.variables ?? {}, (name) => valueAt(snapshot, name)),
    ...same('status', expect.status, status),
    ...same('handoff', expect.handoff, handoff),
    ...leadProblems(expect, happening),
    ...(expect.tags ?? []).filter((tag) => !end.tags.has(tag)).map((tag) => `the customer has no tag "${tag}"`),
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

function nodesOf({ trace }: Happening, { value }: FlowSnapshot): ReadonlySet<string> {
  const resting = typeof value === 'string' ? [value] : isJsonObject(value) ? Object.keys(value) : [];
  return new Set([...trace.map(({ node }) => node), ...resting]);
}

function valueAt({ context }: FlowSnapshot, path: string): Json {
  const [first = '', ...rest] = path.split('.');
  let value: Json =
    first === 'customer' ? context.customer : Object.hasOwn(context.vars, first) ? (context.vars[first] ?? null) : null;
  for (const key of rest) value = isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  return value;
}

function leadProblems({ lead }: DialogueExpect, { effects }: Happening): readonly string[] {
  if (lead === undefined) return [];
  const request = effects.find(({ kind }) => kind === 'lead.save')?.request;
  const values = isJsonObject(request) && isJsonObject(request['values']) ? request['values'] : undefined;
  return values === undefined ? ['no lead was saved'] : differing('lead field', lead, (name) => values[name] ?? null);
}

function differing(
  what: string,
  wanted: Readonly<Record<string, unknown>>,
  actual: (name: string) => Json,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = JSON.stringify(actual(name));
    const should = JSON.stringify(value ?? null);
    return is === should ? [] : [`${what} "${name}" is ${is} instead of ${should}`];
  });
}

function same(
  what: string,
  wanted: string | boolean | undefined,
  actual: string | boolean | undefined,
): readonly string[] {
  return wanted === undefined || wanted === actual ? [] : [`${what} is ${String(actual)} instead of ${String(wanted)}`];
}

/** The rehearsal hands understanding through as it is. */
function parseUnderstood(understood: unknown): Understood | null {
  return understood as Understood | null;
}
