// Keys of the canvas: what they mean, and when they are left alone.
import { describe, expect, it } from 'vitest';
import { text as en } from '../i18n/en/canvas.ts';
import { actionFor, CHEAT_SHEET, pageActionFor, type KeyPress } from './shortcuts.ts';

function press(code: string, more: Partial<KeyPress> = {}): KeyPress {
  return {
    code,
    key: code.replace('Key', '').toLowerCase(),
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    isComposing: false,
    keyCode: 0,
    ...more,
  };
}

describe('keys on the canvas', () => {
  it('tell plain letters from the same letters with Ctrl or Cmd', () => {
    expect(actionFor(press('KeyC'))).toBe('connect');
    expect(actionFor(press('KeyC', { ctrlKey: true }))).toBe('copy');
    expect(actionFor(press('KeyC', { metaKey: true }))).toBe('copy');
    expect(actionFor(press('KeyA'))).toBe('add');
    expect(actionFor(press('KeyA', { ctrlKey: true }))).toBe('all');
  });

  it('redo by both customs and heal with Ctrl+Delete', () => {
    expect(actionFor(press('KeyZ', { ctrlKey: true, shiftKey: true }))).toBe('redo');
    expect(actionFor(press('KeyY', { ctrlKey: true }))).toBe('redo');
    expect(actionFor(press('Delete', { ctrlKey: true }))).toBe('heal');
  });

  it('are left to an input method, also to the Enter that Safari marks with 229 only', () => {
    expect(actionFor(press('Enter', { isComposing: true }))).toBeNull();
    expect(actionFor(press('Enter', { keyCode: 229 }))).toBeNull();
    expect(pageActionFor(press('KeyK', { ctrlKey: true, isComposing: true }))).toBeNull();
  });

  it('leave the keys of browsers and Chinese input methods alone', () => {
    expect(actionFor(press('Space', { ctrlKey: true }))).toBeNull();
    expect(actionFor(press('Period', { ctrlKey: true }))).toBeNull();
    expect(actionFor(press('ArrowLeft', { altKey: true }))).toBeNull();
    expect(actionFor(press('KeyF', { ctrlKey: true, shiftKey: true }))).toBeNull();
    expect(actionFor(press('ShiftLeft', { shiftKey: true }))).toBeNull();
  });

  it('open the help by the sign, wherever the layout has it', () => {
    expect(actionFor(press('Minus', { key: '?', shiftKey: true }))).toBe('help');
  });
});

it('the cheat sheet has words for every row', () => {
  for (const { section, rows } of CHEAT_SHEET) {
    expect(en.keys[section]).not.toBe('');
    for (const row of rows) expect(en.keys[row.does]).not.toBe('');
  }
});
