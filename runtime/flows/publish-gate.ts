// The gate before publishing: errors and red dialogues stand in the way; an override with a reason opens it for what the runtime can live with.
import { FlowError } from '#nodes/kit/errors.ts';
import { parseProblemFacts } from '#nodes/flow/problem.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { DialogueRun } from '#nodes/wire/flow-tests.ts';

/** Why somebody publishes although the gate says no. */
export interface Override {
  readonly reason: string;
}

/** What stands in the way. */
export interface GateFindings {
  readonly errors: readonly FlowProblem[];
  /** Dialogues that did not pass. */
  readonly red: readonly DialogueRun[];
}

/** Errors in the drawing with which a conversation still runs: it rests, or says too much, but it does not break. */
const BEARABLE: ReadonlySet<string> = new Set(['DEAD_END', 'PORT_OPEN', 'SECRET_IN_TEXT', 'CONFIG_PROBLEM']);

/** Whether an error can be overridden. One that cannot be played never goes live. */
export function isBearable({ code }: FlowProblem): boolean {
  return BEARABLE.has(code);
}

/** Passes, or fails with FLOW_INVALID or DIALOGUES_RED, whose facts name everything that is in the way. */
export function passGate({ errors, red }: GateFindings, override: Override | undefined): void {
  const unbearable = errors.filter((error) => !isBearable(error));
  if (errors.length + red.length === 0) return;
  if (override !== undefined && override.reason.trim().length >= 3 && unbearable.length === 0) return;
  const facts = { problems: parseProblemFacts(errors), red: red.map(redFact), overridable: unbearable.length === 0 };
  if (errors.length > 0) {
    throw new FlowError('FLOW_INVALID', 'The flow has errors and was not published. Mend them first.', facts);
  }
  const [first] = red;
  throw new FlowError(
    'DIALOGUES_RED',
    `${red.length} test dialogues do not pass, so nothing was published: "${first?.name ?? ''}" fails at turn ${first?.failedTurn ?? 0}.`,
    facts,
  );
}

/** What the audit log keeps of an override: the reason, and what it was used against. */
export function overrideFact({ errors, red }: GateFindings, { reason }: Override): JsonObject {
  return {
    reason,
    errors: errors.map(({ code, node }) => ({ code, node })),
    red: red.slice(0, 50).map(({ id, name, failedTurn }) => ({ id, name, turn: failedTurn })),
  };
}

function redFact({ id, name, failedTurn, turns }: DialogueRun): Json {
  const turn = turns[failedTurn ?? 0];
  return {
    id,
    name,
    turn: failedTurn,
    act: turn?.act ?? '',
    differences: (turn?.differences ?? []).map(({ what, name: field, expected, seen, text }) => ({
      what,
      ...(field === undefined ? {} : { name: field }),
      expected,
      seen: seen.slice(0, 2000),
      text,
    })),
  };
}
