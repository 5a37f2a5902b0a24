// Holds the contrast of every text token of tokens.css against the surfaces it may stand on.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const themes = { light: tokensAfter(':root {'), dark: tokensAfter(":root[data-mantine-color-scheme='dark'] {") };
const GROUNDS = ['bg', 'surface', 'sunken', 'accent-soft'];
const TEXTS = ['text', 'text-2', 'text-3'];
const STATES = ['accent', 'success', 'warning', 'danger'];
const NODES = ['trigger', 'message', 'input', 'logic', 'ai', 'knowledge', 'action', 'human', 'crm', 'end'];

describe.each(Object.entries(themes))('the %s colours', (_name, token) => {
  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'reads %s on %s at 4.8 to 1 or better',
    (text, ground) => {
      expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.8);
    },
  );

  it.each(STATES.flatMap((text) => ['bg', 'surface'].map((ground) => [text, ground] as const)))(
    'reads the state colour %s on %s at 4.5 to 1 or better',
    (text, ground) => {
      expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('reads the text of a filled button', () => {
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  it('reads text on the yellow of notes', () => {
    expect(contrast(token('text'), token('note-bg'))).toBeGreaterThanOrEqual(4.8);
  });

  it('shows the border of a control at 3 to 1 or better', () => {
    expect(contrast(token('border-control'), token('surface'))).toBeGreaterThanOrEqual(3);
    expect(contrast(token('border-control'), token('bg'))).toBeGreaterThanOrEqual(3);
  });

  it.each(NODES)('reads the node category %s on cards and canvas at 4.9 to 1 or better', (category) => {
    expect(contrast(token(`node-${category}`), token('surface'))).toBeGreaterThanOrEqual(4.9);
    expect(contrast(token(`node-${category}`), token('canvas'))).toBeGreaterThanOrEqual(4.9);
  });
});

function tokensAfter(selector: string): (name: string) => string {
  const start = css.indexOf(selector);
  const block = css.slice(start, css.indexOf('}', start));
  return (name) => {
    const hex = new RegExp(`--td-${name}: (#[0-9a-f]{6});`).exec(block)?.[1];
    if (hex === undefined) throw new Error(`no token ${name} in ${selector}`);
    return hex;
  };
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
