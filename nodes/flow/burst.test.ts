// Messages sent in a row: one turn when they pause no longer than the node waits, and nothing of them is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';

const WINDOW = 3000;

function asking(more: Record<string, unknown> = {}, prompt = '说吧') {
  return drawFlow(
    {
      ask: ['askText', { prompt, variable: 'said', mergeBurstMs: WINDOW, ...more }],
      back: ['message', { text: '“{{ said }}”' }],
      menu: [
        'askChoice',
        {
          prompt: '选哪个？',
          mergeBurstMs: WINDOW,
          options: [
            { id: 'refund', label: '退款' },
            { id: 'exchange', label: '换货' },
          ],
        },
      ],
      done: ['message', { text: '好的' }],
    },
    ['start -> ask', 'ask.answered -> back', 'back -> menu', 'menu.refund -> done', 'menu.exchange -> done'],
  );
}

describe('messages sent in a row', () => {
  it('are one answer once nothing more follows', () => {
    const c = talk(asking());
    expect(c.says('我想').texts).toEqual([]);
    expect(c.passes(2000).texts).toEqual([]);
    expect(c.says('退款').texts).toEqual([]);
    expect(c.passes(2999).texts).toEqual([]);
    expect(c.passes(1).texts).toEqual(['“我想\n退款”', '选哪个？']);
    expect(c.openTimers).toEqual([]);
  });

  it('are joined by blanks in languages that write them', () => {
    const c = talk(asking({}, 'Go on'), { locale: 'en' });
    c.says('I want').says('my money back').passes(WINDOW);
    expect(c.vars['said']).toBe('I want my money back');
  });

  it('are answered after half a minute, however quickly more follow', () => {
    const c = talk(asking());
    for (let i = 0; i < 15; i += 1) c.says(String(i)).passes(2000);
    expect(c.vars['said']).toBe(Array.from({ length: 15 }, (_, i) => String(i)).join(' '));
  });

  it('are a turn of their own before a press of a button, which counts at once', () => {
    const c = talk(asking());
    c.says('在吗').passes(WINDOW);
    expect(c.says('让我想想').chooses('refund').texts).toEqual(['请从下面选一个：', '好的']);
    expect(c.ports('menu')).toEqual(['refund']);
    expect(c.openTimers).toEqual([]);
  });

  it('do not make the words for a person wait', () => {
    const c = talk(asking());
    c.says('你们').says('人工');
    expect(c.vars['said']).toBe('你们');
    expect(c.asked('desk.availability')).toHaveLength(1);
  });

  it('come before a silence that runs out meanwhile', () => {
    const c = talk(
      asking({ noReply: { enabled: true, afterMs: 5000, reminders: [{ afterMs: 2000, text: '在吗？' }] } }),
    );
    expect(c.passes(1500).says('在').passes(WINDOW).texts).toContain('“在”');
  });

  it('are no burst where nothing is awaited, or where the node does not wait', () => {
    expect(talk(asking({ mergeBurstMs: 0 })).says('我想').texts).toEqual(['“我想”', '选哪个？']);
    const c = talk(asking());
    c.says('一').passes(WINDOW).chooses('refund');
    expect(c.says('谢谢').texts).toHaveLength(1);
  });

  it('give the same words whatever the pauses are, each exactly once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 0, max: 2 * WINDOW })), {
          minLength: 1,
          maxLength: 12,
        }),
        (messages) => {
          const loop = drawFlow(
            {
              ask: ['askText', { prompt: '?', variable: 'said', mergeBurstMs: WINDOW }],
              back: ['message', { text: '{{ said }}' }],
            },
            ['start -> ask', 'ask.answered -> back', 'back -> ask'],
          );
          const c = talk(loop);
          const heard: string[] = [];
          for (const [text, pause] of messages) {
            heard.push(...c.says(text).texts);
            heard.push(...c.passes(pause).texts);
          }
          heard.push(...c.passes(WINDOW).texts);
          const words = heard
            .filter((text) => text !== '?')
            .join(' ')
            .split(' ');
          expect(words).toEqual(messages.map(([text]) => text));
        },
      ),
      { numRuns: 200 },
    );
  });
});
