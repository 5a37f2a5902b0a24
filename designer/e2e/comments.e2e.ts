// Two designers and one flow: a long line is drawn as two named ends and still plays; a remark is pinned, answered while the other draws, and settled.
import { expect } from '@playwright/test';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { canvasOf } from './hand.ts';
import { expectSound, LANGUAGES, signIn, StaffApi, test, visitor, type Language } from './journey.ts';

const WORDS = {
  'zh-CN': {
    comments: '评论',
    on: '评论「发送消息」',
    comment: '发表评论',
    mention: '@Bea Bell',
    pin: /的评论：@Bea Bell/u,
    mentionsYou: /提到了您/u,
    answer: '回复',
    yours: '您的回复',
    send: '发送',
    settle: '标为已解决',
    none: '没有待处理的评论',
    settled: /显示已解决的 1 条/u,
    message: /^发送消息/u,
    name: '节点名称',
    link: /^连接点/u,
    alone: /找不到「来 A」/u,
    linkName: '连线名称',
    problems: /^问题：/u,
    test: '试聊',
  },
  en: {
    comments: 'Comments',
    on: 'Comment on “Message”',
    comment: 'Comment',
    mention: '@Bea Bell',
    pin: /^Comment by .*@Bea Bell/u,
    mentionsYou: /mentions you/u,
    answer: 'Answer',
    yours: 'Your answer',
    send: 'Send',
    settle: 'Mark as settled',
    none: 'No open comments',
    settled: /Show 1 settled/u,
    message: /^Message/u,
    name: 'Step name',
    link: /^Link/u,
    alone: /No link arrives as "A"/u,
    linkName: 'Name of the line',
    problems: /^Problems: /u,
    test: 'Test chat',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

for (const language of LANGUAGES) {
  test(`links and comments on a canvas that two people share (${language})`, async ({ browser, ownServer: server }) => {
    const words = WORDS[language];
    const api = await new StaffApi(server).signIn();
    const { flow } = await api.call<{ flow: { id: string } }>('POST', '/flows', {
      name: 'shared',
      document: linkedFlow(language),
    });
    const bea = await api.addUser('Bea Bell', 'designer');
    const [annContext, beaContext] = [
      await visitor(browser, server, language),
      await visitor(browser, server, language),
    ];
    const ann = await annContext.newPage();
    await signIn(ann);
    await ann.goto(`/flows/${flow.id}`);

    await test.step('a line in two halves plays like a line', async () => {
      await expect(canvasOf(ann).getByRole('group', { name: words.link })).toHaveCount(2);
      await ann.getByRole('button', { name: words.test, exact: true }).click();
      await expect(ann.getByRole('log')).toContainText('D1');
      await ann.keyboard.press('ControlOrMeta+E');
    });

    await test.step('an end without its partner is a problem, mended by its name', async () => {
      // The end where the line arrives; the other one then leads nowhere.
      await canvasOf(ann).getByRole('group', { name: words.link }).filter({ hasText: 'A →' }).click();
      const name = ann.getByRole('textbox', { name: words.linkName, exact: true });
      await name.fill('B');
      await ann.getByRole('button', { name: words.problems }).click();
      await expect(ann.getByText(words.alone)).toBeVisible();
      await name.fill('A');
      await expect(ann.getByText(words.alone)).toHaveCount(0);
      await ann.getByRole('button', { name: words.problems }).click();
    });

    await test.step('a remark is pinned to a step and mentions a colleague', async () => {
      await canvasOf(ann).getByRole('group', { name: words.message }).click();
      await ann.getByRole('button', { name: words.comments, exact: true }).click();
      const field = ann.getByRole('textbox', { name: words.on });
      await field.fill('@Be');
      await ann.getByRole('button', { name: words.mention, exact: true }).click();
      await expect(field).toBeFocused();
      await ann.keyboard.type('why so short?');
      await ann.getByRole('button', { name: words.comment, exact: true }).click();
      await expect(ann.getByRole('button', { name: words.pin })).toBeVisible();
      await expectSound(ann);
    });

    await test.step('she answers while the other draws; nothing collides', async () => {
      const page = await beaContext.newPage();
      await signIn(page, bea);
      await page.goto(`/flows/${flow.id}`);
      await page.getByRole('button', { name: words.pin }).click();
      await expect(page.getByRole('article')).toContainText(words.mentionsYou);
      await canvasOf(ann).getByRole('group', { name: words.message }).click();
      await canvasOf(ann).focus();
      await ann.keyboard.press('Shift+ArrowDown');
      await page.getByRole('button', { name: words.answer, exact: true }).click();
      await page.getByRole('textbox', { name: words.yours }).fill('On purpose');
      await page.keyboard.press('ControlOrMeta+Enter');
      await expect(page.getByRole('article')).toContainText('On purpose');
      await page.getByRole('button', { name: words.settle }).click();
      await expect(page.getByText(words.none)).toBeVisible();
      await expect(page.getByText(words.settled)).toBeVisible();
      await expect(page.getByRole('button', { name: words.pin })).toHaveCount(0);
      await expect(ann.getByRole('button', { name: words.pin })).toHaveCount(0, { timeout: 15_000 });
      await expectSound(page);
    });
    await annContext.close();
    await beaContext.close();
  });
}

/** Start, then a line in two halves to a message that is far away. */
function linkedFlow(locale: Language) {
  const flow = createFlowDocument('shared');
  const node = (id: string, type: string, x: number, config: object) => ({
    id,
    type,
    version: 1,
    name: '',
    position: { x, y: 160 },
    config,
  });
  return {
    ...flow,
    settings: { ...flow.settings, locale, locales: [locale] },
    nodes: [
      ...flow.nodes,
      node('go', 'link', 400, { name: 'A', side: 'out' }),
      node('come', 'link', 720, { name: 'A', side: 'in' }),
      node('say', 'message', 1040, { text: 'D1', variants: [] }),
      node('bye', 'end', 1360, NODE_TYPES['end']?.defaults ?? {}),
    ],
    edges: [
      { id: 'e1', from: { node: 'start', port: 'next' }, to: { node: 'go' } },
      { id: 'e2', from: { node: 'come', port: 'next' }, to: { node: 'say' } },
      { id: 'e3', from: { node: 'say', port: 'next' }, to: { node: 'bye' } },
    ],
  };
}
