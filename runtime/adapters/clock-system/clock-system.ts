// The clock of a real installation: wall time, cryptographic randomness.
import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock } from '#runtime/ports/clock.ts';

/** In ASCII order, so that ids sort as their times do. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TIME_DIGITS = 8;
/** 22 digits of 62: 131 random bits. */
const RANDOM_DIGITS = 22;
/** The longest delay `setTimeout` takes. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Makes the clock. Ids are 30 letters and digits: 8 for the time in ms, 22 random. */
export function createSystemClock(): Clock {
  const digit = randomDigits();
  return {
    now: () => Date.now(),
    id() {
      let id = timeDigits(Date.now());
      for (let i = 0; i < RANDOM_DIGITS; i += 1) id += digit();
      return id;
    },
    secret: randomSecrets(),
    seed: () => randomBytes(4).readUInt32LE(),
    after,
  };
}

function timeDigits(now: number): string {
  let digits = '';
  let rest = now;
  for (let i = 0; i < TIME_DIGITS; i += 1) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

// One system call for many secrets. What was given out is wiped from the pool.
function randomSecrets(): (bytes: number) => string {
  const pool = Buffer.alloc(4096);
  let next = pool.length;
  return function secret(bytes) {
    if (bytes > pool.length) return randomBytes(bytes).toString('base64url');
    if (next + bytes > pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    const given = pool.subarray(next, next + bytes);
    next += bytes;
    const text = given.toString('base64url');
    given.fill(0);
    return text;
  };
}

// One system call for many ids. Bytes from 248 up are skipped: they would make some digits likelier than others.
function randomDigits(): () => string {
  const pool = new Uint8Array(4096);
  let next = pool.length;
  return function digit(): string {
    for (;;) {
      if (next === pool.length) {
        randomFillSync(pool);
        next = 0;
      }
      const byte = pool[next] ?? 255;
      pool[next] = 0;
      next += 1;
      if (byte < 248) return DIGITS.charAt(byte % 62);
    }
  };
}

function after(ms: number, call: () => void): () => void {
  let handle: NodeJS.Timeout;
  function arm(rest: number): void {
    const step = Math.min(rest, LONGEST_DELAY_MS);
    handle = setTimeout(() => (rest > step ? arm(rest - step) : call()), Math.max(0, step));
  }
  arm(ms);
  return () => clearTimeout(handle);
}
