// JSON written by hand whose strings hold placeholders.
import { expr, template, type Value } from './values.ts';

/** JSON whose strings are templates; a string that is one placeholder keeps the value's own type. */
export function jsonTemplate(source: string): Value {
  const mark = (value: unknown): Value => {
    if (typeof value === 'string') {
      const single = /^\{\{([^{}]*)\}\}$/u.exec(value.trim());
      return single?.[1] === undefined ? template(value) : expr(single[1].trim());
    }
    if (Array.isArray(value)) return value.map(mark);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mark(member)]));
    return value as Value;
  };
  return isJson(source) ? mark(JSON.parse(source)) : null;
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
