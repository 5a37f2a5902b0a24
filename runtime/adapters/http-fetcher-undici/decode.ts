// Undoes the content encodings of an answer, at most two of them; the caller counts what comes out.
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FlowError } from '#nodes/kit/errors.ts';

const ENCODINGS_LIMIT = 2;

/** The decoded body. Broken compressed data ends as EGRESS_FAILED, too many or unknown encodings are refused. */
export function decodeBody(body: Readable, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // The reader hears of an error when it reads; an answer nobody reads must not end the process.
  body.on('error', ignore);
  if (names.length > ENCODINGS_LIMIT) {
    throw new FlowError('EGRESS_TOO_LARGE', 'The answer is compressed more than twice over.');
  }
  let stream: Readable = body;
  for (const decoder of names.reverse().map(decoderOf)) {
    const source = stream;
    source.once('error', (error) => decoder.destroy(error));
    decoder.once('close', () => source.destroy());
    decoder.on('error', ignore);
    stream = source.pipe(decoder);
  }
  return stream;
}

function ignore(): void {
  // Deliberately nothing.
}

function decoderOf(name: string): Transform {
  if (name === 'gzip' || name === 'x-gzip') return createGunzip();
  if (name === 'deflate') return createInflate();
  if (name === 'br') return createBrotliDecompress();
  throw new FlowError('EGRESS_FAILED', 'The answer is compressed in a way that is not supported.');
}
