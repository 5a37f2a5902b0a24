// The nodes of the reference interpreter that do something and go on at once.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { shareOf } from '#nodes/flow/share-of.ts';
import { isTrue, itemsOf, shareAt, type Share } from './reference-answers.ts';
import type { Assigned, Play, Player } from './reference-player.ts';
import { Failure } from './reference-seen.ts';

const goOn =
  (port: string): Play =>
  (player, id) => {
    player.leave(id, port);
  };

/** How each of them is played. */
export const STEPS: Readonly<Record<string, Play>> = {
  start: goOn('next'),
  catch: goOn('caught'),
  onKeyword: goOn('matched'),
  message(player, id, config) {
    const words = [config['text'], ...(config['variants'] as readonly Localized[])] as readonly Localized[];
    player.say(id, words[((player.memory.now.visits[id] ?? 1) - 1) % words.length] ?? '');
    player.leave(id, 'next');
  },
  tag(player, id) {
    player.ask('contact.tag', id);
    player.leave(id, 'next');
  },
  set(player, id, config) {
    for (const { variable, value } of config['assignments'] as readonly Assigned[])
      player.write(id, variable, player.value(id, value));
    player.leave(id, 'next');
  },
  condition(player, id, config) {
    player.leave(id, isTrue(player.value(id, String(config['expression']))) ? 'then' : 'else');
  },
  switch(player, id, config) {
    const found = (config['cases'] as readonly { id: string; value: string }[]).find(
      (one) => player.value(id, textOf(config['expression'])) === one.value,
    );
    player.leave(id, found?.id ?? 'default');
  },
  counter(player, id, config) {
    const key = String(config['key']).trim() === '' ? '' : JSON.stringify(player.value(id, textOf(config['key'])));
    const count = player.memory.tally(`${id} ${key}`, Number(config['windowMs']));
    player.leave(id, count > Number(config['limit']) ? 'over' : 'within');
  },
  split(player, id, config) {
    player.leave(id, shareAt(config['shares'] as readonly Share[], shareOf(player.memory.sessionId, id)));
  },
  jump,
  loop(player, id, config) {
    const list = config['mode'] === 'list' ? player.value(id, String(config['list'])) : undefined;
    player.memory.now.loops[id] = { items: list === undefined ? null : itemsOf(list), index: 0 };
    playRound(player, id, 0);
  },
  subflow(player, id, config) {
    const { memory, flow } = player;
    const inputs = config['inputs'] as readonly Assigned[];
    const values = inputs.map(({ variable, value }) => [variable, player.value(id, value)] as const);
    memory.now.frames[id] = { ...flow.firstValues(id), ...Object.fromEntries(values) };
    memory.now.returned = undefined;
    const first = flow.startOf(id);
    if (first === undefined) throw new Error(`The call ${id} has no start.`);
    player.enter(first);
  },
  exit(player, id, config) {
    if (player.memory.branchOf(id) !== undefined) player.memory.abandon();
    const outputs = config['outputs'] as readonly Assigned[];
    player.memory.now.returned = {
      exit: String(config['exit']),
      outputs: Object.fromEntries(outputs.map(({ variable, value }) => [variable, player.value(id, value)])),
    };
    comeBack(player, player.flow.caller(id));
  },
  end(player, id, config) {
    player.say(id, config['text'] as Localized);
    player.ask('session.close', id);
    player.memory.abandon();
    player.memory.now.at = 'done';
    player.memory.now.stage = '';
  },
  resumeTopic(player, id, config) {
    const { memory } = player;
    const probe = memory.copy();
    const found = memory.nextTopic(Number(config['giveUpMs']), () => true);
    memory.restore(probe);
    if (found === undefined) memory.forgetTopics();
    else if (String(config['bridge']).trim() !== '') {
      if (memory.now.topics !== undefined) memory.now.topics.bridged = true;
      player.say(id, config['bridge'] as Localized);
    }
    player.rest();
  },
};

/** A round of a loop: this one (`step` 0) or the next. */
export function playRound(player: Player, id: string, step: 0 | 1): void {
  const { memory, flow } = player;
  const { config } = flow.node(id) as FlowNode;
  const known = memory.now.loops[id] ?? { items: [], index: 0 };
  const loop = { items: known.items, index: known.index + step };
  memory.now.loops[id] = loop;
  const more =
    loop.index < Number(config['maxRounds']) &&
    (loop.items === null ? isTrue(player.value(id, String(config['while']))) : loop.index < loop.items.length);
  if (!more) {
    player.leave(id, 'done');
    return;
  }
  const { item, index } = config as { readonly item: string; readonly index: string };
  if (loop.items !== null && item !== '') player.write(id, item, loop.items[loop.index] ?? null);
  if (index !== '') player.write(id, index, loop.index + 1);
  player.leave(id, 'body');
}

/** Back from a called flow to the node that called it. A person who came in during the call keeps the conversation. */
export function comeBack(player: Player, site: string): void {
  const { memory, flow } = player;
  const { returned, person } = memory.now;
  if (person !== undefined && flow.isInside(person, site)) {
    player.rest();
    return;
  }
  const { config } = flow.node(site) as FlowNode;
  const exits = (config['call'] as { readonly exits: readonly { readonly id: string }[] }).exits;
  const port =
    exits.find((exit) => exit.id === returned?.exit && exit.id !== 'done' && exit.id !== 'error')?.id ?? 'done';
  const event = { ...player.event, output: returned?.outputs ?? {} } as unknown as FlowEvent;
  for (const { variable, value } of config['outputs'] as readonly Assigned[])
    player.guard(site, () => {
      memory.write(site, variable, memory.evaluate(site, value, event));
    });
  memory.closeFrame(site);
  player.leave(site, port);
}

function jump(player: Player, id: string, config: FlowNode['config']): void {
  const { memory, flow } = player;
  const target = flow.full(id, String(config['target']));
  if (!memory.jump(target, Number(config['maxPerTurn']), Number(config['maxPerSession'])))
    throw new Failure(id, memory.now.visits[id] ?? 0, new FlowError('FLOW_RUNAWAY', 'Jumped too often.'));
  if (config['clearStack'] === true) memory.forgetTopics();
  const to = flow.landing(id, target);
  if (to === undefined) player.rest();
  else if (to.round) playRound(player, to.node, 1);
  else player.enter(to.node);
}

function textOf(expression: unknown): string {
  return `text((${String(expression)}) ?? '')`;
}
