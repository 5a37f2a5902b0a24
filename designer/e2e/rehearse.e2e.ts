// The test chat in depth: it begins at any step, a value is changed in the past, and what came after is played again.
import { expect } from '@playwright/test';
import { byKeyboard } from './hand.ts';
import { expectSound, signIn, StaffApi, test, visitor } from './journey.ts';

test('T3, T4, T6: a rehearsal begins in the middle, and goes on from a changed value', async ({ browser, server }) => {
  const api = await new StaffApi(server).signIn();
  const id = await api.publishTemplate('complaint-to-person', 'rehearsed', 'en');
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`/flows/${id}`);
  await expect(page.getByRole('group', { name: /Greeting/u })).toBeVisible();
  const log = page.getByRole('log', { name: 'Chat' });
  const row = page.getByRole('row', { name: /topic/u });

  await test.step('it begins at the chosen step', async () => {
    await byKeyboard.openStep(page, /What it is about/u, 'What it is about');
    await page.locator('aside.fc-panel').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Test from here' }).click();
    await expect(log).toContainText('What is it mainly about?');
    await expect(log).not.toContainText('Hello');
    await expect(page.getByText('Began at “What it is about”')).toBeVisible();
  });

  await test.step('two turns are played', async () => {
    await log.getByRole('button', { name: 'Delivery' }).click();
    await expect(log.locator('[data-from="customer"]')).toHaveCount(1);
    await page.getByRole('textbox', { name: 'What the customer says' }).fill('The parcel is three weeks late');
    await page.keyboard.press('Enter');
    await expect(log.locator('[data-from="customer"]')).toHaveCount(2);
  });

  await test.step('a value of the turn before is changed, and the rest is played again', async () => {
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('tab', { name: 'Variables' }).click();
    await expect(row).toContainText('delivery');
    await page.getByRole('button', { name: 'Change topic' }).click();
    await page.getByRole('textbox', { name: 'New value of topic' }).fill('money');
    await expectSound(page);
    await page.getByRole('button', { name: 'Re-run the turn after this' }).click();
    await page.getByRole('tab', { name: 'Chat' }).click();
    await expect(log).toContainText('topic was set to "money" by hand');
    await expect(log).toContainText('The parcel is three weeks late');
    await page.getByRole('tab', { name: 'Variables' }).click();
    await expect(row).toContainText('money');
    await expect(page.getByRole('button', { name: '2 branches' })).toBeVisible();
    await expectSound(page);
  });
  await context.close();
});
