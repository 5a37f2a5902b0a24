// Help shows the language that is read.
import { expect, it } from 'vitest';
import { sectionFor } from './help-sections.ts';

const help = '# zh-CN\n\n做什么。\n\n# en\n\nWhat it does.\n';

it('takes one language out of a file with both', () => {
  expect(sectionFor(help, 'zh-CN')).toBe('做什么。');
  expect(sectionFor(help, 'en')).toBe('What it does.');
});

it('shows a file without languages as it is', () => {
  expect(sectionFor('Just text.', 'en')).toBe('Just text.');
});
