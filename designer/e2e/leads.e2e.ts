// A lead's way: a card with consent, the list, stage, owner and note, a file that runs nothing, and who may see it.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { expectSound, LANGUAGES, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const WORDS = {
  'zh-CN': {
    callBack: '请给我回个电话',
    name: /怎么称呼您/u,
    phone: /手机号/u,
    send: '提交',
    tick: '请先勾选同意',
    thanks: '投诉专员会尽快给您回电',
    fresh: '未查看',
    lead: '线索详情',
    agreed: '客户已同意',
    stage: '阶段',
    contacted: '已联系',
    owner: '负责人',
    me: '我（Sam Sales）',
    notes: '跟进备注',
    save: '保存',
    close: '关闭',
    download: '导出 CSV',
    closed: '你的角色不能打开这个页面',
  },
  en: {
    callBack: 'Please call me back',
    name: /Your name/u,
    phone: /Phone/u,
    send: 'Send',
    tick: 'Please tick the box first',
    thanks: 'Our complaints officer will call you',
    fresh: 'not opened yet',
    lead: 'Lead',
    agreed: 'The customer agreed',
    stage: 'Stage',
    contacted: 'Contacted',
    owner: 'Owner',
    me: 'Me (Sam Sales)',
    notes: 'Notes',
    save: 'Save',
    close: 'Close',
    download: 'Download CSV',
    closed: 'Your role cannot open this page',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

for (const language of LANGUAGES) {
  test(`G4: a lead card becomes a lead that sales work on, and only leads, in ${language}`, async ({
    browser,
    ownServer: server,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(server).signIn();
    const flow = await api.publishTemplate('complaint-to-person', 'leads', language);
    const sales = await api.addUser('Sam Sales', 'sales');

    await test.step('a customer leaves a number, with consent', async () => {
      const phone = await visitor(browser, server, language, { width: 390, height: 844 });
      const chat = await phone.newPage();
      await chat.goto('/chat/leads?utm_campaign=spring');
      await chat.getByRole('button', { name: words.callBack }).click();
      await chat.getByRole('textbox', { name: words.name }).fill('=HYPERLINK("http://evil.test","click")');
      await chat.getByRole('textbox', { name: words.phone }).fill('13800138000');
      const send = chat.getByRole('log').getByRole('button', { name: words.send, exact: true });
      await send.click();
      await expect(chat.getByRole('alert')).toHaveText(words.tick);
      await expectSound(chat);
      await chat.getByRole('checkbox').check();
      await send.click();
      await expect(chat.getByRole('log')).toContainText(words.thanks);
      await phone.close();
    });

    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    await signIn(page, sales);

    await test.step('sales see it, move it on, own it and write a note', async () => {
      const row = page.getByRole('row', { name: /13800138000/u });
      await expect(row).toContainText(words.fresh);
      await expectSound(page);
      await row.getByRole('button').first().click();
      const drawer = page.getByRole('dialog', { name: words.lead });
      await expect(drawer).toContainText(words.agreed);
      await drawer.getByRole('combobox', { name: words.stage }).click();
      await page.getByRole('listbox', { name: words.stage }).getByRole('option', { name: words.contacted }).click();
      await expect(drawer.getByRole('combobox', { name: words.stage })).toHaveValue(words.contacted);
      await drawer.getByRole('combobox', { name: words.owner }).click();
      await page.getByRole('listbox', { name: words.owner }).getByRole('option', { name: words.me }).click();
      await expect(drawer.getByRole('combobox', { name: words.owner })).toHaveValue(words.me);
      await drawer.getByRole('textbox', { name: words.notes }).fill('Call on Thursday');
      await drawer.getByRole('button', { name: words.save }).click();
      await expect(drawer.getByRole('button', { name: words.save })).toBeDisabled();
      await expectSound(page);
      await drawer.getByRole('button', { name: words.close }).click();
      await expect(row).toContainText(words.contacted);
      await expect(row).toContainText('Sam Sales');
    });

    await test.step('the file for spreadsheets holds no formula', async () => {
      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: words.download }).click();
      const csv = readFileSync(await (await started).path(), 'utf8');
      expect(csv).toContain('13800138000');
      expect(csv).toContain('Call on Thursday');
      expect(csv).toContain(`"'=HYPERLINK(`);
      expect(csv).not.toMatch(/(?:^|,|\n)"?[=+@]/u);
    });

    await test.step('conversations and flows stay closed to sales', async () => {
      for (const path of ['/conversations', `/flows/${flow}`]) {
        await page.goto(path);
        await expect(page.getByText(words.closed)).toBeVisible();
      }
      const answers = await page.evaluate(
        async (id) =>
          Promise.all(['/api/v1/conversations', `/api/v1/flows/${id}`].map(async (url) => (await fetch(url)).status)),
        flow,
      );
      expect(answers).toEqual([403, 403]);
    });
    await context.close();
  });
}
