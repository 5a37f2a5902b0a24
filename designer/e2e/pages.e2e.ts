// Every staff screen, in both languages, light and dark, empty and by role: sound, named, and reachable.
import { expect, type Page } from '@playwright/test';
import { expectSound, LANGUAGES, signIn, StaffApi, test, visitor } from './journey.ts';

const SCREENS = [
  ['/flows', { 'zh-CN': '流程', en: 'Flows' }],
  ['/knowledge', { 'zh-CN': '知识库', en: 'Knowledge' }],
  ['/desk', { 'zh-CN': '暂无等待的客户', en: 'No one is waiting' }],
  ['/conversations', { 'zh-CN': '会话', en: 'Conversations' }],
  ['/leads', { 'zh-CN': '线索', en: 'Leads' }],
  ['/settings/workspace', { 'zh-CN': '工作区', en: 'Workspace' }],
  ['/settings/users', { 'zh-CN': '成员', en: 'People' }],
  ['/settings/tokens', { 'zh-CN': 'API 令牌', en: 'API tokens' }],
  ['/settings/model', { 'zh-CN': '语言模型', en: 'Language model' }],
  ['/settings/network', { 'zh-CN': '网络与嵌入', en: 'Network' }],
  ['/settings/audit', { 'zh-CN': '操作记录', en: 'Audit log' }],
  ['/settings/health', { 'zh-CN': '运行状况', en: 'Health' }],
  ['/settings/password', { 'zh-CN': '修改密码', en: 'Password' }],
  ['/nowhere', { 'zh-CN': '没有这个页面', en: 'There is no such page' }],
] as const;

/** What each role finds in the rail, in order, and one page it is kept from. */
const ROLES = [
  ['designer', ['Flows', 'Knowledge', 'Conversations', 'Settings'], '/leads'],
  ['agent', ['Desk', 'Conversations', 'Knowledge', 'Settings'], '/flows'],
  ['supervisor', ['Desk', 'Conversations', 'Leads', 'Knowledge', 'Flows', 'Settings'], '/settings/users'],
  ['sales', ['Leads', 'Settings'], '/conversations'],
  ['viewer', ['Flows', 'Knowledge', 'Conversations', 'Settings'], '/desk'],
] as const;

const KEPT_OUT = /Your role cannot open this page|There is no such page/u;

for (const language of LANGUAGES) {
  test(`sign-in and all screens are sound in ${language}, light and dark`, async ({ browser, server }) => {
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectSound(page);
    await inScheme(page, 'dark');
    await expectSound(page);
    await signIn(page);
    for (const [path, words] of SCREENS) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: words[language] }).first()).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectSound(page);
      await inScheme(page, 'light');
      await expectSound(page);
      await inScheme(page, 'dark');
    }
    await context.close();
  });
}

test('F8: each role sees its own parts and is kept from the others', async ({ browser, server }) => {
  const api = await new StaffApi(server).signIn();
  for (const [role, names, forbidden] of ROLES) {
    const email = `${role}@example.com`;
    const { password } = await api.call<{ password: string }>('POST', '/users', { name: `The ${role}`, email, role });
    const context = await visitor(browser, server, 'en');
    const page = await context.newPage();
    await signIn(page, { email, password });
    const rail = page.getByRole('navigation', { name: 'Main navigation' });
    await expect(rail.getByRole('link')).toHaveCount(names.length);
    for (const [at, name] of names.entries()) await expect(rail.getByRole('link').nth(at)).toHaveAccessibleName(name);
    await page.goto(forbidden);
    await expect(page.getByText(KEPT_OUT).first()).toBeVisible();
    await expectSound(page);
    await context.close();
  }
});

/** The page hears of the system's scheme a moment later; until then its colours are those of both. */
async function inScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
}
