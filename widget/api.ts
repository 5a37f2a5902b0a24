// The customer API over HTTP: open, send, read on, and a stream that resumes.
import type {
  Face,
  FileUploaded,
  Message,
  SendMessage,
  SessionOpened,
  StreamEvent,
  Transcript,
  TurnAnswer,
} from '#nodes/wire/customer.ts';

/** What the server refused with. `status` 0: it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Where the conversation lives. */
export interface Credentials {
  readonly sessionId: string;
  readonly token: string;
}

/** The customer's view of a server. */
export interface ChatApi {
  face(locale: string): Promise<Face>;
  open(request: {
    visitorId: string;
    locale: string;
    source: Record<string, string>;
    identity?: string;
  }): Promise<SessionOpened>;
  send(session: Credentials, message: SendMessage): Promise<TurnAnswer>;
  messages(session: Credentials, after: number): Promise<Transcript>;
  /** Uploads one file; `onProgress` hears 0 to 100. */
  upload(
    session: Credentials,
    file: File,
    onProgress: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<FileUploaded['file']>;
  /** The bytes of a file of this conversation. */
  file(session: Credentials, id: string): Promise<Blob>;
  /** Ends when the connection breaks or `signal` aborts. */
  stream(
    session: Credentials,
    after: number,
    signal: AbortSignal,
    onEvent: (event: StreamEvent) => void,
  ): Promise<void>;
}

/** Creates the client for one flow. */
export function createChatApi(origin: string, slug: string): ChatApi {
  const base = `${origin}/api/v1/public`;
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`${base}${path}`, { ...init, credentials: 'omit' }).catch(() => {
      throw new ApiError(0, 'UNREACHABLE');
    });
    const body: unknown = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, (body as { code?: string }).code ?? 'INTERNAL');
    return body as T;
  };
  const post = (body: unknown, token?: string): RequestInit => ({
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const path = ({ sessionId }: Credentials) => `/sessions/${encodeURIComponent(sessionId)}`;
  return {
    face: (locale) => call(`/flows/${encodeURIComponent(slug)}?locale=${encodeURIComponent(locale)}`),
    open: (request) => call(`/flows/${encodeURIComponent(slug)}/sessions`, post(request)),
    send: (session, message) => call(`${path(session)}/messages`, post(message, session.token)),
    messages: (session, after) =>
      call(`${path(session)}/messages?after=${String(after)}`, {
        headers: { authorization: `Bearer ${session.token}` },
      }),
    upload: (session, file, onProgress, signal) =>
      // fetch tells nothing of an upload on its way.
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', `${base}${path(session)}/files`);
        request.setRequestHeader('authorization', `Bearer ${session.token}`);
        request.responseType = 'json';
        request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : (loaded / total) * 100);
        request.onerror = request.onabort = () => reject(new ApiError(0, 'UNREACHABLE'));
        request.onload = () => {
          const body = request.response as (Partial<FileUploaded> & { code?: string }) | null;
          if (request.status === 201 && body?.file !== undefined) resolve(body.file);
          else reject(new ApiError(request.status, body?.code ?? 'INTERNAL'));
        };
        signal.addEventListener('abort', () => request.abort());
        const form = new FormData();
        form.append('file', file, file.name);
        request.send(form);
      }),
    async file(session, id) {
      const response = await fetch(`${base}${path(session)}/files/${encodeURIComponent(id)}`, {
        headers: { authorization: `Bearer ${session.token}` },
        credentials: 'omit',
      });
      if (!response.ok) throw new ApiError(response.status, 'FILE');
      return response.blob();
    },
    async stream(session, after, signal, onEvent) {
      const headers = {
        authorization: `Bearer ${session.token}`,
        accept: 'text/event-stream',
        'last-event-id': String(after),
      };
      const response = await fetch(`${base}${path(session)}/stream`, { headers, signal, credentials: 'omit' });
      if (!response.ok || response.body === null) throw new ApiError(response.status, 'STREAM');
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        buffer += value;
        const blocks = buffer.split(/\r?\n\r?\n/u);
        buffer = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block
            .split(/\r?\n/u)
            .filter((line) => line.startsWith('data:'))
            .map((line) => line.slice(5).trimStart())
            .join('\n');
          if (data !== '') onEvent(JSON.parse(data) as StreamEvent);
        }
      }
    },
  };
}

/** A message on the screen: from the server, or the customer's own on its way. */
export interface ShownMessage extends Partial<Message> {
  readonly id: string;
  readonly from: Message['from'];
  readonly kind: Message['kind'];
  readonly state?: 'sending' | 'failed';
}
