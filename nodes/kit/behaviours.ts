// The usual shapes of a state: go on, branch, run an effect, ask. Node types are built from these.
import type { AnswerSpec } from './answers.ts';
import type { EffectKind } from './effects.ts';
import type { WrittenForm } from './form-fields.ts';
import type { MessageTemplate } from './messages.ts';
import type { CompileContext } from './define-node.ts';
import type { ActionJson, GuardJson, StateJson, TransitionJson } from './machine.ts';
import type { InterruptPolicy, NoReply } from './policies.ts';
import { template, type Value } from './values.ts';
import type { Localized } from './localized.ts';

type Context = CompileContext<unknown>;

/** Does something and leaves by one port at once. */
export function passThrough(context: Context, entry: readonly ActionJson[], port = 'next'): StateJson {
  return { entry, always: [context.to(port)] };
}

/** Leaves at once by the first port whose guard holds, else by `otherwise`. */
export function branch(
  context: Context,
  cases: readonly { readonly guard: GuardJson; readonly port: string }[],
  otherwise: string,
): StateJson {
  return { always: [...cases.map(({ guard, port }) => context.to(port, { guard })), context.to(otherwise)] };
}

/** What a waiting state listens to besides silence. */
export interface WaitSpec {
  readonly on: Readonly<Record<string, readonly TransitionJson[]>>;
  readonly noReply: NoReply;
  readonly interrupt: InterruptPolicy;
  /** Messages with pauses no longer than this become one turn; 0 or absent: each is one. */
  readonly mergeBurstMs?: number | undefined;
  /** A form that may be filled in by words too. */
  readonly form?: WrittenForm;
  /** Answers that are surely meant for this question, so that no topic cuts in. */
  readonly sureAnswers?: readonly AnswerSpec[];
}

/** A state that waits for the customer, with reminders and the `noReply` port. */
export function waiting(context: Context, spec: WaitSpec): StateJson {
  return {
    tags: ['waiting'],
    meta: {
      node: context.id,
      interrupt: spec.interrupt,
      ...(spec.mergeBurstMs === undefined || spec.mergeBurstMs === 0 ? {} : { mergeBurstMs: spec.mergeBurstMs }),
      ...(spec.form === undefined ? {} : { form: JSON.parse(JSON.stringify(spec.form)) as never }),
      ...(spec.sureAnswers === undefined ? {} : { sureAnswers: JSON.parse(JSON.stringify(spec.sureAnswers)) as never }),
    },
    on: spec.on,
    ...silence(context, spec.noReply),
  };
}

function silence(context: Context, noReply: NoReply): { readonly after?: Record<string, readonly TransitionJson[]> } {
  if (!noReply.enabled) return {};
  const after: Record<string, readonly TransitionJson[]> = {};
  let elapsedMs = 0;
  noReply.reminders.forEach((reminder, index) => {
    elapsedMs += reminder.afterMs;
    const name = context.delay(`reminder${String(index + 1)}`, { ms: elapsedMs });
    after[name] = [{ actions: [say(context.id, { kind: 'text', text: template(reminder.text) })] }];
  });
  if (context.isWired('noReply')) {
    after[context.delay('noReply', { ms: elapsedMs + noReply.afterMs })] = [context.to('noReply')];
  }
  return { after };
}

/** A question: says the prompt, waits, takes a valid answer, says the retry text otherwise, and gives up by a port after `maxTries`. */
export interface QuestionSpec {
  readonly prompt: readonly MessageTemplate[];
  readonly answer: AnswerSpec;
  /** Variable for the answer; empty: not stored. */
  readonly variable: string;
  /** Leaves on a valid answer. Several: the first whose guard holds. */
  readonly answered: readonly {
    readonly port: string;
    readonly guard?: GuardJson;
    readonly actions?: readonly ActionJson[];
  }[];
  readonly retry: MessageTemplate | undefined;
  /** Ask again this often at most; then leave by `invalid`. Without a way drawn for it, it is asked until an answer comes. */
  readonly maxTries: number;
  readonly invalid: string | undefined;
  readonly noReply: NoReply;
  readonly interrupt: InterruptPolicy;
  readonly mergeBurstMs?: number | undefined;
  /** Further transitions of the waiting state, tried before the answer. */
  readonly before?: Readonly<Record<string, readonly TransitionJson[]>>;
  /** False for free text: any topic may cut in. */
  readonly sure: boolean;
}

const ANSWER_EVENTS = ['message.received', 'choice.selected', 'form.submitted'] as const;

/** Builds the compound state of a question. */
export function question(context: Context, spec: QuestionSpec): StateJson {
  const node = context.id;
  const answers: GuardJson = { type: 'answers', params: { node, answer: spec.answer } };
  const keep: readonly ActionJson[] = [
    ...(spec.variable === ''
      ? []
      : [{ type: 'keep' as const, params: { node, target: spec.variable, answer: spec.answer } }]),
    { type: 'forget', params: { node } },
  ];
  const taken = spec.answered.map((exit) =>
    context.to(exit.port, {
      guard: exit.guard === undefined ? answers : { type: 'all', params: { guards: [answers, exit.guard] } },
      actions: [...keep, ...(exit.actions ?? [])],
    }),
  );
  const retry = spec.retry === undefined ? spec.prompt : [spec.retry];
  // The words are part of the transition: a state of their own would cost each question another step of the chart.
  const again: TransitionJson = {
    target: context.inner('waiting'),
    reenter: true,
    actions: [{ type: 'count', params: { node } }, ...retry.map((message) => say(node, message))],
  };
  const refused: readonly TransitionJson[] =
    spec.invalid === undefined || !context.isWired(spec.invalid)
      ? [again]
      : [
          context.to(spec.invalid, {
            guard: { type: 'triedEnough', params: { node, max: spec.maxTries } },
            actions: [{ type: 'forget', params: { node } }],
          }),
          again,
        ];
  const on: Record<string, readonly TransitionJson[]> = {};
  const events = spec.answer.kind === 'files' ? [...ANSWER_EVENTS, 'files.received'] : ANSWER_EVENTS;
  for (const event of events) on[event] = [...(spec.before?.[event] ?? []), ...taken, ...refused];
  return {
    entry: spec.prompt.map((message) => say(node, message)),
    initial: 'waiting',
    states: {
      waiting: waiting(context, {
        on,
        noReply: spec.noReply,
        interrupt: spec.interrupt,
        mergeBurstMs: spec.mergeBurstMs,
        ...(spec.sure ? { sureAnswers: [spec.answer] } : {}),
      }),
    },
  };
}

/** The action that says a message. */
export function say(node: string, message: MessageTemplate): ActionJson {
  return { type: 'say', params: { node, message } };
}

/** A text message from a localized template. */
export function textMessage(text: Localized): MessageTemplate {
  return { kind: 'text', text: template(text) };
}

/** The action that asks for an effect without a result (timing `commit`). */
export function commit(node: string, index: number, kind: EffectKind, request: Value): ActionJson {
  return { type: 'effect', params: { node, index, kind, request } };
}
