// Tables of questions: what comes in, what is brought up to date, what is refused; and two people at one question.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { openKnowledgeRoom, type KnowledgeRoom } from '#runtime/testkit/knowledge.ts';

let folder: string;
let room: KnowledgeRoom;
let baseId: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-question-file-'));
  let now = 1_700_000_000_000;
  // Each look at the clock is a moment later.
  room = await openKnowledgeRoom(folder, { clock: { ...createSystemClock(), now: () => (now += 1) } });
  baseId = (await room.knowledge.bases.create('a', { name: '售后' })).id;
});
afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

const table = (text: string, name = '问答.csv') =>
  room.knowledge.questionFiles.take('a', baseId, { name, bytes: new TextEncoder().encode(text) });
const all = () => room.knowledge.questions.list('a', baseId);
const answerTo = async (question: string) =>
  (await room.knowledge.hitTest('a', { question, baseIds: [baseId] })).answer;

describe('a table of questions', () => {
  it('comes in and is found by every wording', async () => {
    const taken = await table(
      '问题,答案,相似问法\n可以开发票吗？,可以，当天发到邮箱。,能不能报销|开票\n运费谁出？,质量问题由我们承担。,\n',
    );
    expect(taken).toEqual({ added: 2, changed: 0, same: 0, failed: 0, problems: [] });
    expect(await answerTo('能不能报销')).toBe('可以，当天发到邮箱。');
    expect(await answerTo('运费谁出')).toBe('质量问题由我们承担。');
  });

  it('brings known questions up to date, leaves what people set, and deletes nothing', async () => {
    const rules = { channels: ['web'], audiences: [], tags: [], startsAt: null, endsAt: null };
    await room.knowledge.questions.create('a', baseId, {
      question: '运费谁出？',
      similar: ['邮费'],
      answer: '买家承担。',
      mode: 'rephrase',
      rules,
    });
    await room.knowledge.questions.create('a', baseId, { question: '保修多久？', similar: [], answer: '两年。' });
    expect(await table('question,answer\n运费谁出？,我们承担。\n')).toMatchObject({ added: 0, changed: 1 });
    expect(await table('question,answer\n运费谁出？,我们承担。\n')).toMatchObject({ changed: 0, same: 1 });
    const questions = await all();
    expect(questions).toHaveLength(2);
    expect(questions.find(({ question }) => question === '运费谁出？')).toMatchObject({
      answer: '我们承担。',
      similar: ['邮费'],
      mode: 'rephrase',
      rules,
    });
  });

  it('lets others have their turn while many rows come in', async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    const rows = Array.from({ length: 64 }, (_, at) => `Question ${String(at)}?,Answer ${String(at)}.`);
    const work = table(`question,answer\n${rows.join('\n')}\n`);
    setImmediate(count);
    expect(await work).toMatchObject({ added: 64 });
    isOver = true;
    expect(turns).toBeGreaterThan(4);
  });

  it('names the rows that are too long and takes the others', async () => {
    const taken = await table(`question,answer\nHow long?,Two days.\n${'x'.repeat(600)},Yes.\n`);
    expect(taken).toMatchObject({ added: 1, failed: 1, problems: [{ row: 3 }] });
    expect(taken.problems[0]?.message['zh-CN']).toContain('500');
  });

  it('is refused with the remedy when it is none, and nothing changes', async () => {
    await expect(table('article,price\nKettle,26\n')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(table('# Notes', 'notes.md')).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    const huge = { name: 'huge.csv', bytes: undefined };
    await expect(room.knowledge.questionFiles.take('a', baseId, huge)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(await all()).toEqual([]);
  });

  it('does not come into the base of another workspace', async () => {
    const file = { name: 'q.csv', bytes: new TextEncoder().encode('question,answer\nA?,B.\n') };
    await expect(room.knowledge.questionFiles.take('b', baseId, file)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });
});

describe('two people at one question', () => {
  it('do not overwrite each other unseen', async () => {
    const { questions } = room.knowledge;
    const draft = { question: '保修多久？', similar: [], answer: '一年。' };
    const { id, updatedAt } = await questions.create('a', baseId, draft);
    await questions.replace('a', id, { ...draft, answer: '两年。' }, updatedAt);
    await expect(questions.replace('a', id, { ...draft, answer: '三年。' }, updatedAt)).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
    });
    expect(await all()).toMatchObject([{ answer: '两年。' }]);
    await questions.replace('a', id, { ...draft, answer: '三年。' });
    expect(await all()).toMatchObject([{ answer: '三年。' }]);
  });
});
