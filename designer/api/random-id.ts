// Ids made in the browser for acts that must happen once even when they are sent twice.

/** 128 random bits as hex. Unlike `crypto.randomUUID` it also works on a plain http address in the local network. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
