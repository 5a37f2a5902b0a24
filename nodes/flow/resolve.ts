// Turns the marked values of a compiled flow into plain JSON at the moment a node runs.
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { localize, type Localized } from '#nodes/kit/localized.ts';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { EachValue, ScreenedValue, Value, WithinValue } from '#nodes/kit/values.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import type { FlowEvent } from './events.ts';
import { evaluateExpression } from './expression/evaluate-expression.ts';
import { isTruthy } from './expression/json-values.ts';
import type { Scope } from './scope.ts';
import { screenText } from './sensitive/find-sensitive.ts';
import { renderAddress, renderTemplate } from './template.ts';

const MAX_DEPTH = 64;

/** Values without a mark inside, found once and handed out as they are. */
const plain = new WeakMap<object, boolean>();

/** Plain JSON for a value: `$template` and `$address` rendered, `$expr` evaluated, `$text` localised, `$when` decided, `$with` named, everywhere inside. What comes out is not looked at again. */
export function resolveValue(value: Value, scope: Scope, locale: string, fallbackLocale: string): Json {
  if (typeof value !== 'object' || value === null || isPlain(value, 0)) return parsePlain(value);
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((item) => resolveValue(item, scope, locale, fallbackLocale)); // Array.isArray loses `readonly`
  }
  const mark = markOf(value);
  if (mark === '$expr') return evaluateExpression(textIn(value, mark), scope);
  if (mark === '$template') return renderTemplate(localize(localizedIn(value, mark), locale, fallbackLocale), scope);
  if (mark === '$text') return localize(localizedIn(value, mark), locale, fallbackLocale);
  if (mark === '$address') return renderAddress(textIn(value, mark), scope);
  if (mark === '$problems') return problemsIn(Reflect.get(value, mark) as AnswerSpec, scope, locale); // written by kit/form-fields
  if (mark === '$screen') return screenIn(value, scope);
  if (mark === '$each') return listIn(parseEach(value), scope, locale, fallbackLocale);
  if (mark === '$with') return withinNames(parseWithin(value), scope, locale, fallbackLocale);
  if (mark === '$when') {
    if (!isTruthy(evaluateExpression(textIn(value, mark), scope))) return null;
    return resolveValue(Reflect.get(value, '$then') as Value, scope, locale, fallbackLocale); // the mark says that a value stands there
  }
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key !== '__proto__') entries.push([key, resolveValue(item as Value, scope, locale, fallbackLocale)]); // an unmarked object holds values
  }
  return Object.fromEntries(entries);
}

const MARKS = ['$expr', '$template', '$text', '$address', '$problems', '$screen'] as const;
type Mark = (typeof MARKS)[number] | '$when' | '$each' | '$with';

function markOf(value: object): Mark | undefined {
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length === 2 && '$when' in value && '$then' in value) return '$when';
  if (keys.length === 2 && '$with' in value && '$value' in value) return '$with';
  if (keys.length === 3 && '$each' in value && '$value' in value && '$most' in value) return '$each';
  return keys.length === 1 ? MARKS.find((mark) => mark === key) : undefined;
}

function problemsIn(answer: AnswerSpec, scope: Scope, locale: string): Json {
  const event = scope.lookup('event') as unknown as FlowEvent; // the event of the step, whatever it is
  const parsed = parseAnswer(answer, event, { now: scope.now, locale });
  return parsed.ok ? null : (parsed.problems ?? null);
}

function screenIn(value: object, scope: Scope): Json {
  const { source, rules } = Reflect.get(value, '$screen') as ScreenedValue['$screen']; // written by kit/values
  const text = evaluateExpression(source, scope);
  const { state, text: kept, kinds } = screenText(typeof text === 'string' ? text : textOf(text), rules);
  return { state, text: kept, kinds: [...kinds] };
}

function textOf(value: Json): string {
  return value === null ? '' : JSON.stringify(value);
}

function listIn({ $each, $value, $most }: EachValue, scope: Scope, locale: string, fallbackLocale: string): Json {
  const items = evaluateExpression($each, scope);
  if (!Array.isArray(items)) return [];
  return items.slice(0, $most).map((item: Json, index) => {
    return resolveValue($value, scopeWith(scope, { item, index }), locale, fallbackLocale);
  });
}

function withinNames({ $with, $value }: WithinValue, scope: Scope, locale: string, fallbackLocale: string): Json {
  const names: Record<string, Json> = {};
  for (const [name, value] of Object.entries($with)) names[name] = resolveValue(value, scope, locale, fallbackLocale);
  return resolveValue($value, scopeWith(scope, names), locale, fallbackLocale);
}

/** The scope with further names in front of its own. */
function scopeWith(scope: Scope, names: JsonObject): Scope {
  return {
    now: scope.now,
    locale: scope.locale,
    timeZone: scope.timeZone,
    lookup: (name) => (Object.hasOwn(names, name) ? (names[name] ?? null) : scope.lookup(name)),
  };
}

/** The mark says that its members stand there. */
function parseEach(value: object): EachValue {
  return value as EachValue;
}

/** The mark says that its members stand there. */
function parseWithin(value: object): WithinValue {
  return value as WithinValue;
}

function isPlain(value: object, depth: number): boolean {
  const known = plain.get(value);
  if (known !== undefined) return known;
  if (depth > MAX_DEPTH) throw new FlowError('EXPRESSION_FAILED', 'The value is nested too deeply.');
  const found =
    markOf(value) === undefined &&
    Object.entries(value).every(
      ([key, item]: [string, unknown]) =>
        key !== '__proto__' && (typeof item !== 'object' || item === null || isPlain(item, depth + 1)),
    );
  plain.set(value, found);
  return found;
}

/** A value without marks is JSON. */
function parsePlain(value: Value): Json {
  return value as Json;
}

function textIn(value: object, mark: Mark): string {
  const inside: unknown = Reflect.get(value, mark);
  if (typeof inside === 'string') return inside;
  throw new FlowError('EXPRESSION_INVALID', 'An expression must be text.');
}

function localizedIn(value: object, mark: Mark): Localized {
  const inside: unknown = Reflect.get(value, mark);
  if (typeof inside === 'string') return inside;
  if (typeof inside === 'object' && inside !== null) return inside as Localized; // the compiler checked it against LocalizedSchema
  throw new FlowError('EXPRESSION_INVALID', 'A localised text must be text, or one text per language.');
}
