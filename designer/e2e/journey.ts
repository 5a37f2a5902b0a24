// What every journey stands on: a server, signed-in pages, and the promises each page must keep.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { ADMIN, TestServer } from './server.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The languages every path is walked in. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

interface Fixtures {
  /** A server with an admin, shared by the journeys of one worker. */
  readonly server: TestServer;
}

interface OwnFixtures {
  /** A server for one journey alone: nobody else is online on it. */
  readonly ownServer: TestServer;
}

/** `test` with a server. */
export const test = base.extend<OwnFixtures, Fixtures>({
  // eslint-disable-next-line no-empty-pattern
  ownServer: async ({}, provide) => {
    const server = await TestServer.start({ admin: true });
    await provide(server);
    await server.stop();
  },
  server: [
    // Playwright wants the first parameter to be a pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await TestServer.start({ admin: true });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

/** A browser context in a language that fails on console errors, page errors and foreign requests. */
export async function visitor(
  browser: Browser,
  server: TestServer,
  locale: Language,
  size?: { width: number; height: number },
  /** Origins besides the server's that its pages may speak to, such as a host page that embeds the widget. */
  friends: readonly string[] = [],
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale,
    reducedMotion: 'reduce',
    ...(size === undefined ? {} : { viewport: size }),
  });
  // As if this person had chosen the language on this device before.
  await context.addInitScript((chosen) => {
    if (window.origin !== 'null') window.localStorage.setItem('tandem.locale', chosen);
  }, locale);
  context.on('page', (page) => watch(page, [server.url, ...friends]));
  return context;
}

/** Problems seen on pages since the last look. */
const seen = new WeakMap<Page, string[]>();

function watch(page: Page, origins: readonly string[]): void {
  const problems: string[] = [];
  seen.set(page, problems);
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // The browser itself reports refused requests (401 before sign-in, a killed server); the journeys check those by what they show.
    if (message.type() === 'error' && !/Failed to load resource|ERR_/u.test(message.text()))
      problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !origins.includes(origin)) problems.push(`foreign request: ${request.url()}`);
  });
}

/** Checks a page: no console error, nothing foreign, no untranslated key, no axe violation. */
export async function expectSound(page: Page, except: readonly string[] = []): Promise<void> {
  expect(seen.get(page) ?? []).toEqual([]);
  expect(await page.locator('body').innerText()).not.toMatch(/^[a-z]+(?:\.[a-z][a-zA-Z]*){1,3}$/mu);
  // A colour halfway between the light and the dark scheme belongs to neither; spinners are endless and do not count.
  await page.waitForFunction(() =>
    document.getAnimations().every((each) => !(each instanceof CSSTransition) || each.playState !== 'running'),
  );
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (disabled) => {
    const { axe } = window as unknown as {
      axe: {
        run(
          node: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>;
      };
    };
    const result = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: Object.fromEntries(disabled.map((id) => [id, { enabled: false }])),
    });
    return result.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => String(node.target))
          .slice(0, 4)
          .join(' | ')} — ${nodes[0]?.failureSummary ?? ''}`,
    );
  }, except as string[]);
  expect(violations).toEqual([]);
}

/** Signs in through the page. */
export async function signIn(
  page: Page,
  who: { readonly email: string; readonly password: string } = ADMIN,
): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[type="email"], input[name="email"]').fill(who.email);
  await page.locator('input[type="password"]').fill(who.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** The staff API as a signed-in person, for preparing what a journey does not walk. */
export class StaffApi {
  private readonly server: TestServer;
  private cookie = '';
  private csrf = '';

  constructor(server: TestServer) {
    this.server = server;
  }

  async signIn(who: { readonly email: string; readonly password: string } = ADMIN): Promise<this> {
    const me = await this.call<{ csrfToken: string }>('POST', '/auth/sign-in', who);
    this.csrf = me.csrfToken;
    return this;
  }

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie, 'x-csrf-token': this.csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    if (cookies.length > 0) this.cookie = cookies.join('; ');
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** A colleague of a role; answers how they sign in. */
  async addUser(name: string, role: string): Promise<{ readonly email: string; readonly password: string }> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const { password } = await this.call<{ password: string }>('POST', '/users', { name, email, role });
    return { email, password };
  }

  /** A flow from a template, published under a slug. */
  async publishTemplate(template: string, slug: string, locale?: Language): Promise<string> {
    const { flow, revision } = await this.call<{ flow: { id: string }; revision: number }>('POST', '/flows', {
      name: slug,
      slug,
      template,
      ...(locale === undefined ? {} : { locale }),
    });
    await this.call('POST', `/flows/${flow.id}/publish`, { revision, note: '' });
    return flow.id;
  }
}

/** What an angry customer writes. */
export const ANGRY_WORDS: Readonly<Record<Language, string>> = {
  'zh-CN': '我要投诉，三次都没解决！你们太差劲了！！',
  en: 'This is outrageous! Three times and still not fixed, I am furious, you are terrible!!!',
};

const GREETED: Readonly<Record<Language, string>> = { 'zh-CN': '您可以点上面的问', en: 'just tell me what happened' };
const ONLINE: Readonly<Record<Language, string>> = { 'zh-CN': '在线同事：', en: 'Online: ' };
const PHONE = { width: 390, height: 844 };

/** Somebody with a page of their own. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** An agent at the desk, online. */
export async function deskOf(
  browser: Browser,
  server: TestServer,
  api: StaffApi,
  name: string,
  language: Language = 'en',
): Promise<Seat> {
  const who = await api.addUser(name, 'agent');
  const context = await visitor(browser, server, language);
  const page = await context.newPage();
  await signIn(page, who);
  await expect(page.getByText(new RegExp(`${ONLINE[language]}.*${name}`, 'u'))).toBeVisible();
  return { context, page };
}

/** A customer on a phone who has been greeted by the complaint template. */
export async function chatOf(
  browser: Browser,
  server: TestServer,
  slug: string,
  language: Language = 'en',
): Promise<Seat> {
  const context = await visitor(browser, server, language, PHONE);
  const page = await context.newPage();
  await page.goto(`/chat/${slug}`);
  await expect(page.getByRole('log')).toContainText(GREETED[language]);
  return { context, page };
}

/** Says something in a chat. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').last().fill(text);
  await page.keyboard.press('Enter');
}

/** A conversation over the customer API; answers its id. */
export async function converse(
  server: TestServer,
  slug: string,
  locale: Language,
  texts: readonly string[],
): Promise<string> {
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
  const { sessionId, token } = await post(`/flows/${slug}/sessions`, { locale });
  for (const [index, text] of texts.entries()) {
    await post(`/sessions/${sessionId}/messages`, { id: `m${String(index)}`, text }, token);
  }
  return sessionId;
}
