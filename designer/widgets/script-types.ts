// What the script editor knows of a script: its declared inputs, outputs and exits as TypeScript declarations.
import type { ScriptType, ScriptValue } from '#nodes/kit/scripts.ts';

const TYPES: Readonly<Record<ScriptType, string>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
  list: 'any[]',
  object: 'Record<string, any>',
};

/** The declarations that stand beside a script. Inputs may be null: a customer may have given nothing. */
export function declarationsFor(script: {
  readonly inputs: readonly ScriptValue[];
  readonly outputs: readonly ScriptValue[];
  readonly exits: readonly string[];
  readonly hasHosts: boolean;
}): string {
  const exits = ['ok', ...script.exits].map((exit) => JSON.stringify(exit)).join(' | ');
  return [
    '/** What the step hands over. */',
    `declare const input: {\n${members(script.inputs, 'readonly ', ' | null')}};`,
    '/** What the step stores when the script is done. */',
    `declare const output: {\n${members(script.outputs, '', ' | null')}};`,
    '/** Writes a line to the log of a try-out. */',
    'declare function log(...parts: unknown[]): void;',
    `/** The ways out a script may return. */`,
    `declare type Exit = ${exits};`,
    ...(script.hasHosts
      ? [
          '/** Calls one of the hosts listed under “Hosts it may call”. */',
          "declare function fetchJson(url: string, options?: { method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; headers?: Record<string, string>; body?: unknown }): Promise<{ status: number; ok: boolean; headers: Record<string, string>; body: any }>;",
        ]
      : []),
  ].join('\n');
}

function members(values: readonly ScriptValue[], before: string, after: string): string {
  return values
    .filter(({ name }) => name !== '')
    .map(({ name, type }) => `  ${before}${JSON.stringify(name)}: ${TYPES[type]}${after};\n`)
    .join('');
}

/** A sample value for each input, to begin a try-out with. */
export function sampleInputs(inputs: readonly ScriptValue[]): Readonly<Record<string, unknown>> {
  const samples: Readonly<Record<ScriptType, unknown>> = {
    text: 'text',
    number: 1,
    boolean: true,
    date: '2026-01-31',
    list: [],
    object: {},
  };
  return Object.fromEntries(inputs.map(({ name, type }) => [name, samples[type]]));
}
