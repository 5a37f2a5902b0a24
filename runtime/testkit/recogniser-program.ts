// Programs that stand in for tesseract: they are started, read and killed as it is, and know of an image only what its notes say.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says what the note (tEXt) of a PNG says; calls itself "seer 1.0". */
export const SEER = `
  if (process.argv[2] === '--version') {
    console.log('seer 1.0\\nwith eyes');
  } else {
    const image = require('node:fs').readFileSync(0);
    const at = image.indexOf('tEXtShown\\0');
    if (at !== -1) process.stdout.write(image.subarray(at + 10, at + 4 + image.readUInt32BE(at - 4)));
  }`;

/** An executable file in `folder` that runs this JavaScript (CommonJS). Answers with its whole path. */
export function writeProgram(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}
