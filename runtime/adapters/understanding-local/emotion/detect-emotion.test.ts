// Moods as a service desk would name them.
import { describe, expect, it } from 'vitest';
import type { Emotion, Understood } from '#nodes/kit/effects.ts';
import { rawFeaturesOf } from '../features/raw-features.ts';
import { languageOf } from '../text/language.ts';
import { detectEmotion } from './detect-emotion.ts';
import { moodModels } from './mood-models.ts';

const models = {
  zh: moodModels('zh'),
  en: moodModels('en'),
};

function moodOf(text: string): Understood['emotion'] {
  const language = languageOf(text);
  return detectEmotion(text, language, rawFeaturesOf(text), language === 'zh' ? models.zh : models.en);
}

describe('moods', () => {
  it.each([
    ['我要投诉，三次都没解决！', 'angry', 0.7],
    ['你们这什么破服务，垃圾！', 'angry', 0.7],
    ['再不退款我就去消协举报你们', 'angry', 0.7],
    ['我想投诉', 'angry', 0.5],
    ['I want to file a complaint', 'angry', 0.5],
    ['我打了五次电话都没人接', 'angry', 0.5],
    ['This is the worst service ever, I will sue you', 'angry', 0.7],
    ['THIS IS RIDICULOUS, I WANT MY MONEY BACK NOW!!', 'angry', 0.7],
    ['怎么还没发货，我急用', 'anxious', 0.4],
    ['我的快递丢了怎么办，好担心', 'anxious', 0.5],
    ["I'm really worried, my card was stolen", 'anxious', 0.5],
    ['太失望了', 'sad', 0.4],
    ['I am so disappointed and sad', 'sad', 0.5],
    ['太好了，非常感谢！', 'happy', 0.5],
    ['Great, thank you so much!', 'happy', 0.5],
  ] satisfies readonly (readonly [string, Emotion, number])[])(
    'hears in "%s" that the customer is %s',
    (text, label, least) => {
      const mood = moodOf(text);
      expect(mood.label).toBe(label);
      expect(mood.intensity).toBeGreaterThanOrEqual(least);
      expect(mood.reasons.length).toBeGreaterThan(0);
    },
  );

  it('hears impatience in a long wait', () => {
    const mood = moodOf("Where is my order? I've been waiting for two weeks!!");
    expect(['angry', 'anxious']).toContain(mood.label);
    expect(mood.intensity).toBeGreaterThan(0.4);
  });

  it.each([
    '请问你们几点下班',
    '投诉多久有结果？',
    '投诉流程是怎样的',
    '投诉',
    '投诉电话是多少',
    '我不想投诉',
    'complaint',
    'where do I find the complaint form',
    'How long does a complaint take?',
    '我想查一下我的订单',
    '退款什么时候到账',
    '转人工',
    '能开发票吗',
    '我要退货',
    '你好',
    '好的',
    '我不着急',
    '不生气',
    'what are your opening hours',
    'I want to return this item',
    'how do I reset my password',
    'hello',
    'I need to speak to a person',
    '',
    '12345678901234',
  ])('stays calm at "%s"', (text) => {
    expect(moodOf(text)).toMatchObject({ label: 'calm', intensity: 0, reasons: [] });
  });

  it('takes thanks as happy or calm, never more than mildly', () => {
    const mood = moodOf('谢谢');
    expect(['happy', 'calm']).toContain(mood.label);
    expect(mood.intensity).toBeLessThan(0.7);
  });

  it('turns praise that is denied into displeasure', () => {
    expect(moodOf('我对你们的服务一点也不满意').label).toBe('angry');
    expect(['angry', 'sad']).toContain(moodOf('I am not happy with this').label);
  });

  it('grows more intense with emphasis', () => {
    expect(moodOf('太差了！！！').intensity).toBeGreaterThan(moodOf('太差了').intensity);
    expect(moodOf('我要投诉😡😡').intensity).toBeGreaterThan(moodOf('我要投诉').intensity);
  });

  it('gives scores that sum to one', () => {
    const { scores } = moodOf('快点，急死了！');
    expect(Object.values(scores).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 2);
  });
});
