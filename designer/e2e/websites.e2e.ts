// A website by hand: added by its address, read page by page, its pages looked at; a document replaced and its version compared.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

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
    const body = PAGES[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(body);
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
    await page.getByRole('button', { name: 'Add website' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add website' });
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`http://${host}/help/`);
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Start reading' }).click();
    const sites = page.getByRole('table', { name: 'Websites' });
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
