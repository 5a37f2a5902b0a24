// Leads on real sessions: saved in the turn, merged, worked by sales, and pushed until they are taken.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { IncomingResponse, OutgoingRequest } from '#runtime/ports/http-fetcher.ts';
import { createFakeClock, type FakeClock } from '#runtime/testkit/fake-clock.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import { delayAfter, PUSH_ATTEMPTS, signatureOf } from './push.ts';

const W = 'w1';
const card = { name: '王小明', phone: '13800138000', consent: true };
const hook = { url: 'https://sales.test/hook', enabled: true, secret: 'a long secret' };

describe('leads', () => {
  let folder: string;
  let database: OpenDatabase;
  let clock: FakeClock;
  let people: People;
  let sent: OutgoingRequest[];
  let respond: (request: OutgoingRequest) => Promise<IncomingResponse>;

  async function start(): Promise<void> {
    database = await openDatabase({ file: join(folder, 'a.db') });
    people = await createPeople(
      { database, clock, bus: createLocalBus() },
      {
        staffName: (_workspace, id) => Promise.resolve(id === 'u2' ? 'Zhou' : undefined),
        fetch: (request) => {
          sent.push(request);
          return respond(request);
        },
      },
    );
    await people.leads.start();
  }
  async function stop(): Promise<void> {
    await people.close();
    await database.close();
  }
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-leads-'));
    clock = createFakeClock();
    sent = [];
    respond = () => Promise.resolve({ status: 200, headers: {}, body: 'ok' });
    await start();
    await people.publish(W, 'course', supportFlow('课程顾问'));
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function leaves(visitorId: string, values: object = card) {
    const opened = await people.open('course', visitorId, { page: 'https://course.test/', campaign: 'spring' });
    await people.says(opened, 'm1', '我要报名');
    await people.sends(opened, 'm2', { ...values });
    return opened;
  }
  async function only() {
    const { leads } = await people.leads.list(W, { limit: 50 });
    expect(leads).toHaveLength(1);
    return leads[0]!;
  }
  /** Lets pushes that are due run; the queue calls back on the clock. */
  async function until(done: () => Promise<boolean>): Promise<void> {
    await expect
      .poll(async () => {
        await clock.advance(1);
        return done();
      })
      .toBe(true);
  }
  const pushState = async () => (await only()).push.state;

  it('saves a card as a lead with consent, source and conversation, and remembers the customer', async () => {
    const opened = await leaves('v1');
    expect(await only()).toMatchObject({
      name: '王小明',
      phone: '13800138000',
      stage: 'new',
      partial: false,
      consent: { given: true, version: '1' },
      source: { page: 'https://course.test/', campaign: 'spring' },
      sessionId: opened.session.id,
      flow: { name: '课程顾问' },
      submissions: 1,
      push: { state: 'off' },
    });
    const contact = await people.contacts.contactFor(W, 'web', 'v1');
    expect(contact).toMatchObject({ id: opened.session.contactId, name: '王小明', facts: { phone: '13800138000' } });
    const { conversations } = await people.conversations.list(W, { limit: 10, q: '王小明' });
    expect(conversations.map(({ customer }) => customer.name)).toEqual(['王小明']);
  });

  it('merges a second card with the same phone into the same lead and counts it', async () => {
    await leaves('v1');
    const second = await leaves('v2', { ...card, name: '王总' });
    expect(await only()).toMatchObject({ name: '王总', submissions: 2, sessionId: second.session.id });
    expect(await people.leads.find(W, { phone: '13800138000' })).toMatchObject({ found: true });
    expect(await people.leads.find('w2', { phone: '13800138000' })).toEqual({ found: false });
    expect(await people.leads.find(W, { phone: '', email: null } as never)).toEqual({ found: false });
  });

  it('keeps different people apart and lists them page by page, filtered and searched', async () => {
    for (let index = 0; index < 5; index++) {
      await clock.advance(1000);
      await leaves(`v${index}`, { name: `客户${index}`, phone: `1380013800${index}`, consent: true });
    }
    const first = await people.leads.list(W, { limit: 2 });
    expect(first.leads.map(({ name }) => name)).toEqual(['客户4', '客户3']);
    const second = await people.leads.list(W, { limit: 2, cursor: first.nextCursor! });
    expect(second.leads.map(({ name }) => name)).toEqual(['客户2', '客户1']);
    const last = await people.leads.list(W, { limit: 2, cursor: second.nextCursor! });
    expect(last).toMatchObject({ leads: [{ name: '客户0' }], nextCursor: null, counts: { new: 5, won: 0 } });
    const one = last.leads[0]!;
    await people.leads.update(W, one.id, { stage: 'won', ownerId: 'u2', note: '100%_ok' });
    expect((await people.leads.list(W, { limit: 9, stage: 'won' })).leads.map(({ id }) => id)).toEqual([one.id]);
    expect((await people.leads.list(W, { limit: 9, owner: 'u2' })).leads).toHaveLength(1);
    expect((await people.leads.list(W, { limit: 9, owner: 'none' })).leads).toHaveLength(4);
    expect((await people.leads.list(W, { limit: 9, q: '100%_' })).leads.map(({ id }) => id)).toEqual([one.id]);
    expect((await people.leads.list(W, { limit: 9, q: '%' })).leads).toHaveLength(1);
    await expect(people.leads.list(W, { limit: 2, cursor: '1) OR 1=1--' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('lets staff of the workspace own a lead and nobody else, and remembers the first look', async () => {
    await leaves('v1');
    const { id } = await only();
    await clock.advance(480_000);
    const opened = await people.leads.get(W, id);
    await clock.advance(1000);
    expect((await people.leads.get(W, id)).openedAt).toBe(opened.openedAt);
    expect(Date.parse(opened.openedAt!) - Date.parse(opened.createdAt)).toBe(480_000);
    expect(await people.leads.update(W, id, { ownerId: 'u2' })).toMatchObject({ owner: { id: 'u2', name: 'Zhou' } });
    expect(await people.leads.update(W, id, { ownerId: null })).toMatchObject({ owner: null });
    await expect(people.leads.update(W, id, { ownerId: 'stranger' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('shows another workspace nothing and lets it change nothing', async () => {
    await leaves('v1');
    const { id } = await only();
    expect((await people.leads.list('w2', { limit: 9 })).leads).toEqual([]);
    await expect(people.leads.get('w2', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(people.leads.update('w2', id, { stage: 'lost' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await expect(people.leads.pushAgain('w2', id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    expect((await people.leads.csv('w2', {}, 'en')).split('\r\n')).toHaveLength(2);
    expect((await only()).stage).toBe('new');
  });

  it('pushes a signed lead once, with an idempotency key', async () => {
    await people.leads.saveWebhook(W, hook);
    await leaves('v1');
    await until(async () => (await pushState()) === 'delivered');
    expect(sent).toHaveLength(1);
    const [request] = sent;
    expect(request).toMatchObject({ workspaceId: W, purpose: 'lead-webhook', method: 'POST', url: hook.url });
    const { headers, body } = request!;
    const timestamp = Number(headers['x-tandem-timestamp']);
    expect(headers['x-tandem-signature']).toBe(`v1=${signatureOf(hook.secret, timestamp, body!)}`);
    expect(JSON.parse(body!)).toMatchObject({
      event: 'lead.saved',
      id: headers['idempotency-key'],
      lead: { phone: '13800138000', consent: { given: true } },
    });
    expect(body).not.toContain(hook.secret);
  });

  it('tries again with growing pauses, under the same key, until the other server takes it', async () => {
    let failures = 3;
    respond = () => Promise.resolve({ status: failures-- > 0 ? 503 : 204, headers: {}, body: '' });
    await people.leads.saveWebhook(W, hook);
    await leaves('v1');
    await until(() => Promise.resolve(sent.length === 1));
    await until(async () => (await only()).push.lastError !== '');
    expect((await only()).push).toEqual({ state: 'queued', attempts: 1, lastError: 'The other server answered 503.' });
    for (let attempt = 1; attempt <= 3; attempt++) {
      await clock.advance(delayAfter(attempt));
      await until(() => Promise.resolve(sent.length === attempt + 1));
    }
    await until(async () => (await pushState()) === 'delivered');
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect([1, 2, 3].map(delayAfter)).toEqual([10_000, 20_000, 40_000]);
  });

  it('gives up after the last try and can be sent again by hand', async () => {
    respond = () => Promise.reject(new FlowError('EGRESS_TIMEOUT', 'No answer within 10 s.'));
    await people.leads.saveWebhook(W, hook);
    await leaves('v1');
    for (let attempt = 1; attempt <= PUSH_ATTEMPTS; attempt++) {
      await until(() => Promise.resolve(sent.length === attempt));
      await until(async () => (await only()).push.attempts === attempt && (await only()).push.lastError !== '');
      await clock.advance(delayAfter(attempt));
    }
    expect((await only()).push).toMatchObject({ state: 'failed', lastError: 'EGRESS_TIMEOUT: No answer within 10 s.' });
    respond = () => Promise.resolve({ status: 200, headers: {}, body: '' });
    await clock.advance(1);
    await people.leads.pushAgain(W, (await only()).id);
    await until(async () => (await pushState()) === 'delivered');
  });

  it('does not knock twice at an address that may not be called', async () => {
    respond = () => Promise.reject(new FlowError('EGRESS_DENIED', 'This address is private.'));
    await people.leads.saveWebhook(W, { ...hook, url: 'http://169.254.169.254/' });
    await leaves('v1');
    await until(async () => (await pushState()) === 'failed');
    expect(sent).toHaveLength(1);
  });

  it('takes up after a restart what was queued before it', async () => {
    respond = () => Promise.resolve({ status: 500, headers: {}, body: '' });
    await people.leads.saveWebhook(W, hook);
    await leaves('v1');
    await until(() => Promise.resolve(sent.length === 1));
    await until(async () => (await only()).push.lastError !== '');
    await stop();
    respond = () => Promise.resolve({ status: 200, headers: {}, body: '' });
    await start();
    await clock.advance(delayAfter(1));
    await until(async () => (await pushState()) === 'delivered');
  });

  it('keeps the secret to itself and wants it again when the address leads to another host', async () => {
    await expect(people.leads.saveWebhook(W, { url: hook.url, enabled: true })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
    const saved = await people.leads.saveWebhook(W, hook);
    expect(saved).toEqual({ url: hook.url, enabled: true, hasSecret: true });
    expect(JSON.stringify(await people.leads.webhook(W))).not.toContain(hook.secret);
    const rows = await database.kysely.selectFrom('lead_webhooks').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(hook.secret);
    expect(await people.leads.saveWebhook(W, { url: 'https://sales.test/other', enabled: true })).toMatchObject({
      hasSecret: true,
    });
    for (const url of ['https://evil.test/hook', 'http://sales.test/hook', 'https://sales.test:8443/hook']) {
      await expect(people.leads.saveWebhook(W, { url, enabled: true })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      });
    }
    expect(await people.leads.saveWebhook(W, { url: 'https://evil.test/hook', enabled: false })).toMatchObject({
      hasSecret: false,
    });
    for (const url of ['ftp://a.test/', 'javascript:alert(1)', 'nonsense', 'https://user:pw@a.test/']) {
      await expect(people.leads.saveWebhook(W, { ...hook, url })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
  });
});
