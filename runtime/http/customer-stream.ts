// The live stream of one conversation: what was missed from the store, then what happens, without gap or double.
import type { FastifyReply, FastifyRequest } from 'fastify';
import Value from 'typebox/value';
import { FlowError } from '#nodes/kit/errors.ts';
import { StreamEventSchema, type StreamEvent } from '#nodes/wire/customer.ts';
import type { LiveBus } from '#runtime/ports/live-bus.ts';
import type { SessionStore, StoredSession } from '#runtime/ports/session-store.ts';
import { openEventStream } from './event-stream.ts';
import type { TurnMeter } from './metrics.ts';

/** Open streams one conversation may have: tabs and reconnects, not more. */
const STREAMS_LIMIT = 12;
const PAGE = 500;

/** What a stream reads from. */
export interface StreamDeps {
  readonly store: Pick<SessionStore, 'messages' | 'load'>;
  readonly bus: LiveBus;
  readonly meter: TurnMeter;
}

/** Starts the stream after message `after`; returns at once. */
export function streamSession(
  deps: StreamDeps,
  session: StoredSession,
  after: number,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const topic = `session:${session.id}`;
  if (deps.bus.listeners(topic) >= STREAMS_LIMIT) {
    throw new FlowError('RATE_LIMITED', 'This conversation is open in too many places.', { retryAfterSeconds: 30 });
  }
  const stream = openEventStream(request, reply);
  let sentSeq = after;
  let queue: StreamEvent[] = [];
  let working = true;

  function send(event: StreamEvent): void {
    if (event.type !== 'message') {
      stream.send({ event: event.type, data: event });
      return;
    }
    if (event.message.seq <= sentSeq) return;
    sentSeq = event.message.seq;
    stream.send({ id: String(sentSeq), event: 'message', data: event });
  }

  async function catchUp(): Promise<void> {
    for (;;) {
      const messages = await deps.store.messages(session.workspaceId, session.id, sentSeq, PAGE);
      for (const message of messages) send({ type: 'message', message });
      if (messages.length < PAGE || stream.signal.aborted) return;
    }
  }

  // One worker at a time, so that a slow read never lets a later event overtake an earlier one.
  async function work(first: boolean): Promise<void> {
    working = true;
    if (first) {
      await catchUp();
      const current = await deps.store.load(session.workspaceId, session.id);
      send({ type: 'status', status: current?.status ?? session.status });
    }
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      // The bus delivers at most once: a jump in the numbers means that the store knows more.
      if (event.type === 'message' && event.message.seq > sentSeq + 1) await catchUp();
      send(event);
    }
    working = false;
  }

  function start(first: boolean): void {
    work(first).catch((error: unknown) => {
      request.log.error({ err: error }, 'stream failed');
      stream.close();
    });
  }

  const stop = deps.bus.subscribe(topic, (event) => {
    if (!isStreamEvent(event)) return;
    queue.push(event);
    if (!working) start(false);
  });
  deps.meter.stream(1);
  stream.signal.addEventListener('abort', () => {
    stop();
    queue = [];
    deps.meter.stream(-1);
  });
  if (stream.signal.aborted) stop();
  else start(true);
}

function isStreamEvent(event: unknown): event is StreamEvent {
  return Value.Check(StreamEventSchema, event);
}
