// Plays what a customer did in a recorded conversation on another document, until a turn goes another way than it went then.
import type { Json } from '#nodes/kit/json.ts';
import type { DebugConversation, DebugTurn } from '#nodes/wire/debug.ts';
import type { Rehearse, Rehearsed } from '#nodes/wire/flows.ts';
import { parseMessages } from './parse-message.ts';
import { answersOf } from './recorded-tree.ts';
import { EMPTY_TREE, grow, parseSnapshot, turnOf, type RehearsalTree, type Turn } from './rehearsal-tree.ts';
import { diffVariables } from './variable-diff.ts';

/** What one side did in a turn. */
export interface TurnSide {
  readonly said: readonly string[];
  /** Nodes in the order they were entered. */
  readonly path: readonly string[];
  readonly attention: Rehearsed['attention'];
}

/** The first turn that differs. `turn` is its id in the recorded tree; 1 is the opening. */
export interface Divergence {
  readonly turn: number;
  /** The number a person gives it; 0 is the opening. */
  readonly number: number;
  readonly act: string;
  readonly then: TurnSide;
  /** Null: the document has no such choice or timer at this point. */
  readonly now: TurnSide | null;
  readonly values: readonly {
    readonly name: string;
    readonly then: Json | undefined;
    readonly now: Json | undefined;
  }[];
  /** Where the paths part in the document played: the first other node, else the last common one. */
  readonly node: string | null;
}

/** A turn of the customer or of the desk with what other systems answered to it. */
interface Step {
  readonly id: number;
  readonly turn: DebugTurn;
  readonly results: readonly Rehearsed[];
}

/** What comes of one replay. */
export type Replay =
  { readonly kind: 'same'; readonly turns: number } | { readonly kind: 'differs'; readonly divergence: Divergence };

/** Plays one request; the server's rehearsal. */
export type PlayOne = (request: Omit<Rehearse, 'document'>) => Promise<Rehearsed>;

/** Replays. `onTurn` hears the number of each turn before it is played, and of how many. */
export async function replayOnDraft(
  debug: DebugConversation,
  play: PlayOne,
  onTurn: (turn: number, count: number) => void,
): Promise<Replay> {
  const steps = stepsOf(debug.turns);
  const mocks = answersOf(debug);
  let tree: RehearsalTree = EMPTY_TREE;
  for (const [number, step] of steps.entries()) {
    onTurn(number, steps.length - 1);
    const { act, at } = step.turn;
    const before = turnOf(tree, tree.current);
    if (act?.kind === 'elapsed' && before?.timers.some(({ id }) => id === act.timerId) !== true) {
      return { kind: 'differs', divergence: divergenceOf(step, number, before, null) };
    }
    const snapshot = parseSnapshot(before);
    const result = await play({
      snapshot,
      locale: debug.locale,
      at,
      mocks,
      ...(snapshot === null ? { start: startOf(debug) } : {}),
      ...(act === null ? {} : { act }),
    });
    const divergence = divergenceOf(step, number, before, result);
    if (isDivergent(divergence)) return { kind: 'differs', divergence };
    tree = grow(tree, { act, said: step.turn.said, at, result });
  }
  return { kind: 'same', turns: steps.length - 1 };
}

/** What nobody did (an answer of another system, a note) belongs to the act before it, as a rehearsal plays it. */
function stepsOf(turns: readonly DebugTurn[]): readonly Step[] {
  const steps: Step[] = [];
  turns.forEach((turn, index) => {
    const last = steps.at(-1);
    if (last === undefined || turn.act !== null) steps.push({ id: index + 1, turn, results: [turn.result] });
    else steps[steps.length - 1] = { ...last, results: [...last.results, turn.result] };
  });
  return steps;
}

function startOf({ turns }: DebugConversation): NonNullable<Rehearse['start']> {
  const context = turns[0] === undefined ? undefined : parseSnapshot({ result: turns[0].result } as Turn)?.context;
  const { id = 'rehearsal', seed = 1, channel = 'web', source = {} } = context?.session ?? {};
  return { sessionId: id, seed, channel, source: { ...source }, customer: { ...context?.customer } };
}

function divergenceOf(step: Step, number: number, before: Turn | undefined, result: Rehearsed | null): Divergence {
  const then = sideOf(step.results);
  const now = result === null ? null : sideOf([result]);
  const last = step.results.at(-1);
  const rows =
    result === null || last === undefined
      ? []
      : diffVariables(parseSnapshot({ result: last } as Turn), parseSnapshot({ result } as Turn));
  return {
    turn: step.id,
    number,
    act: step.turn.said,
    then,
    now,
    values: rows.flatMap(({ name, value, before: old, change }) =>
      change === 'same' ? [] : [{ name, then: old, now: value }],
    ),
    node:
      now === null || result === null
        ? (before?.result.trace.at(-1)?.node ?? null)
        : (speakerOf(then, now, result) ?? partingNode(then.path, now.path)),
  };
}

function isDivergent({ then, now, values }: Divergence): boolean {
  return now === null || values.length > 0 || JSON.stringify(then) !== JSON.stringify(now);
}

function sideOf(results: readonly Rehearsed[]): TurnSide {
  return {
    said: results.flatMap(({ messages }) =>
      parseMessages(messages)
        .filter(({ from }) => from === 'bot' || from === 'system')
        .map(wordsOf),
    ),
    path: results.flatMap(({ trace }) => trace.filter(({ port }) => port === undefined).map(({ node }) => node)),
    attention: results.at(-1)?.attention ?? 'bot',
  };
}

/** A message in words: its text, and what it offers. */
function wordsOf({ text, card, choices }: ReturnType<typeof parseMessages>[number]): string {
  const offered = [...(choices ?? []), ...(card?.buttons ?? [])].map(({ label }) => `[${label}]`);
  return [text, card?.title, card?.text, ...offered].filter((part) => part !== undefined && part !== '').join(' ');
}

/** On the same path: the step that said the first other words. The id of a rehearsed message ends in node, visit, index and time. */
function speakerOf(then: TurnSide, now: TurnSide, { messages }: Rehearsed): string | null {
  if (JSON.stringify(then.path) !== JSON.stringify(now.path)) return null;
  const at = now.said.findIndex((words, index) => words !== then.said[index]);
  return parseMessages(messages)[at]?.id.split(':').at(-4) ?? null;
}

function partingNode(then: readonly string[], now: readonly string[]): string | null {
  const at = now.findIndex((node, index) => node !== then[index]);
  return now[at === -1 ? now.length - 1 : at] ?? null;
}
