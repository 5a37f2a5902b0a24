// The operator's release: publish, change, see what changed, give it to one in ten, raise, roll back, and move live conversations, one of which is stuck.
import { expect, type Page } from '@playwright/test';
import { createFlowDocument, type FlowDocument, type FlowNode } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { expectSound, LANGUAGES, signIn, StaffApi, test, visitor, type Language } from './journey.ts';
import type { TestServer } from './server.ts';

const WORDS = {
  'zh-CN': {
    versions: '版本',
    compare: '对比',
    compareTitle: '对比两个版本',
    changes: '改动',
    greeting: '步骤“问候”',
    added: '新增',
    removed: '删除',
    changed: '修改',
    back: '回到草稿',
    fit: '适应窗口',
    publish: '发布',
    publishTitle: '发布流程',
    share: '发给多少新对话',
    ten: '10% 的新对话',
    running: '版本 2：10% 的新对话，其余用版本 1',
    raise: '提高到 50%',
    raised: '版本 2：50% 的新对话，其余用版本 1',
    all: '全部放开',
    completed: '版本 2 已发给全部新对话',
    rollback: '回滚到此版本',
    rollbackNow: '立即回滚',
    rolledBack: '新对话已改用版本 1',
    move: '迁移进行中的对话',
    from: '从',
    to: '搬到',
    fromVersion: /^版本 1/u,
    toVersion: '版本 2',
    dryRun: '预演',
    planned: '预演：能搬 1 个，搬不了 1 个',
    stuck: '这个步骤在新版本里没有对应',
    run: '搬 1 个对话',
    moved: '已搬 1 个，留下 1 个',
    live: /1 个对话进行中/u,
    close: '关闭',
  },
  en: {
    versions: 'Versions',
    compare: 'Compare',
    compareTitle: 'Compare two versions',
    changes: 'Changes',
    greeting: 'Step “问候”',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
    back: 'Back to the draft',
    fit: 'Fit all',
    publish: 'Publish',
    publishTitle: 'Publish the flow',
    share: 'Who gets it',
    ten: '10% of new conversations',
    running: 'Version 2: 10% of new conversations; the others get version 1',
    raise: 'Raise to 50%',
    raised: 'Version 2: 50% of new conversations; the others get version 1',
    all: 'Release to all',
    completed: 'Version 2 went to all new conversations',
    rollback: 'Roll back to this',
    rollbackNow: 'Roll back now',
    rolledBack: 'New conversations now get version 1',
    move: 'Move live conversations',
    from: 'From',
    to: 'To',
    fromVersion: /^Version 1/u,
    toVersion: 'Version 2',
    dryRun: 'Try it',
    planned: 'Try-out: 1 can be moved, 1 cannot',
    stuck: 'the step has no successor in the new version',
    run: 'Move 1 conversations',
    moved: '1 moved, 1 left',
    live: /1 live conversation/u,
    close: 'Close',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const silence = { enabled: false, afterMs: 600_000, reminders: [] };
const ask = { prompt: '请问您要什么？', variable: 'wish', noReply: silence, interrupt: 'allow' };
const note = (name: string, text: string) => [name, 'message', { text }] as const;

function node(
  id: string,
  [name, type, config]: readonly [string, string, Record<string, unknown>],
  x: number,
): FlowNode {
  return { id, type, version: 1, name, position: { x, y: 160 }, config: { ...NODE_TYPES[type]?.defaults, ...config } };
}

function line(from: string, port: string, to: string): FlowDocument['edges'][number] {
  return { id: `${from}-${port}`, from: { node: from, port }, to: { node: to } };
}

/** Greets, asks, thanks, asks for the size. */
function firstEdition(defaults: Record<string, unknown>): FlowDocument {
  const blank = createFlowDocument('发布旅程');
  return {
    ...blank,
    nodes: [
      ...blank.nodes,
      node('hello', note('问候', '您好，第一版'), 400),
      node('ask', ['心愿', 'askText', { ...defaults, ...ask }], 720),
      node('size', ['尺码', 'askText', { ...defaults, ...ask, prompt: '什么尺码？', variable: 'size' }], 1040),
      node('bye', ['再见', 'end', { text: '再见' }], 1360),
    ],
    edges: [
      line('start', 'next', 'hello'),
      line('hello', 'next', 'ask'),
      line('ask', 'answered', 'size'),
      line('size', 'answered', 'bye'),
    ],
  };
}

/** Another greeting, no question for the size, a gift instead. */
function secondEdition(first: FlowDocument): FlowDocument {
  return {
    ...first,
    nodes: [
      ...first.nodes.flatMap((one) =>
        one.id === 'size'
          ? []
          : [one.id === 'hello' ? { ...one, config: { ...one.config, text: '您好，第二版' } } : one],
      ),
      node('gift', note('赠品', '送您一份赠品'), 1040),
    ],
    edges: [
      line('start', 'next', 'hello'),
      line('hello', 'next', 'ask'),
      line('ask', 'answered', 'gift'),
      line('gift', 'next', 'bye'),
    ],
  };
}

async function converse(server: TestServer, slug: string, texts: readonly string[]): Promise<void> {
  const post = async (path: string, body: unknown, token?: string): Promise<{ sessionId: string; token: string }> => {
    const response = await fetch(`${server.url}/api/v1/public${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as { sessionId: string; token: string };
  };
  const { sessionId, token } = await post(`/flows/${slug}/sessions`, { locale: 'zh-CN' });
  for (const [index, text] of texts.entries())
    await post(`/sessions/${sessionId}/messages`, { id: `m${String(index)}`, text }, token);
}

function panelOf(page: Page, name: string) {
  return page.getByRole('complementary', { name });
}

for (const language of LANGUAGES) {
  test(`a change goes to one in ten, is raised, rolled back, and live conversations are moved (${language})`, async ({
    browser,
    ownServer,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(ownServer).signIn();
    const defaults = { variable: '', maxTries: 2, retry: '再说一次？' };
    const first = firstEdition(defaults);
    const made = await api.call<{ flow: { id: string }; revision: number }>('POST', '/flows', {
      name: '发布旅程',
      slug: 'release',
      document: first,
    });
    const id = made.flow.id;
    await api.call('POST', `/flows/${id}/publish`, { revision: made.revision, note: 'v1' });
    await converse(ownServer, 'release', []);
    await converse(ownServer, 'release', ['一件衬衫']);
    await api.call('PUT', `/flows/${id}/draft`, { revision: made.revision, document: secondEdition(first) });

    const context = await visitor(browser, ownServer, language, { width: 1680, height: 900 });
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`/flows/${id}`);

    // The difference, on the canvas and as a list.
    await page.getByRole('button', { name: words.versions, exact: true }).click();
    const panel = panelOf(page, words.versions);
    await panel.getByRole('button', { name: words.compare }).click();
    const compare = page.getByRole('region', { name: words.compareTitle });
    const list = compare.getByRole('list', { name: words.changes });
    await expect(list).toContainText('您好，第一版');
    await expect(list).toContainText('您好，第二版');
    await page.getByRole('button', { name: words.fit }).click();
    await expect(page.locator('#card-size')).toContainText(words.removed);
    await expect(page.locator('#card-gift')).toContainText(words.added);
    await expect(page.locator('#card-hello')).toContainText(words.changed);
    await list.getByRole('button', { name: words.greeting }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('#card-hello')).toHaveAttribute('data-selected', 'true');
    await expectSound(page);
    await page.screenshot({ path: `test-results/versions-diff-${language}.png` });
    await compare.getByRole('button', { name: words.back }).click();

    // To one in ten, with the changes and their author in the dialog.
    await page
      .getByRole('banner')
      .or(page.locator('.fc-bar'))
      .getByRole('button', { name: words.publish, exact: true })
      .click();
    const dialog = page.getByRole('dialog', { name: words.publishTitle });
    await expect(dialog).toContainText('您好，第二版');
    await expect(dialog.getByRole('list', { name: words.changes })).toContainText('·');
    await dialog.getByLabel(words.share, { exact: true }).click();
    await page.getByRole('option', { name: words.ten, exact: true }).click();
    await expectSound(page);
    await page.screenshot({ path: `test-results/versions-publish-${language}.png` });
    await dialog.getByRole('button', { name: words.publish, exact: true }).click();
    await expect(panel.getByText(words.running)).toBeVisible();
    await expectSound(page);
    await panel.getByRole('button', { name: words.raise }).click();
    await expect(panel.getByText(words.raised)).toBeVisible();
    await page.screenshot({ path: `test-results/versions-rollout-${language}.png` });
    await panel.getByRole('button', { name: words.all }).click();
    await expect(panel.getByText(words.completed)).toBeVisible();

    // The live conversations follow; the one that was asked for the size cannot.
    await panel.getByRole('button', { name: words.move }).click();
    const move = page.getByRole('dialog', { name: words.move });
    await move.getByRole('button', { name: words.dryRun }).click();
    await expect(move.getByText(words.planned)).toBeVisible();
    await expect(move.getByText(words.stuck)).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: `test-results/versions-move-${language}.png` });
    await move.getByRole('button', { name: words.run }).click();
    await expect(move.getByText(words.moved)).toBeVisible();
    await move.getByRole('button', { name: words.close }).click();

    // Two clicks, and new conversations have the first version again.
    await panel.getByRole('button', { name: words.rollback }).click();
    await page.getByRole('button', { name: words.rollbackNow }).click();
    await expect(page.getByText(words.rolledBack)).toBeVisible();
    const release = await api.call<{ publishedVersion: number; live: unknown }>('GET', `/flows/${id}/release`);
    expect(release).toMatchObject({
      publishedVersion: 1,
      live: [
        { version: 2, sessions: 1 },
        { version: 1, sessions: 1 },
      ],
    });
    await expectSound(page);
    await context.close();
  });
}
