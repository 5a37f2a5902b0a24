// Respond: what another system gets for an answer, with values of the conversation in it.
import { expect, test } from 'vitest';
import { drawAlone, drawFlow, talk } from '#nodes/testkit/talk.ts';
import { respondNode } from './respond.node.ts';

test('asks for the answer with its values and goes on at once', () => {
  const flow = drawFlow(
    {
      put: ['set', { assignments: [{ variable: 'n', value: '3' }] }],
      n: [
        'respond',
        {
          status: 201,
          body: '{"count":"{{ n }}","text":"{{ n }} 单"}',
          headers: [{ label: 'X-Count', expr: '{{ n }}' }],
        },
      ],
      hit: ['message', { text: '→next' }],
    },
    ['start -> put', 'put -> n', 'n -> hit'],
  );
  const c = talk(flow);
  expect(c.asked('webhook.respond').map(({ request }) => request)).toEqual([
    { status: 201, headers: { 'x-count': '3' }, body: { count: 3, text: '3 单' } },
  ]);
  expect(c.texts).toEqual(['→next']);
});

test('an empty body is null, and headers of the connection or the browser are never sent', () => {
  const headers = ['Set-Cookie', 'Content-Length', 'Location', 'content-type'].map((label) => ({ label, expr: 'x' }));
  const c = talk(drawAlone('respond', { body: '', headers }));
  expect(c.asked('webhook.respond')[0]?.request).toEqual({ status: 200, headers: {}, body: null });
  expect(respondNode.check?.({ ...respondNode.defaults, headers })).toHaveLength(4);
});

test('a body that is no JSON is told', () => {
  expect(respondNode.check?.({ ...respondNode.defaults, body: '{' })).toMatchObject([{ field: '/body' }]);
});
