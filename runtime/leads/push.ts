// Tells sales about leads: a signed webhook, from an outbox, again and again until it is taken or given up.
import { createHmac } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';
import type { Clock } from '#runtime/ports/clock.ts';
import type { HttpFetcher } from '#runtime/ports/http-fetcher.ts';
import type { JobQueue } from '#runtime/ports/job-queue.ts';
import type { LeadPushStore, LeadStore, LeasedPush } from '#runtime/ports/lead-store.ts';
import type { SecretVault } from '#runtime/ports/secret-vault.ts';
import { leadView } from './lead-view.ts';

/** Tries before a push is given up: about a day with the delays below. */
export const PUSH_ATTEMPTS = 10;
const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 6 * 3_600_000;
const TIMEOUT_MS = 10_000;
/** Longer than a try can take, so that no push is sent by two workers at once. */
const LEASE_MS = 60_000;
const BATCH = 5;
/** The queue's key for this work. */
const WAKE = 'lead-pushes';
/** The id under which the vault seals the webhook's secret. */
export const WEBHOOK_SECRET_ID = 'lead-webhook';

/** What pushing leans on. */
export interface PushDeps {
  readonly store: Pick<LeadStore, 'get'>;
  readonly pushes: LeadPushStore;
  readonly fetcher: Pick<HttpFetcher, 'fetch'>;
  readonly vault: SecretVault;
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** Called when a push was delivered or failed. */
  readonly settled: (workspaceId: string, leadId: string) => void;
}

/** The pusher. */
export interface LeadPusher {
  /** Takes up what waits in the outbox, also from before a restart. */
  start(): Promise<void>;
  /** There is something new. */
  wake(): void;
}

/** Makes the pusher. */
export function createLeadPusher(deps: PushDeps): LeadPusher {
  const { pushes, queue, clock } = deps;

  async function deliver(push: LeasedPush): Promise<void> {
    const outcome = await attempt(deps, push);
    if (outcome.done || push.attempts >= PUSH_ATTEMPTS) {
      const state = outcome.done && outcome.error === '' ? 'delivered' : 'failed';
      await pushes.finish(push.workspaceId, push.id, state, clock.now(), outcome.error);
    } else {
      await pushes.retry(push.workspaceId, push.id, clock.now() + delayAfter(push.attempts), outcome.error);
    }
    deps.settled(push.workspaceId, push.leadId);
  }

  async function drain(): Promise<void> {
    for (;;) {
      const leased = await pushes.claim(clock.now(), LEASE_MS, BATCH);
      await Promise.all(leased.map(deliver));
      if (leased.length < BATCH) break;
    }
    await wakeAtNext();
  }

  async function wakeAtNext(): Promise<void> {
    const next = await pushes.nextDue();
    if (next !== undefined) queue.wake(WAKE, next);
  }

  return {
    async start() {
      queue.onWake(WAKE, drain);
      await wakeAtNext();
    },
    wake: () => queue.wake(WAKE),
  };
}

/** The signature of a webhook: HMAC-SHA256 over `timestamp.body`, hex. `timestamp` is Unix seconds. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/** 10 s, 20 s, 40 s ... up to 6 h. */
export function delayAfter(attempts: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
}

interface Outcome {
  /** True: delivered, or not worth another try. */
  readonly done: boolean;
  readonly error: string;
}

async function attempt(deps: PushDeps, push: LeasedPush): Promise<Outcome> {
  const { workspaceId } = push;
  const [webhook, lead] = await Promise.all([
    deps.pushes.webhook(workspaceId),
    deps.store.get(workspaceId, push.leadId),
  ]);
  if (lead === undefined) return { done: true, error: 'The lead no longer exists.' };
  if (webhook === undefined || !webhook.enabled || webhook.sealedSecret === null) {
    return { done: true, error: 'The webhook is switched off.' };
  }
  // What became of earlier pushes, and who may take it here, is nothing the receiver needs.
  const view = { ...leadView(lead), push: undefined, offer: undefined };
  const timestamp = Math.floor(deps.clock.now() / 1000);
  const body = JSON.stringify({
    event: 'lead.saved',
    id: push.id,
    at: new Date(timestamp * 1000).toISOString(),
    lead: view,
  });
  try {
    const secret = deps.vault.open(workspaceId, WEBHOOK_SECRET_ID, webhook.sealedSecret);
    const answer = await deps.fetcher.fetch({
      workspaceId,
      purpose: 'lead-webhook',
      method: 'POST',
      url: webhook.url,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': push.id,
        'x-tandem-timestamp': String(timestamp),
        'x-tandem-signature': `v1=${signatureOf(secret, timestamp, body)}`,
      },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: 64 * 1024,
    });
    if (answer.status >= 200 && answer.status < 300) return { done: true, error: '' };
    return { done: answer.status === 410, error: `The other server answered ${answer.status}.` };
  } catch (error) {
    if (!(error instanceof FlowError)) return { done: false, error: 'The push failed inside.' };
    return { done: error.code === 'EGRESS_DENIED', error: `${error.code}: ${error.message}` };
  }
}
