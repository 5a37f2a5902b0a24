// Reading expressions: precedence, problems with their place, and safety on any text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { scopeOf } from '../scope.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { EXPRESSION_FUNCTIONS } from './functions.ts';
import { parseExpression } from './parse-expression.ts';
import { referencesIn } from './references.ts';
import { typeOfExpression } from './type-of-expression.ts';

function problem(source: string) {
  const parsed = parseExpression(source);
  if (parsed.ok) throw new Error('expected a problem');
  return parsed.problem;
}

/** Words of the language, glued at random: far likelier to be nearly right than random letters. */
const wordy = fc
  .array(
    fc.constantFrom(
      ...[
        'customer',
        '.name',
        "['a']",
        '[0]',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '?',
        '??',
        '+',
        '-',
        '*',
        '/',
        '%',
        '==',
        '!=',
      ],
      ...[
        '<',
        '>=',
        'and',
        'or',
        'not',
        'in',
        'contains',
        'matches',
        '!',
        '&&',
        '||',
        '1',
        '2.5',
        "'text'",
        '"',
        "'",
        'true',
        'null',
      ],
      ...[
        '姓名',
        'list',
        'deep',
        'lower(',
        'max(',
        "date('2026-03-05')",
        'constructor',
        '__proto__',
        '\ud800',
        '😀',
        '“',
        '”',
      ],
    ),
    { maxLength: 30 },
  )
  .map((words) => words.join(' '));

const scope = scopeOf({ customer: { name: '王芳' }, 姓名: 'x', list: [1, 'a', null], deep: { a: { b: [true] } } });

describe('the parser', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), wordy), (source) => {
        const parsed = parseExpression(source);
        if (!parsed.ok) {
          expect(parsed.problem.message.en).not.toBe('');
          expect(parsed.problem.message['zh-CN']).not.toBe('');
          expect(parsed.problem.at).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives trees that end in JSON or in a FlowError', () => {
    fc.assert(
      fc.property(wordy, fc.dictionary(fc.string(), fc.jsonValue()), (source, values) => {
        let value: Json;
        try {
          value = evaluateExpression(source, scopeOf({ ...(values as JsonObject), customer: { name: 'x' } }));
        } catch (error) {
          expect(error).toBeInstanceOf(FlowError);
          return;
        }
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('computes sums as numbers do', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (a, b) => {
        const run = scopeOf({ a, b });
        expect(evaluateExpression('a + b * 2 - -a', run)).toBe(a + b * 2 + a);
        expect(evaluateExpression('a < b == (b > a)', run)).toBe(true);
      }),
    );
  });

  it('gives back any text from a quoted literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const quoted = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
        expect(evaluateExpression(quoted, scope)).toBe(text);
      }),
    );
  });

  it.each([
    ['', 0, 'The expression is empty.'],
    ['1 +', 3, 'The expression is not finished.'],
    ['1 2', 2, 'This does not belong here.'],
    ["'abc", 0, 'The quote is not closed.'],
    ['a = 1', 2, 'Use == to compare.'],
    ['a & b', 2, 'Write "and" or &&.'],
    ['3个', 1, 'Letters follow the number; put text in quotes.'],
    ['(1', 2, 'A ) is missing here.'],
    ['nope(1)', 0, 'There is no function named nope.'],
    ['lower()', 0, 'Wrong number of arguments: lower(text)'],
    ['a.b()', 3, 'Only listed functions can be called, as name(arguments).'],
    ['a.', 2, 'A name is missing after the dot.'],
    ['and 1', 0, 'Something is missing before "and".'],
  ])('%s is refused at its place', (source, at, en) => {
    expect(problem(source)).toMatchObject({ at, message: { en } });
  });
});

describe('the references of an expression', () => {
  it.each([
    ['customer.name', ['customer.name']],
    ["customer['first name'] == x", ['customer.first name', 'x']],
    ['items[0].price + items[n]', ['items', 'n']],
    ["lower(city) in ['a', district] ? a : {k: b}.k", ['city', 'district', 'a', 'b']],
    ['a + a + not a', ['a']],
    ['now() - now', ['now']],
    ['1 +', []],
  ])('%s', (source, paths) => {
    expect(referencesIn(source)).toEqual(paths);
  });
});

describe('the type of an expression', () => {
  const types = { age: 'number', name: 'text', tags: 'list', born: 'date', vip: 'boolean', address: 'object' } as const;

  it.each([
    ['age + 1', 'number'],
    ["name + '!'", 'text'],
    ['name + age', 'text'],
    ['tags + [1]', 'list'],
    ['age > 18 and vip', 'boolean'],
    ['age > 18', 'boolean'],
    ["vip ? 'a' : name", 'text'],
    ["vip ? 'a' : 1", 'any'],
    ['length(tags)', 'number'],
    ['addDays(born, 1)', 'date'],
    ['unknown', 'any'],
    ['turn.text', 'text'],
    ["unknown * 2 - '3'", 'number'],
    ["born > '2000-01-01'", 'boolean'],
    ["age == '18'", 'boolean'],
  ])('%s is %s', (source, type) => {
    expect(typeOfExpression(source, types)).toEqual({ type, problems: [] });
  });

  it.each([
    ['tags * 2', 0, 'A number is needed here, but this is a list.'],
    ["age - 'abc'", 6, 'A number is needed here, but this is text.'],
    ['round(address)', 6, 'A number is needed here, but this is an object.'],
    ["age == 'adult'", 4, 'Comparing a number with text always gives the same result.'],
    ['tags > 3', 5, 'Comparing a list with a number always gives the same result.'],
    ['-tags', 1, 'A number is needed here, but this is a list.'],
    ['1 +', 3, 'The expression is not finished.'],
  ])('%s has a problem', (source, at, en) => {
    expect(typeOfExpression(source, types).problems).toMatchObject([{ at, message: { en } }]);
  });
});

describe('the functions', () => {
  it('are described in both languages and begin their usage with their name', () => {
    for (const [name, declared] of EXPRESSION_FUNCTIONS) {
      expect(declared.usage.startsWith(`${name}(`)).toBe(true);
      expect(declared.summary['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(declared.summary.en).toMatch(/^[A-Z]/);
    }
  });

  it('take any JSON and end in JSON or a FlowError', () => {
    const names = [...EXPRESSION_FUNCTIONS.keys()];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.jsonValue(), { minLength: 3, maxLength: 3 }),
        (name, values) => {
          const declared = EXPRESSION_FUNCTIONS.get(name)!;
          const args = ['a', 'b', 'c'].slice(0, Math.min(3, Math.max(declared.min, 1), declared.max)).join(', ');
          const [a, b, c] = JSON.parse(JSON.stringify(values)) as Json[];
          try {
            const value = evaluateExpression(
              `${name}(${declared.max === 0 ? '' : args})`,
              scopeOf({ a: a!, b: b!, c: c! }),
            );
            expect(JSON.parse(JSON.stringify(value))).toEqual(value);
          } catch (error) {
            expect(error).toBeInstanceOf(FlowError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
