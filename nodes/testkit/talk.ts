// A conversation in a test: says things to a flow, moves its clock, answers its effects, and shows what came of it.
import { timingOf, type Effect, type EffectKind, type Understood } from '#nodes/kit/effects.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { MessageBodySchema, type MessageBody } from '#nodes/kit/messages.ts';
import { misfitsOf } from '#nodes/kit/check.ts';
import { compileFlow, type CompiledFlow } from '#nodes/flow/compile.ts';
import { isBurstOver } from '#nodes/flow/burst.ts';
import { createFlowDocument, type FlowDocument, type FlowEdge, type FlowNode } from '#nodes/flow/document.ts';
import type { FlowEvent } from '#nodes/flow/events.ts';
import { burstBefore, startFlow, stepFlow } from '#nodes/flow/step.ts';
import type { StepResult, TimerToSet } from '#nodes/flow/step-result.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';

/** A node of a test flow: type and config over the defaults. */
export type NodeSketch = readonly [type: string, config?: Readonly<Record<string, unknown>>];

/** Draws a flow: nodes by id, and lines as `from.port -> to`. A `start` node is there already. */
export function drawFlow(
  nodes: Readonly<Record<string, NodeSketch>>,
  lines: readonly string[],
  extra: Partial<FlowDocument> = {},
): FlowDocument {
  const document = createFlowDocument('test');
  const drawn: FlowNode[] = Object.entries(nodes).map(([id, [type, config]], index) => ({
    id,
    type,
    version: 1,
    name: '',
    position: { x: 320 * (index + 1), y: 160 },
    config: { ...(NODE_TYPES[type]?.defaults ?? {}), ...config },
  }));
  const edges: FlowEdge[] = lines.map((line, index) => {
    const [from = '', to = ''] = line.split('->').map((part) => part.trim());
    const [node = '', port = 'next'] = from.split('.');
    return { id: `e${String(index)}`, from: { node, port }, to: { node: to } };
  });
  return { ...document, nodes: [...document.nodes, ...drawn], edges, ...extra };
}

/**
 * One node `n` between the start and, for each of its ports, a message `→port`. With `hearing`, a question `hear` before it
 * takes the customer's first words.
 */
export function drawAlone(
  type: string,
  config: Readonly<Record<string, unknown>> = {},
  { hearing = false, ...extra }: Partial<FlowDocument> & { readonly hearing?: boolean } = {},
): FlowDocument {
  const declared = NODE_TYPES[type];
  const ports = declared?.ports({ ...declared.defaults, ...config }).map(({ id }) => id) ?? [];
  const ways = Object.fromEntries(ports.map((port) => [`to-${port}`, ['message', { text: `→${port}` }] as NodeSketch]));
  return drawFlow(
    {
      ...(hearing ? { hear: ['askText', { prompt: '?', interrupt: 'deny' }] as NodeSketch } : {}),
      n: [type, config],
      ...ways,
    },
    [
      ...(hearing ? ['start.next -> hear', 'hear.answered -> n'] : ['start.next -> n']),
      ...ports.map((port) => `n.${port} -> to-${port}`),
    ],
    extra,
  );
}

/** Answers local and remote effects in a test, by kind; a thrown error makes the effect fail. */
export type Outside = Partial<Record<EffectKind, (effect: Effect) => unknown>>;

/** A running test conversation. */
export class Talk {
  readonly flow: CompiledFlow;
  /** Everything said since the last act of the customer. */
  said: MessageBody[] = [];
  /** All effects so far, messages excepted. */
  readonly effects: Effect[] = [];
  readonly path: string[] = [];
  /** Every event so far, the first included: replayed, they give the same conversation. */
  readonly history: FlowEvent[] = [];
  /** Monday, 23 November 2026, 10:00 in Shanghai. */
  now = 1_795_399_200_000;
  last: StepResult;
  private readonly timers = new Map<string, TimerToSet & { readonly dueAt: number }>();
  private readonly outside: Outside;
  private count = 0;

  constructor(
    document: FlowDocument,
    options: {
      readonly outside?: Outside;
      readonly locale?: string;
      readonly customer?: JsonObject;
      readonly now?: number;
    } = {},
  ) {
    this.flow = compileFlow(document);
    this.outside = options.outside ?? {};
    this.now = options.now ?? this.now;
    const event = {
      type: 'session.started',
      at: this.now,
      sessionId: 's1',
      seed: 7,
      locale: options.locale ?? 'zh-CN',
      channel: 'web',
      source: {},
      customer: options.customer ?? {},
    } as const;
    this.history.push(event);
    this.last = startFlow(this.flow, event);
    this.take(this.last);
  }

  /** The customer writes. */
  says(text: string, understood?: Partial<Understood>): this {
    const full: Understood | undefined =
      understood === undefined
        ? undefined
        : {
            language: 'zh',
            intents: [],
            outOfScope: understood.intents === undefined,
            emotion: {
              label: 'calm',
              intensity: 0,
              scores: { calm: 1, anxious: 0, angry: 0, sad: 0, happy: 0 },
              reasons: [],
            },
            entities: [],
            ...understood,
          };
    return this.act({
      type: 'message.received',
      at: this.now,
      messageId: this.id(),
      text,
      ...(full === undefined ? {} : { understood: full }),
    });
  }

  /** The customer presses an option. */
  chooses(choice: string): this {
    return this.act({ type: 'choice.selected', at: this.now, messageId: this.id(), choice });
  }

  /** The customer sends a form. */
  submits(values: JsonObject): this {
    return this.act({ type: 'form.submitted', at: this.now, messageId: this.id(), values });
  }

  /** Any other event. */
  happens(event: Record<string, Json> & { readonly type: FlowEvent['type'] }): this {
    return this.act({ ...event, at: this.now } as unknown as FlowEvent);
  }

  /** Time passes; timers fire in order. */
  passes(ms: number): this {
    const until = this.now + ms;
    this.said = [];
    for (;;) {
      const [next] = [...this.timers.values()]
        .filter((timer) => timer.dueAt <= until)
        .sort((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) break;
      this.timers.delete(next.id);
      this.now = next.dueAt;
      const event = { type: 'timer.elapsed', at: this.now, timerId: next.id, event: next.event } as const;
      const whole = burstBefore(this.flow, this.last.snapshot, event);
      this.step(isBurstOver(event) && whole !== undefined ? { ...whole, at: this.now } : event);
    }
    this.now = until;
    return this;
  }

  /** The texts said since the last act. */
  get texts(): readonly string[] {
    return this.said.map((message) => message.text ?? '');
  }

  /** Session variables. */
  get vars(): JsonObject {
    return this.last.snapshot.context.vars;
  }

  /** Open timers by id. */
  get openTimers(): readonly string[] {
    return [...this.timers.keys()];
  }

  /** How long until the open timers are due, in milliseconds, soonest first. */
  get dueIn(): readonly number[] {
    return [...this.timers.values()].map(({ dueAt }) => dueAt - this.now).sort((a, b) => a - b);
  }

  /** The effects of one kind so far. */
  asked<K extends EffectKind>(kind: K): readonly Extract<Effect, { kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
  }

  /** The ports of one node taken so far. */
  ports(node: string): readonly string[] {
    return this.path.filter((step) => step.startsWith(`${node}.`)).map((step) => step.slice(node.length + 1));
  }

  private id(): string {
    this.count += 1;
    return `m${String(this.count)}`;
  }

  private act(event: FlowEvent): this {
    this.said = [];
    const whole = burstBefore(this.flow, this.last.snapshot, event);
    if (whole !== undefined) this.step({ ...whole, at: this.now });
    this.step(event);
    return this;
  }

  private step(event: FlowEvent): void {
    this.history.push(event);
    this.last = stepFlow(this.flow, this.last.snapshot, event);
    this.take(this.last);
  }

  private take(result: StepResult): void {
    for (const id of result.timers.cancel) this.timers.delete(id);
    for (const timer of result.timers.set) this.timers.set(timer.id, { ...timer, dueAt: this.now + timer.delayMs });
    for (const { node, port } of result.trace) this.path.push(port === undefined ? node : `${node}.${port}`);
    const waiting: Effect[] = [];
    for (const effect of result.effects) {
      if (effect.kind === 'message.send') this.said.push(fitting(effect.request));
      else {
        this.effects.push(effect);
        if (timingOf(effect.kind) !== 'commit') waiting.push(effect);
      }
    }
    for (const effect of waiting) this.answer(effect);
  }

  private answer(effect: Effect): void {
    const handler = this.outside[effect.kind];
    if (handler === undefined) return;
    const { node, visit, index } = effect;
    try {
      this.step({ type: 'effect.completed', at: this.now, node, visit, index, output: handler(effect) as Json });
    } catch (error) {
      this.step({
        type: 'effect.failed',
        at: this.now,
        node,
        visit,
        index,
        error: { code: 'TEST', message: String(error) },
      });
    }
  }
}

/** No test may see a message that a channel could not read. */
function fitting(body: MessageBody): MessageBody {
  const [misfit] = misfitsOf(MessageBodySchema, body);
  if (misfit === undefined) return body;
  throw new Error(`The message does not fit its schema at ${misfit.instancePath}: ${JSON.stringify(body)}`);
}

/** Starts a conversation with a flow. */
export function talk(document: FlowDocument, options?: ConstructorParameters<typeof Talk>[1]): Talk {
  return new Talk(document, options);
}
