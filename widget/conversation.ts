// The conversation on the customer's device: survives reloads and tabs, sends in order, tries again, and never shows a message twice.
import type { SentFile } from '#nodes/kit/messages.ts';
import type { Message, SendMessage, SessionStatus, StreamEvent } from '#nodes/wire/customer.ts';
import { ApiError, type ChatApi, type Credentials, type ShownMessage } from './api.ts';

/** What the screen needs. */
export interface ConversationState {
  readonly messages: readonly ShownMessage[];
  readonly status: SessionStatus;
  readonly personButton: boolean;
  readonly connection: 'connecting' | 'online' | 'offline';
  readonly typing: 'bot' | 'agent' | null;
  /** Text that a model is still writing. */
  readonly draft: string;
  /** Place in the queue, when the server told it. */
  readonly position: number | null;
  readonly failure: string | null;
}

/** Keeps small things between visits. */
export interface Memory {
  get(): string | null;
  set(value: string): void;
  clear(): void;
}

interface Stored extends Partial<Credentials> {
  readonly visitorId: string;
}

type Outgoing = Omit<SendMessage, 'id'>;

const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000];

/** One conversation with one flow. */
export class Conversation {
  private state: ConversationState = {
    messages: [],
    status: 'bot',
    personButton: false,
    connection: 'connecting',
    typing: null,
    draft: '',
    position: null,
    failure: null,
  };
  private readonly listeners = new Set<(state: ConversationState) => void>();
  private readonly known = new Map<number, Message>();
  private outgoing: { readonly message: SendMessage; readonly shown: ShownMessage; failed: boolean }[] = [];
  private sending = false;
  private stored: Stored;
  private readonly abort = new AbortController();
  private readonly api: ChatApi;
  private readonly memory: Memory;
  private readonly locale: string;
  private readonly source: Record<string, string>;

  private readonly identity: string | undefined;

  constructor(api: ChatApi, memory: Memory, locale: string, source: Record<string, string>, identity?: string) {
    this.identity = identity;
    this.api = api;
    this.memory = memory;
    this.locale = locale;
    this.source = source;
    this.stored = parseStored(memory.get());
  }

  /** How it stands now. */
  now(): ConversationState {
    return this.state;
  }

  /** Calls back on every change; returns the way to stop. */
  subscribe(listener: (state: ConversationState) => void): () => void {
    this.listeners.add(listener);
    listener(this.state);
    return () => this.listeners.delete(listener);
  }

  /** Goes on with the stored conversation, or opens a new one. */
  async start(): Promise<void> {
    const { sessionId, token } = this.stored;
    if (sessionId !== undefined && token !== undefined && (await this.resume({ sessionId, token }))) return;
    await this.openNew();
  }

  /** Forgets the ended conversation and begins again. */
  async restart(): Promise<void> {
    this.known.clear();
    this.outgoing = [];
    this.change({ messages: [], status: 'bot', draft: '', position: null });
    await this.openNew();
  }

  /** Sends what the customer did; it shows at once and is tried again until the server has it. */
  send(body: Outgoing, label: string): void {
    const id = randomId();
    const shown: ShownMessage = { id, from: 'customer', kind: 'text', text: label, state: 'sending' };
    this.outgoing.push({ message: { id, ...body }, shown, failed: false });
    this.show();
    void this.drain();
  }

  /** Uploads a file of the customer; it is sent with a message later. */
  upload(file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<SentFile> {
    return this.api.upload(this.credentials(), file, onProgress, signal);
  }

  /** The bytes of a file that was sent. */
  file(id: string): Promise<Blob> {
    return this.api.file(this.credentials(), id);
  }

  /** Tries the failed ones again. */
  retry(): void {
    for (const item of this.outgoing) item.failed = false;
    this.show();
    void this.drain();
  }

  close(): void {
    this.abort.abort();
    this.listeners.clear();
  }

  private async resume(session: Credentials): Promise<boolean> {
    try {
      const { messages, status, personButton } = await this.api.messages(session, 0);
      this.change({ status, personButton, connection: 'online', failure: null });
      this.take(messages);
      void this.listen(session);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 0) {
        this.change({ connection: 'offline' });
        setTimeout(() => void this.start(), 3000);
        return true;
      }
      return false;
    }
  }

  private async openNew(): Promise<void> {
    try {
      const opened = await this.api.open({
        visitorId: this.stored.visitorId,
        locale: this.locale,
        source: this.source,
        ...(this.identity === undefined ? {} : { identity: this.identity }),
      });
      this.stored = { visitorId: this.stored.visitorId, sessionId: opened.sessionId, token: opened.token };
      this.memory.set(JSON.stringify(this.stored));
      this.change({ status: opened.status, personButton: opened.personButton, connection: 'online', failure: null });
      this.take(opened.messages);
      void this.listen({ sessionId: opened.sessionId, token: opened.token });
      void this.drain();
    } catch (error) {
      const code = error instanceof ApiError ? error.code : 'INTERNAL';
      this.change({ connection: 'offline', failure: code });
      if (code === 'UNREACHABLE' || code === 'RATE_LIMITED') setTimeout(() => void this.openNew(), 3000);
    }
  }

  private async listen(session: Credentials): Promise<void> {
    for (let tries = 0; !this.abort.signal.aborted && this.stored.sessionId === session.sessionId; tries++) {
      try {
        await this.api.stream(session, this.lastSeq(), this.abort.signal, (event) => {
          tries = 0;
          this.change({ connection: 'online' });
          this.hear(event);
        });
      } catch (error) {
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) return;
        this.change({ connection: 'offline' });
      }
      await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 15000);
      if (this.outgoing.length > 0) this.retry();
    }
  }

  private hear(event: StreamEvent): void {
    switch (event.type) {
      case 'message':
        this.take([event.message]);
        break;
      case 'status':
        this.change({ status: event.status, position: event.position ?? null });
        break;
      case 'typing':
        this.change({ typing: event.from });
        break;
      case 'delta':
        this.change({ draft: event.text, typing: null });
    }
  }

  private credentials(): Credentials {
    const { sessionId = '', token = '' } = this.stored;
    return { sessionId, token };
  }

  private async drain(): Promise<void> {
    const { sessionId, token } = this.stored;
    if (this.sending || sessionId === undefined || token === undefined) return;
    this.sending = true;
    try {
      for (;;) {
        const item = this.outgoing.find((candidate) => !candidate.failed);
        if (item === undefined) return;
        try {
          this.change({ typing: this.state.status === 'bot' ? 'bot' : null });
          const answer = await this.api.send({ sessionId, token }, item.message);
          this.outgoing = this.outgoing.filter((other) => other !== item);
          this.change({ status: answer.status, typing: null });
          // The customer's own message has a number too: read the gap so that order is the server's.
          const transcript = await this.api.messages({ sessionId, token }, this.lastSeq());
          this.take(transcript.messages);
        } catch (error) {
          item.failed = true;
          this.change({ typing: null });
          if (error instanceof ApiError && error.code === 'SESSION_CLOSED') this.change({ status: 'closed' });
          this.show();
          return;
        }
      }
    } finally {
      this.sending = false;
    }
  }

  private lastSeq(): number {
    let last = 0;
    while (this.known.has(last + 1)) last += 1;
    return last;
  }

  private take(messages: readonly Message[]): void {
    for (const message of messages) this.known.set(message.seq, message);
    const spoke = messages.some((message) => message.from === 'bot' || message.from === 'agent');
    if (spoke) this.change({ draft: '', typing: null });
    this.show();
  }

  private show(): void {
    const arrived = [...this.known.values()].sort((a, b) => a.seq - b.seq);
    const ids = new Set(arrived.map((message) => message.id));
    const pending = this.outgoing
      .filter((item) => !ids.has(item.message.id))
      .map((item): ShownMessage => ({ ...item.shown, state: item.failed ? 'failed' : 'sending' }));
    this.change({ messages: [...arrived, ...pending] });
  }

  private change(part: Partial<ConversationState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener(this.state);
  }
}

function parseStored(text: string | null): Stored {
  try {
    const stored = JSON.parse(text ?? '') as Partial<Stored>;
    if (typeof stored.visitorId === 'string') return stored as Stored;
  } catch {
    // Nothing stored, or not ours: a new visitor.
  }
  return { visitorId: randomId() };
}

function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
