// Replies: exact is exact, contains is contained, and meaning survives other words but not a "not" or another number.
import { describe, expect, it } from 'vitest';
import { meaningOf } from './meaning.ts';

describe('meaningOf', () => {
  const near = 0.6;
  it.each([
    ['您的订单已经发货', '好消息：您的订单昨天已经发货啦，请留意查收'],
    ['refund takes 3 days', 'Your refund will usually take about 3 days to arrive.'],
    ['The order was shipped', 'We have shipped your order this morning'],
    ['退款需要三个工作日', '一般来说退款需要三个工作日左右'],
  ])('finds "%s" in "%s"', (wanted, reply) => {
    expect(meaningOf(wanted, reply)).toBeGreaterThanOrEqual(near);
  });

  it.each([
    ['您的订单已经发货', '您的订单还没有发货'],
    ['refund takes 3 days', 'refund takes 7 days'],
    ['We can refund this', "We can't refund this"],
    ['您的订单已经发货', '请问还有什么可以帮您？'],
    ['退款需要三个工作日', ''],
  ])('does not find "%s" in "%s"', (wanted, reply) => {
    expect(meaningOf(wanted, reply)).toBeLessThan(near);
  });
});
