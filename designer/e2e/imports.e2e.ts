// Coming from elsewhere by hand: an export is dropped, every loss is named and leads to its node, and what is in the way is decided.
import { expect, type Page } from '@playwright/test';
import { expectSound, signIn, test, visitor, type Language } from './journey.ts';

const BOT = {
  name: 'Hello bot',
  theme: {},
  variables: [{ id: 'v', name: 'Name' }],
  edges: [],
  groups: [
    {
      id: 'g',
      title: 'Hello',
      graphCoordinates: {},
      blocks: [
        { id: 'a', type: 'text', content: { plainText: 'What is your name?' } },
        { id: 'b', type: 'text input', options: { variableId: 'v' } },
        { id: 'c', type: 'Google Sheets', options: {} },
        { id: 'd', type: 'payment input', options: { amount: '9', currency: 'EUR' } },
      ],
    },
  ],
};

const WORDS: Record<
  Language,
  Record<'start' | 'tab' | 'from' | 'open' | 'table' | 'title' | 'replace' | 'blocked', RegExp>
> = {
  en: {
    start: /New flow/u,
    tab: /Import a file/u,
    from: /Imported “Hello bot” from Typebot: \d+ nodes/u,
    open: /Open the flow/u,
    table: /from a table of questions/u,
    title: /Before “Hello bot” is imported/u,
    replace: /Replace the draft of “Hello bot”/u,
    blocked: /cannot be imported/u,
  },
  'zh-CN': {
    start: /新建流程/u,
    tab: /导入文件/u,
    from: /已从 Typebot 导入“Hello bot”，共 \d+ 个节点/u,
    open: /打开流程/u,
    table: /已从问答表格导入/u,
    title: /导入“Hello bot”之前/u,
    replace: /替换“Hello bot”的草稿/u,
    blocked: /无法导入/u,
  },
};

async function choose(page: Page, language: Language, name: string, content: string): Promise<void> {
  await page.goto('/flows');
  await page.getByRole('button', { name: WORDS[language].start }).first().click();
  await page.getByRole('tab', { name: WORDS[language].tab }).click();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

for (const language of ['en', 'zh-CN'] as const) {
  test(`an export of another product comes in, told block by block, in ${language}`, async ({ browser, ownServer }) => {
    const context = await visitor(browser, ownServer, language);
    const page = await context.newPage();
    const words = WORDS[language];
    await signIn(page);

    await test.step('what has no equal is named, and leads to the node that stands in', async () => {
      await choose(page, language, 'bot.json', JSON.stringify(BOT));
      await expect(page.getByText(words.from)).toBeVisible();
      await expect(page.getByText(/Google Sheets · Hello/u)).toBeVisible();
      await expectSound(page);
      await page.getByRole('link', { name: /payment input · Hello/u }).click();
      await page.waitForURL(/\/flows\/[^/?]+$/u);
      await expect(page.locator('.react-flow__node.selected')).toHaveCount(1);
      await expect(page.locator('.react-flow__node.selected')).toBeInViewport();
    });

    await test.step('the same file again: a copy or the draft of the first', async () => {
      await choose(page, language, 'bot.json', JSON.stringify(BOT));
      await expect(page.getByText(words.title)).toBeVisible();
      await expectSound(page);
      await page.getByRole('button', { name: words.replace }).click();
      await expect(page.getByText(words.from)).toBeVisible();
      await page.getByRole('link', { name: words.open }).click();
      await page.waitForURL(/\/flows\/[^/?]+$/u);
    });

    await test.step('a table of questions becomes a flow that answers from it', async () => {
      await choose(page, language, 'faq.csv', 'question,answer\nWhen do you open?,At nine.\n');
      await expect(page.getByText(words.table)).toBeVisible();
      await expectSound(page);
    });

    await test.step('a file with a key in it is refused by name', async () => {
      const headers = [{ label: 'Authorization', expr: 'Bearer abc' }];
      const flow = await page.evaluate(async () => {
        const list = (await (await fetch('/api/v1/flows')).json()) as { flows: { id: string }[] };
        const found = (await (await fetch(`/api/v1/flows/${list.flows[0]?.id ?? ''}`)).json()) as { document: object };
        return found.document as { nodes: { id: string; type: string; config: object }[] };
      });
      const [first] = flow.nodes;
      const spoilt = {
        ...flow,
        name: 'Spoilt',
        nodes: [...flow.nodes, { ...first, id: 'key', type: 'http', config: { headers } }],
      };
      await choose(page, language, 'spoilt.json', JSON.stringify(spoilt));
      await expect(page.getByText(words.blocked)).toBeVisible();
      await expect(page.getByText('/headers/0/expr')).toBeVisible();
      await expectSound(page);
    });
    await context.close();
  });
}
