// Signatures of incoming calls: HMAC-SHA256 over id, time and the bytes of the body, as the Standard Webhooks scheme has it.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of the caller may be off, and how long a call may be repeated. */
export const REPLAY_WINDOW_MS = 5 * 60_000;

/** A call as it came in; a header that is absent is empty. */
export interface SignedCall {
  readonly id: string;
  /** Unix seconds, as text. */
  readonly timestamp: string;
  /** `v1,<base64>`, several of them parted by spaces while a secret is being changed. */
  readonly signature: string;
  readonly raw: string;
}

/** Whether the call was signed with the secret, and just now. */
export function judgeSignature(secret: string, call: SignedCall, now: number): 'good' | 'absent' | 'old' | 'wrong' {
  const { id, timestamp, signature } = call;
  if (id === '' || timestamp === '' || signature === '') return 'absent';
  if (id.length > 128 || !/^\d{1,12}$/u.test(timestamp)) return 'wrong';
  const expected = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${call.raw}`, 'utf8').digest();
  const given = signature.split(' ', MOST_SIGNATURES).map((one) => /^v1,([A-Za-z0-9+/]{43}=)$/u.exec(one)?.[1]);
  const isSigned = given.some((one) => one !== undefined && timingSafeEqual(Buffer.from(one, 'base64'), expected));
  if (!isSigned) return 'wrong';
  return Math.abs(now - Number(timestamp) * 1000) > REPLAY_WINDOW_MS ? 'old' : 'good';
}

const MOST_SIGNATURES = 5;

/** `whsec_` marks a secret that is written in base64. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
}
