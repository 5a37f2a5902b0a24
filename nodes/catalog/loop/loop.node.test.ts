// Loop: rounds over a list or while something holds, open ends and lines back, jumping out, bounds.
import { expect, test } from 'vitest';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const list = { list: "['苹果', '梨', '桃']", item: 'fruit', index: 'n' };

test('plays the body once for each item, its open end is the next round', () => {
  const flow = drawFlow(
    { l: ['loop', list], say: ['message', { text: '{{ n }}. {{ fruit }}' }], end: ['message', { text: '完' }] },
    ['start.next -> l', 'l.body -> say', 'l.done -> end'],
  );
  expect(talk(flow).texts).toEqual(['1. 苹果', '2. 梨', '3. 桃', '完']);
  expect(talk(flow).ports('l')).toEqual(['body', 'body', 'body', 'done']);
});

test('a line back from the body is the next round, and the body may ask', () => {
  const flow = drawFlow(
    {
      l: ['loop', list],
      ask: ['askText', { prompt: '{{ fruit }}几斤？', variable: 'kg', interrupt: 'deny' }],
      end: ['message', { text: '完' }],
    },
    ['start.next -> l', 'l.body -> ask', 'ask.answered -> l', 'l.done -> end'],
  );
  const conversation = talk(flow);
  expect(conversation.texts).toEqual(['苹果几斤？']);
  expect(conversation.says('1').texts).toEqual(['梨几斤？']);
  expect(conversation.says('2').says('3').texts).toEqual(['完']);
  expect(validateFlow(flow).map(({ code }) => code)).not.toContain('CYCLE_WITHOUT_WAIT');
});

test('a line to what follows the loop breaks out, and coming in again starts over', () => {
  const flow = drawFlow(
    {
      l: ['loop', list],
      stop: ['condition', { expression: "fruit == '梨'" }],
      end: ['askText', { prompt: '停在{{ fruit }}', interrupt: 'deny' }],
    },
    ['start.next -> l', 'l.body -> stop', 'stop.then -> end', 'l.done -> end', 'end.answered -> l'],
  );
  const conversation = talk(flow);
  expect(conversation.texts).toEqual(['停在梨']);
  expect(conversation.says('再来').texts).toEqual(['停在梨']);
});

test('repeats while a condition holds, and never longer than allowed', () => {
  const flow = (maxRounds: number) =>
    drawFlow(
      {
        l: ['loop', { mode: 'while', while: '(left ?? 3) > 0', index: 'n', maxRounds }],
        less: ['set', { assignments: [{ variable: 'left', value: '(left ?? 3) - 1' }] }],
      },
      ['start.next -> l', 'l.body -> less'],
    );
  expect(talk(flow(100)).vars).toEqual({ left: 0, n: 3 });
  expect(talk(flow(2)).vars).toEqual({ left: 1, n: 2 });
});

test('a list is taken once, a single value is a list of one, nothing is none', () => {
  const flow = (source: string) =>
    drawFlow({ l: ['loop', { ...list, list: source }], say: ['message', { text: '{{ fruit }}' }] }, [
      'start.next -> l',
      'l.body -> say',
    ]);
  expect(talk(flow("'x'")).texts).toEqual(['x']);
  expect(talk(flow('nothing')).texts).toEqual([]);
});

test('loops stand inside loops', () => {
  const flow = drawFlow(
    {
      a: ['loop', { list: '[1, 2]', item: 'x' }],
      b: ['loop', { list: '[1, 2]', item: 'y' }],
      say: ['message', { text: '{{ x }}{{ y }}' }],
    },
    ['start.next -> a', 'a.body -> b', 'b.body -> say'],
  );
  expect(talk(flow).texts).toEqual(['11', '12', '21', '22']);
});

test('1,000 rounds of one step are played, a million are a runaway that ends in the apology', () => {
  const rounds = (inner: boolean) =>
    drawFlow(
      {
        a: ['loop', { mode: 'while', while: 'true', maxRounds: 1000 }],
        b: inner
          ? ['loop', { mode: 'while', while: 'true', maxRounds: 1000 }]
          : ['set', { assignments: [{ variable: 'n', value: '(n ?? 0) + 1' }] }],
        c: ['set', { assignments: [{ variable: 'n', value: '(n ?? 0) + 1' }] }],
      },
      ['start.next -> a', 'a.body -> b', ...(inner ? ['b.body -> c'] : [])],
    );
  expect(talk(rounds(false)).vars).toEqual({ n: 1000 });
  expect(talk(rounds(true)).last).toMatchObject({ outcome: 'faulted', fault: { code: 'FLOW_RUNAWAY' } });
});

test('a loop without a list is refused', () => {
  const flow = drawFlow({ l: ['loop', {}], e: ['end', {}] }, ['start.next -> l', 'l.body -> e', 'l.done -> e']);
  expect(validateFlow(flow)).toContainEqual(expect.objectContaining({ node: 'l', field: '/list', severity: 'error' }));
});
