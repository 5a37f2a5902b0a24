// Whether knowledge is good: question sets, changes tried before they are made, health, whole bases as files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKnowledgeRoom, type KnowledgeRoom } from '#runtime/testkit/knowledge.ts';

let folder: string;
let room: KnowledgeRoom;
let baseId: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-review-'));
  room = await openKnowledgeRoom(folder);
  ({ id: baseId } = await room.knowledge.bases.create('a', { name: '售后' }));
});
afterEach(async () => {
  await room.close();
  rmSync(folder, { recursive: true, force: true });
});

const RULES = { channels: [], audiences: [], tags: [], startsAt: null, endsAt: null };
const add = (question: string, answer: string, more: object = {}) =>
  room.knowledge.questions.create('a', baseId, { question, similar: [], answer, ...more });
const asCustomer = (question: string, workspaceId = 'a') =>
  room.knowledge.search(workspaceId, { question, baseIds: [baseId], topK: 4, minScore: 0.35 }, { channel: 'web' });

describe('a question set', () => {
  it('holds hits judged right and wrong, and is asked as a customer would', async () => {
    const refund = await add('怎么退款？', '在订单页申请。');
    const invoice = await add('怎么开发票？', '在订单页开票。');
    const { checks } = room.knowledge;
    await checks.save('a', baseId, { question: '我要退款', expectedId: refund.id, wanted: true });
    await checks.save('a', baseId, { question: '我要退款', expectedId: invoice.id, wanted: false });
    await checks.save('a', baseId, { question: '发票抬头写错了', expectedId: refund.id, wanted: true });
    const run = await checks.run('a', baseId);
    expect(run).toMatchObject({ passed: 2, total: 3 });
    expect(run.results[0]).toMatchObject({ passed: true, rank: 1, answerTitle: '怎么退款？' });
    expect(run.results[2]).toMatchObject({ passed: false });
    await checks.save('a', baseId, { question: '我要退款', expectedId: refund.id, wanted: false });
    expect(await checks.list('a', baseId)).toHaveLength(3);
  });

  it('shows what a change would make better and worse, and changes nothing', async () => {
    const refund = await add('怎么退款？', '在订单页申请。');
    await add('发货后多久能到货？', '三天。');
    const { checks, questions } = room.knowledge;
    await checks.save('a', baseId, { question: '怎么退款', expectedId: refund.id, wanted: true });
    await checks.save('a', baseId, { question: '钱怎么还没回来', expectedId: refund.id, wanted: true });
    const draft = { question: '怎么退款？', similar: ['钱怎么还没回来'], answer: '在订单页申请。' };
    const better = await checks.compare('a', baseId, { questionId: refund.id, save: draft });
    expect(better).toMatchObject({ total: 2, passedBefore: 1, passedAfter: 2, worse: [] });
    expect(better.better.map(({ check }) => check.question)).toEqual(['钱怎么还没回来']);
    const worse = await checks.compare('a', baseId, { remove: [refund.id] });
    expect(worse.worse.map(({ check }) => check.question)).toEqual(['怎么退款']);
    expect((await questions.list('a', baseId)).find(({ id }) => id === refund.id)?.similar).toEqual([]);
  });

  it('shows what other rules for a document would do, and a passage that is switched off', async () => {
    const { checks, sources } = room.knowledge;
    const { id: sourceId } = await sources.paste('a', baseId, { name: '手册', text: '# 保修\n\n整机保修两年。' });
    await room.knowledge.settled();
    const [passage] = await sources.passages('a', sourceId);
    await checks.save('a', baseId, { question: '整机保修几年', expectedId: passage?.id ?? '', wanted: true });
    const over = await checks.compare('a', baseId, {
      rules: { sourceId, rules: { ...RULES, endsAt: '2020-01-01T00:00:00Z' } },
    });
    expect(over).toMatchObject({ passedBefore: 1, passedAfter: 0 });
    const same = await checks.compare('a', baseId, { rules: { sourceId, rules: RULES } });
    expect(same).toMatchObject({ worse: [], passedAfter: 1 });
    expect(await checks.compare('a', baseId, { remove: [passage?.id ?? ''] })).toMatchObject({ passedAfter: 0 });
    expect(await checks.run('a', baseId)).toMatchObject({ passed: 1 });
  });

  it('stays in its workspace', async () => {
    const refund = await add('怎么退款？', '在订单页申请。');
    const { checks } = room.knowledge;
    const { id } = await checks.save('a', baseId, { question: '退款', expectedId: refund.id, wanted: true });
    const missing = { code: 'RESOURCE_NOT_FOUND' };
    await expect(checks.list('b', baseId)).rejects.toMatchObject(missing);
    await expect(checks.run('b', baseId)).rejects.toMatchObject(missing);
    await expect(checks.compare('b', baseId, {})).rejects.toMatchObject(missing);
    await expect(checks.remove('b', id)).rejects.toMatchObject(missing);
    await expect(checks.save('a', baseId, { question: 'x', expectedId: 'none', wanted: true })).rejects.toMatchObject(
      missing,
    );
  });
});

describe('health', () => {
  it('lists what customers asked in vain, without their numbers, and what answered nothing yet', async () => {
    await add('怎么退款？', '在订单页申请。');
    await add('怎么开发票？', '在订单页开票。');
    await asCustomer('怎么退款');
    await asCustomer('我的手机 13812345678 收不到验证码');
    await asCustomer('我的手机 13987654321 收不到验证码');
    await room.knowledge.hitTest('a', { question: '你们招人吗', baseIds: [baseId] });
    await vi.waitFor(async () => {
      const { unanswered, neverUsed } = await room.knowledge.health.of('a', baseId);
      expect(unanswered).toMatchObject([{ question: '我的手机 ••• 收不到验证码', asked: 2 }]);
      expect(neverUsed.map(({ title }) => title)).toEqual(['怎么开发票？']);
    });
    await room.knowledge.health.dismiss('a', '我的手机 ••• 收不到验证码');
    expect((await room.knowledge.health.of('a', baseId)).unanswered).toEqual([]);
    await expect(room.knowledge.health.of('b', baseId)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('finds questions that ask the same, conflicting ones first, and what ends', async () => {
    await add('怎么申请退款？', '在订单页申请。');
    await add('怎么申请退款', '请打电话。');
    await add('运费多少？', '十元。', { rules: { ...RULES, endsAt: '2020-01-01T00:00:00Z' } });
    const { alike, expiring } = await room.knowledge.health.of('a', baseId);
    expect(alike).toHaveLength(1);
    expect(alike[0]).toMatchObject({ conflict: true });
    expect(expiring).toMatchObject([{ item: { title: '运费多少？' }, expired: true }]);
  });
});

describe('a base as a file', () => {
  it('comes in again with everything, and its question set still passes', async () => {
    const refund = await add('怎么退款？', '在订单页申请。', { mode: 'rephrase', negative: ['国际'] });
    await room.knowledge.sources.paste('a', baseId, {
      name: '物流',
      text: '# 时效\n\n快递三天送达。',
      rules: { ...RULES, channels: ['web'] },
    });
    await room.knowledge.settled();
    const { checks, baseFiles } = room.knowledge;
    await checks.save('a', baseId, { question: '我要退款', expectedId: refund.id, wanted: true });
    const file = await baseFiles.write('a', baseId);
    const copy = await baseFiles.read('b', file);
    await room.knowledge.settled();
    expect(await baseFiles.write('b', copy.id)).toEqual(file);
    expect(await checks.run('b', copy.id)).toMatchObject({ passed: 1, total: 1 });
    const found = await room.knowledge.search(
      'b',
      { question: '快递几天', baseIds: [], topK: 3, minScore: 0 },
      { channel: 'x' },
    );
    expect(found.hits.map(({ title }) => title)).not.toContain('时效');
  });

  it('that is refused leaves nothing behind', async () => {
    const file = await room.knowledge.baseFiles.write('a', baseId);
    const broken = { ...file, questions: [{ question: '  ', similar: [], answer: 'x' }] };
    await expect(room.knowledge.baseFiles.read('b', broken)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(await room.knowledge.bases.list('b')).toEqual([]);
  });
});
