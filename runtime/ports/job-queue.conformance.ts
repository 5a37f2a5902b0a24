// What every job queue keeps to.
import { describe, expect, it, vi } from 'vitest';
import type { JobQueue } from './job-queue.ts';

/** A queue under test. `now` and `pass` are those of its clock. */
export interface QueueUnderTest {
  readonly queue: JobQueue;
  readonly now: () => number;
  readonly pass: (ms: number) => Promise<void>;
}

export function jobQueueConformance(name: string, open: () => QueueUnderTest): void {
  describe(`${name} as a job queue`, () => {
    it('calls the handler of the prefix with the key, after wake has returned', async () => {
      const { queue } = open();
      const calls: string[] = [];
      queue.onWake('outbox', (key) => {
        calls.push(key);
        return Promise.resolve();
      });
      queue.onWake('timers', () => Promise.resolve());
      queue.wake('outbox:s1');
      expect(calls).toEqual([]);
      await vi.waitUntil(() => calls.length === 1);
      expect(calls).toEqual(['outbox:s1']);
      await queue.close();
    });

    it('keeps a wake-up that came before its handler', async () => {
      const { queue } = open();
      const calls: string[] = [];
      queue.wake('outbox');
      await Promise.resolve();
      queue.onWake('outbox', (key) => {
        calls.push(key);
        return Promise.resolve();
      });
      await vi.waitUntil(() => calls.length === 1);
      await queue.close();
    });

    it('turns many wake-ups of a key into one call', async () => {
      const { queue } = open();
      const calls: string[] = [];
      queue.onWake('k', (key) => {
        calls.push(key);
        return Promise.resolve();
      });
      for (let i = 0; i < 100; i += 1) queue.wake('k');
      queue.wake('k2');
      await vi.waitUntil(() => calls.includes('k2'));
      expect(calls).toEqual(['k', 'k2']);
      await queue.close();
    });

    it('calls once more for a wake-up that came while the handler ran, never two at once', async () => {
      const { queue } = open();
      let running = 0;
      let most = 0;
      let calls = 0;
      queue.onWake('k', async (key) => {
        calls += 1;
        running += 1;
        most = Math.max(most, running);
        if (calls === 1) for (let i = 0; i < 3; i += 1) queue.wake(key);
        await Promise.resolve();
        running -= 1;
      });
      queue.wake('k');
      await vi.waitUntil(() => calls === 2);
      await queue.close();
      expect([calls, most]).toEqual([2, 1]);
    });

    it('waits for the asked time; an earlier one replaces a later one, a later one changes nothing', async () => {
      const { queue, now, pass } = open();
      const calls: number[] = [];
      const start = now();
      queue.onWake('k', () => {
        calls.push(now() - start);
        return Promise.resolve();
      });
      queue.wake('k', start + 60_000);
      queue.wake('k', start + 40);
      queue.wake('k', start + 90_000);
      expect(calls).toEqual([]);
      while (calls.length === 0) await pass(10);
      expect(calls[0]).toBeGreaterThanOrEqual(39);
      expect(calls[0]).toBeLessThan(60_000);
      await queue.close();
    });

    it('calls at once for a time that is over', async () => {
      const { queue, now } = open();
      let calls = 0;
      queue.onWake('k', () => {
        calls += 1;
        return Promise.resolve();
      });
      queue.wake('k', now() - 1000);
      await vi.waitUntil(() => calls === 1);
      await queue.close();
    });

    it('calls a handler that throws again, later each time, and other keys meanwhile', async () => {
      const { queue, now, pass } = open();
      const tries: number[] = [];
      let others = 0;
      queue.onWake('bad', () => {
        tries.push(now());
        return tries.length < 4 ? Promise.reject(new Error('no')) : Promise.resolve();
      });
      queue.onWake('good', () => {
        others += 1;
        return Promise.resolve();
      });
      queue.wake('bad');
      queue.wake('good');
      while (tries.length < 4) await pass(20);
      expect(others).toBe(1);
      const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
      expect(waits[0]).toBeGreaterThan(0);
      expect(waits[2]).toBeGreaterThan(waits[0] ?? Infinity);
      await pass(200);
      expect(tries.length).toBe(4);
      await queue.close();
    });

    it('runs keys side by side', async () => {
      const { queue } = open();
      let open1 = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        open1 = resolve;
      });
      const calls: string[] = [];
      queue.onWake('s:', async (key) => {
        calls.push(key);
        if (key === 's:1') await gate;
      });
      queue.wake('s:1');
      queue.wake('s:2');
      await vi.waitUntil(() => calls.length === 2);
      open1();
      await queue.close();
    });

    it('close waits for running handlers and calls nothing afterwards', async () => {
      const { queue, now, pass } = open();
      let finish = (): void => undefined;
      let finished = false;
      let calls = 0;
      queue.onWake('k', async () => {
        calls += 1;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        finished = true;
      });
      queue.wake('k');
      queue.wake('later', now() + 10);
      await vi.waitUntil(() => calls === 1);
      const closing = queue.close();
      queue.wake('k');
      expect(finished).toBe(false);
      finish();
      await closing;
      expect(finished).toBe(true);
      await pass(50);
      expect(calls).toBe(1);
    });
  });
}
