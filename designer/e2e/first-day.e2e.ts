// The first day with the product, as one story: set up, draw, publish, chat, be angry, be helped, leave a number, survive a kill.
import { expect, test } from '@playwright/test';
import { expectSound, visitor } from './journey.ts';
import { TestServer } from './server.ts';

const OPERATOR = { name: '王敏', email: 'min@example.com', password: 'correct-horse-1' };

test('from the set-up link to a served customer', async ({ browser }) => {
  test.setTimeout(240_000);
  const server = await TestServer.start({ admin: false });
  const staff = await visitor(browser, server, 'zh-CN');
  const office = await staff.newPage();

  await test.step('the one-time link makes the admin', async () => {
    await office.goto(server.setupLink);
    await office.getByLabel('你的姓名').fill(OPERATOR.name);
    await office.getByLabel('邮箱').fill(OPERATOR.email);
    await office.getByRole('textbox', { name: '密码' }).fill(OPERATOR.password);
    await office.getByLabel('载入示例数据').uncheck();
    await expectSound(office);
    await office.getByRole('button', { name: '创建并开始' }).click();
    await office.waitForURL('**/flows');
  });

  await test.step('the complaint template becomes a flow', async () => {
    await office.getByRole('button', { name: '新建流程' }).first().click();
    await office
      .getByRole('dialog')
      .getByRole('button', { name: /^投诉转人工/u })
      .click();
    await office.waitForURL('**/flows/*');
    await expect(office.getByRole('group', { name: /问候/u })).toBeVisible();
    await expectSound(office);
  });

  await test.step('the greeting is changed and saved by itself', async () => {
    await office.getByRole('group', { name: /问候/u }).click();
    await office.getByLabel('内容 (zh-CN)', { exact: true }).fill('您好，欢迎来到小和客服！');
    await expect(office.getByRole('status').filter({ hasText: /已保存/u })).toBeVisible();
  });

  await test.step('an intent with five sentences is added', async () => {
    await office.getByRole('button', { name: '意图', exact: true }).click();
    await office.getByRole('button', { name: '新建意图' }).click();
    const name = office.getByLabel('意图名称').last();
    await name.fill('询问发票');
    await office
      .getByLabel('例句，每行一句：询问发票')
      .fill(['怎么开发票', '可以开专票吗', '发票抬头写错了', '电子发票在哪里下载', '开票要多久'].join('\n'));
    await expect(office.getByText('5 句')).toBeVisible();
    await expect(office.getByRole('status').filter({ hasText: /已保存/u })).toBeVisible();
    await expectSound(office);
  });

  await test.step('the rehearsal plays the draft', async () => {
    await office.getByRole('button', { name: '试聊' }).click();
    await expect(office.getByRole('log', { name: '对话' })).toContainText('欢迎来到小和客服');
    await office.getByLabel('客户的话').fill('投诉多久有结果');
    await office.keyboard.press('Enter');
    await expect(office.getByRole('log', { name: '对话' })).toContainText('工作日');
    await office.getByRole('button', { name: '关闭试聊' }).click();
  });

  const slug = await test.step('it is published', async () => {
    await office.getByRole('button', { name: '发布', exact: true }).click();
    await office.getByLabel('这次改了什么').fill('问候更亲切');
    await office.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click();
    await expect(office.getByRole('dialog', { name: '发布流程' })).toBeHidden();
    const flows = await office.evaluate(
      async () => (await fetch('/api/v1/flows')).json() as Promise<{ flows?: { slug: string }[] } | { slug: string }[]>,
    );
    const list = Array.isArray(flows) ? flows : (flows.flows ?? []);
    return list[0]?.slug ?? '';
  });

  await test.step('the desk is open', async () => {
    await office.goto('/desk');
    await expect(office.getByText('暂无等待的客户').first()).toBeVisible();
  });

  const phone = await visitor(browser, server, 'zh-CN', { width: 390, height: 844 });
  const chat = await phone.newPage();
  const say = async (text: string) => {
    await chat.getByRole('textbox').last().fill(text);
    await chat.keyboard.press('Enter');
  };
  const log = chat.getByRole('log');

  await test.step('a customer asks and is answered with a source', async () => {
    await chat.goto(`/chat/${slug}`);
    await expect(log).toContainText('欢迎来到小和客服');
    await say('投诉多久有结果？');
    await expect(log).toContainText('工作日');
    await expect(log.getByText(/来源/u).first()).toBeVisible();
    await expectSound(chat);
  });

  await test.step('an angry customer waits for a person, and the desk hears of it', async () => {
    await say('我要投诉，三次都没解决！你们太差劲了！！');
    await expect(chat.getByText('正在等待人工客服')).toBeVisible();
    const waiting = office.getByRole('link', { name: /三次都没解决.*生气/u });
    await expect(waiting).toBeVisible();
    await waiting.click();
    await expect(office.getByRole('complementary', { name: '客户情况' })).toContainText('生气');
    await expectSound(office);
  });

  await test.step('the server is killed and nobody notices for long', async () => {
    await server.killAndRestart();
    await chat.reload();
    await expect(log).toContainText('三次都没解决');
    await office.goto('/desk');
  });

  await test.step('the agent takes over with the whole story, and answers', async () => {
    await office.getByRole('link', { name: /三次都没解决/u }).click();
    await office.getByRole('button', { name: /^接待/u }).click();
    await expect(chat.getByText('人工客服为您服务')).toBeVisible();
    await office.getByLabel('给客户的回复').fill('您好，我是王敏，马上为您处理。');
    await office.keyboard.press('Enter');
    await expect(log).toContainText('马上为您处理');
    const before = await log.getByText('智能助手').count();
    await say('好的，谢谢');
    await expect(office.getByText('好的，谢谢').first()).toBeVisible();
    expect(await log.getByText('智能助手').count()).toBe(before);
    await expectSound(office);
  });

  await test.step('the matter is resolved and rated', async () => {
    await office.getByRole('button', { name: /^解决/u }).click();
    await log.getByRole('button', { name: '5 分，满分 5 分' }).click();
    await expect(log.getByRole('button', { name: '5 分，满分 5 分' })).toBeDisabled();
  });

  await test.step('with nobody at the desk, a number is left and sales has the lead', async () => {
    await office.getByText('离开', { exact: true }).click();
    const other = await visitor(browser, server, 'zh-CN', { width: 390, height: 844 });
    const second = await other.newPage();
    await second.goto(`/chat/${slug}`);
    await second.getByRole('button', { name: '转人工' }).click();
    await second.getByLabel(/手机|电话/u).fill('13800138000');
    await second.getByRole('checkbox').check();
    await expectSound(second);
    await second
      .getByRole('button', { name: /提交|发送|请回电/u })
      .first()
      .click();
    await expect(second.getByRole('log')).toContainText(/收到|记下|联系您/u);
    await office.goto('/leads');
    await expect(office.getByText('13800138000').first()).toBeVisible();
    await expectSound(office);
    await other.close();
  });

  await staff.close();
  await phone.close();
  await server.stop();
});
