// What a flow tells colleagues and gives to sales, and the table it looks things up in: from the drawn step to the person who takes it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { createFlowDocument, type FlowDocument, type FlowNode } from '#nodes/flow/document.ts';
import { deskOf, expectSound, LANGUAGES, say, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const WORDS = {
  'zh-CN': {
    newTable: '新建数据表',
    name: '名称',
    firstName: '第 1 列的名称',
    secondName: '第 2 列的名称',
    secondType: '第 2 列的类型',
    addColumn: '添加一列',
    make: '创建',
    import: '导入',
    paste: '或者从电子表格粘贴',
    add: '添加',
    price: 'price 1',
    bell: '通知，1 条未读',
    list: '通知',
    look: '去看看',
    take: '接下线索“王小明”',
    taken: '已接下',
    phone: /手机号/u,
    who: /称呼/u,
    send: '提交',
    unfit: '不合适',
    readFrom: '从网址读取',
    address: '列表的网址',
    start: '保存并立即读取',
    upToDate: '已是最新',
    counts: '新增 1 · 更新 1 · 删除 1',
    again: '立即读取',
    failed: '第 2 行“price”列的“dear”不是数字',
    settings: '网址设置',
    end: '停止读取',
  },
  en: {
    newTable: 'New table',
    name: 'Name',
    firstName: 'Name of column 1',
    secondName: 'Name of column 2',
    secondType: 'Type of column 2',
    addColumn: 'Add a column',
    make: 'Make the table',
    import: 'Import',
    paste: 'Or paste from a spreadsheet',
    add: 'Add rows',
    price: 'price 1',
    bell: 'Notices, 1 unread',
    list: 'Notices',
    look: 'Have a look',
    take: 'Take it: 王小明',
    taken: 'It is yours',
    phone: /Phone/u,
    who: /Name/u,
    send: 'Send',
    unfit: 'does not fit here',
    readFrom: 'Read from an address',
    address: 'Address of the list',
    start: 'Save and read now',
    upToDate: 'Up to date',
    counts: '1 new · 1 changed · 1 gone',
    again: 'Read now',
    failed: 'Row 2, column "price": "dear" is not a number',
    settings: 'Address settings',
    end: 'Stop reading',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const node = (id: string, type: string, config: Record<string, unknown> = {}): FlowNode => ({
  id,
  type,
  version: NODE_TYPES[type]?.version ?? 1,
  name: '',
  position: { x: 0, y: 0 },
  config: { ...NODE_TYPES[type]?.defaults, ...config },
});
const line = (from: string, port: string, to: string) => ({
  id: `${from}-${port}`,
  from: { node: from, port },
  to: { node: to },
});

/** Asks for a thing, looks up its price, tells the desk, takes a card, and waits for sales. */
function priceFlow(): FlowDocument {
  const price = [{ column: 'thing', operator: 'is', value: '{{ thing }}' }];
  return {
    ...createFlowDocument('Prices'),
    nodes: [
      node('start', 'start'),
      node('ask', 'askText', { prompt: 'What?', variable: 'thing' }),
      node('find', 'table', { table: 'Prices', filters: price }),
      node('says', 'message', { text: 'It costs {{ found.first.price }}' }),
      node('none', 'message', { text: 'Never heard of it' }),
      node('tell', 'notifyAgent', {
        text: 'Somebody wants {{ thing }}',
        urgent: true,
      }),
      node('card', 'leadCard', {
        consent: { text: 'OK?', required: false, version: '1' },
      }),
      node('give', 'leadPush', { wait: true, variable: 'push' }),
      node('good', 'message', { text: '{{ push.owner.name }} will call' }),
      node('end', 'end'),
    ],
    edges: [
      line('start', 'next', 'ask'),
      line('ask', 'answered', 'find'),
      line('find', 'ok', 'says'),
      line('find', 'empty', 'none'),
      line('find', 'error', 'none'),
      line('says', 'next', 'tell'),
      line('none', 'next', 'ask'),
      line('tell', 'sent', 'card'),
      line('tell', 'error', 'card'),
      line('card', 'submitted', 'give'),
      line('card', 'declined', 'end'),
      line('give', 'accepted', 'good'),
      line('give', 'timeout', 'end'),
      line('give', 'error', 'end'),
      line('good', 'next', 'end'),
    ],
  };
}

for (const language of LANGUAGES) {
  const words = WORDS[language];
  test(`a table is filled, a flow reads it, colleagues hear of it and sales take the lead, in ${language}`, async ({
    browser,
    ownServer: server,
  }) => {
    test.slow();
    const api = await new StaffApi(server).signIn();
    const sales = await api.addUser('Sam Sales', 'sales');

    await test.step('an operator makes a table and pastes rows', async () => {
      const context = await visitor(browser, server, language);
      const page = await context.newPage();
      await signIn(page);
      await fillTable(page, words);
      await readTable(page, words, api);
      await context.close();
    });

    const { flow, revision } = await api.call<{
      flow: { id: string };
      revision: number;
    }>('POST', '/flows', {
      name: 'Prices',
      slug: 'prices',
      document: priceFlow(),
    });
    await api.call('POST', `/flows/${flow.id}/publish`, { revision, note: '' });
    const desk = await deskOf(browser, server, api, 'Grace Hall', language);
    const phone = await visitor(browser, server, language, {
      width: 390,
      height: 844,
    });
    const chat = await phone.newPage();
    await chat.goto('/chat/prices');
    const log = chat.getByRole('log');
    await expect(log).toContainText('What?');

    await test.step('the customer asks, the flow looks it up and tells the desk', async () => {
      await say(chat, 'pear');
      await expect(log).toContainText('Never heard of it');
      await say(chat, 'apple');
      await expect(log).toContainText('It costs 3.5');
      await expect(desk.page.getByRole('alert').getByText('Somebody wants apple')).toBeVisible();
      await desk.page.getByRole('button', { name: words.bell }).click();
      const list = desk.page.getByRole('dialog', { name: words.list });
      await expect(list).toContainText('Somebody wants apple');
      await expectSound(desk.page);
      await list.getByRole('link', { name: words.look }).click();
      await expect(desk.page).toHaveURL(/\/conversations\//u);
    });

    await test.step('the customer leaves a number, and sales take the lead', async () => {
      await chat.getByRole('textbox', { name: words.who }).fill('王小明');
      await chat.getByRole('textbox', { name: words.phone }).fill('13800138000');
      await log.getByRole('button', { name: words.send, exact: true }).click();
      const context = await visitor(browser, server, language);
      const page = await context.newPage();
      await signIn(page, sales);
      const take = page.getByRole('button', { name: words.take });
      await expect(take).toBeVisible();
      await expect(page.getByRole('button', { name: words.bell })).toBeVisible();
      await expectSound(page);
      await take.click();
      await expect(page.getByText(words.taken)).toBeVisible();
      await expect(take).toBeHidden();
      await expect(log).toContainText('Sam Sales will call');
      await context.close();
    });
    await desk.context.close();
    await phone.close();
  });
}

async function fillTable(page: Page, words: (typeof WORDS)[Language]): Promise<void> {
  await page.goto('/knowledge/tables');
  await expectSound(page);
  await page.getByRole('button', { name: words.newTable }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: words.name, exact: true }).fill('Prices');
  await dialog.getByRole('textbox', { name: words.firstName }).fill('thing');
  await dialog.getByRole('button', { name: words.addColumn }).click();
  await dialog.getByRole('textbox', { name: words.secondName }).fill('price');
  await dialog.getByRole('combobox', { name: words.secondType }).selectOption('number');
  await expectSound(page);
  await dialog.getByRole('button', { name: words.make }).click();
  await page.getByRole('button', { name: words.import, exact: true }).click();
  const text = page.getByRole('textbox', { name: words.paste });
  await text.fill('thing\tprice\napple\tdear');
  await page.getByRole('dialog').getByRole('button', { name: words.add, exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('price');
  await expectSound(page);
  await text.fill('thing\tprice\napple\t3\nplum\t2');
  await page.getByRole('dialog').getByRole('button', { name: words.add, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const cell = page.getByRole('textbox', { name: words.price });
  await expect(cell).toHaveValue('3');
  await cell.fill('cheap');
  await cell.press('Enter');
  await expect(page.getByText(words.unfit)).toBeVisible();
  await cell.fill('3.5');
  await cell.press('Enter');
  await page.reload();
  await expect(cell).toHaveValue('3.5');
  await expectSound(page);
}

/** The same table, kept by a list elsewhere: read, not read because of a mistake in it, read again, and given back to people. */
async function readTable(page: Page, words: (typeof WORDS)[Language], api: StaffApi): Promise<void> {
  let list = 'Price,Thing\n4.5,apple\n6,cherry\n';
  const site = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(list));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  await api.call('PATCH', '/settings', { egressAllow: [host] });
  await page.getByRole('button', { name: words.readFrom }).click();
  const dialog = page.getByRole('dialog', { name: words.readFrom });
  await dialog.getByRole('textbox', { name: words.address }).fill(`http://${host}/prices.csv`);
  await expectSound(page);
  await dialog.getByRole('textbox', { name: words.address }).press('Enter');
  const panel = page.getByRole('region', { name: words.readFrom });
  await expect(panel.getByText(words.upToDate)).toBeVisible({
    timeout: 60_000,
  });
  await expect(panel).toContainText(words.counts);
  const cell = page.getByRole('textbox', { name: words.price });
  await expect(cell).toHaveValue('4.5');
  await expect(cell).toHaveAttribute('readonly');
  await expect(page.getByRole('button', { name: words.import, exact: true })).toBeHidden();
  await expectSound(page);
  list = 'thing,price\napple,dear\n';
  await panel.getByRole('button', { name: words.again }).click();
  await expect(panel.getByRole('alert')).toContainText(words.failed, {
    timeout: 60_000,
  });
  await expect(cell).toHaveValue('4.5');
  await expectSound(page);
  list = 'thing,price\napple,3.5\n';
  await panel.getByRole('button', { name: words.again }).click();
  await expect(cell).toHaveValue('3.5', { timeout: 60_000 });
  await panel.getByRole('button', { name: words.settings }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.end }).click();
  await expect(panel).toBeHidden();
  await expect(page.getByRole('button', { name: words.import, exact: true })).toBeVisible();
  site.close();
}
