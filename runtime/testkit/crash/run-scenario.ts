// Plays a scenario on a database file from where the world outside stands, and tells at the end what became of it.
import type { Json, JsonObject } from '#nodes/kit/json.ts';
import { FlowError } from '#nodes/kit/errors.ts';
import type { FaultPoint } from '#runtime/adapters/store-sql/batch.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore, type SqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE, type World } from '#runtime/testkit/world.ts';
import type { Progress } from './progress.ts';
import type { Scenario, Sent, Step } from './scenario.ts';

/** A server on a file, for as long as it lives. */
export interface Server {
  readonly store: SqlSessionStore;
  readonly database: OpenDatabase;
  /** Plays the rest of the script. */
  play(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one. `fault` is called before every durable step and may throw or kill. */
export async function startServer(
  scenario: Scenario,
  file: string,
  progress: Progress,
  fault: (point: FaultPoint) => void,
): Promise<Server> {
  const database = await openDatabase({ file });
  const store = createSqlSessionStore({ database, faults: fault });
  progress.starts += 1;
  const world = createWorld({
    store,
    clock: clockOf(progress),
    flows: scenario.flows,
    local: scenario.knowledge === undefined ? {} : { 'knowledge.search': () => parseJson(scenario.knowledge) },
    fetch: ({ headers, url }) => {
      const key = headers['idempotency-key'] ?? url;
      const count = progress.calls.filter((called) => called === key).length + 1;
      progress.note({ called: key });
      const status = scenario.status?.(count) ?? 200;
      return Promise.resolve({ status, headers: {}, body: '{"state":"在路上"}' });
    },
    generate: ({ request }, row) => {
      progress.note({ called: row.key });
      return Promise.resolve({ text: `关于“${request.question}”：满 99 元包邮。`, sources: [] });
    },
  });
  return {
    store,
    database,
    async play() {
      await store.releaseOutbox();
      await world.work();
      while (progress.steps < scenario.steps.length) {
        const step = scenario.steps[progress.steps];
        if (step !== undefined) await playStep(world, progress, step);
        await world.work();
        progress.note({ step: progress.steps + 1 });
      }
    },
    async close() {
      await store.close();
      await database.close();
    },
  };
}

/** Ids never come twice, also over restarts; time goes on where it stood. */
function clockOf(progress: Progress) {
  const clock = createFakeClock(progress.now);
  const start = `${progress.starts}${process.pid}`;
  return {
    ...clock,
    id: () => `${clock.id()}x${start}`,
    secret: (bytes: number) => Buffer.alloc(bytes, clock.id() + start).toString('base64url'),
    seed: () => 7,
    async advance(ms: number) {
      await clock.advance(ms);
      progress.note({ now: clock.now() });
    },
  };
}

async function playStep(world: World, progress: Progress, step: Step): Promise<void> {
  if ('open' in step) {
    if (progress.sessions.has(step.open)) return;
    const opened = await world.open(step.flow, `visitor-${step.open}`);
    progress.note({ who: step.open, sessionId: opened.session.id });
    progress.note({ id: `${step.open}:open`, answer: parseJson(opened.messages) });
  } else if ('passes' in step) {
    if (progress.until === undefined) progress.note({ until: progress.now + step.passes });
    await world.pass((progress.until ?? progress.now) - progress.now);
  } else if ('all' in step) {
    await Promise.all(step.all.map((one) => send(world, progress, one)));
  } else if ('act' in step) {
    const { messages, status } = await world.act(sessionOf(progress, step.who), step.id, step.act);
    progress.note({ id: `${step.who}:${step.id}`, answer: parseJson([messages, status]) });
  } else if ('refused' in step) {
    const code = await world.send(sessionOf(progress, step.who), step.id, step.refused).then(
      () => 'answered',
      (error: unknown) => {
        if (error instanceof FlowError && error.code === 'SESSION_CLOSED') return error.code;
        throw error;
      },
    );
    progress.note({ id: `${step.who}:${step.id}`, answer: code });
  } else await send(world, progress, step);
}

async function send(
  world: World,
  progress: Progress,
  { who, id, sends }: { readonly who: string; readonly id: string; readonly sends: Sent },
): Promise<void> {
  const { messages } = await world.send(sessionOf(progress, who), id, sends);
  progress.note({ id: `${who}:${id}`, answer: parseJson(messages) });
}

function sessionOf(progress: Progress, who: string): Parameters<World['send']>[0] {
  const id = progress.sessions.get(who);
  if (id === undefined) throw new Error(`${who} has no conversation yet.`);
  return { session: { workspaceId: WORKSPACE, id } as Parameters<World['send']>[0]['session'] };
}

/** What must be the same whether the run was cut short or not. Ids are named after their customers; times are left out. */
export async function report({ store, database }: Server, progress: Progress): Promise<Json> {
  const conversations: Record<string, Json> = {};
  for (const [who, id] of progress.sessions) {
    const rows = (sql: string): Json => parseJson(database.raw.prepare(sql).all(id));
    conversations[who] = {
      session: parseJson(await store.load(WORKSPACE, id)),
      transcript: parseJson(await store.messages(WORKSPACE, id, 0, 1000)),
      journal: parseJson(await store.journal(WORKSPACE, id)),
      timers: rows('select id, event from timers where session_id = ? order by id'),
      outbox: rows('select key from outbox where session_id = ? order by key'),
      leads: rows('select name, phone, submissions from leads where session_id = ?'),
      handoffs: rows('select reason, state, agent_name, unread, last_text from handoffs where session_id = ?'),
      ratings: rows('select target, score from ratings where session_id = ?'),
      endings: rows('select reason, resolved from session_endings where session_id = ?'),
      tags: rows('select tag from contact_tags where contact_id = (select contact_id from sessions where id = ?)'),
    };
  }
  const keys = [...new Set(progress.calls)].sort();
  return named(progress, { conversations, answers: parseJson(Object.fromEntries(progress.answers)), keys });
}

const TIMES: ReadonlySet<string> = new Set(['at', 'now', 'startedAt', 'createdAt', 'updatedAt', 'tokenHash']);

function named(progress: Progress, value: JsonObject): Json {
  let text = JSON.stringify(value, (key, member: unknown) => (TIMES.has(key) ? undefined : member));
  for (const [who, id] of progress.sessions) text = text.replaceAll(id, `<${who}>`);
  return parseJson(JSON.parse(text));
}

/** Everything here is JSON by construction. */
function parseJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
