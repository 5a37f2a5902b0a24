// Starts a bundled program from the machine code of its first run: `node start-cached.mjs PROGRAM.cjs ARGUMENTS…`. The first run to end writes that code beside it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const [program = ''] = process.argv.splice(2, 1);
const code = `${program}.code`;
const hasCode = existsSync(code);
// As Node wraps a CommonJS module.
const script = new Script(`(function (require) {${readFileSync(program, 'utf8')}\n})`, {
  filename: program,
  ...(hasCode ? { cachedData: readFileSync(code) } : {}),
});
if (!hasCode) process.once('exit', () => writeFileSync(code, script.createCachedData()));
script.runInThisContext()(createRequire(program));
