// Where an event enters the chart: a topic may cut in, a timer has its own name, all else goes to the waiting state.
import type { AnyMachineSnapshot } from 'xstate';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowContext } from './context.ts';
import type { FlowEvent, MessageReceived } from './events.ts';

/** An event as the chart names it. */
export type MachineEvent = FlowEvent | { readonly type: string; readonly at: number };

/** Decides which event the chart gets. */
export function routeEvent(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  event: FlowEvent,
): MachineEvent {
  if (event.type === 'timer.elapsed') return { type: event.event, at: event.at };
  if (event.type === 'person.requested' || (event.type === 'choice.selected' && event.choice === PERSON_CHOICE)) {
    // The person is there already, also while the flow runs a branch beside the talk.
    if (context.person !== null) return { type: 'person.present', at: event.at };
    return { type: 'person.requested', at: event.at, messageId: event.messageId };
  }
  if (event.type !== 'message.received' || context.person !== null || live.hasTag('queue')) return event;
  const { personButton } = flow.document.settings;
  if (personButton && flow.triggers.asksForPerson(event.text))
    return { type: 'person.requested', at: event.at, messageId: event.messageId };
  const trigger = triggerFor(flow, live, context, event);
  return trigger === undefined ? event : { ...event, type: `trigger.${trigger}` };
}

interface WaitingMeta {
  readonly interrupt: 'allow' | 'deny';
  readonly sureAnswers?: readonly AnswerSpec[];
}

function triggerFor(
  flow: CompiledFlow,
  live: AnyMachineSnapshot,
  context: FlowContext,
  event: MessageReceived,
): string | undefined {
  const waits = parseMeta(live);
  const resting = waits?.node.startsWith('_') === true;
  if (!resting && waits !== undefined && (waits.interrupt === 'deny' || isSureAnswer(waits, event, context)))
    return undefined;
  const matches = [flow.triggers.byKeyword(event.text), flow.triggers.byIntent(context.turn.understood)];
  return matches.find((match) => match !== undefined && (resting || match.mayInterrupt))?.node;
}

function isSureAnswer(waits: WaitingMeta, event: MessageReceived, context: FlowContext): boolean {
  return (waits.sureAnswers ?? []).some(
    (answer) => parseAnswer(answer, event, { now: context.now, locale: context.session.locale }).ok,
  );
}

/** The meta of the waiting state, written by kit/behaviours. */
function parseMeta(live: AnyMachineSnapshot): (WaitingMeta & { readonly node: string }) | undefined {
  const metas = Object.values(live.getMeta() as Record<string, { node?: string; interrupt?: string } | undefined>);
  return metas.find((meta) => meta?.interrupt !== undefined) as (WaitingMeta & { readonly node: string }) | undefined;
}
