// Functions on lists and objects, and on whatever may be missing.
import { isJsonObject, type Json } from '#nodes/kit/json.ts';
import { fn } from './function-declaration.ts';
import { isEmpty, isEqual, isList, jsonOr, listSeparator } from './json-values.ts';
import { asText, type Run } from './run.ts';

/** List, object and presence functions. */
export const LIST_FUNCTIONS = [
  fn(
    'length(value)',
    ['长度：字数、项数', 'Length: characters or items'],
    [1, 1],
    [['any'], 'number'],
    ([value], run) => lengthOf(value ?? null, run),
  ),
  fn(
    'count(list, item)',
    ['项数；给出第二个参数时为出现次数', 'Items; with a second argument its occurrences'],
    [1, 2],
    [['any'], 'number'],
    (args, run) => {
      const [value = null, item] = args;
      if (item === undefined) return lengthOf(value, run);
      if (isList(value)) {
        run.spend(value.length);
        return value.filter((each) => isEqual(each, item)).length;
      }
      const part = asText(item, run);
      return part === '' ? 0 : asText(value, run).split(part).length - 1;
    },
  ),
  fn('first(list)', ['第一项', 'The first item'], [1, 1], [['any'], 'any'], ([value]) => itemAt(value ?? null, 0)),
  fn('last(list)', ['最后一项', 'The last item'], [1, 1], [['any'], 'any'], ([value]) => itemAt(value ?? null, -1)),
  fn(
    'join(list, separator)',
    ['连成文本', 'Joined to a text'],
    [1, 2],
    [['list', 'text'], 'text'],
    ([value, separator], run) => {
      if (value === undefined || !isList(value)) return asText(value, run);
      run.spend(value.length);
      run.hold(value);
      const between = separator === undefined ? listSeparator(run.scope.locale) : asText(separator, run);
      run.room(between.length * Math.max(0, value.length - 1));
      return run.text(value.map((item) => asText(item, run)).join(between));
    },
  ),
  fn('unique(list)', ['去掉重复', 'Without repetitions'], [1, 1], [['list'], 'list'], ([value], run) => {
    if (value === undefined || !isList(value)) return [];
    run.spend(value.length);
    const seen = new Set<string>();
    run.hold(value);
    return run.list(
      value.filter((item) => {
        const key = JSON.stringify(item);
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      }),
    );
  }),
  fn('keys(object)', ['对象的所有名称', 'The names in an object'], [1, 1], [['object'], 'list'], ([value], run) =>
    isJsonObject(value) ? run.list(Object.keys(value)) : [],
  ),
  fn('values(object)', ['对象的所有值', 'The values in an object'], [1, 1], [['object'], 'list'], ([value], run) =>
    isJsonObject(value) ? run.list(Object.values(value)) : [],
  ),
  fn(
    'default(value, otherwise)',
    ['为空时用后者', 'The second one when the first is empty'],
    [2, 2],
    [['any'], 'any'],
    ([value = null, other = null]) => (isEmpty(value) ? other : value),
  ),
  fn('empty(value)', ['是否为空', 'Is it empty?'], [1, 1], [['any'], 'boolean'], ([value]) => isEmpty(value ?? null)),
];

function lengthOf(value: Json, run: Run): number {
  if (value === null) return 0;
  if (isList(value)) return value.length;
  if (isJsonObject(value)) return Object.keys(value).length;
  return Array.from(asText(value, run)).length;
}

function itemAt(value: Json, index: number): Json {
  if (isList(value)) return jsonOr(value.at(index));
  if (typeof value === 'string') return Array.from(value).at(index) ?? null;
  return value;
}
