// Files on their way: two at a time, each with its own outcome, and what to do when the way is blocked.
import { describe, expect, it } from 'vitest';
import type { Uploaded } from '#nodes/wire/knowledge.ts';
import { ApiProblem } from '../api/http.ts';
import { createUploadQueue } from './upload-queue.ts';

const TAKEN: Uploaded = { files: [{ name: 'x', source: null, error: null }] };

function heldWay() {
  const sent: { readonly name: string; settle(outcome: Uploaded | Error): void }[] = [];
  const pauses: { readonly ms: number; readonly call: () => void }[] = [];
  const queue = createUploadQueue({
    send: (file, onProgress) =>
      new Promise((resolve, reject) => {
        onProgress(0.5);
        const settle = (outcome: Uploaded | Error): void =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome);
        sent.push({ name: file.name, settle });
      }),
    onTaken: () => undefined,
    after: (ms, call) => pauses.push({ ms, call }),
  });
  return { queue, sent, pauses };
}
const file = (name: string, size = 10) => ({ name, size }) as File;
const rest = () => new Promise((resolve) => setImmediate(resolve));

describe('uploads', () => {
  it('go two at a time; what arrived leaves the list, what was refused stays with its reason', async () => {
    const { queue, sent } = heldWay();
    queue.add([file('a'), file('b'), file('c')]);
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b']);
    sent[0]?.settle(TAKEN);
    const error = { code: 'FILE_UNREADABLE', message: { 'zh-CN': '坏了', en: 'Broken' } };
    sent[1]?.settle({ files: [{ name: 'b', source: null, error }] });
    await rest();
    expect(queue.list().map(({ name, state }) => `${name} ${state}`)).toEqual(['b failed', 'c sending']);
    expect(queue.list()[0]).toMatchObject({ problem: error, mayRetry: false });
  });

  it('say at once that a file is too large, and do not send it', () => {
    const { queue, sent } = heldWay();
    queue.add([file('huge.csv', 200 * 1024 * 1024)]);
    expect(sent).toEqual([]);
    expect(queue.list()).toMatchObject([{ state: 'failed', problem: 'tooLarge' }]);
    expect(queue.isBusy()).toBe(false);
  });

  it('can be sent again when the way failed', async () => {
    const { queue, sent } = heldWay();
    queue.add([file('a')]);
    sent[0]?.settle(new ApiProblem('NETWORK', 0, 'no answer'));
    await rest();
    expect(queue.list()).toMatchObject([{ state: 'failed', mayRetry: true }]);
    queue.retry(queue.list()[0]?.id ?? 0);
    sent[1]?.settle(TAKEN);
    await rest();
    expect(queue.list()).toEqual([]);
  });

  it('wait as long as the server asks when there are too many, and lose none', async () => {
    const { queue, sent, pauses } = heldWay();
    queue.add([file('a'), file('b'), file('c')]);
    sent[0]?.settle(new ApiProblem('RATE_LIMITED', 429, 'slow', { retryAfterSeconds: 7 }));
    await rest();
    expect(sent).toHaveLength(2);
    expect(pauses).toMatchObject([{ ms: 7000 }]);
    pauses[0]?.call();
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'a']);
    expect(queue.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('are taken off the list by hand, and the next one goes', async () => {
    const { queue, sent } = heldWay();
    queue.add([file('a'), file('b'), file('c')]);
    queue.drop(queue.list()[0]?.id ?? 0);
    sent[0]?.settle(new DOMException('aborted', 'AbortError'));
    await rest();
    expect(queue.list().map(({ name, state }) => `${name} ${state}`)).toEqual(['b sending', 'c sending']);
  });
});
