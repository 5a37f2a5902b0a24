// Reads the settings of a script step, half-written ones included.
import { SCRIPT_TYPES, type ScriptValue } from '#nodes/kit/scripts.ts';
import { parseList } from './widget.ts';

/** A script as its form holds it. */
export interface ScriptDraft {
  readonly language: 'typescript' | 'javascript';
  readonly code: string;
  readonly inputs: readonly ScriptValue[];
  readonly outputs: readonly ScriptValue[];
  readonly exits: readonly string[];
  readonly hosts: readonly string[];
  readonly timeoutMs: number;
}

/** The script in a step's settings; entries without a usable name are left out. */
export function scriptIn(config: Readonly<Record<string, unknown>>): ScriptDraft {
  return {
    language: config['language'] === 'javascript' ? 'javascript' : 'typescript',
    code: typeof config['code'] === 'string' ? config['code'] : '',
    inputs: valuesIn(config['inputs']),
    outputs: valuesIn(config['outputs']),
    exits: parseList<{ readonly id: string }>(config['exits'])
      .map(({ id }) => id)
      .filter((id) => /^[A-Za-z0-9_-]{1,40}$/u.test(id)),
    hosts: parseList<string>(config['hosts']),
    timeoutMs: typeof config['timeoutMs'] === 'number' ? config['timeoutMs'] : 250,
  };
}

function valuesIn(list: unknown): readonly ScriptValue[] {
  return parseList<ScriptValue>(list)
    .filter(({ name }) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
    .map(({ name, type }) => ({ name, type: SCRIPT_TYPES.find((one) => one === type) ?? 'text' }));
}
