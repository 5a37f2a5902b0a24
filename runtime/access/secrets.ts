// Random secrets and the form in which they are kept.
import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256, hex: how tokens are stored and looked up. Tokens are random, so a plain hash is enough. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** Compares two secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(expected)));
}
