// A customer is asked for a photo, attaches it by hand and by keys, and the person at the desk sees it; what may not come in is refused with the reason.
import { expect, type Page } from '@playwright/test';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { NODE_TYPES } from '#nodes/registry.gen.ts';
import { byKeyboard, byMouse } from './hand.ts';
import { deskOf, expectSound, say, StaffApi, test, visitor, type Language } from './journey.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);
const PHOTO = { name: 'Damage 1.png', mimeType: 'image/png', buffer: PIXEL };
const PAGE = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') };
const HUGE = { name: 'huge.png', mimeType: 'image/png', buffer: Buffer.alloc(1_100_000) };

const WORDS = {
  'zh-CN': {
    attach: '添加文件',
    send: '发送',
    ready: '✓',
    wrong: '只能发送：图片',
    large: '文件太大，最大 1 MB',
    remove: '移除 photo.png',
    download: '下载 Damage 1.png',
    waiting: /请人看照片/u,
    takeOver: /^接待/u,
    here: '人工客服为您服务',
    sendFile: '发送文件',
  },
  en: {
    attach: 'Attach a file',
    send: 'Send',
    ready: '✓',
    wrong: 'Accepted here: pictures',
    large: 'Too large, 1 MB at most',
    remove: 'Remove photo.png',
    download: 'Download Damage 1.png',
    waiting: /Look at the photo/u,
    takeOver: /^Take over/u,
    here: 'You are talking to a person',
    sendFile: 'Send a file',
  },
} as const satisfies Readonly<Record<Language, unknown>>;

for (const [language, hand] of [
  ['zh-CN', byMouse],
  ['en', byKeyboard],
] as const) {
  test(`a photo that was asked for reaches the desk, by ${hand.name}, in ${language}`, async ({
    browser,
    ownServer: server,
  }) => {
    const words = WORDS[language];
    const api = await new StaffApi(server).signIn();
    await publish(api, language);
    const desk = await deskOf(browser, server, api, 'Grace Hall', language);
    const context = await visitor(browser, server, language, { width: 390, height: 844 });
    const chat = await context.newPage();
    await chat.goto('/chat/photos');
    const log = chat.getByRole('log');

    await test.step('before it is asked for, there is no paper clip', async () => {
      await expect(log).toContainText('A1');
      await expect(chat.getByRole('button', { name: words.attach })).toHaveCount(0);
      await say(chat, 'ok');
      await expect(chat.getByRole('button', { name: words.attach })).toBeVisible();
    });

    await test.step('a page in the coat of a picture and a huge file are refused with the reason', async () => {
      await attach(chat, words.attach, hand.name === 'keyboard', PAGE);
      await expect(chat.getByRole('alert')).toHaveText(words.wrong);
      await expectSound(chat);
      await chat.getByRole('button', { name: words.remove }).click();
      await attach(chat, words.attach, false, HUGE);
      await expect(chat.getByRole('alert')).toHaveText(words.large);
    });

    await test.step('the photo is attached, sent, and shown', async () => {
      await attach(chat, words.attach, hand.name === 'keyboard', PHOTO);
      await expect(chat.getByText(words.ready)).toBeVisible();
      await hand.press(chat.getByRole('button', { name: words.send }));
      await expect(log.getByRole('img', { name: 'Damage 1.png' })).toBeVisible();
      await expect(chat.getByRole('button', { name: words.attach })).toHaveCount(0);
    });

    await test.step('the desk sees it, and sends one back', async () => {
      await hand.press(desk.page.getByRole('link', { name: words.waiting }));
      await desk.page.getByRole('button', { name: words.takeOver }).click();
      const thread = desk.page.getByRole('log');
      const photo = thread.getByRole('img', { name: 'Damage 1.png' });
      await expect(photo).toBeVisible();
      await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
      await expect(thread.getByRole('link', { name: words.download })).toHaveAttribute('href', /\/files\//u);
      await expectSound(desk.page);
      await expect(chat.getByText(words.here)).toBeVisible();
      const choosing = desk.page.waitForEvent('filechooser');
      await hand.press(desk.page.getByRole('button', { name: words.sendFile }));
      await (
        await choosing
      ).setFiles({ name: 'Offer 1.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
      const offer = log.getByRole('button', { name: /Offer 1\.pdf/u });
      await expect(offer).toBeVisible();
      const saving = chat.waitForEvent('download');
      await hand.press(offer);
      expect((await saving).suggestedFilename()).toBe('Offer 1.pdf');
    });
    await context.close();
    await desk.context.close();
  });
}

/** Chooses a file with the paper clip, or pastes it. */
async function attach(page: Page, label: string, paste: boolean, file: typeof PHOTO): Promise<void> {
  if (!paste) {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: label }).click();
    await (await choosing).setFiles(file);
    return;
  }
  await page.getByRole('textbox').last().focus();
  await page
    .getByRole('textbox')
    .last()
    .evaluate(
      (field, { name, mimeType, bytes }) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      { name: file.name, mimeType: file.mimeType, bytes: [...file.buffer] },
    );
}

/** A flow that asks for a word, then for a photo, then for a person. */
async function publish(api: StaffApi, locale: Language): Promise<void> {
  const node = (id: string, type: string, config: object) => ({
    id,
    type,
    version: 1,
    name: '',
    position: { x: 0, y: 0 },
    config: { ...NODE_TYPES[type]?.defaults, ...config },
  });
  const edge = (from: string, to: string) => {
    const [source = '', port = ''] = from.split('.');
    return { id: `e-${source}-${port}`, from: { node: source, port }, to: { node: to } };
  };
  const flow = createFlowDocument('photos');
  const reason = { 'zh-CN': '请人看照片', en: 'Look at the photo' };
  const document = {
    ...flow,
    settings: { ...flow.settings, locale, locales: [locale] },
    nodes: [
      ...flow.nodes,
      node('first', 'askText', { prompt: 'A1', variable: 'first', maxTries: 3 }),
      node('photo', 'askFile', { prompt: 'A2', types: ['image'], variable: 'photo', maxMegabytes: 1 }),
      node('person', 'handoff', { reason }),
      node('bye', 'end', {}),
    ],
    edges: [
      edge('start.next', 'first'),
      edge('first.answered', 'photo'),
      edge('photo.received', 'person'),
      edge('photo.rejected', 'bye'),
      ...['offline', 'queueFull', 'timeout', 'abandoned', 'resolved', 'returned'].map((port) =>
        edge(`person.${port}`, 'bye'),
      ),
    ],
  };
  const { flow: made, revision } = await api.call<{ flow: { id: string }; revision: number }>('POST', '/flows', {
    name: 'photos',
    slug: 'photos',
    document,
  });
  await api.call('POST', `/flows/${made.id}/publish`, { revision, note: '' });
}
