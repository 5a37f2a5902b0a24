// The embedded queue under the suite of its port, on a fake and on the system clock.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { jobQueueConformance } from '#runtime/ports/job-queue.conformance.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createSystemClock } from '../clock-system/clock-system.ts';
import { createEmbeddedQueue } from './queue-embedded.ts';

jobQueueConformance('The embedded queue on a fake clock', () => {
  const clock = createFakeClock();
  return { queue: createEmbeddedQueue(clock), now: () => clock.now(), pass: (ms) => clock.advance(ms) };
});

jobQueueConformance('The embedded queue on the system clock', () => {
  const clock = createSystemClock();
  const pass = async (ms: number) => {
    await sleep(ms);
  };
  return { queue: createEmbeddedQueue(clock, { backoffMs: 10 }), now: () => clock.now(), pass };
});

it('runs no more handlers at once than allowed, and all of them in the end', async () => {
  const queue = createEmbeddedQueue(createFakeClock(), { concurrency: 3 });
  let running = 0;
  let most = 0;
  let done = 0;
  queue.onWake('k', async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => setImmediate(resolve));
    running -= 1;
    done += 1;
  });
  for (let i = 0; i < 20; i += 1) queue.wake(`k${String(i)}`);
  await vi.waitUntil(() => done === 20);
  expect(most).toBe(3);
  await queue.close();
});

it('tells of handlers that threw', async () => {
  const errors: string[] = [];
  const queue = createEmbeddedQueue(createFakeClock(), { onError: (key) => errors.push(key) });
  queue.onWake('k', () => Promise.reject(new Error('no')));
  queue.wake('k');
  await vi.waitUntil(() => errors.length === 1);
  expect(errors).toEqual(['k']);
  await queue.close();
});

it('refuses a second handler of a prefix', () => {
  const queue = createEmbeddedQueue(createFakeClock());
  queue.onWake('k', () => Promise.resolve());
  expect(() => queue.onWake('k', () => Promise.resolve())).toThrow(/Two handlers/);
});
