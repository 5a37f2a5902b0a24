// Attacks on expression languages: every one is refused or inert.
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import type { JsonObject } from '#nodes/kit/json.ts';
import { scopeOf } from '../scope.ts';
import { renderTemplate } from '../template.ts';
import { evaluateExpression } from './evaluate-expression.ts';

const scope = scopeOf({
  customer: { name: '王芳', tags: ['vip'] },
  text: 'hello',
  n: 3,
  list: [1, 2, 3],
  // As stored: own keys with dangerous names are data.
  own: JSON.parse('{"__proto__": {"polluted": "data"}, "constructor": "data", "prototype": "data"}') as JsonObject,
});

/** Inert: the value is null, false, 0, or an empty text. Refused: cannot be read, or fails. Nothing else is allowed. */
const HOSTILE = [
  'constructor',
  'constructor.constructor',
  "constructor.constructor('return process')()",
  "customer.constructor.constructor('return this')()",
  "customer['constructor']['constructor']('return process')()",
  "customer['con' + 'structor']",
  "customer['con' + 'structor']['con' + 'structor']",
  "customer['\\u0063onstructor']",
  'customer.__proto__',
  "customer['__proto__']",
  "customer['__pro' + 'to__']",
  'customer.__proto__.polluted',
  'customer.prototype',
  'customer.__defineGetter__',
  'customer.__lookupGetter__',
  'customer.hasOwnProperty',
  'customer.toString',
  'customer.valueOf',
  'customer.toJSON',
  'text.constructor',
  'text.__proto__',
  'text.at',
  "text['replace']",
  "text.replace('a', 'b')",
  'n.constructor',
  'n.toFixed',
  'true.constructor',
  'list.constructor',
  'list.map',
  'list.__proto__.push',
  "list['filter']['constructor']('return 1')()",
  '[].constructor',
  "[]['constructor']",
  '{}.constructor',
  '{}.toString.constructor',
  "''.constructor",
  "''.sub.constructor",
  "'a'.constructor.fromCharCode",
  '(1).constructor',
  'null.constructor',
  '__proto__',
  'prototype',
  'this',
  'self',
  'globalThis',
  'globalThis.process',
  'window',
  'process',
  'process.env',
  "process.mainModule.require('child_process')",
  "require('fs')",
  "import('fs')",
  'eval',
  "eval('1')",
  "Function('return 1')()",
  "new Function('return 1')",
  'Object',
  'Object.keys',
  'Reflect.ownKeys(customer)',
  'Symbol.iterator',
  'Proxy',
  'arguments',
  'arguments.callee',
  '(() => 1)()',
  'x => x',
  'function () { return 1 }',
  'async () => 1',
  '`${1}`',
  'String.raw`a`',
  'with (customer) name',
  'customer = 1',
  'customer.name = 1',
  'n++',
  '++n.constructor',
  'delete customer.name',
  'typeof n',
  'void 0',
  'a; b',
  '1, 2',
  'n instanceof Object',
  '/a/.constructor',
  '...list',
  '[...list]',
  '{ __proto__: customer }',
  "{ '__proto__': { admin: true } }",
  '{ ["x"]: 1 }',
  '{ get x() { return 1 } }',
  'now.constructor',
  'now().constructor',
  'lower.constructor',
  'lower.call(1)',
  'toString()',
  'constructor()',
  '__proto__()',
  'valueOf()',
  'hasOwnProperty(1)',
  'secrets',
  'secrets.apiKey',
  'env.PATH',
  '$',
  '#x',
  '@x',
  'customer#name',
  'customer->name',
  'customer::name',
  'customer..name',
  'customer.#name',
  'сonstructor.constructor',
  'keys(customer.constructor)[0]',
  'first(values(customer.__proto__))',
  'last(list.constructor)',
  "contains(keys(customer), 'constructor')",
  "'constructor' in customer",
  "'__proto__' in customer",
  "customer contains 'toString'",
  "default(customer.constructor, '')",
  'while (true) {}',
  'for (;;) {}',
  'debugger',
  'throw 1',
  '<script>alert(1)</script>',
  "{{constructor.constructor('return process')()}}",
  '\u0000',
  '\ud800',
];

describe('a hostile expression', () => {
  it.each(HOSTILE)('%s', (source) => {
    let value: unknown;
    try {
      value = evaluateExpression(source, scope);
    } catch (error) {
      expect(error).toBeInstanceOf(FlowError);
      expect((error as FlowError).code).toMatch(/^EXPRESSION_(?:INVALID|FAILED)$/);
      return;
    }
    expect([null, false, 0, '']).toContain(value ?? null);
  });

  it.each(HOSTILE.filter((source) => !source.includes('}}')))('in a template: %s', (source) => {
    let text = '';
    try {
      text = renderTemplate(`{{ ${source} }}`, scope);
    } catch (error) {
      expect(error).toBeInstanceOf(FlowError);
    }
    expect(['', 'false', '0']).toContain(text);
  });

  it('leaves the prototypes of the house alone', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});

describe('dangerous names', () => {
  it('are data when the object really has them', () => {
    expect(evaluateExpression('own.constructor', scope)).toBe('data');
    expect(evaluateExpression('own.prototype', scope)).toBe('data');
    expect(evaluateExpression("own['__proto__'].polluted", scope)).toBe('data');
    expect(evaluateExpression("'__proto__' in own", scope)).toBe(true);
  });

  it('may be keys of a built object, except the prototype itself', () => {
    expect(evaluateExpression('{ constructor: 1 }.constructor', scope)).toBe(1);
    expect(() => evaluateExpression('{ __proto__: 1 }', scope)).toThrow(FlowError);
  });
});

describe('an expression that eats too much', () => {
  const big = scopeOf({
    long: 'a'.repeat(200_000),
    rows: Array.from({ length: 9000 }, (_, index) => `row ${index}`),
    deep: JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`) as JsonObject,
  });

  it.each([
    ['a source over 2,000 characters', `1${' + 1'.repeat(700)}`, 'EXPRESSION_INVALID'],
    ['70 parentheses', `${'('.repeat(70)}1${')'.repeat(70)}`, 'EXPRESSION_INVALID'],
    ['200 lists', `${'['.repeat(200)}${']'.repeat(200)}`, 'EXPRESSION_INVALID'],
    ['500 signs', `${'-'.repeat(500)}1`, 'EXPRESSION_INVALID'],
    ['500 nots', `${'not '.repeat(400)}1`, 'EXPRESSION_INVALID'],
    ['nested calls', `${'abs('.repeat(100)}1${')'.repeat(100)}`, 'EXPRESSION_INVALID'],
    ['a long chain of choices', `${'n ? 1 : '.repeat(200)}1`, 'EXPRESSION_INVALID'],
    ['a text over 256 KB', 'long + long', 'EXPRESSION_FAILED'],
    ['a replacement that explodes', "replace(long, 'a', long)", 'EXPRESSION_FAILED'],
    ['a join that explodes', 'join(rows, long)', 'EXPRESSION_FAILED'],
    ['a list of long texts', `json([${Array(90).fill('long').join(', ')}])`, 'EXPRESSION_FAILED'],
    [
      'many searches in long text',
      Array(150).fill("(long contains 'b')").join(' or ').slice(0, 1990) + ' 1',
      'EXPRESSION_INVALID',
    ],
    ['many walks over a long list', Array(80).fill('count(rows, 1)').join(' + '), 'EXPRESSION_FAILED'],
    ['cutting text into too many pieces', "split(long, '')", 'EXPRESSION_FAILED'],
    ['a very deep value', 'deep == deep + [1]', 'EXPRESSION_FAILED'],
    ['a very deep value as text', 'json(deep)', 'EXPRESSION_FAILED'],
    ['a large pattern over long text', "long matches '(a|b|ab){1,150}c'", 'EXPRESSION_FAILED'],
    ['division by zero', '1 / 0', 'EXPRESSION_FAILED'],
    ['a power of ten too far', '1e400', 'EXPRESSION_INVALID'],
    ['an overflow', '1e308 * 10', 'EXPRESSION_FAILED'],
    ['words as a number', "'abc' * 2", 'EXPRESSION_FAILED'],
    ['days outside the calendar', "addDays('2026-03-05', 99999999)", 'EXPRESSION_FAILED'],
    ['a time outside the calendar', 'formatDate(1e300)', undefined],
    ['a pattern that cannot be read', "'a' matches '('", 'EXPRESSION_FAILED'],
    ['a look-behind', "'a' matches '(?<=a)b'", 'EXPRESSION_FAILED'],
  ])('%s', (_, source, code) => {
    let failure: unknown;
    try {
      evaluateExpression(source, big);
    } catch (error) {
      failure = error;
    }
    expect(failure instanceof FlowError ? failure.code : undefined).toBe(code);
  });

  it('is bounded in depth, not in the length of a plain sum', () => {
    expect(evaluateExpression(`1${'+1'.repeat(900)}`, big)).toBe(901);
    expect(evaluateExpression(`${'('.repeat(60)}1${')'.repeat(60)}`, big)).toBe(1);
  });

  it('never tells a customer’s words in its message', () => {
    const secret = scopeOf({ said: 'my secret' });
    expect(() => evaluateExpression('said * 2', secret)).toThrow(/^(?!.*secret)/);
  });
});
