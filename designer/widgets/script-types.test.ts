// The declarations beside a script say what it may use, and nothing in a name breaks them.
import ts from 'typescript';
import { expect, test } from 'vitest';
import { declarationsFor, sampleInputs } from './script-types.ts';

/** The language's own declarations, read once. */
const LIBRARIES = new Map<string, ts.SourceFile | undefined>();

/** The problems TypeScript finds in a script beside its declarations; a script is the body of an async function. */
function problemsIn(code: string, declarations: string): readonly string[] {
  const files = new Map([
    ['script.ts', `async function body(): Promise<Exit | void> {\n${code}\n}\nvoid body;`],
    ['around.d.ts', declarations],
  ]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2020,
    lib: ['lib.es2020.d.ts'],
    types: [],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...files.keys()], options, {
    ...host,
    fileExists: (name) => files.has(name) || host.fileExists(name),
    readFile: (name) => files.get(name) ?? host.readFile(name),
    getSourceFile: (name, target) => {
      const text = files.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, target);
      if (!LIBRARIES.has(name)) LIBRARIES.set(name, host.getSourceFile(name, target));
      return LIBRARIES.get(name);
    },
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const script = {
  inputs: [
    { name: 'amount', type: 'number' },
    { name: '备注', type: 'text' },
  ],
  outputs: [{ name: 'total', type: 'number' }],
  exits: ['review'],
  hasHosts: false,
} as const;

test('a script that keeps to what is declared has no problem', () => {
  const code = "output.total = (input.amount ?? 0) * 2; log(input.备注); return output.total > 3 ? 'review' : 'ok';";
  expect(problemsIn(code, declarationsFor(script))).toEqual([]);
});

test.each([
  ['output.total = input.备注;', /not assignable/u],
  ['input.nothing;', /does not exist/u],
  ['input.amount = 1;', /read-only/u],
  ["return 'elsewhere';", /not assignable/u],
  ["await fetchJson('https://a.example');", /Cannot find name 'fetchJson'/u],
])('marks %s', (code, problem) => {
  expect(problemsIn(code, declarationsFor(script)).join(' ')).toMatch(problem);
});

test('with hosts there is a way to call them', () => {
  const code =
    "const { ok, body } = await fetchJson('https://a.example', { method: 'POST' }); if (ok) output.total = body.n;";
  expect(problemsIn(code, declarationsFor({ ...script, hasHosts: true }))).toEqual([]);
});

test('a half-written name breaks nothing', () => {
  const odd = {
    ...script,
    inputs: [
      { name: '', type: 'text' },
      { name: 'a"; }', type: 'text' },
    ] as const,
  };
  expect(problemsIn('log(input)', declarationsFor(odd))).toEqual([]);
});

test('gives a sample for each input', () => {
  expect(sampleInputs(script.inputs)).toEqual({ amount: 1, 备注: 'text' });
});
