// E-mail addresses as customers write them.
import { describe, expect, it } from 'vitest';
import { valueOf, write } from '#nodes/testkit/answering.ts';

describe('an e-mail address', () => {
  it.each([
    ['Ann@Example.com', 'ann@example.com'],
    ['ann＠example．com', 'ann@example.com'],
    ['ann@example。com', 'ann@example.com'],
    ['my mail is ann.b+c@mail.example.co.uk.', 'ann.b+c@mail.example.co.uk'],
    ['邮箱：wang_fang@qq.com，谢谢', 'wang_fang@qq.com'],
    ['<ann@example.com>', 'ann@example.com'],
  ])('%s', (text, expected) => {
    expect(valueOf({ kind: 'email' }, text)).toBe(expected);
  });

  it.each(['ann', 'ann@', '@example.com', 'ann@example', 'a..b@example.com', 'ann@-x.com', '没有邮箱'])(
    '%s is none',
    (text) => {
      expect(write({ kind: 'email' }, text).ok).toBe(false);
    },
  );
});
