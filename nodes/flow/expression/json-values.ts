// How the expression language treats JSON values: truth, equality, order, text, numbers and members.
import { isJsonObject, type Json } from '#nodes/kit/json.ts';

/** Null, false, 0, and everything empty are false. */
export function isTruthy(value: Json): boolean {
  if (typeof value === 'object') return !isEmpty(value);
  return Boolean(value);
}

/** Null, blank text, an empty list, an empty object. */
export function isEmpty(value: Json): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Deep equality; a number equals text that spells it. */
export function isEqual(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left === 'number' && typeof right === 'string') return numberFrom(right) === left;
  if (typeof left === 'string' && typeof right === 'number') return numberFrom(left) === right;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null))
    );
  }
  return false;
}

/** Negative, 0 or positive; null when the two have no order (so every comparison is false). */
export function orderOf(left: Json, right: Json): number | null {
  const a = numberFrom(left);
  const b = numberFrom(right);
  if (a !== null && b !== null && typeof left !== 'boolean' && typeof right !== 'boolean') return a - b;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return null;
}

/** The number a value is or spells; null otherwise. */
export function numberFrom(value: Json): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return null;
  const plain = value.trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** A value as a reader sees it: numbers plain, lists joined as the language does it, nothing for null, JSON for objects. */
export function textOf(value: Json, locale: string): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isList(value)) return value.map((item) => textOf(item, locale)).join(listSeparator(locale));
  return JSON.stringify(value);
}

/** What stands between the items of a list in a sentence. */
export function listSeparator(locale: string): string {
  return locale.startsWith('zh') || locale.startsWith('ja') ? '、' : ', ';
}

/** Own data only: inherited members, members of nothing and functions are null. Lists and text also have `length`. */
export function memberOf(value: Json, key: Json): Json {
  if (value === null || key === null) return null;
  if (isList(value)) {
    if (key === 'length') return value.length;
    const index = numberFrom(key);
    return index !== null && Number.isInteger(index) && index >= 0 ? jsonOr(value[index]) : null;
  }
  if (typeof value === 'string') return key === 'length' ? value.length : null;
  if (typeof value !== 'object' || (typeof key !== 'string' && typeof key !== 'number')) return null;
  const name = String(key);
  return Object.hasOwn(value, name) ? jsonOr(value[name]) : null;
}

/** Values that are not JSON (they cannot come from a stored session) are null. */
export function jsonOr(value: Json | undefined): Json {
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'object' ? (value ?? null) : null;
}

/** UTF-16 units of all text inside, keys included; stops counting above `limit`. */
export function lengthInside(value: Json, limit: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let total = 2;
  if (isList(value)) {
    for (const item of value) {
      total += lengthInside(item, limit - total) + 1;
      if (total > limit) return total;
    }
    return total;
  }
  for (const [key, item] of Object.entries(value)) {
    total += key.length + 4 + lengthInside(item, limit - total);
    if (total > limit) return total;
  }
  return total;
}

/** `Array.isArray` that also narrows readonly lists. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Digits without exponent or binary dust (0.1 + 0.2 is 0.3). */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  if (!Number.isFinite(value)) return '';
  const clean = String(Number(value.toPrecision(15)));
  return clean.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : clean;
}
