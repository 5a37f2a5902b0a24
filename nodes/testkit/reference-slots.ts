// Collecting several values in the reference interpreter: which is asked for next, and what an answer, a correction or none leads to.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import { slotsFrom, type SlotConfig } from '#nodes/kit/slots.ts';
import { parseAnswer } from '#nodes/flow/answer/parse-answer.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { readSlots, type SlotReading } from '#nodes/flow/slots/read-slots.ts';
import type { Play, Player } from './reference-player.ts';

type Config = FlowNode['config'];

/** Begins: what is known already, then what the customer just said, then the first question. */
export const playSlots: Play = (player, id, config) => {
  const { memory } = player;
  const slots = slotsOf(config);
  const variable = String(config['variable']);
  if (config['start'] === 'fresh') player.write(id, variable, {});
  slots.forEach((slot, index) => {
    if (slot.need !== 'silent') memory.now.tries[`${id}:${String(index)}`] = 0;
  });
  const known: Record<string, Json> = { ...collected(player, id, config) };
  for (const { name, prefill = '' } of slots) {
    if (prefill === '' || Object.hasOwn(known, name)) continue;
    const value = player.value(id, prefill);
    if (value !== null && value !== '') known[name] = value;
  }
  keep(player, id, config, known, '', '');
  if (config['useWords'] === true) {
    const said = { type: 'message.received', at: memory.now.time, messageId: '', text: memory.now.text } as const;
    keep(player, id, config, read(player, id, config, null, said).values, '', '');
  }
  askNext(player, id, config);
};

/** Asks for the first that is missing; nothing is: complete. */
export function askNext(player: Player, id: string, config: Config): void {
  const values = collected(player, id, config);
  const index = slotsOf(config).findIndex(({ name, need }) => {
    if (need === 'silent') return false;
    return !Object.hasOwn(values, name) || (need === 'required' && values[name] === null);
  });
  const slot = slotsOf(config)[index];
  if (slot === undefined) {
    player.leave(id, 'complete');
    return;
  }
  player.say(id, slot.prompt, choicesOf(slot));
  standAt(player, id, index, config);
}

/** What the customer did while one of them was asked for. */
export function answerSlots(player: Player, id: string, config: Config): void {
  const { memory, flow, event } = player;
  const index = Number(memory.standing(id)?.stage.slice('wait'.length));
  const slot = slotsOf(config)[index];
  if (slot === undefined) throw new Error(`No slot is asked for at ${id}.`);
  const tried = `${id}:${String(index)}`;
  const reading = read(player, id, config, slot.name, event);
  memory.stopTimers();
  if (event.type === 'message.received' && reading.givesUp) {
    player.leave(id, 'abandoned');
    return;
  }
  if (event.type !== 'form.submitted' && reading.heard) {
    keep(player, id, config, reading.values, reading.changes, reading.problem);
    memory.now.tries[tried] = 0;
    if (reading.changes !== '') player.say(id, config['changed'] as Localized);
    if (reading.problem !== '') memory.now.said.push(reading.problem);
    askNext(player, id, config);
    return;
  }
  const tries = (memory.now.tries[tried] ?? 0) + 1;
  if (tries >= Number(config['maxTries'])) {
    if (slot.need === 'optional') {
      keep(player, id, config, { ...collected(player, id, config), [slot.name]: null }, '', '');
      askNext(player, id, config);
      return;
    }
    if (flow.target(id, 'missing') !== undefined) {
      memory.now.tries[tried] = 0;
      player.leave(id, 'missing');
      return;
    }
  }
  keep(player, id, config, reading.values, reading.changes, reading.problem);
  memory.now.tries[tried] = tries;
  if (reading.problem !== '') memory.now.said.push(reading.problem);
  if (choicesOf(slot) !== '' || reading.problem === '') player.say(id, slot.prompt, choicesOf(slot));
  standAt(player, id, index, config);
}

/** A phone number or a date is an answer, whatever else its sentence is about. */
export function isSlotSure({ memory, flow, event }: Player, config: Config): boolean {
  return slotsFrom(slotsOf(config), flow.timeZone)
    .filter(({ kind }) => !['text', 'name', 'number', 'confirm', 'choice'].includes(kind))
    .some(({ answer }) => parseAnswer(answer, event, { now: memory.now.time, locale: memory.locale }).ok);
}

function slotsOf(config: Config): readonly SlotConfig[] {
  return config['slots'] as readonly SlotConfig[];
}

function collected({ memory }: Player, id: string, config: Config): JsonObject {
  const found = memory.read(id, String(config['variable']));
  return isJsonObject(found) ? found : {};
}

/** The sentences themselves are read by the one reader there is. */
function read(player: Player, id: string, config: Config, asked: string | null, event: FlowEvent): SlotReading {
  const { memory, flow } = player;
  return player.guard(id, () =>
    readSlots(
      {
        slots: slotsFrom(slotsOf(config), flow.timeZone),
        values: collected(player, id, config),
        asked,
        now: memory.now.time,
        locale: memory.locale,
        holds: () => true,
      },
      event,
    ),
  );
}

function keep(player: Player, id: string, config: Config, values: JsonObject, changes: string, problem: string): void {
  player.write(id, String(config['variable']), values);
  player.write(id, 'slotChanges', changes);
  player.write(id, 'slotProblem', problem);
}

function choicesOf({ kind, options = [] }: SlotConfig): string {
  if (kind === 'confirm') return '[yes,no]';
  return kind === 'choice' ? `[${options.map((option) => option.id).join()}]` : '';
}

function standAt({ memory }: Player, id: string, index: number, config: Config): void {
  memory.stand(id, `wait${String(index)}`);
  memory.awaitSilence(id, config['noReply']);
}
