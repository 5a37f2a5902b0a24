// A dialogue as rows of a form and back: acts and expectations as plain texts, so that nothing is lost that a file can say.
import type { DialogueExpect, DialogueTurn } from '#nodes/wire/dialogues.ts';

/** The ways a turn can begin, as the form names them. */
export const ACTS = [
  'says',
  'chooses',
  'submits',
  'attaches',
  'waits',
  'agent',
  'agentSays',
  'event',
  'leaves',
] as const;
export type ActKind = (typeof ACTS)[number];

/** What can be expected, as the form names it. */
export const EXPECTATIONS = [
  'reply',
  'replyExact',
  'replyMeans',
  'notReply',
  'silent',
  'node',
  'variable',
  'status',
  'handoff',
  'lead',
  'tag',
  'mood',
  'intent',
] as const;
export type ExpectationKind = (typeof EXPECTATIONS)[number];

/** One expectation; `name` only for variables and fields of the lead. */
export interface ExpectationRow {
  readonly kind: ExpectationKind;
  readonly name: string;
  readonly value: string;
}

/** One turn. */
export interface TurnRow {
  readonly act: ActKind;
  readonly value: string;
  readonly expectations: readonly ExpectationRow[];
  /** Kept as it is: how near a meaning must come. */
  readonly meansAtLeast?: number;
}

/** The act of a turn and its words. */
export function rowFromTurn(turn: DialogueTurn): TurnRow {
  const act = ACTS.find((kind) => turn[kind] !== undefined) ?? 'says';
  const raw: unknown = turn[act];
  return {
    act,
    value: wordsOf(turn, raw),
    expectations: rowsFromExpect(turn.expect ?? {}),
    ...(turn.expect?.meansAtLeast === undefined ? {} : { meansAtLeast: turn.expect.meansAtLeast }),
  };
}

function wordsOf({ attaches, event }: DialogueTurn, raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (raw === true) return '';
  if (event !== undefined) return event.data === undefined ? event.name : `${event.name} ${JSON.stringify(event.data)}`;
  return attaches?.join(', ') ?? JSON.stringify(raw);
}

/** Back again. Null: a value cannot be read. */
export function turnFromRow(row: TurnRow): DialogueTurn | null {
  const act = actFrom(row);
  if (act === null) return null;
  const expect = expectFromRows(row.expectations, row.meansAtLeast);
  return Object.keys(expect).length === 0 ? act : { ...act, expect };
}

function actFrom({ act, value }: TurnRow): DialogueTurn | null {
  const text = value.trim();
  switch (act) {
    case 'leaves':
      return { leaves: true };
    case 'submits': {
      const values = parseValue(text);
      return isRecord(values) ? { submits: values } : null;
    }
    case 'attaches': {
      const names = text
        .split(/[,，]/u)
        .map((name) => name.trim())
        .filter((name) => name !== '');
      return names.length === 0 ? null : { attaches: names };
    }
    case 'waits':
      return /^\d{1,6}\s?[smhd]$/u.test(text) ? { waits: text } : null;
    case 'event':
      return eventFrom(text);
    case 'agent':
      return text === 'accept' || text === 'resolve' || text === 'return' ? { agent: text } : null;
    default:
      return text === '' ? null : { [act]: value };
  }
}

/** The name of an event, perhaps followed by what it brings: `payment.done {"amount": 5}`. */
function eventFrom(text: string): DialogueTurn | null {
  const [, name, rest = ''] = /^([A-Za-z][\w-]*(?:[.:][\w-]+)*)\s*(.*)$/su.exec(text) ?? [];
  if (name === undefined) return null;
  if (rest === '') return { event: { name } };
  const data = parseValue(rest);
  return isRecord(data) ? { event: { name, data } } : null;
}

/** Each expectation as a row. */
export function rowsFromExpect(expect: DialogueExpect): readonly ExpectationRow[] {
  const row = (kind: ExpectationKind, value: string, name = ''): ExpectationRow => ({ kind, name, value });
  return [
    ...(['reply', 'replyExact', 'replyMeans', 'notReply'] as const).flatMap((kind) =>
      (expect[kind] ?? []).map((text) => row(kind, text)),
    ),
    ...(expect.silent === undefined ? [] : [row('silent', '')]),
    ...(['node', 'status', 'mood', 'intent'] as const).flatMap((kind) => {
      const value = expect[kind];
      return value === undefined ? [] : [row(kind, value)];
    }),
    ...(expect.handoff === undefined ? [] : [row('handoff', String(expect.handoff))]),
    ...Object.entries(expect.variables ?? {}).map(([name, value]) => row('variable', textOf(value), name)),
    ...Object.entries(expect.lead ?? {}).map(([name, value]) => row('lead', textOf(value), name)),
    ...(expect.tags ?? []).map((tag) => row('tag', tag)),
  ];
}

/** Back again; empty rows are left out. */
export function expectFromRows(rows: readonly ExpectationRow[], meansAtLeast?: number): DialogueExpect {
  const texts = (kind: ExpectationKind) =>
    rows.flatMap((row) => (row.kind === kind && row.value.trim() !== '' ? [row.value] : []));
  const one = (kind: ExpectationKind) => texts(kind)[0]?.trim();
  const named = (kind: ExpectationKind) =>
    Object.fromEntries(
      rows.flatMap((row) =>
        row.kind === kind && row.name.trim() !== '' ? [[row.name.trim(), parseValue(row.value)]] : [],
      ),
    );
  const variables = named('variable');
  const lead = named('lead');
  const expect: Record<string, unknown> = {
    ...lists({ reply: texts('reply'), replyExact: texts('replyExact'), replyMeans: texts('replyMeans') }),
    ...lists({ notReply: texts('notReply'), tags: texts('tag') }),
    ...(texts('replyMeans').length > 0 && meansAtLeast !== undefined ? { meansAtLeast } : {}),
    ...(rows.some(({ kind }) => kind === 'silent') ? { silent: true } : {}),
    ...(one('handoff') === undefined ? {} : { handoff: one('handoff') !== 'false' }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    ...(Object.keys(lead).length === 0 ? {} : { lead }),
  };
  for (const kind of ['node', 'status', 'mood', 'intent'] as const) {
    const value = one(kind);
    if (value !== undefined) expect[kind] = value;
  }
  return expect;
}

function lists(all: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
}

function textOf(value: unknown): string {
  return typeof value === 'string' && typeof parseValue(value) === 'string' ? value : JSON.stringify(value ?? null);
}

/** JSON where it is JSON, else the text itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
