// What becomes of any drawing: refused as a file, refused by its checks, or played. Throws only what nobody foresaw.
import { firstUnsound } from '#nodes/flow/checks/configs.ts';
import { compileFlow, type CompiledFlow } from '#nodes/flow/compile.ts';
import { composeFlow } from '#nodes/flow/compose-flow.ts';
import { startFlow } from '#nodes/flow/step.ts';
import { upgradeFlow } from '#nodes/flow/upgrade.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { typesOf } from '#nodes/packs/pinned-packs.ts';
import type { MutatedGraph } from './mutated-graph.ts';
import { RANDOM_START } from './random-start.ts';

/** How far it came. `unread`: no flow document. `unsound`: its checks say that it cannot be played. `played`: compiled and started. */
export type Examined = 'unread' | 'unsound' | 'played';

/** Errors with which a flow may still be published, when somebody says why. */
const BEARABLE: ReadonlySet<string> = new Set(['DEAD_END', 'PORT_OPEN', 'SECRET_IN_TEXT', 'CONFIG_PROBLEM']);

/** Reads, checks, composes, compiles and starts a drawing. */
export function examineGraph({ document, resolveCall }: Pick<MutatedGraph, 'document' | 'resolveCall'>): Examined {
  const read = upgradeFlow(document);
  if (!read.ok) return 'unread';
  const problems = validateFlow(read.document, { resolveCall, flowId: 'self' });
  for (const { code, message, fix } of problems)
    if ([message.en, message['zh-CN'], fix.en, fix['zh-CN']].includes('')) throw new Error(`${code} says nothing.`);
  const isSound = problems.every(({ severity, code }) => severity !== 'error' || BEARABLE.has(code));
  const composed = composeFlow(read.document, resolveCall, 'self');
  if (isSound && !composed.ok) throw new Error('It passed the checks, but its calls cannot be inlined.');
  // As the rehearsal does: a config of a foreign form is never compiled.
  if (firstUnsound(read.document, typesOf(read.document)) !== undefined) return 'unsound';
  let compiled: CompiledFlow;
  try {
    compiled = compileFlow(composed.ok ? composed.document : read.document);
  } catch (error) {
    if (isSound || !(error instanceof Error)) throw error;
    return 'unsound';
  }
  if (!isSound) return 'unsound';
  startFlow(compiled, RANDOM_START);
  return 'played';
}
