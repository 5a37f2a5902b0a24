// From JSON to a dialogue, or a refusal that names the place.
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import { DialogueSchema, type Dialogue, type DialogueTurn } from '#nodes/wire/dialogues.ts';

/** The ways a turn can begin. */
const ACTS = ['says', 'chooses', 'submits', 'attaches', 'waits', 'agent', 'agentSays', 'event', 'leaves'] as const;

/** Reads a dialogue. Fails with REQUEST_INVALID; `where` names the file in the message. */
export function readDialogue(json: unknown, where: string): Dialogue {
  if (!Value.Check(DialogueSchema, json)) {
    const [first] = Value.Errors(DialogueSchema, json);
    throw new FlowError(
      'REQUEST_INVALID',
      `${where} is not a dialogue: ${first?.instancePath === '' ? 'the whole' : (first?.instancePath ?? '')} ${first?.message ?? ''}.`,
      { field: first?.instancePath ?? '' },
    );
  }
  const dialogue: Dialogue = json;
  dialogue.turns.forEach((turn, index) => {
    const acts = ACTS.filter((act) => turn[act] !== undefined);
    if (acts.length === 1) return;
    throw new FlowError(
      'REQUEST_INVALID',
      `${where}: turn ${index + 1} needs exactly one of ${ACTS.join(', ')}${acts.length === 0 ? '' : `; it has ${acts.join(' and ')}`}.`,
      { field: `/turns/${index}` },
    );
  });
  return dialogue;
}

/** The turn as one line, as reports show it. */
export function titleOfTurn(turn: DialogueTurn): string {
  if (turn.says !== undefined) return `says "${turn.says}"`;
  if (turn.chooses !== undefined) return `chooses "${turn.chooses}"`;
  if (turn.submits !== undefined) return `submits ${JSON.stringify(turn.submits)}`;
  if (turn.attaches !== undefined) return `attaches ${turn.attaches.join(', ')}`;
  if (turn.waits !== undefined) return `waits ${turn.waits}`;
  if (turn.agent !== undefined) return `the agent does: ${turn.agent}`;
  if (turn.agentSays !== undefined) return `the agent says "${turn.agentSays}"`;
  if (turn.event !== undefined)
    return `the event ${turn.event.name}${turn.event.data === undefined ? '' : ` ${JSON.stringify(turn.event.data)}`}`;
  return 'leaves';
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `24h` as milliseconds; undefined when it is not a length of time. */
export function msFromLength(text: string): number | undefined {
  const found = /^(\d{1,6})\s?([smhd])$/.exec(text.trim());
  const unit = UNIT_MS[found?.[2] ?? ''];
  return unit === undefined ? undefined : Number(found?.[1]) * unit;
}
