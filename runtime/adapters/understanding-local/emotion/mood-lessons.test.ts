// What corrections of moods change, and above all what they do not.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion, type Understood } from '#nodes/kit/effects.ts';
import type { MoodLesson, MoodSense } from '#runtime/ports/understanding.ts';
import { createLocalUnderstanding } from '../understanding-local.ts';

const SETS = new URL('../../../understanding/sets/', import.meta.url);
const rowsOf = (file: string) =>
  readFileSync(new URL(file, SETS), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly text: string; readonly emotion: Emotion });
const CORRECTIONS = rowsOf('staff-corrections/corrections.jsonl').map(({ text, emotion: mood }) => ({ text, mood }));
const PARAPHRASES = rowsOf('staff-corrections/emotions-test.jsonl');
const CUSTOMERS = ['train', 'dev', 'test'].flatMap((part) => rowsOf(`customer-service-zh/emotions-${part}.jsonl`));

const engine = createLocalUnderstanding({ worker: undefined });
const understander = engine.load(await engine.train({ intents: [], seed: 1 }));
const senseOf = async (lessons: readonly MoodLesson[]): Promise<MoodSense> =>
  engine.loadMoods(await engine.learnMoods(lessons));
const moodOf = (text: string, moods?: MoodSense): Understood['emotion'] =>
  understander.understand(text, undefined, moods).emotion;

describe('corrected moods', () => {
  it('hold for the very sentence, also with other marks and in other letters, and say that they do', async () => {
    const moods = await senseOf(CORRECTIONS);
    for (const { text, mood } of CORRECTIONS) {
      const before = moodOf(text).label;
      for (const typed of [text, `${text}。`, text.toUpperCase()]) expect(moodOf(typed, moods).label).toBe(mood);
      expect(moodOf(text, moods).corrected).toBe(before === mood ? undefined : true);
    }
  });

  it('hold for what says the same in other words: all of the forty ways, seven of which were right before', async () => {
    const moods = await senseOf(CORRECTIONS);
    const right = (sense?: MoodSense) =>
      PARAPHRASES.filter(({ text, emotion }) => moodOf(text, sense).label === emotion);
    expect(right().length).toBeLessThan(10);
    expect(right(moods).length).toBe(PARAPHRASES.length);
  });

  it('leave the others alone: of 600 customers at most three get another mood from twenty corrections', async () => {
    const moods = await senseOf(CORRECTIONS);
    const changed = CUSTOMERS.filter(({ text }) => moodOf(text).label !== moodOf(text, moods).label);
    expect(changed.length).toBeLessThanOrEqual(3);
    expect(changed.filter(({ text, emotion }) => moodOf(text).label === emotion)).toEqual([]);
  });

  it('do not turn everything when one of them is foolish', async () => {
    for (const [text, mood] of [
      ['你好', 'angry'],
      ['我要退款', 'happy'],
      ['hello', 'sad'],
      ['.', 'angry'],
      ['😀', 'sad'],
    ] as const) {
      const moods = await senseOf([{ text, mood }]);
      const changed = CUSTOMERS.filter((row) => moodOf(row.text).label !== moodOf(row.text, moods).label);
      expect(changed.length).toBeLessThanOrEqual(2);
    }
  });

  it('give way to a calm word: a corrected complaint is calm, and stands at no strength', async () => {
    const moods = await senseOf([{ text: '我要投诉', mood: 'calm' }]);
    expect(moodOf('我要投诉').label).toBe('angry');
    expect(moodOf('我要投诉', moods)).toMatchObject({ label: 'calm', intensity: 0, corrected: true });
    expect(moodOf('你们这什么破服务，垃圾！', moods).label).toBe('angry');
  });

  it('of one sentence are what was said last', async () => {
    const moods = await senseOf([
      { text: '说好的优惠呢', mood: 'sad' },
      { text: '说好的优惠呢！', mood: 'sad' },
      { text: '说好的优惠呢', mood: 'angry' },
    ]);
    expect(moodOf('说好的优惠呢', moods).label).toBe('angry');
  });

  it('count for less where they disagree', async () => {
    const one = await senseOf([{ text: '说好的优惠呢', mood: 'angry' }]);
    const two = await senseOf([
      { text: '说好的优惠呢', mood: 'angry' },
      { text: '不是说好优惠的吗', mood: 'calm' },
    ]);
    const angry = (moods: MoodSense) => moodOf('说好的优惠在哪', moods).scores.angry;
    expect(angry(two)).toBeLessThan(angry(one));
  });

  it('are learnt to the same bytes whatever their order, and no text is in them', async () => {
    const one = await engine.learnMoods(CORRECTIONS);
    const two = await engine.learnMoods([...CORRECTIONS].reverse());
    expect(Buffer.compare(Buffer.from(one.bytes), Buffer.from(two.bytes))).toBe(0);
    for (const { text } of CORRECTIONS) expect(Buffer.from(one.bytes).includes(text)).toBe(false);
  });

  it('change nothing when there are none, and what is no lesson is refused', async () => {
    const none = await senseOf([]);
    expect(moodOf('我要投诉', none)).toEqual(moodOf('我要投诉'));
    const { engine: name, bytes } = await engine.learnMoods(CORRECTIONS);
    expect(() => engine.loadMoods({ engine: 'else', bytes })).toThrow('else');
    expect(() => engine.loadMoods({ engine: name, bytes: bytes.slice(0, 100) })).toThrow();
  });

  it('of any text are learnt and asked without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom(...EMOTIONS),
        async (text, asked, mood) => {
          const moods = await senseOf([{ text, mood }]);
          const { label, scores, intensity } = moodOf(asked, moods);
          expect(EMOTIONS).toContain(label);
          expect(intensity >= 0 && intensity <= 1).toBe(true);
          expect(Object.values(scores).every((score) => score >= 0 && score <= 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
