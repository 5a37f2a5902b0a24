// What was written for an event of the test chat, read.
import { SIGNAL_NAME } from '#nodes/wire/sessions.ts';

/** Could an event have this name? */
export function isEventName(name: string): boolean {
  return SIGNAL_NAME.test(name);
}

/** The data of an event; null when it is not a JSON object. Nothing at all is an empty one. */
export function dataFromText(text: string): Readonly<Record<string, unknown>> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
