// A sentence being read against slots, and the values it offers for them.
import type { JsonObject } from '#nodes/kit/json.ts';
import { variantsOf } from '#nodes/kit/localized.ts';
import type { SlotSpec } from '#nodes/kit/slots.ts';
import { normal } from '../answer/normal.ts';

/** A sentence being read: what each reader of values needs. */
export interface Sentence {
  readonly plain: string;
  /** What comes after this counts more: it corrects what stands before. */
  readonly tail: number;
  readonly correcting: boolean;
  readonly asked: SlotSpec | undefined;
  /** The slot answered before the one being asked. */
  readonly last: SlotSpec | undefined;
  readonly values: JsonObject;
  readonly locale: string;
}

/** Values offered for slots; several different ones for the same slot cannot be told apart. */
export type Offers = Map<SlotSpec, Set<string>>;

/** Does the slot still have to be asked for? */
export function needsSlot({ name, need }: SlotSpec, values: JsonObject): boolean {
  if (need === 'silent') return false;
  return !Object.hasOwn(values, name) || (need === 'required' && values[name] === null);
}

/** All names of a slot, in lower case: labels in every language, then further words. */
export function namesOf({ label, words, name }: SlotSpec): readonly string[] {
  const names = [...variantsOf(label).map(({ text }) => text), ...words, name];
  return [...new Set(names.map((text) => normal(text).toLowerCase()).filter((text) => text !== ''))];
}

/** Does the slot hold a value? */
export function isGiven(values: JsonObject, { name }: SlotSpec): boolean {
  return Object.hasOwn(values, name) && values[name] !== null;
}

/** Adds a value that a slot might have. */
export function offer(offers: Offers, slot: SlotSpec, value: string): void {
  const known = offers.get(slot);
  if (known === undefined) offers.set(slot, new Set([value]));
  else known.add(value);
}
