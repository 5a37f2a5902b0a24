// Free text answers.
import { describe, expect, it } from 'vitest';
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import { valueOf, write } from '#nodes/testkit/answering.ts';

describe('a text', () => {
  it('is kept as written, trimmed', () => {
    expect(valueOf({ kind: 'text' }, '  你好，世界！ ')).toBe('你好，世界！');
  });

  it('is measured in characters, not in halves of them', () => {
    expect(write({ kind: 'text', maxLength: 2 }, '😀😀').ok).toBe(true);
    expect(write({ kind: 'text', minLength: 3 }, '😀😀', 'en')).toEqual({
      ok: false,
      reason: 'Please write at least 3 characters.',
    });
  });

  it('must fit its pattern as a whole; full-width letters may be typed', () => {
    const spec: AnswerSpec = { kind: 'text', pattern: '[A-Z]\\d{3}|none' };
    expect(valueOf(spec, 'A123')).toBe('A123');
    expect(valueOf(spec, 'Ａ１２３')).toBe('A123');
    expect(valueOf(spec, 'none')).toBe('none');
    expect(write(spec, 'A1234').ok).toBe(false);
  });
});
