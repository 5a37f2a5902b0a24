// Which language somebody is met in.
import { describe, expect, it } from 'vitest';
import { browserLocale, chosenLocale } from './wanted-locale.ts';

describe('the language of the interface', () => {
  it('follows the browser while nobody chose one: Chinese of any script or country, otherwise English', () => {
    for (const tag of ['zh', 'zh-CN', 'zh-TW', 'zh-Hant-HK', 'ZH-hans']) expect(browserLocale([tag])).toBe('zh-CN');
    for (const tag of ['en', 'en-GB', 'fr-FR', 'ja', 'zhuang']) expect(browserLocale([tag])).toBe('en');
    expect(browserLocale([])).toBe('en');
    expect(browserLocale(['fr-FR', 'zh-CN', 'en'])).toBe('zh-CN');
    expect(chosenLocale({ account: null, device: null, workspace: null })).toBeUndefined();
  });

  it('is the one kept with the account, then the one of the device, then that of the workspace', () => {
    expect(chosenLocale({ account: 'en', device: 'zh-CN', workspace: 'zh-CN' })).toBe('en');
    expect(chosenLocale({ account: null, device: 'zh-CN', workspace: 'en' })).toBe('zh-CN');
    expect(chosenLocale({ account: null, device: null, workspace: 'en' })).toBe('en');
  });

  it('is never one that we do not have', () => {
    expect(chosenLocale({ account: 'xx', workspace: '' })).toBeUndefined();
  });
});
