// Templates: what is filled in, what is left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { scopeOf } from './scope.ts';
import { parseTemplate, placeholdersIn, renderTemplate } from './template.ts';

const zh = scopeOf(
  { customer: { name: '王芳' }, n: 2, tags: ['红', '蓝'], order: { id: 7 }, odd: '{{n}}' },
  { locale: 'zh-CN' },
);
const en = scopeOf({ tags: ['red', 'blue'], price: 0.1, big: 123456789012, tiny: 0.0000001 }, { locale: 'en' });

describe('a template', () => {
  it.each([
    ['您好，{{customer.name}}！', '您好，王芳！'],
    ['{{ customer.name }}{{n}}', '王芳2'],
    ['no placeholders', 'no placeholders'],
    ['', ''],
    ['{{missing}}|{{missing.deep[0]}}', '|'],
    ['{{tags}}', '红、蓝'],
    ['{{order}}', '{"id":7}'],
    ['{{n > 1 ? "多件" : "一件"}}', '多件'],
    ['{{ "}}" }}', '}}'],
    ["{{ {a: {b: 'x'}}.a.b }}", 'x'],
    ['\\{{customer.name}}', '{{customer.name}}'],
    ['\\{{ {{n}}', '{{ 2'],
    ['a } b }} c { d', 'a } b }} c { d'],
    ['{{ “引号” }}', '引号'],
    ['{{n}} 😀 \ud800', '2 😀 \ud800'],
  ])('%s', (source, text) => {
    expect(renderTemplate(source, zh)).toBe(text);
  });

  it('joins lists and writes numbers as the language does', () => {
    expect(renderTemplate('{{tags}} {{price + 0.2}} {{big}} {{tiny}}', en)).toBe(
      'red, blue 0.3 123456789012 0.0000001',
    );
  });

  it.each([
    ['a {{', 2],
    ['{{n', 0],
    ['{{ }}', 2],
    ['ab {{ 1 + }}', 10],
    ["{{ 'a }}", 0],
    ['{{{n}}}', 4],
  ])('%s is refused at its place', (source, at) => {
    const parsed = parseTemplate(source);
    expect(parsed).toMatchObject({ ok: false, problem: { at } });
    expect(() => renderTemplate(source, zh)).toThrow(FlowError);
  });

  it('names its placeholders', () => {
    expect(placeholdersIn('a {{ b }} \\{{c}} {{d.e}}')).toEqual(['b', 'd.e']);
    expect(placeholdersIn('{{')).toEqual([]);
  });

  it('ends at 256 KB', () => {
    const scope = scopeOf({ long: 'x'.repeat(100_000) });
    expect(() => renderTemplate('{{long}}{{long}}{{long}}', scope)).toThrow(FlowError);
    expect(() => renderTemplate('x'.repeat(300_000), scope)).toThrow(FlowError);
  });

  it('has one budget for all its placeholders', () => {
    const rows = scopeOf({ rows: Array.from({ length: 4000 }, (_, index) => index) });
    expect(renderTemplate('{{count(rows, 1)}}{{count(rows, 2)}}', rows)).toBe('11');
    expect(() => renderTemplate('{{count(rows, 1)}}'.repeat(3), rows)).toThrow(FlowError);
  });

  it('ends a value that is too deep as a FlowError', () => {
    const scope = scopeOf({ deep: JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) });
    expect(() => renderTemplate('{{deep}}', scope)).toThrow(FlowError);
  });

  it('never renders a value again', () => {
    expect(renderTemplate('{{odd}}', zh)).toBe('{{n}}');
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('{{', '}}', '\\', '7*7', 'secrets.x', 'name', "'", '${', '<%', '$&', '$1', '__proto__'))
        .map((words) => words.join('')),
    );
    fc.assert(
      fc.property(nasty, nasty, (name, text) => {
        expect(renderTemplate('[{{name}}|{{ text }}]', scopeOf({ name, text }))).toBe(`[${name}|${text}]`);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{{', '}}', '{', '}', "'", '"', '“', '\\', 'n', ' ', '+')), (words) => {
        const parsed = parseTemplate(words.join(''));
        if (!parsed.ok) expect(parsed.problem.at).toBeLessThanOrEqual(words.join('').length);
      }),
      { numRuns: 2000 },
    );
  });
});
