// Takes personal values out of a customer's sentence so that it stays a sentence one can learn from.
import type { Entity } from './effects.ts';

/** What stands for a personal value. Order numbers, amounts and dates are no persons. */
const STAND_INS: Readonly<Partial<Record<Entity['kind'], string>>> = {
  phone: '13800138000',
  email: 'name@example.com',
  wechat: 'wechat_id',
  person: '李雷',
  address: '某路1号',
};

/** The sentence on one line, at most `longest` characters, with stand-ins for the `entities` that are personal and zeros for long numbers. */
export function maskPersonal(text: string, entities: readonly Entity[], longest: number): string {
  let masked = text.slice(0, 4 * longest);
  for (const { kind, start, end } of [...entities].sort((a, b) => b.start - a.start)) {
    const standIn = STAND_INS[kind];
    if (standIn !== undefined && end <= masked.length) masked = masked.slice(0, start) + standIn + masked.slice(end);
  }
  // Numbers of cards and papers, whatever they are.
  const numbers = masked.replace(/\d(?:[ -]?\d){14,}[\dXx]?/gu, (digits) => digits.replace(/\d/gu, '0'));
  return Array.from(numbers.replace(/\s+/gu, ' ').trim()).slice(0, longest).join('');
}
