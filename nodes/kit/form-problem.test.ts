// Where a file is wrong: the first place, in both languages, without a look at the rest.
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { formProblem } from './form-problem.ts';

const Closed = { additionalProperties: false } as const;
const Schema = Type.Object(
  {
    format: Type.Literal('f-1'),
    list: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 5 }),
          size: Type.Integer({ minimum: 1, maximum: 9 }),
          way: Type.Optional(Type.Enum(['a', 'b'])),
          every: Type.Optional(Type.Union([Type.Object({ n: Type.Integer({ maximum: 3 }) }, Closed), Type.Null()])),
        },
        Closed,
      ),
      { maxItems: 100_000 },
    ),
  },
  Closed,
);
const good = { name: 'x', size: 1 };
const having = (item: unknown) => ({ format: 'f-1', list: [good, item] });

describe('the problem of a form', () => {
  it('is none when the value is of the form', () => {
    expect(formProblem(Schema, having({ ...good, way: 'a', every: null }))).toBeUndefined();
  });

  it.each<[unknown, string, string]>([
    [having({ ...good, size: 10 }), 'list/1/size', 'must be at most 9'],
    [having({ ...good, size: 0 }), 'list/1/size', 'must be at least 1'],
    [having({ ...good, name: '' }), 'list/1/name', 'must not be empty'],
    [having({ ...good, name: 'toolong' }), 'list/1/name', 'must be at most 5 characters long'],
    [having({ ...good, name: 5 }), 'list/1/name', 'is not of the right form'],
    [having({ ...good, way: 'c' }), 'list/1/way', 'must be one of a, b'],
    [having({ ...good, every: { n: 4 } }), 'list/1/every/n', 'must be at most 3'],
    [having({ name: 'x' }), 'list/1', 'lacks size'],
    [having({ ...good, extra: 1 }), 'list/1', 'has extra, which is not known here'],
    [having(null), 'list/1', 'is not of the right form'],
    [{ format: 'f-2', list: [] }, 'format', 'must be f-1'],
    [{ format: 'f-1', list: {} }, 'list', 'is not of the right form'],
    [{ format: 'f-1' }, '/', 'lacks list'],
    [[], '/', 'is not of the right form'],
    [undefined, '/', 'is not of the right form'],
  ])('of %j stands at %s and %s', (value, where, why) => {
    const found = formProblem(Schema, value);
    expect(found?.where).toBe(where);
    expect(found?.why.en).toContain(why);
    expect(found?.why['zh-CN']).toMatch(/\p{Script=Han}/u);
  });

  it('is told where every key is optional, too', () => {
    const open = Type.Object({ a: Type.Optional(Type.String()) }, Closed);
    expect(formProblem(open, { b: 1 })).toMatchObject({
      where: '/',
      why: { en: expect.stringContaining('has b') as string },
    });
  });

  it('is found in a large file without a list of all that is wrong', () => {
    const list = Array.from({ length: 100_001 }, () => ({ ...good, size: 99 }));
    expect(formProblem(Schema, { format: 'f-1', list })).toMatchObject({
      where: 'list',
      why: { 'zh-CN': '最多 100000 项' },
    });
    expect(formProblem(Schema, { format: 'f-1', list: list.slice(1) })).toMatchObject({ where: 'list/0/size' });
  });
});
