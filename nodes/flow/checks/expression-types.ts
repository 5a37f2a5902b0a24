// Types in expressions and texts: sums with lists, comparisons that can never hold, conditions that are no yes or no. Only what is certain is said.
import { variantsOf } from '#nodes/kit/localized.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { FlowProblem } from '#nodes/wire/flows.ts';
import type { Mend } from '#nodes/wire/mends.ts';
import type { ValueType } from '../expression/function-declaration.ts';
import { typeOfExpression } from '../expression/type-of-expression.ts';
import { problem } from '../problem.ts';
import { RESERVED_NAMES } from '../scope.ts';
import { parseTemplate } from '../template.ts';
import type { CheckedFlow } from './checked-flow.ts';

type Types = Readonly<Record<string, ValueType>>;
type Words = FlowProblem['message'];

/** Fields whose expression decides which way to go. */
const CONDITIONS: Readonly<Record<string, string>> = { condition: '/expression', loop: '/while' };
/** Node types that surely store what they say they do. */
const SURE_WRITERS: ReadonlySet<string> = new Set(['askText', 'askTyped', 'askConfirm', 'search', 'form', 'http']);

const NAMES: Readonly<Record<ValueType, Words>> = {
  text: { 'zh-CN': '文本', en: 'text' },
  number: { 'zh-CN': '数字', en: 'a number' },
  boolean: { 'zh-CN': '是/否', en: 'yes or no' },
  date: { 'zh-CN': '日期', en: 'a date' },
  list: { 'zh-CN': '列表', en: 'a list' },
  object: { 'zh-CN': '对象', en: 'an object' },
  any: { 'zh-CN': '任意值', en: 'any value' },
};

/** Checks expressions and texts of nodes against the declared types of variables, and what is stored in those. */
export function checkExpressionTypes(flow: CheckedFlow): readonly FlowProblem[] {
  const types = typesIn(flow);
  const problems: FlowProblem[] = [];
  for (const { node, type } of flow.sound.values()) {
    if (node.disabled === true) continue;
    for (const { field, kind, source } of type.reads?.(node.config) ?? []) {
      for (const { locale, text } of variantsOf(source)) {
        if (kind === 'template') problems.push(...inTemplate(node.id, field, text, locale, types));
        else if (text.trim() !== '') {
          problems.push(...mistakes(node.id, field, text, types));
          if (CONDITIONS[node.type] === field) problems.push(...asCondition(node.id, field, text, types));
        }
      }
    }
    problems.push(...(node.type === 'set' ? inAssignments(node.id, node.config, types) : []));
    if (!SURE_WRITERS.has(node.type)) continue;
    for (const { name, type: stored } of type.writes?.(node.config) ?? [])
      if (!fits(stored, declared(types, name))) problems.push(storedAs(node.id, '/variable', name, stored, types));
  }
  return problems;
}

/** Declared variables. One that a name of the language hides is not seen by an expression. */
function typesIn({ document }: CheckedFlow): Types {
  return Object.fromEntries(
    document.variables
      .filter(({ name }) => !RESERVED_NAMES.has(name))
      .flatMap(({ name, type, scope }) => [
        [name, type],
        ...(scope === 'customer' ? [[`customer.${name}`, type]] : []),
      ]),
  ) as Types;
}

function mistakes(node: string, field: string, source: string, types: Types): readonly FlowProblem[] {
  const { problems } = typeOfExpression(source, types);
  return problems.map(({ message }) => mistyped(node, field, told(source, message)));
}

/** A condition that is words or a number is not what was meant, though the language reads it as a yes or no. */
function asCondition(node: string, field: string, source: string, types: Types): readonly FlowProblem[] {
  const { type, problems } = typeOfExpression(source, types);
  if (problems.length > 0 || type === 'boolean' || type === 'any') return [];
  const words: Words = {
    'zh-CN': `这个条件是${NAMES[type]['zh-CN']}，不是“是/否”；只要不为空就算成立。`,
    en: `This condition is ${NAMES[type].en}, not yes or no; it holds whenever it is not empty.`,
  };
  const filled = `length(${source.trim()}) > 0`;
  const mends: readonly Mend[] = type === 'number' ? [] : [mendTo(node, field, filled, filled)];
  return [mistyped(node, field, told(source, words), mends)];
}

function inTemplate(
  node: string,
  field: string,
  text: string,
  locale: string | undefined,
  types: Types,
): readonly FlowProblem[] {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [];
  return parsed.parts.flatMap((part) => {
    if (part.kind === 'text') return [];
    const { type, problems } = typeOfExpression(part.source, types);
    if (problems.length > 0) return mistakes(node, field, part.source, types);
    if (type !== 'object') return [];
    const words: Words = {
      'zh-CN': `这里会把整个对象连同括号一起显示给客户。`,
      en: 'This shows the whole object to the customer, braces and all.',
    };
    const fix: Words = {
      'zh-CN': `写出要显示的那一项，例如 ${part.source}.name${locale === undefined ? '' : `（${locale}）`}。`,
      en: `Name the part to be shown, such as ${part.source}.name${locale === undefined ? '' : ` (${locale})`}.`,
    };
    return [mistyped(node, field, told(part.source, words), [], fix)];
  });
}

/** What `set` puts into a declared variable. */
function inAssignments(node: string, config: Readonly<Record<string, unknown>>, types: Types): readonly FlowProblem[] {
  return parseAssignments(config['assignments']).flatMap(({ variable, value }, index) => {
    const { type, problems } = typeOfExpression(value, types);
    const wanted = declared(types, variable);
    if (problems.length > 0 || value.trim() === '' || fits(type, wanted)) return [];
    const field = `/assignments/${String(index)}/value`;
    const better = sameAs(value, wanted);
    const mends = better === undefined ? [] : [mendTo(node, field, better, `${variable} = ${better}`)];
    return [storedAs(node, field, variable, type, types, mends)];
  });
}

/** A fixed value of another type, written in the declared one: `'5'` for a number is `5`. */
function sameAs(source: string, wanted: ValueType): string | undefined {
  const [, , words] = /^(['"])([^'"\\]*)\1$/u.exec(source.trim()) ?? [];
  if (words !== undefined) {
    if (wanted === 'number' && words.trim() !== '' && Number.isFinite(Number(words))) return String(Number(words));
    return wanted === 'boolean' && (words === 'true' || words === 'false') ? words : undefined;
  }
  if (wanted === 'text' && /^(?:-?\d+(?:\.\d+)?|true|false)$/u.test(source.trim())) return `'${source.trim()}'`;
  return wanted === 'list' ? `[${source.trim()}]` : undefined;
}

function declared(types: Types, name: string): ValueType {
  return Object.hasOwn(types, name) ? (types[name] ?? 'any') : 'any';
}

/** A date is a text that reads as one. */
function fits(given: ValueType, wanted: ValueType): boolean {
  if (given === 'any' || wanted === 'any' || given === wanted) return true;
  return (given === 'text' && wanted === 'date') || (given === 'date' && wanted === 'text');
}

function storedAs(
  node: string,
  field: string,
  name: string,
  given: ValueType,
  types: Types,
  mends: readonly Mend[] = [],
): FlowProblem {
  const wanted = declared(types, name);
  const words: Words = {
    'zh-CN': `变量「${name}」声明为${NAMES[wanted]['zh-CN']}，这里存进去的是${NAMES[given]['zh-CN']}。`,
    en: `"${name}" is declared as ${NAMES[wanted].en}, and this stores ${NAMES[given].en} in it.`,
  };
  return mistyped(node, field, words, mends);
}

function told(source: string, message: Words): Words {
  const shown = source.length > 60 ? `${source.slice(0, 60)}…` : source;
  return { 'zh-CN': `「${shown}」：${message['zh-CN']}`, en: `"${shown}": ${message.en}` };
}

function mendTo(node: string, field: string, value: Json, shown: string): Mend {
  return {
    label: { 'zh-CN': `改成「${shown}」`, en: `Make it "${shown}"` },
    change: { kind: 'set', node, field, value },
  };
}

function mistyped(
  node: string,
  field: string,
  message: Words,
  mends: readonly Mend[] = [],
  fix: Words = {
    'zh-CN': '换成同类型的值，或改变量的类型。',
    en: "Use a value of the same type, or change the variable's type.",
  },
): FlowProblem {
  return problem('EXPRESSION_TYPE', 'warning', node, {
    message,
    fix,
    field,
    ...(mends.length === 0 ? {} : { mends: [...mends] }),
  });
}

/** The config was checked against its schema. */
function parseAssignments(assignments: unknown): readonly { readonly variable: string; readonly value: string }[] {
  return assignments as readonly { readonly variable: string; readonly value: string }[];
}
