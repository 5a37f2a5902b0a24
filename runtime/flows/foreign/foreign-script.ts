// JavaScript from elsewhere as a Script of ours: the values it reads become inputs, the values it sets become outputs.
import type { FlowVariable } from '#nodes/flow/document.ts';
import type { Sketch } from './sketch.ts';

/** A piece of code to carry over. It already reads `input.NAME` and writes `output.NAME`. */
export interface CarriedScript {
  readonly title: string;
  readonly code: string;
  readonly inputs: readonly { readonly name: string; readonly expr: string }[];
  readonly outputs: readonly { readonly name: string; readonly type?: FlowVariable['type'] }[];
}

const MAX_CODE = 20_000;

/** Things that the sandbox does not have: the page, the network, other modules, the machine. */
const OUTSIDE =
  /\b(?:window|document|localStorage|sessionStorage|navigator|location|fetch|XMLHttpRequest|require|import|process|globalThis|WebSocket|setTimeout|setInterval)\b/;

/** Would the code find what it needs in the sandbox? */
export function runsInSandbox(code: string): boolean {
  return code.length <= MAX_CODE && !OUTSIDE.test(code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, ''));
}

/** Draws the script; undefined when there is no such node or the code needs more than the sandbox gives. */
export function drawScript(sketch: Sketch, { title, code, inputs, outputs }: CarriedScript): string | undefined {
  if (!sketch.has('script') || !runsInSandbox(code)) return undefined;
  for (const { name, type } of outputs) sketch.variable(name, type);
  const texts = outputs.map(({ name }) => name).filter((name) => sketch.typeOfVariable(name) === 'text');
  // What is kept as text was whatever the code gave; a list or object becomes its JSON.
  const asText = texts.map(
    (name) =>
      `if (output['${name}'] && typeof output['${name}'] === 'object') output['${name}'] = JSON.stringify(output['${name}']);`,
  );
  const node = sketch.add('script', title, {
    language: 'javascript',
    code: [code, ...asText].join('\n'),
    inputs: inputs.slice(0, MAX_VALUES).map(({ name, expr }) => ({ name, expr, type: sketch.typeOfVariable(name) })),
    outputs: outputs.slice(0, MAX_VALUES).map(({ name }) => ({ name, type: sketch.typeOfVariable(name) })),
  });
  return node;
}

const MAX_VALUES = 30;
