// Writing a text in one language leaves the others alone.
import { expect, it } from 'vitest';
import { missingIn, textIn, withText } from './localized-text.ts';

const both = ['zh-CN', 'en'];

it('a plain text becomes one text a language when one of them is written', () => {
  expect(withText('Hello', 'zh-CN', '您好', both)).toEqual({ 'zh-CN': '您好', en: 'Hello' });
  expect(withText('Hello', 'en', 'Hi', ['en'])).toBe('Hi');
});

it('other languages are kept as they are', () => {
  expect(withText({ 'zh-CN': '您好', en: 'Hi', ja: 'こんにちは' }, 'en', 'Hello', both)).toEqual({
    'zh-CN': '您好',
    en: 'Hello',
    ja: 'こんにちは',
  });
});

it('tells which languages still have no words', () => {
  expect(missingIn({ 'zh-CN': '您好', en: ' ' }, both)).toEqual(['en']);
  expect(missingIn({ 'zh-CN': '', en: '' }, both)).toEqual([]);
  expect(missingIn('same for all', both)).toEqual([]);
  expect(textIn({ en: 'Hi' }, 'zh-CN')).toBe('');
});
