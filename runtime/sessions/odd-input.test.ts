// Forms, very long texts and odd characters in the transcript.
import { expect, it } from 'vitest';
import { drawFlow } from '#nodes/testkit/talk.ts';
import { createMemorySessionStore } from '#runtime/adapters/store-memory/session-store.ts';
import { createFakeClock } from '#runtime/testkit/fake-clock.ts';
import { createWorld, WORKSPACE } from '#runtime/testkit/world.ts';

it('writes down what a form and a long or odd text said', async () => {
  const form = drawFlow(
    {
      form: [
        'form',
        {
          title: '联系方式',
          fields: [
            { name: 'name', label: '姓名', kind: 'text', required: true },
            { name: 'size', label: '尺码', kind: 'select', required: false, options: [{ id: 'l', label: '大号' }] },
          ],
        },
      ],
      ask: ['askText', { prompt: '还有吗？', variable: 'more' }],
      echo: ['message', { text: '{{ more }}' }],
    },
    ['start -> form', 'form.submitted -> ask', 'ask.answered -> echo', 'echo -> ask'],
  );
  const store = createMemorySessionStore();
  const world = createWorld({ store, clock: createFakeClock(), flows: { form } });
  const transcript = async (id: string) =>
    (await store.messages(WORKSPACE, id, 0, 1000)).map(({ from, text }) => [from, text]);
  const opened = await world.open('form');
  await world.send(opened, 'a', { form: { name: '王芳', size: 'l' } });
  expect(await transcript(opened.session.id)).toContainEqual(['customer', '姓名：王芳\n尺码：大号']);
  for (const text of ['😀'.repeat(10_000), '\u202Eمرحبا', 'a\u0000b', '__proto__']) {
    expect((await world.send(opened, text.slice(0, 8), { text })).messages[0]?.text?.slice(0, 50)).toBe(
      text.slice(0, 50),
    );
  }
});
