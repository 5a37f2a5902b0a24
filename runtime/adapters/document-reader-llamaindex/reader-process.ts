// The reader process: takes one document at a time, answers with passages. It has no network, no secrets and little memory.
/* eslint-disable no-restricted-imports -- imported only to be taken away from everything that runs here */
import { Socket as DatagramSocket } from 'node:dgram';
import { Socket } from 'node:net';
/* eslint-enable no-restricted-imports */
import { extract, extractQuestions, extractRows } from './extract.ts';
import { lookAtPage } from './page-look.ts';
import { ReadingProblem, type ProblemName } from './problems.ts';
import type { ReadOrder, ReadReport } from './reader-messages.ts';
import { splitIntoPassages } from './split.ts';

function refuse(): never {
  throw new Error('The reader process has no network.');
}

Socket.prototype.connect = refuse;
DatagramSocket.prototype.send = refuse;

process.on('message', (message) => {
  void answer(parseOrder(message)).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));

async function answer(order: ReadOrder): Promise<ReadReport> {
  try {
    if ('form' in order && order.form === 'questions')
      return { questions: await extractQuestions(order.kind, order.bytes) };
    if ('form' in order && order.form === 'rows') return { table: await extractRows(order) };
    if ('form' in order) return { look: lookAtPage(order) };
    return { passages: splitIntoPassages(await extract(order.kind, order.bytes)) };
  } catch (cause) {
    return { problem: cause instanceof ReadingProblem ? cause.problem : problemOfKind(order) };
  }
}

/** A failure nobody foresaw is still the document's: say which kind could not be read. */
function problemOfKind(order: ReadOrder): ProblemName {
  if ('form' in order && !('kind' in order)) return 'encoding';
  const names = {
    pdf: 'brokenPdf',
    docx: 'brokenDocx',
    xlsx: 'brokenXlsx',
    pptx: 'brokenPptx',
    epub: 'brokenEpub',
    csv: 'brokenCsv',
    json: 'brokenJson',
  } as const;
  return order.kind in names ? names[order.kind as keyof typeof names] : 'encoding';
}

function parseOrder(message: unknown): ReadOrder {
  // Only our own parent writes to this channel.
  return message as ReadOrder;
}
