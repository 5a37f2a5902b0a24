// A program for the kill -9 test: stores turns without end and prints each one when it was answered.
import { openDatabase } from '#runtime/adapters/store-sql/database.ts';
import { createSqlSessionStore } from '#runtime/adapters/store-sql/session-store.ts';
import { newSession, nextTurn } from './turns.ts';

const [, , file = ''] = process.argv;
const store = createSqlSessionStore({ database: await openDatabase({ file }) });

async function talk(id: string): Promise<void> {
  let session = (await store.load('w1', id)) ?? newSession({ id });
  for (;;) {
    const turn = nextTurn(session, { says: ['a', 'b'] });
    if ((await store.advance(turn)).outcome !== 'stored') throw new Error('not stored');
    session = turn.session;
    process.stdout.write(`${id} ${session.revision}\n`);
  }
}

await Promise.all(Array.from({ length: 32 }, (_, i) => talk(`load${i}`)));
