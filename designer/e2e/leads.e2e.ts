// A lead's way: a card with consent, the list, stage, owner and note, a file that runs nothing, and who may see it.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

test('G4: a lead card becomes a lead that sales work on, and only leads', async ({ browser, ownServer: server }) => {
  const api = await new StaffApi(server).signIn();
  const flow = await api.publishTemplate('complaint-to-person', 'leads');
  const sales = await api.addUser('Sam Sales', 'sales');

  await test.step('a customer leaves a number, with consent', async () => {
    const phone = await visitor(browser, server, 'en', { width: 390, height: 844 });
    const chat = await phone.newPage();
    await chat.goto('/chat/leads?utm_campaign=spring');
    await chat.getByRole('button', { name: 'Please call me back' }).click();
    await chat.getByRole('textbox', { name: /Your name/u }).fill('=HYPERLINK("http://evil.test","click")');
    await chat.getByRole('textbox', { name: /Phone/u }).fill('13800138000');
    const send = chat.getByRole('log').getByRole('button', { name: 'Send', exact: true });
    await send.click();
    await expect(chat.getByRole('alert')).toHaveText('Please tick the box first');
    await expectSound(chat);
    await chat.getByRole('checkbox').check();
    await send.click();
    await expect(chat.getByRole('log')).toContainText('Our complaints officer will call you');
    await phone.close();
  });

  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page, sales);

  await test.step('sales see it, move it on, own it and write a note', async () => {
    const row = page.getByRole('row', { name: /13800138000/u });
    await expect(row).toContainText('not opened yet');
    await expectSound(page);
    await row.getByRole('button').first().click();
    const drawer = page.getByRole('dialog', { name: 'Lead' });
    await expect(drawer).toContainText('The customer agreed');
    await drawer.getByRole('combobox', { name: 'Stage' }).click();
    await page.getByRole('listbox', { name: 'Stage' }).getByRole('option', { name: 'Contacted' }).click();
    await expect(drawer.getByRole('combobox', { name: 'Stage' })).toHaveValue('Contacted');
    await drawer.getByRole('combobox', { name: 'Owner' }).click();
    await page.getByRole('listbox', { name: 'Owner' }).getByRole('option', { name: 'Me (Sam Sales)' }).click();
    await expect(drawer.getByRole('combobox', { name: 'Owner' })).toHaveValue('Me (Sam Sales)');
    await drawer.getByRole('textbox', { name: 'Notes' }).fill('Call on Thursday');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await expect(drawer.getByRole('button', { name: 'Save' })).toBeDisabled();
    await expectSound(page);
    await drawer.getByRole('button', { name: 'Close' }).click();
    await expect(row).toContainText('Contacted');
    await expect(row).toContainText('Sam Sales');
  });

  await test.step('the file for spreadsheets holds no formula', async () => {
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const csv = readFileSync(await (await started).path(), 'utf8');
    expect(csv).toContain('13800138000');
    expect(csv).toContain('Call on Thursday');
    expect(csv).toContain(`"'=HYPERLINK(`);
    expect(csv).not.toMatch(/(?:^|,|\n)"?[=+@]/u);
  });

  await test.step('conversations and flows stay closed to sales', async () => {
    for (const path of ['/conversations', `/flows/${flow}`]) {
      await page.goto(path);
      await expect(page.getByText('Your role cannot open this page')).toBeVisible();
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
