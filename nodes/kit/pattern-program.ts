// Turns a pattern tree into the small program that the matcher runs.
import { PatternProblem, type PatternNode } from './pattern-syntax.ts';
import type { PointTest } from './pattern-classes.ts';

/** One instruction. `split` prefers `first`. */
export type Code =
  | { readonly kind: 'char'; readonly accepts: PointTest }
  | { readonly kind: 'assert'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'match' };

/** A program. `anchored`: it can match at the start of the text only. */
export interface Program {
  readonly codes: readonly Code[];
  readonly anchored: boolean;
}

/** Most instructions; text length times this bounds the work. */
const MAX_CODES = 1000;

/** The program of a tree. Throws PatternProblem when repetitions make it too large. */
export function assemble(tree: PatternNode): Program {
  const codes: Code[] = [];
  emit(tree, codes);
  codes.push({ kind: 'match' });
  return { codes, anchored: isAnchored(tree) };
}

function emit(tree: PatternNode, codes: Code[]): void {
  if (codes.length > MAX_CODES) {
    throw new PatternProblem(0, '模式展开后太大，请减少重复次数', 'The pattern is too large; use fewer repetitions.');
  }
  switch (tree.kind) {
    case 'empty':
      return;
    case 'char':
      codes.push({ kind: 'char', accepts: tree.accepts });
      return;
    case 'assert':
      codes.push({ kind: 'assert', holds: tree.holds });
      return;
    case 'sequence':
      for (const part of tree.parts) emit(part, codes);
      return;
    case 'either':
      emitEither(tree.parts, codes);
      return;
    case 'repeat':
      emitRepeat(tree, codes);
  }
}

function emitEither(parts: readonly PatternNode[], codes: Code[]): void {
  const exits: { kind: 'jump'; to: number }[] = [];
  parts.forEach((part, index) => {
    if (index === parts.length - 1) {
      emit(part, codes);
      return;
    }
    const split = { kind: 'split' as const, first: codes.length + 1, second: 0 };
    codes.push(split);
    emit(part, codes);
    const exit = { kind: 'jump' as const, to: 0 };
    codes.push(exit);
    exits.push(exit);
    split.second = codes.length;
  });
  for (const exit of exits) exit.to = codes.length;
}

function emitRepeat(tree: Extract<PatternNode, { kind: 'repeat' }>, codes: Code[]): void {
  const { part, min, max, isLazy } = tree;
  for (let count = 0; count < min; count++) emit(part, codes);
  if (max === Infinity) {
    const split = { kind: 'split' as const, first: 0, second: 0 };
    const loop = codes.push(split) - 1;
    emit(part, codes);
    codes.push({ kind: 'jump', to: loop });
    prefer(split, loop + 1, codes.length, isLazy);
    return;
  }
  const splits: { split: { kind: 'split'; first: number; second: number }; body: number }[] = [];
  for (let count = min; count < max; count++) {
    const split = { kind: 'split' as const, first: 0, second: 0 };
    splits.push({ split, body: codes.push(split) });
    emit(part, codes);
  }
  for (const { split, body } of splits) prefer(split, body, codes.length, isLazy);
}

function prefer(split: { first: number; second: number }, body: number, after: number, isLazy: boolean): void {
  split.first = isLazy ? after : body;
  split.second = isLazy ? body : after;
}

function isAnchored(tree: PatternNode): boolean {
  if (tree.kind === 'assert') return tree.isStart;
  if (tree.kind === 'sequence') return tree.parts[0] !== undefined && isAnchored(tree.parts[0]);
  if (tree.kind === 'either') return tree.parts.every(isAnchored);
  return false;
}
