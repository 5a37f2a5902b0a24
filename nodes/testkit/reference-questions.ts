// The questions of the reference interpreter: asked, answered, asked again, given up; and the wait for a time.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import { parseAnswer } from '#nodes/flow/answer/parse-answer.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { answerOf, optionsOf, portOf } from './reference-answers.ts';
import type { Play, Player } from './reference-player.ts';
import { answerSlots, isSlotSure } from './reference-slots.ts';

/** Asks for the first time. */
export const playQuestion: Play = (player, id, config, node) => {
  askInWords(player, id, node, config['prompt'] as Localized);
};

export const playWait: Play = (player, id, config) => {
  const { memory } = player;
  memory.stand(id, '');
  memory.now.timers.push({ node: id, port: 'due', due: memory.now.time + Number(config['durationMs']) });
};

export const playWaitEvent: Play = (player, id, config) => {
  const { memory } = player;
  player.ask('event.await', id);
  memory.stand(id, '');
  memory.now.timers.push({ node: id, port: 'timeout', due: memory.now.time + Number(config['timeoutMs']) });
};

/** Another system reports something; only a wait for just that hears it. */
export function takeSignal(player: Player, { name, data }: Extract<FlowEvent, { type: 'signal.raised' }>): void {
  const { at } = player.memory.now;
  const { type, config = {} } = player.flow.node(at) ?? {};
  if (type !== 'waitEvent' || config['name'] !== name) return;
  if (config['variable'] !== '') player.write(at, String(config['variable']), data);
  leaveQuestion(player, at, 'received');
}

/** What the customer did reaches the question that is open. */
export function answerQuestion(player: Player, id: string, node: FlowNode): void {
  const { memory, flow } = player;
  const { config, type } = node;
  if (type === 'slotFill') answerSlots(player, id, config);
  else if (type === 'wait' || type === 'waitEvent') {
    if (config['cancelOnMessage'] === true) leaveQuestion(player, id, 'cancelled');
  } else {
    const read = readAnswer(player, answerOf(node));
    if (read.ok) {
      const variable = config['variable'] as string;
      if (variable !== '') player.write(id, variable, read.value);
      memory.now.tries[id] = 0;
      leaveQuestion(player, id, portOf(node, read.value));
      return;
    }
    const way = { askText: 'invalid', askTyped: 'invalid', askChoice: 'other', askConfirm: 'unclear' }[type] ?? '';
    const canFail = (type !== 'askText' || config['pattern'] !== '') && flow.target(id, way) !== undefined;
    const tries = (memory.now.tries[id] ?? 0) + 1;
    if (canFail && tries >= Number(config['maxTries'])) {
      memory.now.tries[id] = 0;
      leaveQuestion(player, id, way);
      return;
    }
    memory.now.tries[id] = tries;
    memory.stopTimers();
    askInWords(player, id, node, config['retry'] as Localized);
  }
}

/** Does the message surely belong to the question, so that nothing cuts in? */
export function isSure(player: Player, node: FlowNode): boolean {
  if (node.type === 'wait' || node.type === 'waitEvent') return false;
  if (node.config['interrupt'] === 'deny') return true;
  if (node.type === 'slotFill') return isSlotSure(player, node.config);
  return (node.type !== 'askText' || node.config['pattern'] !== '') && readAnswer(player, answerOf(node)).ok;
}

function leaveQuestion(player: Player, id: string, port: string): void {
  player.memory.stopTimers();
  player.leave(id, port);
}

function readAnswer({ memory, event }: Player, answer: AnswerSpec): ReturnType<typeof parseAnswer> {
  return parseAnswer(answer, event, { now: memory.now.time, locale: memory.locale });
}

function askInWords(player: Player, id: string, node: FlowNode, words: Localized): void {
  const options = node.type === 'askConfirm' ? ['yes', 'no'] : optionsOf(node).map((option) => option.id);
  player.say(id, words, node.type === 'askConfirm' || node.type === 'askChoice' ? `[${options.join()}]` : '');
  player.memory.stand(id, 'waiting');
  player.memory.awaitSilence(id, node.config['noReply']);
}
