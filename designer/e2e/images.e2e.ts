// Images as documents: offered and read where IT has set up a program for it; elsewhere refused with what to ask for.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectSound, signIn, test, visitor } from './journey.ts';
import { TestServer } from './server.ts';

const EN = { newBase: 'New base', name: 'Name', create: 'Create' };
const ZH = { newBase: '新建知识库', name: '名称', create: '创建' };

async function openNewBase(page: Page, words: typeof EN): Promise<void> {
  await signIn(page);
  await page.goto('/knowledge');
  await page.getByRole('button', { name: words.newBase }).first().click();
  await page.getByRole('textbox', { name: words.name }).fill('Posters');
  await page.getByRole('button', { name: words.create }).click();
  await expect(page.getByRole('heading', { name: 'Posters' })).toBeVisible();
}

const picker = (page: Page) => page.locator('input[type="file"][multiple]');

test('an image is read where a program for it is set up', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-e2e-ocr-'));
  const ocr = join(folder, 'seer');
  // It sees one thing in every image.
  writeFileSync(ocr, `#!${process.execPath}\nprocess.stdin.resume().on('end', () => console.log('周 一 闭 馆 。'));\n`);
  chmodSync(ocr, 0o755);
  const server = await TestServer.start({ admin: true, ocr });
  const page = await (await visitor(browser, server, 'zh-CN')).newPage();
  await openNewBase(page, ZH);
  await expect(page.getByText('也支持 png、jpg、webp、tiff、bmp 图片')).toBeVisible();
  await expect(picker(page)).toHaveAttribute('accept', /\.png,\.jpg/u);

  await picker(page).setInputFiles({ name: '海报.png', mimeType: 'image/png', buffer: await page.screenshot() });
  const row = page.getByRole('row', { name: /海报\.png/u });
  await expect(row).toContainText('可以使用', { timeout: 30_000 });
  await expect(row).toContainText('图片');
  await row
    .getByRole('button', { name: /海报\.png/u })
    .first()
    .click();
  await expect(page.getByRole('dialog').getByText('周一闭馆。')).toBeVisible();
  await expectSound(page);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an image is refused with what to ask IT for where none is', async ({ browser, server }) => {
  const page = await (await visitor(browser, server, 'en')).newPage();
  await openNewBase(page, EN);
  await expect(page.getByText('md, txt, html, csv, docx, xlsx, pptx, epub and pdf; several at once')).toBeVisible();
  await expect(picker(page)).not.toHaveAttribute('accept', /png/u);
  await picker(page).setInputFiles({ name: 'poster.png', mimeType: 'image/png', buffer: await page.screenshot() });
  await expect(page.getByText('“poster.png” was not taken')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Ask IT to install .* TANDEM_OCR_COMMAND/u)).toBeVisible();
  await expectSound(page);
});
