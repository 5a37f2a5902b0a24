// Run by a test as a program of its own: pastes a document into the room of a folder, says when it is being read, and reads on until killed.
import type { DocumentReader } from '#runtime/ports/document-reader.ts';
import { openKnowledgeRoom } from './knowledge.ts';

const [folder = '', text = ''] = process.argv.slice(2);
const never: DocumentReader = {
  inspect: () => ({ ok: true, value: 'paste' }),
  read: () =>
    new Promise(() => {
      process.send?.('reading');
    }),
  look: () => Promise.reject(new Error('Nothing is looked at here.')),
  questions: () => Promise.reject(new Error('There are no lists here.')),
  rows: () => Promise.reject(new Error('There are no lists here.')),
  close: () => Promise.resolve(),
};
const { knowledge } = await openKnowledgeRoom(folder, { reader: never });
const base = await knowledge.bases.create('a', { name: 'Base' });
await knowledge.sources.paste('a', base.id, { name: 'Killed', text });
await knowledge.settled();
