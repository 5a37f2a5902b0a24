// What drawing a Dify node takes and gives.
import type { Bilingual } from '#nodes/kit/localized.ts';
import type { DifyFile, DifyNode } from './dify-file.ts';
import type { DifyNames } from './dify-names.ts';
import type { Sketch } from './sketch.ts';

/** What the drawing of a node may look at. */
export interface DifyContext {
  readonly sketch: Sketch;
  readonly names: DifyNames;
  readonly file: DifyFile;
  readonly locale: 'zh-CN' | 'en';
}

/** A way out: a port of ours and the handle of Dify's whose line it goes on with. */
export interface DifyExit {
  readonly node: string;
  readonly port: string;
  readonly handle: string;
}

/** A drawn node. `entry` undefined: nothing was drawn, the way goes on behind it. */
export interface DifyDrawn {
  readonly entry: string | undefined;
  readonly exits: readonly DifyExit[];
}

/** The handle of nodes with one way out. */
export const SOURCE = 'source';

/** Nothing was drawn. */
export const NO_NODE: DifyDrawn = { entry: undefined, exits: [] };

/** A node whose ports all go on the one way. */
export function onward(node: string, ...ports: readonly string[]): DifyDrawn {
  return { entry: node, exits: ports.map((port) => ({ node, port, handle: SOURCE })) };
}

/** Says in the report that a node is not there; what it would have given is empty. */
export function leftOutOfDify({ type, title }: DifyNode, { sketch }: DifyContext, words?: Bilingual): DifyDrawn {
  sketch.unmatched(
    type,
    title,
    null,
    words ?? {
      'zh-CN': '没有对应的节点，已略过，它的输出为空，流程接到下一步。',
      en: 'Nothing here does this. It was left out, its output is empty, and the flow goes on with what follows.',
    },
  );
  return NO_NODE;
}

/** Gives a variable a value in a step of its own. */
export function assigned(
  { sketch }: DifyContext,
  title: string,
  assignments: readonly { readonly variable: string; readonly value: string }[],
): DifyDrawn {
  return assignments.length === 0
    ? NO_NODE
    : onward(sketch.add('set', title, { assignments: assignments.slice(0, 50) }), 'next');
}
