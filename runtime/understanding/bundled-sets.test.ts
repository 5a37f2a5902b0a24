// The Chinese customer-service set: as large and as cleanly split as it says, and understood well enough.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLocalUnderstanding } from '#runtime/adapters/understanding-local/understanding-local.ts';
import { bundledSetFile, bundledSets, type SetKind, type SetPart } from './bundled-sets.ts';
import { evalEmotion, evalIntents } from './evaluate.ts';

const SET = 'customer-service-zh';
const PARTS: readonly SetPart[] = ['train', 'dev', 'test'];
const rowsOf = (kind: SetKind, part: SetPart) =>
  readFileSync(bundledSetFile(SET, kind, part), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
const allOf = (kind: SetKind) => PARTS.flatMap((part) => rowsOf(kind, part));

describe('the Chinese customer-service set', () => {
  it('has 25 sentences for each of 42 intents, 300 out of scope, and 120 for each mood', () => {
    const intents = countsOf(allOf('intents').map((row) => row['intent']));
    expect(intents.get('oos')).toBe(300);
    intents.delete('oos');
    expect([intents.size, new Set(intents.values())]).toEqual([42, new Set([25])]);
    const moods = countsOf(allOf('emotions').map((row) => row['emotion']));
    expect([...moods].sort()).toEqual(['angry', 'anxious', 'calm', 'happy', 'sad'].map((mood) => [mood, 120]));
  });

  it('says nothing twice', () => {
    for (const kind of ['intents', 'emotions'] as const) {
      const texts = allOf(kind).map((row) => row['text']);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('keeps each writer in one part', () => {
    const parts = new Map<unknown, Set<SetPart>>();
    for (const kind of ['intents', 'emotions'] as const)
      for (const part of PARTS)
        for (const { scenario } of rowsOf(kind, part))
          parts.set(scenario, (parts.get(scenario) ?? new Set()).add(part));
    expect(parts.size).toBe(10);
    for (const seen of parts.values()) expect(seen.size).toBe(1);
  });

  it('is found by name, and no other file is', () => {
    expect(bundledSets()).toContain(SET);
    expect(() => bundledSetFile('../secrets', 'intents', 'train')).toThrow('Bundled: customer-service-zh');
    expect(() => bundledSetFile('nonsense', 'intents', 'train')).toThrow('nonsense');
  });
});

describe('the offline engine on customers it never met', () => {
  const engine = createLocalUnderstanding({ worker: undefined });
  const file = (kind: SetKind, part: SetPart) => [bundledSetFile(SET, kind, part)];

  it('finds the intent of their sentences and turns strangers away', async () => {
    const figures = await evalIntents(engine, file('intents', 'train'), file('intents', 'dev'));
    expect(figures.accuracy).toBeGreaterThan(0.78);
    expect(figures.auroc).toBeGreaterThan(0.92);
  }, 60_000);

  it('learns their moods', async () => {
    const figures = await evalEmotion(engine, file('emotions', 'train'), file('emotions', 'dev'));
    expect(figures.accuracy).toBeGreaterThan(0.8);
    expect(figures.negativeAuroc).toBeGreaterThan(0.93);
  }, 60_000);
});

function countsOf(labels: readonly unknown[]): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
