// Server-sent events: one open answer with a heartbeat, closed when the client leaves or the server drains.
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An open stream. */
export interface EventStream {
  /** Sends one event. `data` becomes one line of JSON. A client that does not read is cut off; it resumes by id. */
  send(event: { readonly id?: string; readonly event: string; readonly data: unknown }): void;
  /** Aborted when the client left, fell behind, or the server drains. */
  readonly signal: AbortSignal;
  close(): void;
}

const HEARTBEAT_MS = 15_000;
const BACKLOG_BYTES = 1024 * 1024;

/** Takes the answer over and starts the stream. The handler must return `reply` afterwards. */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const left = new AbortController();
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // The connection ends with the stream, so that a stopping server need not wait for it.
    connection: 'close',
  });
  raw.write('retry: 1500\n\n');
  const heartbeat = setInterval(() => {
    if (!raw.write(': alive\n\n') && raw.writableLength > BACKLOG_BYTES) close();
  }, HEARTBEAT_MS);
  const close = (): void => {
    if (left.signal.aborted) return;
    clearInterval(heartbeat);
    request.server.drain.removeEventListener('abort', close);
    left.abort();
    raw.end();
  };
  raw.once('close', close);
  raw.once('error', close);
  request.server.drain.addEventListener('abort', close);
  if (request.server.drain.aborted) close();
  return {
    signal: left.signal,
    close,
    send({ id, event, data }) {
      if (left.signal.aborted) return;
      const lines = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      raw.write(lines);
      if (raw.writableLength > BACKLOG_BYTES) raw.destroy();
    },
  };
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) headers[name] = String(value);
  return headers;
}
