// The system clock under the suite of its port.
import { setTimeout as sleep } from 'node:timers/promises';
import { clockConformance } from '#runtime/ports/clock.conformance.ts';
import { createSystemClock } from './clock-system.ts';

clockConformance('The system clock', () => ({
  clock: createSystemClock(),
  pass: async (ms) => {
    await sleep(ms);
  },
}));
