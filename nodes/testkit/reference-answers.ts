// What the questions of the reference interpreter take, and which way an answer goes.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { Json } from '#nodes/kit/json.ts';
import type { Localized } from '#nodes/kit/localized.ts';
import type { FlowNode } from '#nodes/flow/document.ts';

/** What counts as yes in a condition. */
export function isTrue(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== false && value !== 0 && value !== '';
}

interface Option {
  readonly id: string;
  readonly label: Localized;
}

/** The options of a choice. */
export function optionsOf({ config }: FlowNode): readonly Option[] {
  return (config['options'] ?? []) as readonly Option[];
}

/** What a question takes. */
export function answerOf(node: FlowNode): AnswerSpec {
  const { config } = node;
  if (node.type === 'askConfirm') return { kind: 'confirm' };
  if (node.type === 'askTyped') return { kind: 'number' };
  if (node.type === 'askText') {
    const pattern = String(config['pattern']);
    return { kind: 'text', minLength: 1, ...(pattern === '' ? {} : { pattern }) };
  }
  return { kind: 'choice', options: optionsOf(node), multiple: false, fuzzy: config['fuzzy'] === true };
}

/** The way out of an answered question. */
export function portOf(node: FlowNode, value: Json): string {
  if (node.type === 'askConfirm') return value === false ? 'no' : 'yes';
  return node.type === 'askChoice' ? (value as string) : 'answered';
}

/** One group of a split. */
export interface Share {
  readonly id: string;
  readonly weight: number;
}

/** The group of somebody who stands at this place between 0 and 1. */
export function shareAt(shares: readonly Share[], place: number): string {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  let left = place * total;
  return (shares.find(({ weight }) => (left -= weight) < 0) ?? shares.at(-1))?.id ?? '';
}

/** What a loop goes through: a list, one thing, or nothing. */
export function itemsOf(list: Json): readonly Json[] {
  if (Array.isArray(list)) return (list as readonly Json[]).slice(0, 1000);
  return list === null ? [] : [list];
}
