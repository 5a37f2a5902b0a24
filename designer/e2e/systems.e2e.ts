// An admin enters the mail server and a tool server; an operator chooses a tool, fills in its arguments, rehearses, publishes; a customer gets both.
import { expect } from '@playwright/test';
import { createFlowDocument, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { startMcpServer } from '#runtime/testkit/mcp-server.ts';
import { startSmtpServer } from '#runtime/testkit/smtp-server.ts';
import { canvasOf } from './hand.ts';
import { expectSound, LANGUAGES, say, signIn, StaffApi, test, visitor } from './journey.ts';

const WORDS = {
  'zh-CN': {
    host: '服务器',
    security: '加密方式',
    none: /^不加密/u,
    port: '端口',
    from: '发件地址',
    save: '保存',
    saved: '邮件服务器已保存',
    test: '给自己发一封测试邮件',
    denied: '服务器在内网里',
    sender: '服务器不允许用这个发件地址',
    ok: '服务器已接收发给',
    addServer: '添加工具服务器',
    name: '名称',
    url: '地址',
    look: '查看工具：Shop',
    close: '关闭',
    server: '工具服务器',
    tool: '工具',
    optional: 'gift（可不填）',
    testChat: '试聊',
    log: '对话',
    mocked: '没有',
    closeTest: '关闭试聊',
    publish: '发布',
    publishTitle: '发布流程',
    done: '已发布版本 1',
  },
  en: {
    host: 'Server',
    security: 'Encryption',
    none: /^None/u,
    port: 'Port',
    from: 'Sender address',
    save: 'Save',
    saved: 'Mail server saved',
    test: 'Send a test mail to myself',
    denied: 'The server is inside the private network',
    sender: 'The server does not send for this sender address',
    ok: 'The server took the mail for',
    addServer: 'Add tool server',
    name: 'Name',
    url: 'Address',
    look: 'See its tools: Shop',
    close: 'Close',
    server: 'Tool server',
    tool: 'Tool',
    optional: 'gift (optional)',
    testChat: 'Test chat',
    log: 'Chat',
    mocked: 'none',
    closeTest: 'Close the test chat',
    publish: 'Publish',
    publishTitle: 'Publish the flow',
    done: 'Version 1 is live',
  },
} as const;

const stock = {
  name: 'stock',
  description: 'How many are left',
  inputSchema: {
    type: 'object',
    properties: { sku: { type: 'string', description: 'The article' }, gift: { type: 'boolean' } },
    required: ['sku'],
  },
};

for (const language of LANGUAGES) {
  test(`mail and tools in ${language}: set up, tried, drawn, rehearsed and used`, async ({
    browser,
    ownServer: server,
  }) => {
    const words = WORDS[language];
    let refusesSender = true;
    const smtp = await startSmtpServer({
      answer: (command) => (refusesSender && command.startsWith('MAIL FROM') ? '553 5.7.1 not yours' : undefined),
    });
    const mcp = await startMcpServer({
      tools: [stock],
      call: (_name, given) => ({ content: [{ type: 'text', text: JSON.stringify(given) }] }),
    });
    const api = await new StaffApi(server).signIn();
    const { flow } = await api.call<{ flow: { id: string } }>('POST', '/flows', {
      name: 'systems',
      slug: 'systems',
      document: drawn(words.mocked),
    });
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    const panel = page.locator('aside.fc-panel');
    await signIn(page);

    await test.step('the mail server is entered, and a test mail says exactly what failed', async () => {
      await page.goto('/settings/mail');
      await page.getByRole('textbox', { name: words.host, exact: true }).fill('127.0.0.1');
      await page.getByRole('combobox', { name: words.security }).click();
      await page.getByRole('option', { name: words.none }).click();
      await page.getByRole('textbox', { name: words.port }).fill(String(smtp.port));
      await page.getByRole('textbox', { name: words.from }).fill('bot@shop.example');
      await expectSound(page);
      await page.getByRole('button', { name: words.save, exact: true }).click();
      await expect(page.getByText(words.saved)).toBeVisible();
      const tryOut = page.getByRole('button', { name: words.test });
      await tryOut.click();
      await expect(page.getByText(words.denied)).toBeVisible();
      await api.call('PATCH', '/settings', { egressAllow: [`127.0.0.1:${String(smtp.port)}`, mcp.host] });
      await tryOut.click();
      await expect(page.getByText(words.sender)).toBeVisible();
      await expect(page.getByText('553 5.7.1 not yours')).toBeVisible();
      refusesSender = false;
      await tryOut.click();
      await expect(page.getByText(words.ok)).toBeVisible();
      await expectSound(page);
      expect(smtp.mails.map(({ to }) => to)).toEqual([['admin@example.com']]);
    });

    await test.step('a tool server is added and shows what it offers', async () => {
      await page.goto('/settings/tools');
      await page.getByRole('button', { name: words.addServer }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: words.name, exact: true }).fill('Shop');
      await dialog.getByRole('textbox', { name: words.url, exact: true }).fill(mcp.url);
      await dialog.getByRole('button', { name: words.save, exact: true }).click();
      await expect(dialog).toBeHidden();
      await page.getByRole('button', { name: words.look }).click();
      await expect(page.getByRole('dialog').getByText(stock.description)).toBeVisible();
      await expectSound(page);
      await page.keyboard.press('Escape');
    });

    await test.step('the step offers the tool and fields for its arguments', async () => {
      await page.goto(`/flows/${flow.id}`);
      await canvasOf(page).locator('.react-flow__node[data-id="tool"]').click();
      await panel.getByRole('combobox', { name: words.server, exact: true }).click();
      await page.getByRole('option', { name: 'Shop' }).click();
      await panel.getByRole('combobox', { name: words.tool, exact: true }).click();
      await page.getByRole('option', { name: 'stock' }).click();
      await panel.getByRole('textbox', { name: 'sku' }).fill('A-{{ sku }}');
      await panel
        .getByRole('combobox', { name: words.optional })
        .or(panel.getByLabel(words.optional))
        .first()
        .fill('true');
      await page.keyboard.press('Escape');
      await expectSound(page);
      await expect
        .poll(async () => {
          const { document } = await api.call<{ document: { nodes: readonly FlowNode[] } }>('GET', `/flows/${flow.id}`);
          const written = document.nodes.find(({ id }) => id === 'tool')?.config['arguments'];
          return typeof written === 'string' ? (JSON.parse(written) as unknown) : undefined;
        })
        .toEqual({ sku: 'A-{{ sku }}', gift: true });
    });

    await test.step('the test chat goes through both without calling anybody', async () => {
      const [calls, mails] = [mcp.calls.length, smtp.mails.length];
      await page.getByRole('button', { name: words.testChat }).click();
      const log = page.getByRole('log', { name: words.log });
      await expect(log).toContainText('SKU?');
      await say(page, '7');
      await expect(log).toContainText(words.mocked);
      expect(mcp.calls.slice(calls).filter(({ method }) => method === 'tools/call')).toEqual([]);
      expect(smtp.mails).toHaveLength(mails);
      await page.getByRole('button', { name: words.closeTest }).click();
    });

    await test.step('published, a customer gets what the tool gave, and the mail goes out', async () => {
      await page.getByRole('button', { name: words.publish, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: words.publishTitle });
      await dialog.getByRole('button', { name: words.publish, exact: true }).click();
      await expect(page.getByText(words.done)).toBeVisible();
      const chat = await context.newPage();
      await chat.goto('/chat/systems');
      await expect(chat.getByRole('log')).toContainText('SKU?');
      await say(chat, '7');
      await expect(chat.getByRole('log')).toContainText('{"sku":"A-7","gift":true}');
      await expect.poll(() => smtp.mails.at(-1)?.to).toEqual(['desk@shop.example']);
    });

    await context.close();
    await smtp.close();
    await mcp.close();
  });
}

/** A question, a tool without its settings, a mail, and what is said at the end. */
function drawn(mocked: string) {
  const node = (id: string, type: string, x: number, config: object): FlowNode => ({
    id,
    type,
    version: 1,
    name: id,
    position: { x, y: 160 },
    config: { ...NODE_TYPES[type]?.defaults, ...config },
  });
  const blank = createFlowDocument('systems');
  const lines: readonly (readonly [string, string, string])[] = [
    ['start', 'next', 'ask'],
    ['ask', 'answered', 'tool'],
    ['tool', 'ok', 'mail'],
    ['tool', 'error', 'over'],
    ['mail', 'sent', 'over'],
    ['mail', 'error', 'over'],
  ];
  return {
    ...blank,
    nodes: [
      ...blank.nodes,
      node('ask', 'askText', 320, { prompt: 'SKU?', variable: 'sku' }),
      node('tool', 'tool', 640, {}),
      node('mail', 'mail', 960, { to: 'desk@shop.example', subject: 'Stock {{ sku }}', body: '{{ result.text }}' }),
      node('over', 'end', 1280, { text: `{{ result.text == '' ? '${mocked}' : result.text }}` }),
    ],
    edges: lines.map(([from, port, to], index) => ({
      id: `e${String(index)}`,
      from: { node: from, port },
      to: { node: to },
    })),
  };
}
