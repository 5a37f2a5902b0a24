// People in the reference interpreter: the queue, the talk, and the ways both can end.
import type { JsonObject } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { Play, Player } from './reference-player.ts';

const ENDS: Readonly<Record<string, string>> = {
  'handoff.resolved': 'resolved',
  'handoff.returned': 'returned',
  'handoff.abandoned': 'abandoned',
};

/** First: is anybody there? */
export const playHandoff: Play = (player, id) => {
  player.ask('desk.availability', id);
  player.memory.stand(id, 'checking');
};

/** The desk says who is there; a desk that says nothing is closed. */
export function takeAvailability(player: Player, id: string, { config }: FlowNode, event: FlowEvent): void {
  const { memory, flow } = player;
  const { state = 'offline' } = (event.type === 'effect.completed' ? event.output : {}) as JsonObject;
  if (state === 'full' && flow.target(id, 'queueFull') !== undefined) player.leave(id, 'queueFull');
  else if (state === 'offline' || state === 'full') {
    player.say(id, config['offlineText'] as Localized);
    player.leave(id, 'offline');
  } else {
    player.ask('handoff.enqueue', id);
    player.say(id, config['waitText'] as Localized);
    memory.stand(id, 'queued');
    memory.now.timers.push({ node: id, port: 'timeout', due: memory.now.time + Number(config['waitLimitMs']) });
  }
}

/** Somebody takes the conversation, ends it or gives it back; or the customer leaves. */
export function takePerson(player: Player, event: FlowEvent): void {
  const { memory, flow } = player;
  const { at, stage, person } = memory.now;
  if (stage === 'queued' && event.type === 'agent.accepted') {
    memory.stopTimers();
    memory.now.person = at;
    player.say(at, flow.node(at)?.config['acceptedText'] as Localized);
    if (flow.target(at, 'accepted') === undefined) memory.stand(at, 'talking');
    else player.leave(at, 'accepted');
  } else if (stage === 'queued' && event.type === 'handoff.abandoned') leaveQueue(player, at, 'abandoned');
  else {
    const port = ENDS[event.type];
    if (port === undefined || person === undefined) return;
    memory.abandon();
    memory.now.person = undefined;
    player.leave(person, port);
  }
}

/** The customer asks for a person. Nothing changes when one is there, or on the way. */
export function bringPerson(player: Player): void {
  const { memory, flow } = player;
  if (memory.now.person !== undefined || flow.node(memory.now.at)?.type === 'handoff') return;
  memory.abandon();
  player.enter(flow.handoff);
}

/** Out of the queue, before anybody came. */
export function leaveQueue(player: Player, id: string, port: string): void {
  player.memory.stopTimers();
  player.ask('handoff.close', id);
  player.leave(id, port);
}
