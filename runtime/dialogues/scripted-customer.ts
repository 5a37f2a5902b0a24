// A customer who knows what they want: talks to a flow as far as it leads, and says in the end whether it needed a person.
import Value from 'typebox/value';
import { Type, type Static } from 'typebox';
import { isJsonObject } from '#nodes/kit/json.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { FlowDocument } from '#nodes/flow/document.ts';
import type { OpenRehearsal } from '#runtime/rehearsal/rehearsal.ts';
import { textsOf } from './check-turn.ts';
import { openConversation, type Act, type Conversation, type Happening } from './conversation.ts';
import { actOfChoice, offersOf, type Offers } from './dialogues.ts';

const Text = Type.String({ minLength: 1, maxLength: 2_000 });

/** A customer, as a file says it. Names of steps are node ids of the flow. */
export const ScriptedCustomerSchema = Type.Object(
  {
    name: Text,
    locale: Type.Optional(Type.String({ minLength: 2, maxLength: 20 })),
    /** The first thing they write. */
    says: Text,
    /** What they write when that led nowhere. Absent: they ask for a person at once. */
    rewords: Type.Optional(Text),
    /** The intent they press when the flow asks which of several they mean. */
    means: Text,
    /** Words by which they know their question in a list of near ones. */
    recognises: Type.Optional(Type.Array(Text, { minItems: 1, maxItems: 10 })),
    /** What they need to hear: each stands somewhere in what was said. */
    needs: Type.Array(Text, { minItems: 1, maxItems: 10 }),
    /** What they answer to a step that asks: words, or the label or id of what is offered. */
    answers: Type.Optional(Type.Record(Type.String(), Text)),
    /** What they fill into a form or lead card; a step that is missing is declined. */
    submits: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
    /** How they say that this was all. */
    closes: Text,
    /** What other systems answer, as in a dialogue file. */
    mocks: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);

export type ScriptedCustomer = Static<typeof ScriptedCustomerSchema>;

/** Why a conversation does not count as resolved by the bot alone. */
export type Miss = 'handoff' | 'comesBack' | 'thumbsDown' | 'leftOpen';

/** How it went. No `miss`: closed by the bot, no person brought in, no reason to come back about the same matter, no bad rating. */
export interface CustomerOutcome {
  readonly name: string;
  readonly miss?: Miss;
  /** The conversation, line by line. */
  readonly lines: readonly string[];
}

/** Whoever has said so much is led in circles. */
const MOST_TURNS = 14;
const WORKSPACE = 'dialogues';
const PERSON: Readonly<Record<string, string>> = { 'zh-CN': '转人工', en: 'I want to talk to a person' };

/** Reads customers from JSON. Anything else is refused with REQUEST_INVALID; `where` names the file. */
export function readScriptedCustomers(json: unknown, where: string): readonly ScriptedCustomer[] {
  if (Value.Check(Type.Array(ScriptedCustomerSchema), json)) return json;
  const [first] = Value.Errors(Type.Array(ScriptedCustomerSchema), json);
  throw new FlowError(
    'REQUEST_INVALID',
    `${where} holds no scripted customers: ${first?.instancePath ?? ''} ${first?.message ?? ''}.`,
  );
}

/** Lets a customer talk to a flow that is open in the rehearsal. */
export async function talkAsCustomer(rehearsal: OpenRehearsal, customer: ScriptedCustomer): Promise<CustomerOutcome> {
  const conversation = await openConversation(rehearsal, { locale: customer.locale, mocks: customer.mocks });
  const locale = customer.locale ?? rehearsal.document.settings.locale;
  const types = new Map(rehearsal.document.nodes.map((node) => [node.id, node.type]));
  const memory = { said: [] as string[], tried: 0, handoff: false, rating: undefined as number | undefined };
  const lines: string[] = [];
  let offers: Offers = [];
  let happening = conversation.opening;
  let resolved = false;

  function take(next: Happening): void {
    happening = next;
    offers = offersOf(next);
    const texts = next.said.flatMap(textsOf);
    memory.said.push(...texts);
    lines.push(...texts.map((text) => `  ${text}`));
    memory.handoff ||= next.effects.some(({ kind }) => kind === 'desk.availability');
    resolved ||= next.effects.some(
      ({ kind, request }) => kind === 'session.close' && isJsonObject(request) && request['resolved'] === true,
    );
  }

  take(happening);
  for (let turn = 0; turn < MOST_TURNS && conversation.status() === 'bot' && !memory.handoff; turn += 1) {
    const at = happening.trace.at(-1)?.node ?? '';
    const { act, shown } = replyOf(customer, { at, type: types.get(at) ?? '', offers, memory, locale });
    lines.push(`> ${shown}`);
    take(await conversation.act(act));
  }
  const miss = missOf(conversation, { ...memory, resolved, content: isContent(customer, memory.said) });
  return { name: customer.name, lines, ...(miss === undefined ? {} : { miss }) };
}

/** Opens a flow for many customers. */
export function openForCustomers(
  rehearsal: { open(workspaceId: string, document: unknown): Promise<OpenRehearsal> },
  document: FlowDocument,
): Promise<OpenRehearsal> {
  return rehearsal.open(WORKSPACE, document);
}

interface Asked {
  readonly at: string;
  readonly type: string;
  readonly offers: Offers;
  readonly locale: string;
  readonly memory: { readonly said: readonly string[]; tried: number; rating: number | undefined };
}

/** What the customer does where the flow rests now. */
function replyOf(customer: ScriptedCustomer, asked: Asked): { readonly act: Act; readonly shown: string } {
  const { at, type, offers, memory } = asked;
  const content = isContent(customer, memory.said);
  const answer = customer.answers?.[at];
  if (type === 'form' || type === 'leadCard') {
    const values = customer.submits?.[at] ?? { cancelled: true };
    return { act: { kind: 'form', values }, shown: JSON.stringify(values) };
  }
  if (type === 'rating') {
    memory.rating = content ? 5 : 1;
    return say(String(memory.rating), offers);
  }
  if (type === 'intentRouter') return say(customer.means, offers);
  if (type === 'faqMatch') return say(recognised(customer, offers) ?? 'faq:none', offers);
  if (answer !== undefined) return say(answer, offers);
  // Asked whether to bring in a person: whoever has other words left tries those first.
  if (type === 'askConfirm' && !content)
    return say(memory.tried === 1 && customer.rewords !== undefined ? 'no' : 'yes', offers);
  if (content) return say(customer.closes, offers);
  memory.tried += 1;
  if (memory.tried === 1) return say(customer.says, offers);
  if (memory.tried === 2 && customer.rewords !== undefined) return say(customer.rewords, offers);
  return say(PERSON[asked.locale] ?? 'person', offers);
}

/** Their own question among those offered. */
function recognised({ recognises = [] }: ScriptedCustomer, offers: Offers): string | undefined {
  return offers.find(({ label }) => recognises.some((words) => label.includes(words)))?.id;
}

/** Presses what is offered under this name, or else writes it. */
function say(text: string, offers: Offers): { readonly act: Act; readonly shown: string } {
  return { act: actOfChoice(text, offers) ?? { kind: 'text', text }, shown: text };
}

function isContent({ needs }: ScriptedCustomer, said: readonly string[]): boolean {
  return needs.every((need) => said.some((text) => text.includes(need)));
}

function missOf(
  conversation: Conversation,
  end: {
    readonly handoff: boolean;
    readonly resolved: boolean;
    readonly content: boolean;
    readonly rating?: number | undefined;
  },
): Miss | undefined {
  if (end.handoff || conversation.status() === 'queue' || conversation.status() === 'person') return 'handoff';
  if (conversation.status() !== 'closed' || !end.resolved) return 'leftOpen';
  if (!end.content) return 'comesBack';
  return end.rating !== undefined && end.rating <= 2 ? 'thumbsDown' : undefined;
}
