// From message template to message body: marked values filled in, empty parts dropped.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { MessageBody, MessageTemplate } from '#nodes/kit/messages.ts';
import { resolveValue } from './resolve.ts';
import type { Scope } from './scope.ts';

/** Most UTF-16 units of each member of a message, as MessageBodySchema has them; 500 for all others. */
const MAX_LENGTH: Readonly<Record<string, number>> = {
  text: 20_000,
  quote: 20_000,
  caption: 20_000,
  url: 2000,
  imageUrl: 2000,
  value: 2000,
  id: 128,
  name: 128,
};
/** What stands in a form field may be as long as what a customer can write into it. */
const MAX_FIELD_VALUE = 20_000;

/** Renders one message; undefined when it says nothing. Fails with EXPRESSION_FAILED when a placeholder does. */
export function renderMessage(
  message: MessageTemplate,
  node: string,
  scope: Scope,
  locale: string,
  fallbackLocale: string,
): MessageBody | undefined {
  const resolved = resolveValue(message, scope, locale, fallbackLocale);
  if (!isJsonObject(resolved)) throw new FlowError('EXPRESSION_FAILED', 'A message must be an object.', { node });
  const body = prune(resolved, false);
  const { kind, text } = body;
  const words = text === undefined || typeof text === 'string' ? text : jsonText(text);
  if ((kind === 'text' || kind === 'notice') && (words === undefined || words.trim() === '')) return undefined;
  return parseBody({
    ...body,
    ...(words === undefined ? {} : { text: words }),
    ...(node.startsWith('_') ? {} : { node }),
  });
}

/** Drops members that are null, so that optional parts may be templates, and cuts what is longer than a channel takes. */
function prune(value: JsonObject, isField: boolean): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    // A list or object cannot stand in a form field.
    if (member === null || (isField && key === 'value' && typeof member === 'object')) continue;
    if (typeof member === 'string') kept[key] = clipped(member, limitOf(key, isField));
    else if (Array.isArray(member))
      kept[key] = member
        .filter((item: Json) => item !== null)
        .map((item: Json) => (isJsonObject(item) ? prune(item, key === 'fields') : item));
    else kept[key] = isJsonObject(member) ? prune(member, false) : member;
  }
  return kept;
}

function limitOf(key: string, isField: boolean): number {
  if (isField && key === 'value') return MAX_FIELD_VALUE;
  return Object.hasOwn(MAX_LENGTH, key) ? (MAX_LENGTH[key] ?? 500) : 500;
}

/** Never ends in half a surrogate pair. */
function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '');
}

/** An answer of another system may be no text: it is shown as JSON. */
function jsonText(value: Json): string {
  return clipped(
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value),
    20_000,
  );
}

/** Templates are written by node types whose tests check the bodies against MessageBodySchema. */
function parseBody(body: JsonObject): MessageBody {
  return body as unknown as MessageBody;
}
