// The operator's golden path: from a template to a published flow that answers, by clicks alone and by keys alone, in both languages.
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { byKeyboard, byMouse, canvasOf, tabTo, type Hand } from './hand.ts';
import { expectSound, signIn, StaffApi, test, visitor, type Language } from './journey.ts';
import type { TestServer } from './server.ts';

const WORDS = {
  'zh-CN': {
    step: '问候',
    askStep: '询问信息',
    newFlow: '新建流程',
    template: /^投诉转人工/u,
    greeting: '您好，欢迎来到小和的店！',
    text: '内容 (zh-CN)',
    dot: /在“下一步”之后添加步骤/u,
    answeredDot: /在“已回答”之后添加步骤/u,
    ask: [/^询问信息/u, 'ddh'],
    question: '问题 (zh-CN)',
    order: '请告诉我您的订单号。',
    storeIn: '保存到',
    connectInvalid: '连接 多次无效',
    chips: ['我要投诉', /我要投诉/u] as const,
    message: [/^发送消息/u, '消息'],
    reply: '好的，正在看订单 ',
    answer: '好的，正在看订单 AB12345678',
    cut: '断开 已回答',
    problems: '问题：2',
    blocked: '发布（1 个问题）',
    blockedText: '还有 1 个问题，解决后才能发布',
    close: '关闭',
    undo: /^撤销：/u,
    publish: '发布',
    note: '这次改了什么',
    publishTitle: '发布流程',
    done: '已发布版本 1',
    test: '试聊',
    log: '对话',
    say: '客户的话',
    second: '投诉多久有结果',
    secondAnswer: /工作日/u,
    closeTest: '关闭试聊',
    share: '接入与分享',
    saved: /^已保存/u,
  },
  en: {
    step: 'Greeting',
    askStep: 'Ask for a value',
    newFlow: 'New flow',
    template: /^Complaint to a person/u,
    greeting: 'Hello and welcome to the shop!',
    text: 'Text (en)',
    dot: /Add a step after “Next”/u,
    answeredDot: /Add a step after “Answered”/u,
    ask: [/^Ask for a value/u, 'order'],
    question: 'Question (en)',
    order: 'What is your order number?',
    storeIn: 'Store in',
    connectInvalid: 'Connect Invalid',
    chips: ['want to make a complaint', /I want to make a complaint/u] as const,
    message: [/^Message/u, 'message'],
    reply: 'Thank you, looking at order ',
    answer: 'Thank you, looking at order AB12345678',
    cut: 'Disconnect Answered',
    problems: 'Problems: 2',
    blocked: 'Publish (1 problem)',
    blockedText: '1 problem must be fixed before publishing',
    close: 'Close',
    undo: /^Undo: /u,
    publish: 'Publish',
    note: 'What changed',
    publishTitle: 'Publish the flow',
    done: 'Version 1 is live',
    test: 'Test chat',
    log: 'Chat',
    say: 'What the customer says',
    second: 'How long does a complaint take?',
    secondAnswer: /working day/iu,
    closeTest: 'Close the test chat',
    share: 'Share and embed',
    saved: /^Saved/u,
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const GREETING = /问候|Greeting/u;

const PAIRS = [
  ['zh-CN', byMouse],
  ['en', byKeyboard],
  ['en', byMouse],
  ['zh-CN', byKeyboard],
] as const;

for (const [language, hand] of PAIRS) {
  test(`G2, C1, C2, C4, C8, C9, C10, C15: template to published flow by ${hand.name} alone, in ${language}`, async ({
    browser,
    server,
  }) => {
    const context = await visitor(browser, server, language);
    const page = await context.newPage();
    await signIn(page);
    await draw(page, hand, language);
    const address = await publishAndShare(page, hand, language);
    await context.close();
    await ask(browser, server, language, address);
  });
}

async function draw(page: Page, hand: Hand, language: Language): Promise<void> {
  const words = WORDS[language];
  const panel = page.locator('aside.fc-panel');

  await test.step('a template becomes a flow', async () => {
    await hand.press(page.getByRole('button', { name: words.newFlow }).first());
    await hand.press(page.getByRole('dialog').getByRole('button', { name: words.template }));
    await page.waitForURL('**/flows/*');
    await expect(page.getByRole('group', { name: GREETING })).toBeVisible();
  });

  await test.step('the greeting is edited and saved by itself', async () => {
    await hand.openStep(page, GREETING, words.step);
    await hand.write(panel.getByRole('textbox', { name: words.text }), words.greeting);
    await expect(page.getByRole('status').filter({ hasText: words.saved })).toBeVisible();
  });

  await test.step('a question for the order number goes into the wire', async () => {
    await hand.addAfter(page, GREETING, words.dot);
    await hand.choose(page.getByRole('dialog'), words.ask[1], words.ask[0]);
    await hand.openStep(page, words.ask[0], words.askStep);
    await hand.write(panel.getByRole('textbox', { name: words.question }), words.order);
    await hand.write(panel.getByRole('combobox', { name: words.storeIn }), 'order_no');
    await page.keyboard.press('Escape');
    await hand.connect(page, panel.getByRole('button', { name: words.connectInvalid }));
    await hand.choose(page.getByRole('dialog'), words.chips[0], words.chips[1]);
  });

  await test.step('a reply names it by a variable chip', async () => {
    await hand.addAfter(page, words.ask[0], words.answeredDot);
    await hand.choose(page.getByRole('dialog'), words.message[1], words.message[0]);
    const text = panel.getByRole('textbox', { name: words.text });
    if (hand.name === 'keyboard') await page.keyboard.press('Enter');
    await hand.write(text, `${words.reply}{{order`);
    await expect(panel.getByRole('listbox').getByRole('option', { name: /order_no/u })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(text).toHaveValue(/\{\{\s*order_no\s*\}\}/u);
    // What was just written exists in one language so far: two warnings, and no error.
    await expect(page.getByRole('button', { name: words.problems })).toBeVisible();
    await expectNoOverlap(page);
    await expectSound(page);
  });

  await test.step('a cut wire is a problem and stops publishing, undo mends it', async () => {
    await hand.openStep(page, words.ask[0], words.askStep);
    await hand.press(panel.getByRole('button', { name: words.cut }));
    const blocked = page.getByRole('button', { name: words.blocked });
    await expect(blocked).toBeVisible();
    await hand.press(blocked);
    const dialog = page.getByRole('dialog', { name: words.publishTitle });
    await expect(dialog.getByRole('alert')).toHaveText(words.blockedText);
    await expect(dialog.getByRole('button', { name: words.publish, exact: true })).toBeDisabled();
    await expectSound(page);
    await hand.press(dialog.getByRole('button', { name: words.close }).first());
    await expect(dialog).toBeHidden();
    if (hand.name === 'keyboard') await hand.openStep(page, GREETING, words.step);
    await hand.undo(page, page.getByRole('button', { name: words.undo }));
    await expect(page.getByRole('button', { name: words.problems })).toBeVisible();
  });
}

async function publishAndShare(page: Page, hand: Hand, language: Language): Promise<string> {
  const words = WORDS[language];

  await test.step('two turns of rehearsal on the draft', async () => {
    if (hand.name === 'keyboard') await page.keyboard.press('ControlOrMeta+E');
    else await page.getByRole('button', { name: words.test }).click();
    const log = page.getByRole('log', { name: words.log });
    await expect(log).toContainText(words.greeting);
    await expect(log).toContainText(words.order);
    for (const [line, answer] of [
      ['AB12345678', words.answer],
      [words.second, words.secondAnswer],
    ] as const) {
      await hand.write(page.getByRole('textbox', { name: words.say }), line);
      await page.keyboard.press('Enter');
      await expect(log).toContainText(answer);
    }
    await expectSound(page);
    await hand.press(page.getByRole('button', { name: words.closeTest }));
  });

  await test.step('published with a note', async () => {
    await hand.press(page.getByRole('button', { name: words.publish, exact: true }));
    const dialog = page.getByRole('dialog', { name: words.publishTitle });
    await hand.write(dialog.getByRole('textbox', { name: words.note }), 'order numbers first');
    await hand.press(dialog.getByRole('button', { name: words.publish, exact: true }));
    await expect(page.getByText(words.done)).toBeVisible();
    await expect(dialog).toBeHidden();
  });

  return test.step('the share panel has the address', async () => {
    await hand.press(page.getByRole('button', { name: words.share }));
    const link = page.getByRole('complementary', { name: words.share }).getByRole('link');
    await expect(link).toHaveAttribute('href', /\/chat\/[a-z0-9-]+$/u);
    await expect(page.getByText('<script src=')).toContainText('/widget.js');
    await expectSound(page);
    return (await link.getAttribute('href')) ?? '';
  });
}

async function ask(browser: Browser, server: TestServer, language: Language, address: string): Promise<void> {
  const words = WORDS[language];
  await test.step('the hosted page answers', async () => {
    const context = await visitor(browser, server, language);
    const chat = await context.newPage();
    await chat.goto(address);
    const log = chat.getByRole('log');
    await expect(log).toContainText(words.greeting);
    await chat.getByRole('textbox').fill('AB12345678');
    await chat.keyboard.press('Enter');
    await expect(log).toContainText(words.answer);
    await expectSound(chat);
    await context.close();
  });
}

/** No card lies on another. */
async function expectNoOverlap(page: Page): Promise<void> {
  const covered = await page.locator('.react-flow__node').evaluateAll((cards) => {
    const boxes = cards.map((card) => card.getBoundingClientRect());
    return boxes.filter((a, at) =>
      boxes.some((b, other) => other > at && a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom),
    ).length;
  });
  expect(covered).toBe(0);
}

test('C11: versions are listed with their notes, and one is restored into the draft', async ({ browser, server }) => {
  const context = await visitor(browser, server, 'en');
  const page = await openedFlow(context, server, 'versions');
  await rewriteGreeting(page, 'The second greeting.');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish the flow' });
  await dialog.getByRole('textbox', { name: 'What changed' }).fill('friendlier');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Version 2 is live')).toBeVisible();
  await page.getByRole('button', { name: 'Versions' }).click();
  const list = page.getByRole('complementary', { name: 'Versions' }).getByRole('listitem');
  await expect(list).toHaveCount(2);
  await expect(list.first()).toContainText('friendlier');
  await expect(list.first()).toContainText('Live');
  await expectSound(page);
  await list.last().getByRole('button', { name: 'Restore into the draft' }).click();
  await page.getByRole('group', { name: GREETING }).click();
  await expect(greetingField(page)).toHaveValue(/customer care/u);
  await expect(page.getByRole('button', { name: /^Undo: restore a version/u })).toBeEnabled();
  await context.close();
});

test('C12: of two people editing, the second is told and nothing is overwritten', async ({ browser, server }) => {
  const admin = await visitor(browser, server, 'en');
  const first = await openedFlow(admin, server, 'two-editors');
  const api = await new StaffApi(server).signIn();
  const email = 'lina@example.com';
  const { password } = await api.call<{ password: string }>('POST', '/users', {
    name: 'Li Na',
    email,
    role: 'designer',
  });
  const other = await visitor(browser, server, 'en');
  const second = await other.newPage();
  await signIn(second, { email, password });
  await second.goto(first.url());
  await expect(second.getByRole('group', { name: GREETING })).toBeVisible();

  await rewriteGreeting(first, 'Written by the first.');
  await second.getByRole('group', { name: GREETING }).click();
  await greetingField(second).fill('Written by the second.');
  const conflict = second.getByRole('dialog', { name: 'Someone else changed this flow' });
  await expect(conflict).toContainText('admin saved at');
  await expectSound(second);
  await conflict.getByRole('button', { name: 'Keep mine as a copy' }).click();
  await expect(conflict).toBeHidden();
  await second.getByRole('group', { name: GREETING }).click();
  await expect(greetingField(second)).toHaveValue('Written by the first.');
  await second.goto('/flows');
  await second.getByRole('link', { name: /two-editors \(my copy\)/u }).click();
  await second.getByRole('group', { name: GREETING }).click();
  await expect(greetingField(second)).toHaveValue('Written by the second.');
  await admin.close();
  await other.close();
});

test('C10: a reload right after typing keeps the work', async ({ browser, server }) => {
  const context = await visitor(browser, server, 'en');
  const page = await openedFlow(context, server, 'reloaded');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('group', { name: GREETING }).click();
  await greetingField(page).fill('Typed and gone at once.');
  await page.reload();
  await page.getByRole('group', { name: GREETING }).click();
  await expect(greetingField(page)).toHaveValue('Typed and gone at once.');
  await context.close();
});

test('C3, C5, C6: steps are walked, copied, pasted, deleted and healed with the keyboard', async ({
  browser,
  server,
}) => {
  const context = await visitor(browser, server, 'en');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await openedFlow(context, server, 'copied');
  const canvas = canvasOf(page);
  const spoken = page.getByRole('status');
  const steps = Number(/\d+/u.exec((await canvas.getAttribute('aria-label')) ?? '')?.[0]);
  await tabTo(canvas);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  await expect(page.getByText('The start step cannot be deleted').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(spoken.filter({ hasText: GREETING })).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+C');
  await expect(spoken.filter({ hasText: 'Copied 1 step' })).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+V');
  await expect(canvas).toHaveAccessibleName(new RegExp(`, ${String(steps + 1)} steps`, 'u'));
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(canvas).toHaveAccessibleName(new RegExp(`, ${String(steps)} steps`, 'u'));

  await byKeyboard.openStep(page, GREETING, '问候');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Delete');
  await expect(canvas).toHaveAccessibleName(new RegExp(`, ${String(steps - 1)} steps`, 'u'));
  await expect(page.getByRole('img', { name: /“(?:开始|Start)” to “(?:常见事由|Common)/u })).toHaveCount(1);
  await expectSound(page);
  await context.close();
});

function greetingField(page: Page): Locator {
  return page.locator('aside.fc-panel').getByRole('textbox', { name: 'Text (en)' });
}

/** Changes the greeting and waits until the server has it. */
async function rewriteGreeting(page: Page, text: string): Promise<void> {
  await page.getByRole('group', { name: GREETING }).click();
  const stored = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
  await greetingField(page).fill(text);
  await stored;
}

/** A flow from a template, open in the designer. */
async function openedFlow(context: BrowserContext, server: TestServer, slug: string): Promise<Page> {
  const api = await new StaffApi(server).signIn();
  const id = await api.publishTemplate('complaint-to-person', slug);
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`/flows/${id}`);
  await expect(page.getByRole('group', { name: GREETING })).toBeVisible();
  return page;
}
