// Flows, desk, leads and conversations over HTTP: statuses, roles, audit, files and the live stream.
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#nodes/wire/access.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { supportFlow } from '#runtime/testkit/support-flow.ts';
import { addConversationRoutes } from './conversations.ts';
import { addDeskRoutes } from './desk.ts';
import { addDialogueRoutes } from './dialogues.ts';
import { addFlowRoutes } from './flows.ts';
import { addLeadRoutes } from './leads.ts';

const V = '/api/v1';

describe('the rooms over HTTP', () => {
  let kit: TestApp;
  let people: People;
  beforeEach(async () => {
    kit = await createTestApp(async (parts) => {
      people = await createPeople(parts, {
        staffName: async (workspaceId, id) => (await parts.store.accounts.get(workspaceId, id))?.name,
      });
      return [
        (app) => addFlowRoutes(app, people.flows),
        (app) => addDialogueRoutes(app, people.tests),
        (app) => addDeskRoutes(app, people.desk),
        (app) => addLeadRoutes(app, people.leads),
        (app) => addConversationRoutes(app, people.conversations),
      ];
    });
  });
  afterEach(async () => {
    await kit.close();
  });

  const write = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) => ({
    method,
    url: V + url,
    ...(payload === undefined ? {} : { payload }),
  });
  const read = (url: string) => ({ url: V + url });
  const statusFor = async (role: Role, request: ReturnType<typeof read>) =>
    (await (await kit.signedIn(role))(request)).statusCode;

  it('takes a flow from blank to published, tells the second tab, and keeps the audit', async () => {
    const designer = await kit.signedIn('designer');
    const made = await designer(write('POST', '/flows', { name: '售后', slug: 'care', document: supportFlow() }));
    expect(made.statusCode).toBe(201);
    const { flow, document } = made.json();
    const saved = await designer(write('PUT', `/flows/${flow.id}/draft`, { revision: 1, document }));
    expect(saved.json()).toMatchObject({ revision: 2 });
    const late = await designer(write('PUT', `/flows/${flow.id}/draft`, { revision: 1, document }));
    expect(late.json()).toMatchObject({
      status: 409,
      code: 'REVISION_CONFLICT',
      facts: { revision: 2, by: 'A designer' },
    });
    expect((await designer(write('POST', `/flows/${flow.id}/check`, {}))).json()).toEqual({ problems: [] });
    const bad = await designer(
      write('PUT', `/flows/${flow.id}/draft`, { revision: 2, document: { ...document, edges: [] } }),
    );
    expect(bad.statusCode).toBe(200);
    const refused = await designer(write('POST', `/flows/${flow.id}/publish`, { revision: 3, note: '' }));
    expect(refused.json()).toMatchObject({ status: 422, code: 'FLOW_INVALID' });
    expect(refused.json().facts.problems[0]).toMatchObject({ severity: 'error', node: expect.any(String) });
    await designer(write('PUT', `/flows/${flow.id}/draft`, { revision: 3, document }));
    const published = await designer(write('POST', `/flows/${flow.id}/publish`, { revision: 4, note: '首发' }));
    expect(published.json()).toMatchObject({ version: 1, note: '首发', current: true });
    expect((await designer(read('/flows'))).json().flows).toMatchObject([
      { slug: 'care', publishedVersion: 1, changed: false },
    ]);
    expect((await designer(read(`/flows/${flow.id}/versions/1`))).json()).toMatchObject({
      version: { by: 'A designer' },
    });
    const restored = await designer(write('POST', `/flows/${flow.id}/versions/1/restore`, { revision: 4 }));
    expect(restored.json()).toMatchObject({ revision: 5 });
    const entries = await kit.audit.list(kit.workspaceId, { limit: 50 });
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['flow.create', 'flow.save', 'flow.publish', 'flow.restore']),
    );
    expect(entries.map(({ action }) => action)).not.toContain('flow.check');
    expect(entries.filter(({ action }) => action === 'flow.save')).toHaveLength(1);
  });

  it('keeps dialogues, runs them, stops a red publish, and lets only an admin override it, with the reason in the audit', async () => {
    const [designer, admin, viewer] = [
      await kit.signedIn('designer'),
      await kit.signedIn('admin'),
      await kit.signedIn('viewer'),
    ];
    const { flow } = (await designer(write('POST', '/flows', { name: 'A', document: supportFlow() }))).json();
    const at = `/flows/${flow.id}/dialogues`;
    const dialogue = { name: 'red', opens: { reply: ['Good evening'] }, turns: [{ says: '投诉' }] };
    expect((await viewer(write('POST', at, { dialogue }))).statusCode).toBe(403);
    const kept = await designer(write('POST', at, { dialogue }));
    expect(kept.json()).toMatchObject({ revision: 1, origin: 'written', by: 'A designer' });
    const run = (await viewer(write('POST', `${at}/run`, {}))).json();
    expect(run.results).toMatchObject([{ id: kept.json().id, passed: false, failedTurn: 0 }]);
    expect(run.coverage.ports.total).toBeGreaterThan(5);
    const generated = (await designer(write('POST', `${at}/generate`, { target: 'desk.timeout' }))).json();
    expect(generated.dialogues).toHaveLength(1);
    const publish = (more: object) => write('POST', `/flows/${flow.id}/publish`, { revision: 1, note: '', ...more });
    const red = (await designer(publish({}))).json();
    expect(red).toMatchObject({ status: 422, code: 'DIALOGUES_RED', facts: { red: [{ name: 'red', turn: 0 }] } });
    const override = { reason: 'Greeting is being reworked' };
    expect((await designer(publish({ override }))).json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' });
    expect((await admin(publish({ override }))).json()).toMatchObject({ version: 1 });
    const audited = await kit.audit.list(kit.workspaceId, { limit: 50, action: 'flow.publish' });
    expect(audited.map(({ outcome, actor, facts }) => [outcome, actor.name, facts['override']])).toEqual([
      ['done', 'A admin', expect.objectContaining({ ...override, red: [expect.objectContaining({ name: 'red' })] })],
      ['denied', 'A designer', undefined],
    ]);
    expect((await designer(read(`/flows/${flow.id}/versions/1/dialogues`))).json()).toEqual({ dialogues: [dialogue] });
    const change = { revision: 1, dialogue: { ...dialogue, opens: { reply: ['您好'] } } };
    expect((await designer(write('PUT', `${at}/${kept.json().id}`, change))).json()).toMatchObject({ revision: 2 });
    expect((await designer(publish({}))).json()).toMatchObject({ version: 2 });
    expect((await designer(write('DELETE', `${at}/${kept.json().id}`))).statusCode).toBe(204);
    expect((await designer(read(at))).json()).toEqual({ dialogues: [] });
  });

  it('exports a bundle as a file, imports it again, renames and deletes', async () => {
    const designer = await kit.signedIn('designer');
    const { flow } = (await designer(write('POST', '/flows', { name: '售后 A', document: supportFlow() }))).json();
    const file = await designer(read(`/flows/${flow.id}/export`));
    expect(file.headers['content-disposition']).toContain(
      `filename*=UTF-8''${encodeURIComponent('售后 A.tandem.json')}`,
    );
    const imported = await designer(write('POST', '/flows/import', { name: 'B', bundle: file.json() }));
    expect(imported.statusCode).toBe(201);
    expect(imported.json()).toMatchObject({ flow: { name: 'B' }, problems: [] });
    const broken = await designer(write('POST', '/flows/import', { bundle: { format: 'zip' } }));
    expect(broken.json()).toMatchObject({ status: 422, code: 'FLOW_FORMAT_UNKNOWN' });
    expect((await designer(write('PATCH', `/flows/${flow.id}`, { name: 'C' }))).json()).toMatchObject({ name: 'C' });
    const taken = await designer(write('PATCH', `/flows/${flow.id}`, { slug: imported.json().flow.slug }));
    expect(taken.json()).toMatchObject({ status: 409, code: 'NAME_TAKEN' });
    expect((await designer(write('DELETE', `/flows/${flow.id}`))).statusCode).toBe(204);
    expect((await designer(read(`/flows/${flow.id}`))).statusCode).toBe(404);
    expect((await designer(read(`/flows/${imported.json().flow.id}/xstate`))).json()).toMatchObject({ id: 'flow' });
  });

  it('lets each role reach its rooms only', async () => {
    expect(await statusFor('viewer', read('/flows'))).toBe(200);
    expect(await statusFor('agent', read('/desk'))).toBe(200);
    expect(await statusFor('sales', read('/leads'))).toBe(200);
    expect(await statusFor('viewer', read('/leads'))).toBe(403);
    expect(await statusFor('designer', read('/leads.csv'))).toBe(403);
    expect(await statusFor('sales', read('/desk'))).toBe(403);
    expect(await statusFor('supervisor', read('/settings/lead-webhook'))).toBe(403);
    expect(await statusFor('viewer', { ...write('POST', '/flows', { name: 'x' }) })).toBe(403);
    expect((await kit.anonymous(read('/flows'))).statusCode).toBe(401);
  });

  it('carries a customer from the queue to a person and back, live', async () => {
    await people.publish(kit.workspaceId, 'help', supportFlow());
    const li = await kit.signedIn('agent');
    await kit.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = kit.app.server.address() as AddressInfo;
    const stopped = new AbortController();
    const stream = await fetch(`http://127.0.0.1:${port}${V}/desk/stream`, {
      headers: { cookie: `${kit.app.gate.cookieName}=${li.cookie}` },
      signal: stopped.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    const reading = (async () => {
      for await (const chunk of stream.body!) heard += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await expect.poll(async () => (await li(read('/desk'))).json().agentsOnline.length as number).toBe(1);

    const opened = await people.open('help');
    await people.says(opened, 'm1', '我要投诉');
    await expect.poll(() => heard).toContain('event: handoff');
    expect(heard).toContain('我要投诉');
    const [handoff] = (await li(read('/desk'))).json().waiting;
    expect((await li(read(`/desk/handoffs/${handoff.id}`))).json()).toMatchObject({ context: { reason: '客户投诉' } });
    expect((await li(write('POST', `/desk/handoffs/${handoff.id}/claim`))).json()).toMatchObject({ state: 'active' });
    const rival = await kit.signedIn('agent');
    const lost = await rival(write('POST', `/desk/handoffs/${handoff.id}/claim`));
    expect(lost.json()).toMatchObject({ status: 409, code: 'HANDOFF_TAKEN', facts: { agent: 'A agent' } });
    const said = await li(write('POST', `/desk/handoffs/${handoff.id}/messages`, { id: 'a1', text: '您好' }));
    expect(said.json()).toMatchObject({ from: 'agent', text: '您好', by: 'A agent' });
    const note = await li(write('POST', `/desk/handoffs/${handoff.id}/notes`, { text: '老客户' }));
    expect(note.statusCode).toBe(201);
    expect(
      (await people.store.messages(kit.workspaceId, opened.session.id, 0, 50)).map(({ text }) => text),
    ).not.toContain('老客户');
    const back = await li(write('POST', `/desk/handoffs/${handoff.id}/return`, { note: '' }));
    expect(back.json()).toMatchObject({ state: 'returned' });
    expect((await li(write('PUT', '/desk/presence', { presence: 'away' }))).json()).toEqual({ presence: 'away' });
    expect((await li(read('/desk'))).json()).toMatchObject({ presence: 'away', agentsOnline: [] });
    stopped.abort();
    await reading;

    const { conversations } = (await li(read('/conversations?status=bot&limit=5'))).json();
    expect(conversations).toMatchObject([{ sessionId: opened.session.id, status: 'bot', messageCount: 8 }]);
    const detail = (await li(read(`/conversations/${opened.session.id}`))).json();
    expect(detail.messages).toHaveLength(8);
    expect(detail.path[0]).toMatchObject({ node: 'start', name: '开始', port: 'next' });
    expect((await li(read('/conversations/nothing'))).statusCode).toBe(404);
  });

  it('shows leads to sales, audits changes, and hands them out as a file', async () => {
    await people.publish(kit.workspaceId, 'course', supportFlow());
    const opened = await people.open('course');
    await people.says(opened, 'm1', '报名');
    await people.sends(opened, 'm2', { name: '=cmd()', phone: '13800138000', consent: true });
    const sales = await kit.signedIn('sales');
    const { leads, counts } = (await sales(read('/leads?stage=new&q=1380'))).json();
    expect(leads).toMatchObject([{ name: '=cmd()', consent: { given: true } }]);
    expect(counts).toMatchObject({ new: 1 });
    const [{ id }] = leads;
    const changed = await sales(
      write('PATCH', `/leads/${id}`, { stage: 'contacted', ownerId: sales.id, note: '已联系' }),
    );
    expect(changed.json()).toMatchObject({ stage: 'contacted', owner: { name: 'A sales' }, note: '已联系' });
    expect((await sales(write('PATCH', `/leads/${id}`, { stage: 'sold' }))).statusCode).toBe(422);
    expect((await sales(write('PATCH', `/leads/${id}`, { workspaceId: 'w2' }))).statusCode).toBe(422);
    expect((await sales(write('POST', `/leads/${id}/push`))).json()).toMatchObject({ code: 'STATE_CONFLICT' });
    const csv = await sales(read('/leads.csv?locale=en'));
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.startsWith('\uFEFF"ID"')).toBe(true);
    expect(csv.body).toContain(`"'=cmd()"`);
    const [exported, edited] = await kit.audit.list(kit.workspaceId, { limit: 2 });
    expect(exported).toMatchObject({ action: 'lead.export' });
    expect(JSON.stringify(edited)).not.toContain('已联系');
  });

  it('answers a stranger from another workspace 404 for every id, and changes nothing', async () => {
    const flow = await people.publish(kit.workspaceId, 'help', supportFlow());
    people.desk.open(kit.workspaceId, { id: 'x', name: 'X', role: 'agent' }, () => undefined);
    const opened = await people.open('help');
    await people.says(opened, 'm1', '报名');
    await people.sends(opened, 'm2', { phone: '13800138000', consent: true });
    await people.says(opened, 'm3', '我要投诉');
    const [handoff] = (await people.desk.lists(kit.workspaceId, { id: 'x', name: 'X', role: 'agent' })).waiting;
    const [lead] = (await people.leads.list(kit.workspaceId, { limit: 1 })).leads;
    const document = supportFlow();
    const { secret } = await kit.access.tokens.create('another-workspace', { name: 'stranger', role: 'admin' });
    const before = database();
    const requests = [
      ...['', '/versions', '/versions/1', '/export', '/xstate'].map((part) => read(`/flows/${flow.id}${part}`)),
      write('PATCH', `/flows/${flow.id}`, { name: 'x' }),
      write('DELETE', `/flows/${flow.id}`),
      write('PUT', `/flows/${flow.id}/draft`, { revision: 1, document }),
      write('POST', `/flows/${flow.id}/check`, {}),
      write('POST', `/flows/${flow.id}/publish`, { revision: 1, note: '' }),
      write('POST', `/flows/${flow.id}/versions/1/restore`, { revision: 1 }),
      read(`/desk/handoffs/${handoff!.id}`),
      write('POST', `/desk/handoffs/${handoff!.id}/claim`),
      write('POST', `/desk/handoffs/${handoff!.id}/messages`, { id: 'a', text: 'x' }),
      write('POST', `/desk/handoffs/${handoff!.id}/notes`, { text: 'x' }),
      write('POST', `/desk/handoffs/${handoff!.id}/resolve`),
      write('POST', `/desk/handoffs/${handoff!.id}/return`, { note: '' }),
      read(`/leads/${lead!.id}`),
      write('PATCH', `/leads/${lead!.id}`, { stage: 'lost' }),
      write('POST', `/leads/${lead!.id}/push`),
      read(`/conversations/${opened.session.id}`),
    ];
    for (const request of requests) {
      const answer = await kit.anonymous({ ...request, headers: { authorization: `Bearer ${secret}` } });
      expect([request.url, answer.statusCode, answer.json().code]).toEqual([request.url, 404, 'RESOURCE_NOT_FOUND']);
    }
    expect(database()).toEqual(before);
    for (const url of ['/flows', '/conversations', '/leads', '/desk']) {
      const answer = await kit.anonymous({ ...read(url), headers: { authorization: `Bearer ${secret}` } });
      expect(answer.body).not.toContain(flow.id);
    }

    function database() {
      return [
        'flows',
        'flow_versions',
        'handoffs',
        'handoff_notes',
        'leads',
        'lead_pushes',
        'sessions',
        'messages',
      ].map((table) => kit.database.raw.prepare(`select * from ${table}`).all());
    }
  });

  it('stores the webhook secret without ever showing it', async () => {
    const admin = await kit.signedIn('admin');
    const hook = { url: 'https://sales.test/hook', enabled: true };
    expect((await admin(write('PUT', '/settings/lead-webhook', hook))).statusCode).toBe(422);
    const saved = await admin(write('PUT', '/settings/lead-webhook', { ...hook, secret: 'canary-secret' }));
    expect(saved.json()).toEqual({ ...hook, hasSecret: true });
    const seen = [
      await admin(read('/settings/lead-webhook')),
      JSON.stringify(await kit.audit.list(kit.workspaceId, { limit: 9 })),
    ];
    expect(JSON.stringify(seen.map((item) => (typeof item === 'string' ? item : item.body)))).not.toContain(
      'canary-secret',
    );
  });
});
