import { describe, expect, test } from 'vitest';
import type { Message, SendMessage, SessionOpened, StreamEvent } from '#nodes/wire/customer.ts';
import { ApiError, type ChatApi } from './api.ts';
import { Conversation, type ConversationState, type Memory } from './conversation.ts';

/** A server in memory that answers every sentence with an echo, and can be unplugged. */
class EchoServer implements ChatApi {
  readonly sessions = new Map<string, Message[]>();
  readonly received: string[] = [];
  unplugged = false;
  opened = 0;
  private streams: ((event: StreamEvent) => void)[] = [];

  face() {
    return Promise.resolve({
      slug: 'a',
      title: 'A',
      color: '#2257D6',
      side: 'right' as const,
      locales: ['zh-CN'],
      personButton: true,
    });
  }
  open(): Promise<SessionOpened> {
    this.plugged();
    this.opened += 1;
    const sessionId = `s${String(this.opened)}`;
    this.sessions.set(sessionId, []);
    return Promise.resolve({
      sessionId,
      token: 't',
      messages: [this.say(sessionId, 'bot', '您好')],
      status: 'bot',
      personButton: true,
    });
  }
  send({ sessionId }: { sessionId: string }, message: SendMessage) {
    this.plugged();
    const known = this.received.includes(message.id);
    if (!known) {
      this.received.push(message.id);
      this.say(sessionId, 'customer', message.text ?? '', message.id);
      this.say(sessionId, 'bot', `echo ${message.text ?? ''}`);
    }
    return Promise.resolve({ messages: [], status: 'bot' as const });
  }
  messages({ sessionId }: { sessionId: string }, after: number) {
    this.plugged();
    const messages = this.sessions.get(sessionId);
    if (messages === undefined) return Promise.reject(new ApiError(401, 'TOKEN_INVALID'));
    return Promise.resolve({
      messages: messages.filter((message) => message.seq > after),
      status: 'bot' as const,
      personButton: true,
    });
  }
  upload() {
    return Promise.reject(new ApiError(409, 'STATE_CONFLICT'));
  }
  file() {
    return Promise.reject(new ApiError(404, 'FILE'));
  }
  stream(_session: unknown, _after: number, signal: AbortSignal, onEvent: (event: StreamEvent) => void): Promise<void> {
    this.streams.push(onEvent);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  }
  push(event: StreamEvent) {
    for (const stream of this.streams) stream(event);
  }
  say(sessionId: string, from: Message['from'], text: string, id?: string): Message {
    const messages = this.sessions.get(sessionId) ?? [];
    const seq = messages.length + 1;
    const message: Message = {
      id: id ?? `${sessionId}-${String(seq)}`,
      seq,
      at: '2026-11-22T00:00:00Z',
      from,
      kind: 'text',
      text,
    };
    messages.push(message);
    return message;
  }
  private plugged() {
    if (this.unplugged) throw new ApiError(0, 'UNREACHABLE');
  }
}

function memory(): Memory & { value: string | null } {
  return {
    value: null,
    get() {
      return this.value;
    },
    set(value) {
      this.value = value;
    },
    clear() {
      this.value = null;
    },
  };
}

async function until(
  conversation: Conversation,
  met: (state: ConversationState) => boolean,
): Promise<ConversationState> {
  return new Promise((resolve) => {
    const stop = conversation.subscribe((state) => {
      if (!met(state)) return;
      resolve(state);
      queueMicrotask(() => stop());
    });
  });
}

const texts = (state: ConversationState) => state.messages.map((message) => message.text);

describe('the conversation on the device', () => {
  test('opens, sends, and shows the server order', async () => {
    const conversation = new Conversation(new EchoServer(), memory(), 'zh-CN', {});
    await conversation.start();
    conversation.send({ text: '你好' }, '你好');
    const state = await until(
      conversation,
      ({ messages }) => messages.length === 3 && messages.every((message) => message.state === undefined),
    );
    expect(texts(state)).toEqual(['您好', '你好', 'echo 你好']);
    conversation.close();
  });

  test('goes on with the same session after a reload', async () => {
    const server = new EchoServer();
    const kept = memory();
    const first = new Conversation(server, kept, 'zh-CN', {});
    await first.start();
    first.close();
    const second = new Conversation(server, kept, 'zh-CN', {});
    await second.start();
    expect(texts(await until(second, () => true))).toEqual(['您好']);
    expect(server.opened).toBe(1);
    second.close();
  });

  test('opens a new session when the stored one is refused', async () => {
    const server = new EchoServer();
    const kept = memory();
    kept.set(JSON.stringify({ visitorId: 'v', sessionId: 'gone', token: 'x' }));
    const conversation = new Conversation(server, kept, 'zh-CN', {});
    await conversation.start();
    expect(server.opened).toBe(1);
    expect(JSON.parse(kept.value ?? '{}')).toMatchObject({ visitorId: 'v', sessionId: 's1' });
    conversation.close();
  });

  test('keeps what could not be sent, says so, and sends it once when asked again', async () => {
    const server = new EchoServer();
    const conversation = new Conversation(server, memory(), 'zh-CN', {});
    await conversation.start();
    server.unplugged = true;
    conversation.send({ text: '在吗' }, '在吗');
    await until(conversation, ({ messages }) => messages.some((message) => message.state === 'failed'));
    server.unplugged = false;
    conversation.retry();
    const state = await until(conversation, ({ messages }) => messages.length === 3);
    expect(texts(state)).toEqual(['您好', '在吗', 'echo 在吗']);
    expect(server.received).toHaveLength(1);
    conversation.close();
  });

  test('shows a message once, whether it comes by stream or by answer', async () => {
    const server = new EchoServer();
    const conversation = new Conversation(server, memory(), 'zh-CN', {});
    await conversation.start();
    const message = server.say('s1', 'agent', '我是李娜');
    server.push({ type: 'message', message });
    server.push({ type: 'message', message });
    expect(texts(await until(conversation, ({ messages }) => messages.length > 1))).toEqual(['您好', '我是李娜']);
    conversation.close();
  });
});
