// The fake clock under the suite of its port, and what only it promises.
import { expect, it } from 'vitest';
import { clockConformance } from '#runtime/ports/clock.conformance.ts';
import { createFakeClock } from './fake-clock.ts';

clockConformance('The fake clock', () => {
  const clock = createFakeClock();
  return { clock, pass: (ms) => clock.advance(ms) };
});

it('makes the same ids, secrets and seeds every time', () => {
  const [one, two] = [createFakeClock(), createFakeClock()];
  expect([one.id(), one.secret(16), one.seed()]).toEqual([two.id(), two.secret(16), two.seed()]);
});

it('shows each call its own due time, also for calls set by calls', async () => {
  const clock = createFakeClock(0);
  const seen: number[] = [];
  clock.after(10, () => {
    seen.push(clock.now());
    clock.after(10, () => seen.push(clock.now()));
  });
  await clock.advance(100);
  expect(seen).toEqual([10, 20]);
  expect(clock.now()).toBe(100);
});

it('can jump without making calls', async () => {
  const clock = createFakeClock(0);
  let called = false;
  clock.after(10, () => {
    called = true;
  });
  clock.jump(86_400_000);
  expect([clock.now(), called]).toEqual([86_400_000, false]);
  await clock.advance(10);
  expect(called).toBe(true);
});
