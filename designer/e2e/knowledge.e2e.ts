// Knowledge by hand: a batch where every file has its own outcome, pasted text, questions, and a test that shows why.
import { expect, type Page } from '@playwright/test';
import { expectSound, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const FILES = [
  {
    name: 'Returns.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(
      '# Returns\n\nYou may return any article within thirty days of delivery. The refund is paid within five working days.\n\n# Delivery\n\nParcels leave the warehouse within two days.\n',
    ),
  },
  {
    name: 'Prices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('article,price\nlinen bedding,59\nceramic kettle,26\nwool throw,39\n'),
  },
  { name: 'Broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nthis is not a document') },
  { name: 'huge.txt', mimeType: 'text/plain', buffer: Buffer.alloc(21 * 1024 * 1024, 'a ') },
] as const;

test('K1, K2, K3: every file of a batch has its own outcome; questions and the hit test say what was found', async ({
  browser,
  server,
}) => {
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto('/knowledge');

  await test.step('a base', async () => {
    await page.getByRole('button', { name: 'New base' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop rules');
    await expectSound(page);
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('heading', { name: 'Shop rules' })).toBeVisible();
  });

  await test.step('four files, four outcomes', async () => {
    await page.locator('input[type="file"][multiple]').setInputFiles([...FILES]);
    const sources = page.getByRole('table', { name: 'Sources' });
    await expect(sources.getByRole('row', { name: /Returns\.md/u })).toContainText('Ready', { timeout: 30_000 });
    await expect(sources.getByRole('row', { name: /Prices\.csv/u })).toContainText('Ready', { timeout: 30_000 });
    await expect(sources.getByRole('row', { name: /Broken\.pdf/u })).toContainText('Failed', { timeout: 30_000 });
    await expect(page.getByText('“huge.txt” was not taken')).toBeVisible({ timeout: 30_000 });
    await expect(sources.getByRole('row', { name: /huge\.txt/u })).toHaveCount(0);
    await expectSound(page);
  });

  await test.step('pasted text is previewed, then kept', async () => {
    await page.getByRole('button', { name: 'Paste text' }).click();
    const dialog = page.getByRole('dialog', { name: 'Paste text' });
    await dialog.getByRole('textbox', { name: 'Name of the source' }).fill('Warranty terms');
    await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('The warranty lasts twenty-four months.');
    await dialog.getByRole('button', { name: 'Preview passages' }).click();
    await expect(dialog.getByRole('heading', { name: 'It will be cut into 1 passage' })).toBeVisible();
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Save to the base' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('row', { name: /Warranty terms/u })).toContainText('Ready');
  });

  await test.step('a question with another way to ask it', async () => {
    await page.getByRole('tab', { name: /^Questions/u }).click();
    await page.getByRole('button', { name: 'Add question' }).first().click();
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('Do you gift-wrap orders?');
    await page.getByRole('combobox', { name: 'Other ways to ask' }).fill('Can you wrap it as a present?');
    await page.keyboard.press('Enter');
    await page
      .getByRole('textbox', { name: 'Answer', exact: true })
      .fill('Yes, gift wrapping is free: tick the box at checkout.');
    await page.getByRole('button', { name: 'Save question' }).click();
    await expect(page.getByRole('row', { name: /gift-wrap/u })).toContainText('1 variant');
    await expectSound(page);
  });

  await test.step('the hit test shows score and answer, and states a miss', async () => {
    await page.getByRole('tab', { name: 'Hit test' }).click();
    await askBase(page, 'Can you wrap it as a present?');
    await expect(page.getByRole('heading', { name: 'This would be the answer' })).toBeVisible();
    await expect(page.getByText('gift wrapping is free').first()).toBeVisible();
    await expect(page.getByText(/Score \d\.\d\d · reaches the threshold/u).first()).toBeVisible();
    await expectSound(page);
    await askBase(page, 'Who won the football world cup?');
    await expect(page.getByText(/^No match \(best/u)).toBeVisible();
    await expectSound(page);
  });

  await test.step('a source is deleted, then the whole base', async () => {
    await page.getByRole('tab', { name: /^Sources/u }).click();
    await page.getByRole('button', { name: 'Delete “Broken.pdf”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete “Broken.pdf”' }).click();
    await expect(page.getByRole('row', { name: /Broken\.pdf/u })).toHaveCount(0);
    await page.getByRole('button', { name: 'Actions for this base' }).click();
    await page.getByRole('menuitem', { name: 'Delete base' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete base' }).click();
    await page.waitForURL('**/knowledge');
    await expect(page.getByRole('link', { name: /Shop rules/u })).toHaveCount(0);
  });
  await context.close();
});

test('K3, K8: a judged hit joins the question set, which is asked before a change is saved', async ({
  browser,
  server,
}) => {
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto('/knowledge');
  await page.getByRole('button', { name: 'New base' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Judged');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('tab', { name: /^Questions/u }).click();
  await page.getByRole('button', { name: 'Add question' }).first().click();
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('Do you gift-wrap orders?');
  await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('Yes, tick the box at checkout.');
  await expectSound(page);
  await page.getByRole('button', { name: 'Save question' }).click();
  await expect(page.getByRole('row', { name: /gift-wrap/u })).toBeVisible();

  await test.step('a hit says why, and is judged by keyboard', async () => {
    await page.getByRole('tab', { name: 'Hit test' }).click();
    await askBase(page, 'gift-wrap orders');
    await expect(page.getByText(/% near in meaning/u).first()).toBeVisible();
    await page.getByRole('button', { name: '“Do you gift-wrap orders?” is right' }).press('Enter');
    await expect(page.getByText('In the question set')).toBeVisible();
    await expectSound(page);
  });

  await test.step('the set passes, and the base says what is open', async () => {
    await page.getByRole('tab', { name: 'Quality' }).click();
    await page.getByRole('button', { name: 'Ask all' }).click();
    await expect(page.getByText('1 of 1 pass')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Never used (1)' })).toBeVisible();
    await expectSound(page);
  });

  await test.step('a change that makes it worse is shown before it is saved', async () => {
    await page.getByRole('tab', { name: /^Questions/u }).click();
    await page.getByRole('button', { name: 'Edit “Do you gift-wrap orders?”' }).first().click();
    await page.getByRole('combobox', { name: 'Words that rule it out' }).fill('gift');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save question' }).click();
    await expect(page.getByText('Question set: 1 of 1 pass now, 0 with this change')).toBeVisible();
    await expectSound(page);
    await page.getByRole('button', { name: 'Save anyway' }).click();
    await expect(page.getByRole('button', { name: 'Save anyway' })).toHaveCount(0);
  });
  await context.close();
});

test('K1, K2, K3: Chinese texts and questions are found by two characters and by other words, in zh-CN', async ({
  browser,
  server,
}) => {
  const context = await visitor(browser, server, 'zh-CN');
  const page = await context.newPage();
  await signIn(page);
  await page.goto('/knowledge');

  await test.step('a base with a pasted text', async () => {
    await page.getByRole('button', { name: '新建知识库' }).first().click();
    await page.getByRole('textbox', { name: '名称' }).fill('门店规则');
    await page.getByRole('button', { name: '创建' }).click();
    await page.getByRole('button', { name: '粘贴文本' }).click();
    const dialog = page.getByRole('dialog', { name: '粘贴文本' });
    await dialog.getByRole('textbox', { name: '资料名称' }).fill('保修条款');
    await dialog.getByRole('textbox', { name: '内容', exact: true }).fill('所有电器保修二十四个月，凭发票即可送修。');
    await dialog.getByRole('button', { name: '预览切分' }).click();
    await expect(dialog.getByRole('heading', { name: '会切成 1 个片段' })).toBeVisible();
    await expectSound(page);
    await dialog.getByRole('button', { name: '保存到知识库' }).click();
    await expect(page.getByRole('row', { name: /保修条款/u })).toContainText('可以使用');
  });

  await test.step('a question with another way to ask it', async () => {
    await page.getByRole('tab', { name: /^问答/u }).click();
    await page.getByRole('button', { name: '添加问答' }).first().click();
    await page.getByRole('textbox', { name: '标准问题', exact: true }).fill('可以开发票吗？');
    await page.getByRole('combobox', { name: '相似问法' }).fill('能不能报销');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '答案', exact: true }).fill('可以，下单时填写抬头，电子发票当天发到邮箱。');
    await page.getByRole('button', { name: '保存问答' }).click();
    await expect(page.getByRole('row', { name: /可以开发票吗/u })).toBeVisible();
  });

  await test.step('the hit test finds both and states a miss', async () => {
    await page.getByRole('tab', { name: '命中测试' }).click();
    await askBase(page, '能不能报销', 'zh-CN');
    await expect(page.getByRole('heading', { name: '会这样回答' })).toBeVisible();
    await expect(page.getByText('电子发票当天发到邮箱').first()).toBeVisible();
    await askBase(page, '保修', 'zh-CN');
    await expect(page.getByText('保修二十四个月').first()).toBeVisible();
    await askBase(page, '世界杯冠军是谁', 'zh-CN');
    await expect(page.getByText(/^没有匹配到知识/u)).toBeVisible();
    await expectSound(page);
  });
  await context.close();
});

test('K2: what was begun is kept, a table comes in, and what somebody else wrote is not overwritten unseen', async ({
  browser,
  server,
}) => {
  const api = await new StaffApi(server).signIn();
  const base = await api.call<{ id: string }>('POST', '/knowledge/bases', { name: 'Kept' });
  const context = await visitor(browser, server, 'en');
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`/knowledge/${base.id}?tab=questions`);
  const question = page.getByRole('textbox', { name: 'Question', exact: true });
  const answer = page.getByRole('textbox', { name: 'Answer', exact: true });

  await test.step('a question that was begun survives Escape and a reload', async () => {
    await page.getByRole('button', { name: 'Add question' }).click();
    await question.fill('Do you repair kettles?');
    await answer.fill('Yes, within two weeks.');
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await page.reload();
    await expect(page.getByText('What you had not saved is here again.')).toBeVisible();
    await expect(answer).toHaveValue('Yes, within two weeks.');
    await expectSound(page);
    await page.getByRole('button', { name: 'Save question' }).click();
    await expect(page.getByRole('row', { name: /repair kettles/u })).toBeVisible();
  });

  await test.step('a table brings questions, and says what came of its rows', async () => {
    await page.getByRole('button', { name: 'Import a table' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import questions from a table' });
    const bring = (text: string): Promise<void> =>
      dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: 'faq.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await bring('article,price\nKettle,26\n');
    await expect(dialog.getByRole('alert')).toContainText('must name the columns');
    await bring('question,answer\nDo you repair kettles?,"Yes, in a week."\nDo you ship abroad?,Not yet.\n');
    await expect(dialog.getByText('1 added, 1 updated, 0 unchanged, 0 not taken.')).toBeVisible();
    await expectSound(page);
    await page.keyboard.press('Escape');
  });

  await test.step('a change made elsewhere is shown, and the writer decides', async () => {
    await page.getByRole('button', { name: 'Edit “Do you ship abroad?”' }).first().click();
    await answer.fill('Only to islands.');
    const { questions } = await api.call<{ questions: { id: string; question: string }[] }>(
      'GET',
      `/knowledge/bases/${base.id}/questions`,
    );
    const abroad = questions.find((one) => one.question === 'Do you ship abroad?');
    await api.call('PUT', `/knowledge/questions/${abroad?.id ?? ''}`, {
      question: 'Do you ship abroad?',
      similar: [],
      answer: 'From June on.',
    });
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('This question was just changed elsewhere')).toBeVisible();
    await expect(page.getByRole('alert').getByText('From June on.')).toBeVisible();
    await expect(answer).toHaveValue('Only to islands.');
    await expectSound(page);
    await page.getByRole('button', { name: 'Drop my changes and take this' }).click();
    await expect(answer).toHaveValue('From June on.');
  });
  await context.close();
});

async function askBase(page: Page, question: string, language: Language = 'en'): Promise<void> {
  const [field, button] = language === 'en' ? ['Ask as a customer would', 'Test'] : ['用客户的话问一句', '测试'];
  await page.getByRole('textbox', { name: field }).fill(question);
  await page.getByRole('button', { name: button, exact: true }).click();
}
