// What a script is asked for and what it gives back: declared values in, declared values and a chosen way out.
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** The types a value of a script may be declared with. */
export const SCRIPT_TYPES = ['text', 'number', 'boolean', 'date', 'list', 'object'] as const;
export type ScriptType = (typeof SCRIPT_TYPES)[number];

/** A declared value. */
export interface ScriptValue {
  readonly name: string;
  readonly type: ScriptType;
}

/** One run of a script. */
export interface ScriptRequest {
  readonly language: 'javascript' | 'typescript';
  /** The body of a function of `input`, `output`, `log` and, when it may call hosts, `fetchJson`. */
  readonly code: string;
  readonly inputs: readonly ScriptValue[];
  readonly input: JsonObject;
  readonly outputs: readonly ScriptValue[];
  readonly exits: readonly string[];
  readonly timeoutMs: number;
}

/** What came of it. `exit` is one of the asked exits, or `ok`; `values` holds every declared output, null where none was given. */
export interface ScriptResult {
  readonly exit: string;
  readonly values: JsonObject;
}

/** The most a script without hosts may take, in milliseconds; the customer waits for it. */
export const SCRIPT_LOCAL_MS = 1000;

/** A value as its declared type; null for nothing; undefined when it is something else. Dates are ISO texts. */
export function valueOfType(type: ScriptType, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : typeof value === 'object' ? undefined : String(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/u.test(value)
        ? value
        : typeof value === 'number' && Number.isFinite(value)
          ? value
          : undefined;
    case 'list':
      return Array.isArray(value) ? value : undefined;
    case 'object':
      return isJsonObject(value) ? value : undefined;
  }
}
