// Plain connections under the same rules as requests: resolved once, every address checked, connected to a checked one.
import { lookup as systemLookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { FlowError } from '#nodes/kit/errors.ts';
import type { SocketOpener, SocketTarget } from '#runtime/ports/socket-opener.ts';
import { pinned } from './pinned.ts';
import { resolveTarget, type Allowances, type Resolve } from './target.ts';
import { withSignal } from './with-signal.ts';

/** Makes the opener. `resolve` stands in for DNS in tests. */
export function createSocketOpener(options: Allowances & { readonly resolve?: Resolve }): SocketOpener {
  const resolve = options.resolve ?? ((host) => systemLookup(host, { all: true, verbatim: true }));
  return {
    async open(target, signal) {
      const url = urlOf(target);
      const time = AbortSignal.timeout(target.timeoutMs);
      const limit = signal === undefined ? time : AbortSignal.any([signal, time]);
      try {
        const addresses = await withSignal(resolveTarget(url, target.workspaceId, false, options, resolve), limit);
        limit.throwIfAborted();
        const socket = connect({
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: target.port,
          lookup: pinned(addresses),
          autoSelectFamily: true,
        });
        return await connected(socket, limit);
      } catch (error) {
        if (error instanceof FlowError || signal?.aborted === true) throw error;
        throw problemOf(error, target, time.aborted);
      }
    },
  };
}

/** The rules judge an address of the web: the host is read as strictly as there, so that no other way to write it slips through. */
function urlOf({ host, port }: SocketTarget): URL {
  const text = `http://${host}:${port}/`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.pathname !== '/' || /[\s/\\@?#]/u.test(host)) {
    throw new FlowError('EGRESS_DENIED', 'The name of the server cannot be read: write it as mail.example.com.');
  }
  return url;
}

function connected(socket: Socket, limit: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.destroy();
      reject(limit.reason instanceof Error ? limit.reason : new Error('aborted'));
    };
    limit.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => {
      limit.removeEventListener('abort', stop);
      reject(error);
    });
    socket.once('connect', () => {
      limit.removeEventListener('abort', stop);
      resolve(socket);
    });
  });
}

function problemOf(error: unknown, { host, port, timeoutMs }: SocketTarget, isLate: boolean): FlowError {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (isLate || code === 'ETIMEDOUT') {
    return new FlowError(
      'EGRESS_TIMEOUT',
      `${host}:${port} did not answer within ${timeoutMs} ms.`,
      {},
      { cause: error },
    );
  }
  const reason = typeof code === 'string' ? code : 'the connection broke';
  return new FlowError('EGRESS_FAILED', `${host}:${port} cannot be reached (${reason}).`, {}, { cause: error });
}
