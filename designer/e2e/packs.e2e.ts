// G7: a developer scaffolds an own node type, a server is started with it, and an operator draws, rehearses and publishes a flow with it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { createFlowDocument, type FlowNode } from '#nodes/flow/document.ts';
import { canvasOf } from './hand.ts';
import { expectSound, LANGUAGES, signIn, StaffApi, test, visitor } from './journey.ts';
import { TestServer } from './server.ts';

const CLI = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url));

const WORDS = {
  'zh-CN': {
    palette: '步骤',
    node: '计算折扣',
    amount: '金额',
    empty: '请填写「金额」。',
    help: '说明',
    helpText: '按百分比减去折扣',
    connect: ['连接 算好了', '连接 没有金额', '连接 出错'],
    unconnected: /没有连接|没有下一步/u,
    reply: '应付 180 元',
    nothing: '没有金额',
    test: '试聊',
    log: '对话',
    closeTest: '关闭试聊',
    publish: '发布',
    done: '已发布版本 1',
    publishTitle: '发布流程',
  },
  en: {
    palette: 'Steps',
    node: 'Work out a discount',
    amount: 'Amount',
    empty: '"Amount" is empty.',
    help: 'Help',
    helpText: 'Takes a percentage off an amount',
    connect: ['Connect Done', 'Connect No amount', 'Connect Error'],
    unconnected: /is not connected|leads nowhere/u,
    reply: '180 to pay',
    nothing: 'no amount',
    test: 'Test chat',
    log: 'Chat',
    closeTest: 'Close the test chat',
    publish: 'Publish',
    done: 'Version 1 is live',
    publishTitle: 'Publish the flow',
  },
} as const;

/** Two messages that wait to be connected. */
function drawn(reply: string, nothing: string) {
  const message = (id: string, text: string, y: number): FlowNode => ({
    id,
    type: 'message',
    version: 1,
    name: id,
    position: { x: 900, y },
    config: { text, variants: [] },
  });
  const end: FlowNode = {
    id: 'over',
    type: 'end',
    version: 1,
    name: 'over',
    position: { x: 1300, y: 160 },
    config: { text: '', reason: 'finished', resolved: true },
  };
  const blank = createFlowDocument('packs');
  return {
    ...blank,
    nodes: [
      ...blank.nodes,
      message('reply', reply.replace('180', '{{ to_pay }}'), 80),
      message('nothing', nothing, 400),
      end,
    ],
    edges: ['reply', 'nothing'].map((id) => ({
      id: `e-${id}`,
      from: { node: id, port: 'next' },
      to: { node: 'over' },
    })),
  };
}

for (const language of LANGUAGES) {
  test(`G7 in ${language}: an own node type is scaffolded, drawn, rehearsed and published`, async ({ browser }) => {
    const words = WORDS[language];
    const nodesDir = mkdtempSync(join(tmpdir(), 'tandem-own-nodes-'));
    execFileSync(process.execPath, [CLI, 'node', 'new', 'acme/discount', '--kind', 'script', '--dir', nodesDir]);
    const server = await TestServer.start({ admin: true, nodesDir });
    const api = await new StaffApi(server).signIn();
    const { flow } = await api.call<{ flow: { id: string; slug: string } }>('POST', '/flows', {
      name: 'packs',
      slug: 'packs',
      document: drawn(words.reply, words.nothing),
    });
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    const panel = page.locator('aside.fc-panel');
    const card = page.getByRole('group', { name: new RegExp(words.node, 'u') });
    await signIn(page);

    await test.step('it stands in the palette and is added after the selected step', async () => {
      await page.goto(`/flows/${flow.id}`);
      await canvasOf(page).locator('.react-flow__node[data-id="start"]').click();
      await page
        .locator('aside.fc-palette')
        .getByRole('button', { name: new RegExp(`^${words.node}`, 'u') })
        .click();
      await expect(card).toBeVisible();
    });

    await test.step('its form is drawn from its fields, an empty one is a problem, and its help is there', async () => {
      await card.click();
      await expect(panel.getByText(words.empty)).toBeVisible();
      await panel.getByText(words.help, { exact: true }).click();
      await expect(panel.getByText(words.helpText)).toBeVisible();
      await expectSound(page);
      await panel.getByRole('textbox', { name: words.amount }).fill('0');
      await expect(panel.getByText(words.empty)).toBeHidden();
    });

    await test.step('its ways out are connected', async () => {
      const targets = ['reply', 'nothing', 'over'];
      for (const [index, target] of targets.entries()) {
        // The problems stand above the buttons: a press waits until they are up to date.
        await expect(panel.getByRole('paragraph').filter({ hasText: words.unconnected })).toHaveCount(
          targets.length - index,
        );
        await panel.getByRole('button', { name: words.connect[index] ?? '' }).click();
        const dialog = page.getByRole('dialog');
        await expect(dialog.getByRole('combobox')).toBeFocused();
        await page.keyboard.type(target);
        await dialog
          .getByRole('option', { name: new RegExp(target, 'u') })
          .first()
          .click();
        await expect(dialog).toBeHidden();
      }
    });

    await test.step('the test chat runs its script in the sandbox', async () => {
      await panel.getByRole('textbox', { name: words.amount }).fill('200');
      await page.getByRole('button', { name: words.test }).click();
      await expect(page.getByRole('log', { name: words.log })).toContainText(words.reply);
      await expectSound(page);
      await page.getByRole('button', { name: words.closeTest }).click();
    });

    await test.step('it is published, and a customer gets what it works out', async () => {
      await page.getByRole('button', { name: words.publish, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: words.publishTitle });
      await dialog.getByRole('button', { name: words.publish, exact: true }).click();
      await expect(page.getByText(words.done)).toBeVisible();
      const chat = await context.newPage();
      await chat.goto(`/chat/${flow.slug}`);
      await expect(chat.getByRole('log')).toContainText(words.reply);
    });

    await context.close();
    await server.stop();
    rmSync(nodesDir, { recursive: true, force: true });
  });
}
