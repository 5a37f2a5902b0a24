// Slots in a running session: reads an event for them and writes what came of it into the session's variables.
import { isJsonObject, type Json, type JsonObject } from '#nodes/kit/json.ts';
import type { ActionParams, FillParams } from '#nodes/kit/machine.ts';
import type { SlotSpec } from '#nodes/kit/slots.ts';
import type { FlowContext } from '../context.ts';
import type { FlowEvent } from '../events.ts';
import { evaluateExpression } from '../expression/evaluate-expression.ts';
import { isTruthy } from '../expression/json-values.ts';
import type { Scope } from '../scope.ts';
import { readVariable, writeVariable, type Place } from '../variable-places.ts';
import { readSlots, type SlotReading } from './read-slots.ts';
import { needsSlot } from './sentence.ts';

/** What an event means for the slots of a node. */
export function readFor(
  context: FlowContext,
  place: Place,
  scope: Scope,
  event: FlowEvent,
  params: FillParams,
): SlotReading {
  const { slots, asked, target } = params;
  const values = valuesOf(context, place, target);
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
  place: Place,
  scope: Scope,
  event: FlowEvent,
  params: ActionParams['fill'],
): Partial<FlowContext> {
  const { target, from, skip, slots } = params;
  if (from === 'start')
    return written(context, place, target, prefilled(valuesOf(context, place, target), slots, scope), '', '');
  if (skip !== undefined)
    return written(context, place, target, { ...valuesOf(context, place, target), [skip]: null }, '', '');
  const words = context.turn.text;
  const source: FlowEvent =
    from === 'turn' ? { type: 'message.received', at: context.now, messageId: '', text: words } : event;
  const reading = readFor(context, place, scope, source, params);
  // The words that led here were no answer, so there is nothing wrong with them.
  return from === 'turn'
    ? written(context, place, target, reading.values, '', '')
    : written(context, place, target, reading.values, reading.changes, reading.problem);
}

/** Does the slot that is asked for still need a value? */
export function lacksSlot(context: FlowContext, place: Place, { target, slots, asked }: FillParams): boolean {
  const slot = slots.find(({ name }) => name === asked);
  return slot !== undefined && needsSlot(slot, valuesOf(context, place, target));
}

function valuesOf(context: FlowContext, place: Place, target: string): JsonObject {
  const found = readVariable(context, place, target);
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
  context: FlowContext,
  place: Place,
  target: string,
  values: JsonObject,
  slotChanges: string,
  slotProblem: string,
): Partial<FlowContext> {
  let next = context;
  for (const [name, value] of Object.entries({ [target]: values, slotChanges, slotProblem }))
    next = { ...next, ...writeVariable(next, place, name, value) };
  return next;
}
