// Marked values become plain JSON, once.
import { describe, expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { expr, template, text, when, type Value } from '#nodes/kit/values.ts';
import { resolveValue } from './resolve.ts';
import { scopeOf } from './scope.ts';

const scope = scopeOf({ name: '王芳', n: 2, marked: { $expr: 'n' } }, { locale: 'zh-CN' });

function resolve(value: Value, locale = 'zh-CN') {
  return resolveValue(value, scope, locale, 'zh-CN');
}

describe('a marked value', () => {
  it('is filled in wherever it stands', () => {
    expect(
      resolve({
        kind: 'text',
        text: template({ 'zh-CN': '您好，{{name}}', en: 'Hello {{name}}' }),
        list: [expr('n + 1'), 'plain', { label: text({ 'zh-CN': '是', en: 'Yes' }) }],
      }),
    ).toEqual({ kind: 'text', text: '您好，王芳', list: [3, 'plain', { label: '是' }] });
  });

  it('takes the language of the customer, or else that of the flow', () => {
    const words = { 'zh-CN': '您好', en: 'Hello' };
    expect(resolve(text(words), 'en-GB')).toBe('Hello');
    expect(resolve(text(words), 'fr')).toBe('您好');
    expect(resolve(text(words), 'constructor')).toBe('您好');
    expect(resolve(template(words), '__proto__')).toBe('您好');
  });

  it('keeps placeholders of a text that is not a template', () => {
    expect(resolve(text('{{name}}'))).toBe('{{name}}');
  });

  it('does not look again at what came out', () => {
    expect(resolve(expr('marked'))).toEqual({ $expr: 'n' });
    expect(resolve({ inner: expr('marked') })).toEqual({ inner: { $expr: 'n' } });
  });

  it('is an ordinary object when it has other keys beside the mark', () => {
    expect(resolve({ $expr: 'n', other: 1 })).toEqual({ $expr: 'n', other: 1 });
  });

  it('is there only while its condition holds, with what stands inside filled in', () => {
    expect(resolve(when('n > 1', { label: template('{{name}}') }))).toEqual({ label: '王芳' });
    expect(resolve([when('n > 2', expr('1 / 0'))])).toEqual([null]);
  });

  it('hands out values without marks as they are', () => {
    const plain = { a: [1, null, true, { b: 'x' }] };
    expect(resolve(plain)).toBe(plain);
  });

  it('drops a key that would be a prototype', () => {
    const odd = JSON.parse('{"__proto__": {"admin": true}, "a": {"$expr": "n"}}') as Value;
    const resolved = resolve(odd) as Record<string, unknown>;
    expect(Object.keys(resolved)).toEqual(['a']);
    expect(resolved['admin']).toBeUndefined();
  });

  it('fails as a FlowError', () => {
    expect(() => resolve(expr('1 +'))).toThrow(FlowError);
    expect(() => resolve(template('{{'))).toThrow(FlowError);
    expect(() => resolve({ $expr: 3 })).toThrow(FlowError);
    expect(() => resolve({ $text: null })).toThrow(FlowError);
    const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as Value;
    expect(() => resolve(deep)).toThrow(FlowError);
  });
});
