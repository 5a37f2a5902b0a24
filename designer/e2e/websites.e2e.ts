// Websites and addresses by hand: a website read page by page, a document, a list of questions, the base as a file out and in; versions compared.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

const TABLES: Readonly<Record<string, string>> = {
  '/Tariff.csv': 'Article,Price\nKettle,26 euros\n',
  '/Questions.csv':
    'question,answer,similar\nWhen are you open?,From nine to five.,Opening hours?|Are you open today?\n',
};
const PAGES: Readonly<Record<string, string>> = {
  '/help/':
    '<title>Help</title><main><p>Welcome to the help of our shop, where you find answers.</p><a href="returns">r</a><a href="lost">l</a></main>',
  '/help/returns':
    '<title>Returns</title><main><p>You may send any article back within thirty days of delivery.</p></main>',
};

test('a website is added, read and shown with its result; a document is replaced and compared', async ({
  browser,
  server,
}) => {
  const site = createServer((request, response) => {
    const table = TABLES[request.url ?? ''];
    const body = table ?? PAGES[request.url ?? ''];
    const type = table === undefined ? 'text/html' : 'text/csv';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  const api = await new StaffApi(server).signIn();
  await api.call('PATCH', '/settings', { egressAllow: [host] });
  const base = await api.call<{ id: string }>('POST', '/knowledge/bases', { name: 'Shop help' });
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`/knowledge/${base.id}`);

  await test.step('the website', async () => {
    await page.getByRole('button', { name: 'Add website or address' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add website or address' });
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`http://${host}/help/`);
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Start reading' }).click();
    const sites = page.getByRole('table', { name: 'Websites and addresses' });
    await expect(sites).toContainText('2 new', { timeout: 60_000 });
    await expect(sites).toContainText('1 not taken in');
    await page.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name: `${host}/help` }).click();
    await expect(page.getByRole('row', { name: /Returns/u })).toContainText('Ready', { timeout: 60_000 });
    await expectSound(page);
    await sites.getByRole('button', { name: /Pages not taken in/u }).click();
    await expect(page.getByRole('dialog')).toContainText('no such page');
    await page.keyboard.press('Escape');
  });

  await test.step('a document and a list of questions at an address', async () => {
    const sites = page.getByRole('table', { name: 'Websites and addresses' });
    for (const [path, what] of [
      ['/Tariff.csv', 'A single page or file'],
      ['/Questions.csv', 'A list of questions and answers'],
    ] as const) {
      await page.getByRole('button', { name: 'Add website or address' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add website or address' });
      await dialog.getByRole('textbox', { name: 'Address' }).fill(`http://${host}${path}`);
      await dialog.getByRole('combobox', { name: 'What is read' }).click();
      await page.getByRole('option', { name: what }).click();
      await expectSound(page);
      await dialog.getByRole('button', { name: 'Start reading' }).click();
      await expect(sites.getByRole('row', { name: `${host}${path}` })).toContainText('1 new', { timeout: 60_000 });
    }
    await page.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name: 'Files and texts' }).click();
    await expect(page.getByRole('row', { name: /Tariff\.csv/u }).last()).toContainText('Ready', { timeout: 60_000 });
    await page.getByRole('tab', { name: 'Questions (1)' }).click();
    const row = page.getByRole('row', { name: /When are you open/u });
    await expect(row).toContainText(`From the list ${host}/Questions.csv`);
    await expect(row).toContainText('2 variants');
    await row
      .getByRole('button', { name: /Edit “When/u })
      .first()
      .click();
    await expect(page.getByText('What you change here stands until its row in the list changes.')).toBeVisible();
    await expectSound(page);
  });

  await test.step('the base as a file, out and in', async () => {
    await page.getByRole('button', { name: 'Actions for this base' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /Export/u }).click();
    const file = await (await download).path();
    await page.goto('/knowledge');
    await page.locator('input[type="file"]').setInputFiles(file);
    await expect(page).toHaveURL(/\/knowledge\/(?!$)/u);
    await page.waitForURL((url) => url.pathname !== `/knowledge/${base.id}` && url.pathname !== '/knowledge');
    const sites = page.getByRole('table', { name: 'Websites and addresses' });
    await expect(sites.getByText('Not read yet')).toHaveCount(3);
    await expect(sites).toContainText(`${host}/help`);
    await sites.getByRole('button', { name: `Update “${host}/help” now` }).click();
    await expect(sites.getByRole('row', { name: `${host}/help` })).toContainText('0 new · 0 changed · 2 unchanged', {
      timeout: 60_000,
    });
    await expectSound(page);
    await page.goto(`/knowledge/${base.id}`);
  });

  await test.step('a document and its versions', async () => {
    await api.call('POST', `/knowledge/bases/${base.id}/sources`, { name: 'Prices', text: 'A kettle costs 26 euros.' });
    await page.reload();
    await expect(page.getByRole('row', { name: /Prices/u })).toContainText('Ready', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Versions of “Prices”' }).click();
    const drawer = page.getByRole('dialog', { name: 'Versions: Prices' });
    await drawer
      .locator('input[type="file"]')
      .setInputFiles({ name: 'new.md', mimeType: 'text/markdown', buffer: Buffer.from('A kettle costs 29 euros.') });
    await page.getByRole('dialog', { name: 'Replace with “new.md”' }).getByRole('button', { name: 'Replace' }).click();
    await expect(drawer.getByText('Version 2')).toBeVisible({ timeout: 60_000 });
    await drawer.getByRole('button', { name: 'Compare with the live version' }).click();
    await expect(drawer.getByText('A kettle costs 26 euros.')).toBeVisible();
    await expectSound(page);
  });
  await context.close();
  site.close();
});
