// Enter must never send half a word: the input method's own Enter belongs to the input method.
import type { KeyboardEvent } from 'react';
import { describe, expect, it } from 'vitest';
import { isComposing, isSendKey } from './keys.ts';

describe('the key that sends', () => {
  it('is a plain Enter', () => {
    expect(isSendKey(key({ key: 'Enter' }))).toBe(true);
  });

  it('is not Enter with Shift or Alt', () => {
    expect(isSendKey(key({ key: 'Enter', shiftKey: true }))).toBe(false);
    expect(isSendKey(key({ key: 'Enter', altKey: true }))).toBe(false);
  });

  it('is not the Enter that confirms a pinyin candidate', () => {
    expect(isSendKey(key({ key: 'Enter' }, { isComposing: true }))).toBe(false);
  });

  it('is not the Enter that Safari marks only by key code 229', () => {
    expect(isSendKey(key({ key: 'Enter' }, { isComposing: false, keyCode: 229 }))).toBe(false);
    expect(isComposing(key({ key: 'Enter' }, { keyCode: 229 }))).toBe(true);
  });

  it('is no other key', () => {
    expect(isSendKey(key({ key: 'a' }))).toBe(false);
  });
});

function key(event: Partial<KeyboardEvent>, native: Partial<globalThis.KeyboardEvent> = {}): KeyboardEvent {
  const nativeEvent = { isComposing: false, keyCode: 13, ...native };
  // Only the read properties are there; a whole event cannot be made without a browser.
  return { shiftKey: false, altKey: false, nativeEvent, ...event } as unknown as KeyboardEvent;
}
