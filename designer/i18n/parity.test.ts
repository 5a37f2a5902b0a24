// Keeps the two languages equal: the same areas, the same keys, the same placeholders, nothing empty.
import { describe, expect, it } from 'vitest';

const files = import.meta.glob<{ readonly text: object }>('./{zh-CN,en}/*.ts', { eager: true });
const areas = [...new Set(Object.keys(files).map((path) => path.split('/')[2] ?? ''))];

describe.each(areas)('the texts of %s', (area) => {
  const zh = flatten(files[`./zh-CN/${area}`]?.text ?? {});
  const en = flatten(files[`./en/${area}`]?.text ?? {});

  it('exist in both languages with the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it('are never empty', () => {
    for (const [key, variants] of [...Object.entries(zh), ...Object.entries(en)]) {
      for (const variant of variants) expect(variant.trim(), key).not.toBe('');
    }
  });

  it('use the same placeholders', () => {
    for (const [key, variants] of Object.entries(zh)) {
      const expected = placeholders(variants);
      expect(placeholders(en[key] ?? []), key).toEqual(expected);
    }
  });
});

function flatten(value: object, prefix = ''): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [key, child] of Object.entries(value) as [string, unknown][]) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof child === 'string') {
      const singular = path.replace(/_(zero|one|two|few|many|other)$/, '');
      (found[singular] ??= []).push(child);
    } else if (child !== null && typeof child === 'object') {
      for (const [inner, texts] of Object.entries(flatten(child, path))) (found[inner] ??= []).push(...texts);
    }
  }
  return found;
}

function placeholders(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? ''));
  return [...new Set(names)].sort();
}
