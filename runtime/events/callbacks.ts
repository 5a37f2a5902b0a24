// Callback addresses: a token says which conversation, event and visit it is for, and is signed with a key of its own.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What an address stands for. */
export interface CallbackFacts {
  readonly sessionId: string;
  /** The name of the event. */
  readonly name: string;
  /** Its match key, of this conversation and visit alone. */
  readonly key: string;
}

/** Gives addresses out. Nothing is stored: the token carries what it stands for. */
export interface Callbacks {
  /** The same for the same visit. */
  issue(sessionId: string, node: string, visit: number, name: string): { readonly url: string; readonly key: string };
}

/** Reads tokens back. */
export interface CallbackTokens extends Callbacks {
  /** Undefined for what was not given out here. */
  read(token: string): CallbackFacts | undefined;
}

/** Where calls of an address arrive. */
export const CALLBACK_PATH = '/api/v1/public/callbacks/';

const MAX_TOKEN = 1000;

/** Opens the giving out. `baseUrl` is asked each time: the address of the server is known when it listens. */
export function createCallbackTokens(secretKey: Buffer, baseUrl: () => string): CallbackTokens {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'tandem callback address', 32));
  const sign = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    issue(sessionId, node, visit, name) {
      const matchKey = `${sessionId}:${node}:${String(visit)}`;
      const payload = Buffer.from(JSON.stringify([sessionId, node, visit, name])).toString('base64url');
      const token = `${payload}.${sign(payload).toString('base64url')}`;
      return { url: `${baseUrl()}${CALLBACK_PATH}${token}`, key: matchKey };
    },
    read(token) {
      const [payload, signature, ...more] = token.split('.');
      if (token.length > MAX_TOKEN || payload === undefined || signature === undefined || more.length > 0)
        return undefined;
      const given = Buffer.from(signature, 'base64url');
      const due = sign(payload);
      if (given.length !== due.length || !timingSafeEqual(given, due)) return undefined;
      return parseFacts(payload);
    },
  };
}

/** The payload was written here: its signature was right. */
function parseFacts(payload: string): CallbackFacts {
  const [sessionId, node, visit, name] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
    string,
    string,
    number,
    string,
  ];
  return { sessionId, name, key: `${sessionId}:${node}:${String(visit)}` };
}
