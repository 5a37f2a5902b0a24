// The states every compiled flow has besides its nodes: begin, rest, fault, the default way to a person, closed.
import { say } from '#nodes/kit/behaviours.ts';
import type { CompileContext } from '#nodes/kit/define-node.ts';
import { handoffState } from '#nodes/kit/handoff-behaviour.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { MessageTemplate } from '#nodes/kit/messages.ts';
import type { StateJson, TransitionJson } from '#nodes/kit/machine.ts';
import { template, text } from '#nodes/kit/values.ts';
import { PERSON_CHOICE } from '#nodes/wire/person-choice.ts';
import { STAY_CHOICE, STAY_LABEL, SWITCH_CHOICE, SWITCH_LABEL } from '#nodes/wire/topic-choices.ts';
import type { FlowSettings } from './document.ts';
import { topicSettings } from './topics.ts';

/** Ids of the built-in states. Node ids never start with `_`. */
export const BUILTIN = {
  begin: '_begin',
  idle: '_idle',
  faulted: '_faulted',
  person: '_person',
  closed: '_closed',
} as const;

const PERSON_LABEL: Localized = { 'zh-CN': '转人工', en: 'Talk to a person' };

/** The state before the first event. */
export function beginState(start: string | undefined): StateJson {
  return {
    id: BUILTIN.begin,
    on: { 'session.started': [{ target: start === undefined ? `#${BUILTIN.idle}` : `#${start}` }] },
  };
}

/** The flow rests: it listens to its entry nodes, and says the fallback to anything else. A person who has the conversation keeps it. */
export function idleState(settings: FlowSettings, handoffs: readonly string[]): StateJson {
  const fallback: TransitionJson = { actions: [say(BUILTIN.idle, withPerson(settings, settings.fallback))] };
  return {
    id: BUILTIN.idle,
    tags: ['waiting'],
    meta: { node: BUILTIN.idle, interrupt: 'allow' },
    always: backToPerson(handoffs),
    on: { 'message.received': [fallback], 'form.submitted': [fallback], 'choice.selected': [fallback] },
  };
}

/** A catch node as the failed flow asks it: what it catches, and where it stores what failed. */
export interface CatchRule {
  readonly node: string;
  readonly nodes: readonly string[] | undefined;
  readonly codes: readonly string[];
  readonly variable: string;
}

/** The flow failed: a catch takes over, or it says so, offers a person, and rests. Beside a person it keeps silent. */
export function faultedState(
  settings: FlowSettings,
  handoffs: readonly string[],
  catches: readonly CatchRule[],
): StateJson {
  return {
    id: BUILTIN.faulted,
    entry: [{ type: 'enter', params: { node: BUILTIN.faulted } }],
    always: [
      ...backToPerson(handoffs),
      ...catches.map(({ node, nodes, codes, variable }): TransitionJson => ({
        guard: { type: 'catches', params: { node, codes, ...(nodes === undefined ? {} : { nodes }) } },
        target: `#${node}`,
        actions: [
          { type: 'caught', params: { node, target: variable } },
          { type: 'handled', params: { node } },
        ],
      })),
      { target: `#${BUILTIN.idle}`, actions: [say(BUILTIN.faulted, withPerson(settings, settings.apology))] },
    ],
  };
}

/** What the root says about open questions: the words before one is asked again, and the question whether to switch. */
export function topicTransitions(settings: FlowSettings): Readonly<Record<string, readonly TransitionJson[]>> {
  const { bridge, switchQuestion } = topicSettings(settings);
  const choices = [
    { id: SWITCH_CHOICE, label: text(SWITCH_LABEL) },
    { id: STAY_CHOICE, label: text(STAY_LABEL) },
  ];
  return {
    'topic.bridge': [{ actions: [say(BUILTIN.idle, { kind: 'text', text: template(bridge) })] }],
    'topic.asked': [{ actions: [say(BUILTIN.idle, { kind: 'choices', text: template(switchQuestion), choices })] }],
  };
}

function backToPerson(handoffs: readonly string[]): readonly TransitionJson[] {
  return handoffs.map((node) => ({
    guard: { type: 'personActive', params: { node } },
    target: `#${node}:talking`,
  }));
}

/** The conversation ended from outside. */
export function closedState(): StateJson {
  return {
    id: BUILTIN.closed,
    type: 'final',
    entry: [
      {
        type: 'effect',
        params: {
          node: BUILTIN.closed,
          index: 0,
          kind: 'session.close',
          request: { reason: 'expired', resolved: false },
        },
      },
    ],
  };
}

/** The way to a person of a flow that drew none. All its ways out lead to rest, with a word about what happened. */
export function personState(context: CompileContext<unknown>): StateJson {
  return handoffState(context, {
    department: '',
    reason: { 'zh-CN': '客户要求人工', en: 'The customer asked for a person' },
    priority: 0,
    shown: [],
    waitText: {
      'zh-CN':
        '正在为您转接人工，{{ event.output.waiting > 0 ? "您前面还有 " + event.output.waiting + " 位" : "下一位就是您" }}，请稍候。',
      en: 'Bringing in a person. {{ event.output.waiting > 0 ? event.output.waiting + " ahead of you" : "You are next" }}, one moment please.',
    },
    acceptedText: { 'zh-CN': '人工客服已接入。', en: 'A person has joined.' },
    offlineText: {
      'zh-CN': '现在没有人工客服在线。您可以留下问题和联系方式，我们上班后联系您。',
      en: 'Nobody is at the desk right now. Leave your question and how to reach you, and we will get back to you.',
    },
    waitLimitMs: 600_000,
  });
}

function withPerson(settings: FlowSettings, words: Localized): MessageTemplate {
  if (!settings.personButton) return { kind: 'text', text: template(words) };
  return { kind: 'choices', text: template(words), choices: [{ id: PERSON_CHOICE, label: text(PERSON_LABEL) }] };
}
