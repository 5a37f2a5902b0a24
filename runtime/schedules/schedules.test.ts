// Schedules: once for each time and customer, over restarts, quiet hours and versions.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createSqlScheduleStore } from '#runtime/adapters/store-sql/schedule-store.ts';
import { createTestApp, type TestApp } from '#runtime/testkit/app.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { createSchedules, type Schedules } from './schedules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function flow(more: Record<string, unknown> = {}) {
  return drawFlow(
    {
      vip: ['tag', { add: ['VIP'] }],
      hello: ['message', { text: '您好' }],
      hourly: [
        'onSchedule',
        { key: 'hourly', cron: '0 * * * *', timeZone: 'UTC', tag: 'VIP', perMinute: 600, mayInterrupt: true, ...more },
      ],
      tip: ['message', { text: '整点提示 {{ schedule.item }}' }],
      back: ['resumeTopic', {}],
      ask: ['askText', { prompt: '有什么可以帮您？' }],
      bye: ['end', {}],
    },
    ['start -> vip', 'vip -> hello', 'hello -> ask', 'ask.answered -> bye', 'hourly.fired -> tip', 'tip -> back'],
  );
}

describe('a schedule', () => {
  let kit: TestApp;
  let people: People;
  let now: number;
  let problems: string[];
  let restart: (killed?: boolean) => Schedules;
  beforeEach(async () => {
    kit = await createTestApp(async (parts) => {
      people = await createPeople(parts);
      now = Date.UTC(2026, 10, 23, 2);
      problems = [];
      restart = (killed = false) =>
        createSchedules({
          store: {
            ...createSqlScheduleStore(parts.database.kysely),
            ...(killed ? { settle: () => Promise.reject(new Error('killed')) } : {}),
          },
          published: people.flowStore,
          sessions: people.sessions,
          journal: people.store,
          clock: { now: () => now, after: parts.clock.after },
          onProblem: (error) => problems.push(String(error)),
        });
      return [];
    });
  });
  afterEach(async () => {
    await people.close();
    await kit.close();
  });

  const come = async (visitorId: string) =>
    (await people.sessions.open({ slug: 'shop', channel: 'webchat', visitorId, source: {}, customer: {} })).session.id;
  const heard = async (id: string) =>
    (await people.store.messages(kit.workspaceId, id, 0, 100)).filter(({ text = '' }) => text.startsWith('整点'))
      .length;

  it('reaches every customer with the tag once for each time, also after a restart', async () => {
    await people.publish(kit.workspaceId, 'shop', flow());
    const [one, two] = [await come('v1'), await come('v2')];
    await restart().tick();
    expect(await heard(one)).toBe(0);
    now += HOUR;
    const schedules = restart();
    await schedules.tick();
    now += MINUTE;
    await schedules.tick();
    await restart().tick();
    expect([await heard(one), await heard(two)]).toEqual([1, 1]);
    now += 5 * HOUR;
    const later = restart();
    for (let i = 0; i < 3; i += 1) {
      await later.tick();
      now += MINUTE;
    }
    expect([await heard(one), await heard(two)]).toEqual([2, 2]);
  });

  it('that was cut short after a customer heard it does not reach them again', async () => {
    await people.publish(kit.workspaceId, 'shop', flow());
    const id = await come('v1');
    await restart().tick();
    now += HOUR;
    await restart(true).tick();
    expect([await heard(id), problems]).toEqual([1, ['Error: killed']]);
    const again = restart();
    await again.tick();
    now += MINUTE;
    await again.tick();
    expect(await heard(id)).toBe(1);
  });

  it('keeps to its rate, and waits for the end of the quiet hours', async () => {
    const hour = new Date(now).getUTCHours();
    const at = (add: number) => `${String((hour + add) % 24).padStart(2, '0')}:00`;
    await people.publish(kit.workspaceId, 'shop', flow({ perMinute: 1, quietFrom: at(0), quietTo: at(2) }));
    const ids = [await come('v1'), await come('v2')];
    const total = async () => (await Promise.all(ids.map(heard))).reduce((sum, count) => sum + count, 0);
    const schedules = restart();
    await schedules.tick();
    now += HOUR;
    await schedules.tick();
    expect(await total()).toBe(0);
    now += HOUR;
    await schedules.tick();
    expect(await total()).toBe(1);
    await schedules.tick();
    expect(await total()).toBe(1);
    now += MINUTE;
    await schedules.tick();
    expect(await total()).toBe(2);
  });

  it('waits for a customer who is not there until they come back', async () => {
    await people.publish(kit.workspaceId, 'shop', flow());
    const gone = await come('v1');
    await people.sessions.receive(kit.workspaceId, gone, 'bye', { type: 'session.expired', reason: 'closed' });
    const schedules = restart();
    await schedules.tick();
    now += HOUR;
    await schedules.tick();
    const back = await come('v1');
    now += MINUTE;
    await schedules.tick();
    expect(await heard(back)).toBe(1);
  });

  it('opens one conversation for each item, once', async () => {
    await people.publish(kit.workspaceId, 'shop', flow({ audience: 'items', items: '["北区", "南区"]' }));
    const schedules = restart();
    await schedules.tick();
    now += HOUR;
    await schedules.tick();
    now += MINUTE;
    await schedules.tick();
    await restart().tick();
    const rows = kit.database.raw.prepare("select id from sessions where channel = 'schedule'").all() as {
      id: string;
    }[];
    expect(rows).toHaveLength(2);
    const texts = await Promise.all(
      rows.map(async ({ id }) => (await people.store.messages(kit.workspaceId, id, 0, 9))[0]?.text),
    );
    expect(texts.sort()).toEqual(['整点提示 北区', '整点提示 南区']);
  });

  it('of a version that is live no more sends nothing', async () => {
    const stored = await people.publish(kit.workspaceId, 'shop', flow({ perMinute: 1 }));
    const ids = [await come('v1'), await come('v2')];
    const schedules = restart();
    await schedules.tick();
    now += HOUR;
    await schedules.tick();
    const author = { id: 'u1', name: 'Ann' };
    const quiet = {
      ...flow(),
      nodes: flow().nodes.map((node) => (node.id === 'hourly' ? { ...node, disabled: true } : node)),
    };
    const { revision } = await people.flows.saveDraft(kit.workspaceId, author, stored.id, 1, quiet);
    await people.flows.publish(kit.workspaceId, author, stored.id, { revision, note: 'stop' });
    now += 5 * MINUTE;
    await schedules.tick();
    const counts = await Promise.all(ids.map(heard));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
