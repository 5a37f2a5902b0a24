// The nodes of the reference interpreter that ask another system, and where its answer leads.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import type { FlowNode } from '#nodes/flow/document.ts';
import type { Play, Player } from './reference-player.ts';

type Config = FlowNode['config'];
type Answered = Extract<FlowEvent, { type: 'effect.completed' | 'effect.failed' }>;

/** How each of them begins. */
export const CALLS: Readonly<Record<string, Play>> = {
  http(player, id, config) {
    const body = String(config['body']);
    const { a = '' } = (body === '' ? {} : JSON.parse(body)) as { readonly a?: string };
    player.ask('http.request', id, player.fill(id, a));
    player.memory.stand(id, '');
  },
  script(player, id, config) {
    const inputs = config['inputs'] as readonly { readonly name: string; readonly expr: string }[];
    player.ask('script.run', id, JSON.stringify(inputs.map(({ expr }) => player.value(id, expr))));
    player.memory.stand(id, '');
  },
  knowledgeAnswer(player, id) {
    player.ask('knowledge.search', id);
    player.memory.stand(id, 'searching');
  },
  availability(player, id) {
    player.ask('desk.availability', id);
    player.memory.stand(id, '');
  },
};

/** The result of what a node asked for. */
export function takeResult(player: Player, id: string, { type, config }: FlowNode, event: Answered): void {
  const output = (event.type === 'effect.completed' ? event.output : undefined) as JsonObject | undefined;
  if (output === undefined && event.type === 'effect.failed') {
    if (type === 'availability') player.leave(id, 'offline');
    else if (event.index === 1) quote(player, id);
    else player.fail(id, event.error);
    return;
  }
  RESULTS[type]?.(player, id, config, output ?? {});
}

const RESULTS: Readonly<Record<string, (player: Player, id: string, config: Config, output: JsonObject) => void>> = {
  http(player, id, config, output) {
    store(player, id, config['variable'], output);
    for (const { variable, path } of config['mapping'] as readonly {
      readonly variable: string;
      readonly path: string;
    }[])
      player.write(id, variable, player.value(id, `event.output.${path}`));
    const status = Number(output['status']);
    const port = status >= 500 ? 'serverError' : status >= 400 ? 'clientError' : 'ok';
    if (port === 'ok' || player.flow.target(id, port) !== undefined) player.leave(id, port);
    else player.fail(id, { code: 'EGRESS_FAILED', message: `The other system answered ${String(status)}.` });
  },
  script(player, id, config, output) {
    const values = output['values'] as JsonObject;
    for (const { name } of config['outputs'] as readonly { readonly name: string }[])
      player.write(id, name, values[name] ?? null);
    const exits = config['exits'] as readonly { readonly id: string }[];
    player.leave(id, exits.find((exit) => exit.id === output['exit'])?.id ?? 'ok');
  },
  availability(player, id, config, output) {
    store(player, id, config['variable'], output);
    const limit = Number(config['maxWaitMs']);
    const isLong = limit > 0 && Number(output['etaSeconds'] ?? 0) * 1000 > limit;
    if (output['state'] === 'offline') player.leave(id, 'offline');
    else player.leave(id, output['state'] !== 'available' || isLong ? 'busy' : 'available');
  },
  knowledgeAnswer(player, id, config, output) {
    const { memory } = player;
    if (memory.standing(id)?.stage === 'writing') {
      speak(player, output['text']);
      player.leave(id, 'answered');
      return;
    }
    const { answer = null, sources = null, confidence = null, hits, modelAvailable } = output;
    player.write(id, 'knowledge', { answer, sources, confidence });
    if ((hits as readonly Json[]).length === 0) player.leave(id, 'noHit');
    else if (Number(confidence) < Number(config['minScore']) || answer === '') player.leave(id, 'lowConfidence');
    else if (config['mode'] === 'generate' && modelAvailable === true) {
      player.ask('model.generate', id);
      memory.stand(id, 'writing');
    } else quote(player, id);
  },
};

function quote(player: Player, id: string): void {
  const { answer = null } = player.memory.read(id, 'knowledge') as JsonObject;
  speak(player, answer);
  player.leave(id, 'answered');
}

function speak({ memory }: Player, words: Json | undefined): void {
  if (typeof words === 'string' && words.trim() !== '') memory.now.said.push(words);
}

function store(player: Player, id: string, variable: unknown, value: Json): void {
  if (variable !== '') player.write(id, String(variable), value);
}
