// The one door to the server: every request of the staff application goes through here.
import type { ErrorCode } from '#nodes/kit/errors.ts';
import type { Problem } from '#nodes/wire/problem.ts';

/** An error answer of the server, or `NETWORK` when there was none. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ErrorCode | 'NETWORK';
  readonly status: number;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode | 'NETWORK',
    status: number,
    detail: string,
    facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.code = code;
    this.status = status;
    this.facts = facts;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

let csrfToken = '';
const whenSignedOut = new Set<() => void>();

/** Keeps the token that every write must carry. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Calls back when the server says that nobody is signed in. Answers how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  whenSignedOut.add(listener);
  return () => whenSignedOut.delete(listener);
}

/** One call of the staff API; `path` starts after `/api/v1`. Throws ApiProblem. */
export async function request<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  return parseAnswer<Answer>(await send(path, init, signal));
}

/** A write that the browser finishes after the page is gone; nobody hears how it ended. */
export function requestOnLeave(method: Exclude<Method, 'GET'>, path: string, body: unknown): void {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
  fetch(url(path), { method, keepalive: true, credentials: 'same-origin', headers, body: JSON.stringify(body) }).catch(
    () => undefined,
  );
}

/** The file behind a path as text, with the name the server gives it. */
export async function download(path: string): Promise<{ readonly name: string; readonly blob: Blob }> {
  const response = await send(path, { method: 'GET', credentials: 'same-origin' });
  if (!response.ok) throw await problemFrom(response);
  const disposition = response.headers.get('content-disposition') ?? '';
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1] ?? /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  return { name: name === undefined ? 'download' : decodeURIComponent(name), blob: await response.blob() };
}

/** Sends files with progress (0..1); aborting the signal stops it. */
export function upload<Answer>(
  path: string,
  files: readonly File[],
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const file of files) form.append('files', file, file.name);
    const call = new XMLHttpRequest();
    call.open('POST', url(path));
    call.setRequestHeader('accept', 'application/json');
    call.setRequestHeader('x-csrf-token', csrfToken);
    call.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    call.onerror = () => reject(new ApiProblem('NETWORK', 0, 'no answer'));
    call.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    call.onload = () => {
      const type = call.getResponseHeader('content-type') ?? '';
      parseAnswer<Answer>(
        new Response(call.responseText, { status: call.status, headers: { 'content-type': type } }),
      ).then(resolve, reject);
    };
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}

/** The address of an API path; used by links and streams. */
export function url(path: string): string {
  return `/api/v1${path}`;
}

/** A path with the given query; empty values are left out. */
export function withQuery(path: string, query: Query): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') pairs.set(key, String(value));
  }
  const text = pairs.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url(path), init);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem('NETWORK', 0, 'no answer');
  }
}

async function parseAnswer<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw await problemFrom(response);
  const text = await response.text();
  // The server checks its answers against the same wire schemas before it sends them.
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

async function problemFrom(response: Response): Promise<ApiProblem> {
  const problem = await parseProblem(response);
  const found = new ApiProblem(problem?.code ?? 'INTERNAL', response.status, problem?.detail ?? '', problem?.facts);
  if (found.code === 'AUTH_REQUIRED') for (const listener of whenSignedOut) listener();
  return found;
}

async function parseProblem(
  response: Response,
): Promise<{ code: ErrorCode; detail: string; facts?: Record<string, unknown> } | undefined> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    if (typeof body.code !== 'string') return undefined;
    const facts = body.facts === undefined ? {} : { facts: body.facts };
    return { code: body.code as ErrorCode, detail: body.detail ?? '', ...facts };
  } catch {
    return undefined;
  }
}
