// From message template to message body: marked values filled in, empty parts dropped.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { isJsonObject } from '#nodes/kit/json.ts';
import type { MessageBody, MessageTemplate } from '#nodes/kit/messages.ts';
import { resolveValue } from './resolve.ts';
import type { Scope } from './scope.ts';

/** Most of a text that a message may carry. */
const MAX_TEXT = 20_000;

/** Renders one message. Fails with EXPRESSION_FAILED when a placeholder does. */
export function renderMessage(
  message: MessageTemplate,
  node: string,
  scope: Scope,
  locale: string,
  fallbackLocale: string,
): MessageBody {
  const resolved = resolveValue(message, scope, locale, fallbackLocale);
  if (!isJsonObject(resolved)) throw new FlowError('EXPRESSION_FAILED', 'A message must be an object.', { node });
  const body = prune(resolved);
  const { text } = body;
  const short: JsonObject =
    typeof text === 'string' && text.length > MAX_TEXT ? { ...body, text: text.slice(0, MAX_TEXT) } : body;
  return parseBody(node.startsWith('_') ? short : { ...short, node });
}

/** Drops members that are null or undefined, so that optional parts may be templates. */
function prune(value: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === null) continue;
    kept[key] = Array.isArray(member)
      ? member.filter((item: Json) => item !== null).map((item: Json) => (isJsonObject(item) ? prune(item) : item))
      : isJsonObject(member)
        ? prune(member)
        : member;
  }
  return kept;
}

/** Templates are written by node types whose tests check the bodies against MessageBodySchema. */
function parseBody(body: JsonObject): MessageBody {
  return body as unknown as MessageBody;
}
