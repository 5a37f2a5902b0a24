// The state of a handoff to a person: is anybody there, wait in the queue, talk, and the ways it can end.
import { commit, say } from './behaviours.ts';
import type { CompileContext } from './define-node.ts';
import type { ActionJson, GuardJson, StateJson, TransitionJson } from './machine.ts';
import type { Localized } from './localized.ts';
import { expr, template, type Value } from './values.ts';

/** What a handoff needs to know. Texts may be empty: then nothing is said. */
export interface HandoffSpec {
  readonly department: string;
  readonly reason: Localized;
  readonly priority: number;
  /** Shown to the person, name to expression. */
  readonly shown: readonly { readonly label: string; readonly expr: string }[];
  /** Said while the customer waits; sees `event.output.position` and `event.output.etaSeconds`. */
  readonly waitText: Localized;
  readonly acceptedText: Localized;
  readonly offlineText: Localized;
  /** How long to wait for somebody; then `timeout`. */
  readonly waitLimitMs: number;
}

/**
 * Ports: `offline`, `queueFull`, `timeout`, `abandoned`, `resolved`, `returned`, and `accepted` (a side branch: when it has run
 * out, the conversation is still with the person).
 * States: `checking` -> `queued` -> `talking`. In `talking` no customer message has a transition: the bot cannot speak.
 */
export function handoffState(context: CompileContext<unknown>, spec: HandoffSpec): StateJson {
  const node = context.id;
  const close = (outcome: string): ActionJson => commit(node, 2, 'handoff.close', { outcome });
  const giveBack: ActionJson = { type: 'person', params: { node, on: false } };
  const is = (state: string): GuardJson => ({
    type: 'all',
    params: {
      guards: [
        { type: 'isCurrent', params: { node, index: 0 } },
        { type: 'when', params: { node, expr: `event.output.state == '${state}'` } },
      ],
    },
  });
  const quiet: readonly TransitionJson[] = [{ description: 'The message waits for the person.' }];
  const silent = {
    'message.received': quiet,
    'choice.selected': quiet,
    'form.submitted': quiet,
    'person.requested': quiet,
  };
  const offline = context.to('offline', { actions: optional(node, spec.offlineText) });
  return {
    initial: 'checking',
    states: {
      checking: {
        tags: ['working'],
        entry: [
          {
            type: 'effect',
            params: { node, index: 0, kind: 'desk.availability', request: { department: spec.department } },
          },
        ],
        on: {
          ...silent,
          'effect.completed': [
            { ...offline, guard: is('offline') },
            context.isWired('queueFull')
              ? context.to('queueFull', { guard: is('full') })
              : { ...offline, guard: is('full') },
            {
              target: context.inner('queued'),
              guard: { type: 'isCurrent', params: { node, index: 0 } },
              actions: [commit(node, 1, 'handoff.enqueue', enqueueRequest(spec)), ...optional(node, spec.waitText)],
            },
          ],
          'effect.failed': [{ ...offline, guard: { type: 'isCurrent', params: { node, index: 0 } } }],
        },
      },
      queued: {
        tags: ['queue'],
        meta: { node },
        on: {
          ...silent,
          'agent.accepted': [
            {
              target: context.inner('joining'),
              actions: [{ type: 'person', params: { node, on: true } }, ...optional(node, spec.acceptedText)],
            },
          ],
          'handoff.abandoned': [context.to('abandoned', { actions: [close('abandoned')] })],
        },
        after: {
          [context.delay('wait', { ms: spec.waitLimitMs })]: [context.to('timeout', { actions: [close('timeout')] })],
        },
      },
      joining: {
        always: [context.isWired('accepted') ? context.to('accepted') : { target: context.inner('talking') }],
      },
      talking: {
        id: `${node}:talking`,
        tags: ['person'],
        meta: { node },
        on: {
          ...silent,
          'handoff.resolved': [context.to('resolved', { actions: [giveBack] })],
          'handoff.returned': [context.to('returned', { actions: [giveBack] })],
          'handoff.abandoned': [context.to('abandoned', { actions: [giveBack] })],
        },
      },
    },
  };
}

function enqueueRequest(spec: HandoffSpec): Value {
  return {
    department: spec.department,
    reason: template(spec.reason),
    priority: spec.priority,
    summary: Object.fromEntries(spec.shown.map(({ label, expr: source }) => [label, expr(source)])),
    waitLimitMs: spec.waitLimitMs,
  };
}

function optional(node: string, text: Localized): readonly ActionJson[] {
  const empty = typeof text === 'string' ? text === '' : Object.values(text).every((value) => value === '');
  return empty ? [] : [say(node, { kind: 'notice', text: template(text) })];
}
