// Passwords at rest: scrypt with its own salt, off the event loop, two at a time.
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { FlowError } from '#nodes/kit/errors.ts';

/** How dear one guess is: log2 of N, r, p. 2^15 with r 8 takes 32 MB. */
const COST = { log2N: 15, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const AT_ONCE = 2;
const WAITING_LIMIT = 50;

let running = 0;
const waiting: (() => void)[] = [];

/** The stored form of a password: `scrypt$log2N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST.log2N, COST.r, COST.p);
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password is the stored one. Without a stored one the same work is done and the answer is no. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = (stored ?? '').split('$');
  const known = parts.length === 6 && parts[0] === 'scrypt';
  const salt = known ? Buffer.from(parts[4] ?? '', 'base64url') : Buffer.alloc(16);
  const expected = known ? Buffer.from(parts[5] ?? '', 'base64url') : Buffer.alloc(KEY_BYTES);
  const cost = known ? { log2N: Number(parts[1]), r: Number(parts[2]), p: Number(parts[3]) } : COST;
  const key = await derive(password, salt, cost.log2N, cost.r, cost.p);
  return known && expected.length === key.length && timingSafeEqual(key, expected);
}

async function derive(password: string, salt: Buffer, log2N: number, r: number, p: number): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_LIMIT)
      throw new FlowError('SERVER_BUSY', 'Too many sign-ins at once. Try again shortly.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    const options: ScryptOptions = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r };
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      });
    });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
