// Slots in a running session: reads an event for them and writes what came of it into the session's variables.
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { ActionParams, FillParams } from '#nodes/kit/machine.ts';
import type { SlotSpec } from '#nodes/kit/slots.ts';
import type { FlowContext } from '../context.ts';
import type { FlowEvent } from '../events.ts';
import { evaluateExpression } from '../expression/evaluate-expression.ts';
import { isTruthy } from '../expression/json-values.ts';
import type { Scope } from '../scope.ts';
import { readSlots, type SlotReading } from './read-slots.ts';
import { needsSlot } from './sentence.ts';

/** What an event means for the slots of a node. */
export function readFor(context: FlowContext, scope: Scope, event: FlowEvent, params: FillParams): SlotReading {
  const { slots, asked, target } = params;
  const values = valuesOf(context, target);
  return readSlots(
    {
      slots,
      values,
      asked,
      now: context.now,
      locale: context.session.locale,
      holds: (slot, value) => slot.check.trim() === '' || holds(slot, value, scope),
    },
    event,
  );
}

/** The variables after the action `fill`. */
export function fillSlots(
  context: FlowContext,
  scope: Scope,
  event: FlowEvent,
  params: ActionParams['fill'],
): Partial<FlowContext> {
  const { target, from, skip, slots } = params;
  if (from === 'start') return written(context, target, prefilled(valuesOf(context, target), slots, scope), '', '');
  if (skip !== undefined) return written(context, target, { ...valuesOf(context, target), [skip]: null }, '', '');
  const words = context.turn.text;
  const source: FlowEvent =
    from === 'turn' ? { type: 'message.received', at: context.now, messageId: '', text: words } : event;
  const reading = readFor(context, scope, source, params);
  // The words that led here were no answer, so there is nothing wrong with them.
  return from === 'turn'
    ? written(context, target, reading.values, '', '')
    : written(context, target, reading.values, reading.changes, reading.problem);
}

/** Does the slot that is asked for still need a value? */
export function lacksSlot(context: FlowContext, { target, slots, asked }: FillParams): boolean {
  const slot = slots.find(({ name }) => name === asked);
  return slot !== undefined && needsSlot(slot, valuesOf(context, target));
}

function valuesOf({ vars }: FlowContext, target: string): JsonObject {
  const found = Object.hasOwn(vars, target) ? vars[target] : undefined;
  return isJsonObject(found) ? found : {};
}

function prefilled(values: JsonObject, slots: readonly SlotSpec[], scope: Scope): JsonObject {
  const filled: Record<string, Json> = { ...values };
  for (const { name, prefill } of slots) {
    if (prefill.trim() === '' || Object.hasOwn(filled, name) || name === '__proto__') continue;
    const value = evaluateExpression(prefill, scope);
    if (value !== null && value !== '') filled[name] = value;
  }
  return filled;
}

function holds(slot: SlotSpec, value: Json, scope: Scope): boolean {
  const inner: Scope = {
    now: scope.now,
    locale: scope.locale,
    timeZone: scope.timeZone,
    lookup: (name) => (name === 'value' ? value : scope.lookup(name)),
  };
  return isTruthy(evaluateExpression(slot.check, inner));
}

function written(
  { vars }: FlowContext,
  target: string,
  values: JsonObject,
  slotChanges: string,
  slotProblem: string,
): Partial<FlowContext> {
  return { vars: { ...vars, [target]: values, slotChanges, slotProblem } };
}
