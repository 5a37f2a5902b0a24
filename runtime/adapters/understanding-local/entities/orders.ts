// Order numbers: introduced by a word for it, or of a shape that hardly anything else has.
import type { Entity } from '#nodes/kit/effects.ts';
import { entitiesOf } from './match.ts';

const INTRODUCED =
  /(?:订单编号|订单号码|订单号|订单|单号|运单号|快递单号|(?<![a-z])order(?: number| no\.?| id)?|tracking number) {0,2}(?:(?:is|was|是|为|叫|:|#|=) {0,2}){0,3}(?<fact>[a-z0-9][a-z0-9-]{4,23})(?![\w-])/dgiu;
const LETTERED = /(?<![\w-])[a-z]{1,4}-?\d{6,20}(?![\w-])/dgiu;
const LONG_NUMBER = /(?<![\w.+-])\d{12,24}(?![\w-])/dgu;

/** Every order number has one. */
const DIGIT = /\d/u;

/** Order numbers in capitals. */
export function findOrders(text: string): Entity[] {
  if (!DIGIT.test(text)) return [];
  const valueOf = (_: unknown, fact: string): string | undefined =>
    fact.replace(/\D/gu, '').length >= 4 ? fact.toUpperCase() : undefined;
  return [
    ...entitiesOf(text, 'order', INTRODUCED, valueOf),
    ...entitiesOf(text, 'order', LETTERED, valueOf),
    ...entitiesOf(text, 'order', LONG_NUMBER, valueOf),
  ];
}
