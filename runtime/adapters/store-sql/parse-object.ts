// Reads a JSON object from a text column.
import { isJsonObject, type JsonObject } from '#nodes/kit/json.ts';

/** The object, or an empty one when the text is none. */
export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}
