// What every clock keeps to.
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';

/** `pass` lets the given time go by. */
export function clockConformance(
  name: string,
  open: () => { readonly clock: Clock; readonly pass: (ms: number) => Promise<void> },
): void {
  describe(`${name} as a clock`, () => {
    it('tells Unix milliseconds that do not run backwards', async () => {
      const { clock, pass } = open();
      const before = clock.now();
      await pass(5);
      expect(clock.now()).toBeGreaterThanOrEqual(before + 4);
    });

    it('makes ids that differ, fit into a URL and sort by time', async () => {
      const { clock, pass } = open();
      const ids: string[] = [];
      for (let i = 0; i < 5; i += 1) {
        ids.push(clock.id());
        await pass(3);
      }
      expect([...ids].sort()).toEqual(ids);
      const many = new Set(Array.from({ length: 10_000 }, () => clock.id()));
      expect(many.size).toBe(10_000);
      for (const id of many) expect(id).toMatch(/^[0-9A-Za-z]{22,64}$/);
    });

    it('makes secrets of the asked size that differ', () => {
      const { clock } = open();
      const secret = clock.secret(32);
      expect(Buffer.from(secret, 'base64url').length).toBe(32);
      expect(clock.secret(32)).not.toBe(secret);
    });

    it('makes seeds that are whole numbers of 32 bits', () => {
      const { clock } = open();
      for (let i = 0; i < 100; i += 1) {
        const seed = clock.seed();
        expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
      }
    });

    it('calls back once after the time, in order of due time, and not when cancelled', async () => {
      const { clock, pass } = open();
      const calls: string[] = [];
      clock.after(30, () => calls.push('late'));
      clock.after(10, () => calls.push('early'));
      const cancel = clock.after(20, () => calls.push('cancelled'));
      cancel();
      expect(calls).toEqual([]);
      while (calls.length < 2) await pass(10);
      await pass(40);
      expect(calls).toEqual(['early', 'late']);
      cancel();
    });

    it('does not call at once for a delay longer than a system timer can hold', async () => {
      const { clock, pass } = open();
      let called = false;
      const cancel = clock.after(40 * 86_400_000, () => {
        called = true;
      });
      await pass(20);
      cancel();
      expect(called).toBe(false);
    });
  });
}
