// Comments live beside the draft: whoever draws and whoever remarks never get in each other's way.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlowDocument } from '#nodes/flow/document.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { createSystemClock } from '#runtime/adapters/clock-system/clock-system.ts';
import { createSqlCommentStore } from '#runtime/adapters/store-sql/comment-store.ts';
import { openDatabase, type OpenDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createPeople, type People } from '#runtime/testkit/people.ts';
import { createComments, mentionsIn, type Comments } from './comments.ts';

const ann = { id: 'u1', name: 'Ann' };
const bo = { id: 'u2', name: 'Bo' };
const STAFF = [ann, bo, { id: 'u3', name: 'Bo Li' }, { id: 'u4', name: '王芳' }];
const at = { node: 'start', x: 10, y: 20 };

describe('Comments', () => {
  let database: OpenDatabase;
  let people: People;
  let comments: Comments;
  let flowId: string;

  beforeEach(async () => {
    database = await openDatabase({ file: ':memory:' });
    const clock = createSystemClock();
    people = await createPeople({ database, clock, bus: createLocalBus() });
    flowId = (await people.flows.create('w', ann, { name: 'F', document: createFlowDocument('F') })).flow.id;
    comments = createComments({
      store: createSqlCommentStore(database.kysely),
      hasFlow: async (workspaceId, id) => (await people.flowStore.get(workspaceId, id)) !== undefined,
      people: () => Promise.resolve(STAFF),
      clock,
    });
  });
  afterEach(async () => {
    await people.close();
    await database.close();
  });

  const threads = async () => (await comments.list('w', flowId)).threads;
  const texts = async () => (await threads()).map(({ notes }) => notes.map(({ text, by }) => `${by.name}: ${text}`));

  it('two people comment while a third one draws: nothing conflicts, nothing is lost', async () => {
    const document = createFlowDocument('drawn');
    await Promise.all([
      comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'Why no greeting?' }),
      comments.begin('w', bo, flowId, { id: 't2', node: null, x: 1, y: 2, text: 'Ask legal' }),
      people.flows.saveDraft('w', ann, flowId, 1, document),
    ]);
    await Promise.all([
      comments.add('w', bo, flowId, 't1', { id: 'n1', text: 'It comes later' }),
      comments.add('w', ann, flowId, 't1', { id: 'n2', text: 'I see' }),
      people.flows.saveDraft('w', bo, flowId, 2, { ...document, name: 'again' }),
    ]);
    const [first, second] = await texts();
    expect(first?.toSorted()).toEqual(['Ann: I see', 'Ann: Why no greeting?', 'Bo: It comes later']);
    expect(second).toEqual(['Bo: Ask legal']);
    expect((await people.flows.get('w', flowId)).revision).toBe(3);
  });

  it('is settled, says by whom, and an answer opens it again', async () => {
    await comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'a' });
    expect((await comments.resolve('w', bo, flowId, 't1', true)).resolved?.by).toBe('Bo');
    expect((await comments.resolve('w', bo, flowId, 't1', false)).resolved).toBeNull();
    await comments.resolve('w', bo, flowId, 't1', true);
    expect((await comments.add('w', ann, flowId, 't1', { id: 'n1', text: 'b' })).resolved).toBeNull();
  });

  it('a request that is sent twice adds nothing', async () => {
    for (let sent = 0; sent < 2; sent += 1) {
      await comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'a' });
      await comments.add('w', bo, flowId, 't1', { id: 'n1', text: 'b' });
    }
    expect(await texts()).toEqual([['Ann: a', 'Bo: b']]);
  });

  it('shows nothing of a flow to another workspace, and takes nothing for it', async () => {
    await comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'a' });
    await expect(comments.list('x', flowId)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
    await expect(comments.add('x', bo, flowId, 't1', { id: 'n', text: 'b' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
    await expect(comments.resolve('w', bo, flowId, 'other', true)).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  it('goes with its flow', async () => {
    await comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'a' });
    await people.flows.remove('w', flowId);
    const left = await database.kysely.selectFrom('flow_comment_notes').selectAll().execute();
    expect(left).toEqual([]);
  });

  it.each([
    ['@Bo please look', ['u2']],
    ['ask @Bo Li, not @ann', ['u3', 'u1']],
    ['请 @王芳 看一下', ['u4']],
    ['mail me at a@b.c', []],
    ['@Bo and @Bo again', ['u2']],
  ])('%j mentions %j', (text, ids) => {
    expect(mentionsIn(text, STAFF)).toEqual(ids);
  });

  it('whatever two people do at once, every note is kept once', async () => {
    const act = fc.record({ by: fc.constantFrom(ann, bo), id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') });
    await comments.begin('w', ann, flowId, { id: 't1', ...at, text: 'first' });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        await Promise.all(acts.map(({ by, id }) => comments.add('w', by, flowId, 't1', { id, text: id })));
        const ids = (await threads())[0]?.notes.map(({ id }) => id) ?? [];
        expect(new Set(ids).size).toBe(ids.length);
        for (const { id } of acts) expect(ids).toContain(id);
      }),
      { numRuns: 20 },
    );
  });
});
