// A list is read in the encoding it was saved in, and what is no text is said to be none.
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

describe('bytes as text', () => {
  it.each([
    ['UTF-8', Buffer.from('退款,我要退款')],
    ['UTF-16 with its mark, as spreadsheets save "Unicode text"', Buffer.from('\uFEFF退款,我要退款', 'utf16le')],
    ['the code page of simplified Chinese', Buffer.from('cdcbbfee2cced2d2aacdcbbfee', 'hex')],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(Uint8Array.from(bytes))?.replace('\uFEFF', '')).toBe('退款,我要退款');
  });

  it('reads the code page of traditional Chinese', () => {
    // "退款,我要退款\n怎麼退錢" in Big5.
    const bytes = Buffer.from('b068b4da2ca7daad6eb068b4da0aabe7bbf2b068bffa', 'hex');
    expect(decodeText(Uint8Array.from(bytes))).toBe('退款,我要退款\n怎麼退錢');
  });

  it('reads the Western code page', () => {
    expect(decodeText(Uint8Array.from(Buffer.from('menu,un café au lait\n', 'latin1')))).toBe('menu,un café au lait\n');
  });

  it('tells pictures and other files that are no text apart', () => {
    expect(decodeText(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]))).toBeUndefined();
    expect(decodeText(Uint8Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256))).toBeUndefined();
  });
});
