// Measures a whole server: simulated customers hold a six-turn conversation again and again, and every reply is checked.
import type { FlowDocument } from '#nodes/flow/document.ts';
import { openLoadClient, type LoadClient } from './load-client.ts';
import { cpuMsOf, rssMbOf } from './process-figures.ts';
import { scenarioFlow } from './scenario-flow.ts';
import { startServer } from './server-child.ts';

/** What to measure. */
export interface BenchOptions {
  /** A running server on this machine; without one, a server is started on an empty data folder and stopped again. */
  readonly url?: string;
  /** Slug of the published measuring flow (`scenarioFlow`) on that server. */
  readonly flow?: string;
  /** Conversations to hold, after a third as many to warm up. */
  readonly sessions: number;
  /** Customers at the same time. */
  readonly concurrency: number;
  /** Nodes of the flow, for a server that is started here. */
  readonly nodes?: number;
}

/** What was measured. CPU and memory are null for a server that was not started here. */
export interface BenchResult {
  readonly turnsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerTurn: number | null;
  readonly rssMb: number | null;
}

const TURNS: readonly { readonly body: Readonly<Record<string, unknown>> | undefined; readonly expect: RegExp }[] = [
  { body: undefined, expect: /how can we help/i },
  { body: { choice: 'order' }, expect: /order number\?/i },
  { body: { text: '12' }, expect: /not look like an order number/i },
  { body: { text: 'AB-123456' }, expect: /AB-123456 is on its way/i },
  { body: { text: 'hi, what are your opening hours?' }, expect: /nine to five/i },
  { body: { form: { name: 'Ada Lovelace', phone: '+15551234567' } }, expect: /thank you/i },
];

/** Runs the measurement. A wrong reply ends it with an error that says what was expected and what came. */
export async function benchTurns(options: BenchOptions): Promise<BenchResult> {
  if (options.url !== undefined) {
    return measure(new URL(options.url), options.flow ?? 'bench', options, undefined);
  }
  const server = await startServer();
  try {
    await publish(new URL(server.url), server.admin, scenarioFlow(options.nodes ?? 20));
    return await measure(new URL(server.url), 'bench', options, server.pid);
  } finally {
    await server.stop();
  }
}

async function measure(
  url: URL,
  slug: string,
  { sessions, concurrency }: BenchOptions,
  pid: number | undefined,
): Promise<BenchResult> {
  await hold(url, slug, Math.ceil(sessions / 3), concurrency, []);
  const latencies: number[] = [];
  const cpuBefore = cpuMsOf(pid);
  const started = performance.now();
  await hold(url, slug, sessions, concurrency, latencies);
  const seconds = (performance.now() - started) / 1000;
  const cpuAfter = cpuMsOf(pid);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return {
    turnsPerSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMsPerTurn: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / latencies.length,
    rssMb: rssMbOf(pid),
  };
}

async function hold(url: URL, slug: string, sessions: number, concurrency: number, latencies: number[]): Promise<void> {
  let left = sessions;
  const customer = async (number: number): Promise<void> => {
    const client = await openLoadClient(url, number);
    try {
      while (left > 0) {
        left -= 1;
        await talk(client, slug, latencies);
      }
    } finally {
      client.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, sessions) }, (_, number) => customer(number)));
}

async function talk(client: LoadClient, slug: string, latencies: number[]): Promise<void> {
  let path = `/api/v1/public/flows/${slug}/sessions`;
  let headers: Readonly<Record<string, string>> = {};
  for (const [index, turn] of TURNS.entries()) {
    const body = turn.body === undefined ? { locale: 'en' } : { id: `m${index}`, ...turn.body };
    const started = performance.now();
    const answer = await client.request('POST', path, headers, body);
    latencies.push(performance.now() - started);
    if (!turn.expect.test(answer.body)) {
      throw new Error(
        `Turn ${index + 1} was answered ${answer.status} ${answer.body.slice(0, 300)}; expected ${String(turn.expect)}.`,
      );
    }
    if (index === 0) {
      const { sessionId, token } = parseOpened(answer.body);
      path = `/api/v1/public/sessions/${sessionId}/messages`;
      headers = { authorization: `Bearer ${token}` };
    }
  }
}

async function publish(
  url: URL,
  admin: { readonly email: string; readonly password: string },
  document: FlowDocument,
): Promise<void> {
  const client = await openLoadClient(url, 0);
  const call = async (path: string, headers: Readonly<Record<string, string>>, body: unknown) => {
    const answer = await client.request('POST', path, headers, body);
    if (answer.status >= 300) throw new Error(`${path} was answered ${answer.status} ${answer.body.slice(0, 500)}`);
    return { ...parseIds(answer.body), cookie: answer.cookie };
  };
  try {
    const { csrfToken, cookie } = await call('/api/v1/auth/sign-in', {}, admin);
    const headers = { cookie, 'x-csrf-token': csrfToken };
    const { flow, revision } = await call('/api/v1/flows', headers, { name: 'Bench', slug: 'bench', document });
    await call(`/api/v1/flows/${flow.id}/publish`, headers, { revision, note: 'measured' });
  } finally {
    client.close();
  }
}

/** The answer of the customer API, of the declared form. */
function parseOpened(body: string): { readonly sessionId: string; readonly token: string } {
  return JSON.parse(body) as { sessionId: string; token: string };
}

/** What is needed of the staff API's answers. */
interface StaffAnswer {
  readonly csrfToken: string;
  readonly flow: { readonly id: string };
  readonly revision: number;
}

function parseIds(body: string): StaffAnswer {
  return JSON.parse(body) as StaffAnswer;
}
