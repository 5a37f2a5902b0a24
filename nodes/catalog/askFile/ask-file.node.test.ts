// Ask for a file: what was asked for is taken, everything else is asked again, and there is a way out without a file.
import { expect, test } from 'vitest';
import { filesAsked } from '#nodes/flow/files-asked.ts';
import { drawAlone, talk } from '#nodes/testkit/talk.ts';

const photo = { id: 'f1', name: '破损.jpg', contentType: 'image/jpeg', kind: 'image', sizeBytes: 1000 } as const;
const report = { id: 'f2', name: 'r.pdf', contentType: 'application/pdf', kind: 'pdf', sizeBytes: 1000 } as const;
const noReply = { enabled: true, afterMs: 60_000, reminders: [{ afterMs: 30_000, text: '还在吗？' }] };

const ask = (more: Readonly<Record<string, unknown>> = {}) =>
  drawAlone('askFile', { prompt: '请发照片', types: ['image'], variable: 'photo', interrupt: 'deny', ...more });

test('says what may be attached, and stores the file that came', () => {
  const conversation = talk(ask({ maxMegabytes: 2 }));
  expect(conversation.said).toMatchObject([
    { kind: 'text', text: '请发照片', upload: { types: ['image'], maxBytes: 2_097_152, count: 1 } },
  ]);
  conversation.happens({ type: 'files.received', messageId: 'm', files: [photo] });
  expect(conversation.texts).toEqual(['→received']);
  expect(conversation.vars['photo']).toEqual(photo);
});

test('several files are stored as a list', () => {
  const conversation = talk(ask({ count: 2, types: ['image', 'pdf'] }));
  conversation.happens({ type: 'files.received', messageId: 'm', files: [photo, report] });
  expect(conversation.vars['photo']).toEqual([photo, report]);
});

test.each([
  ['another kind', [report]],
  ['too large', [{ ...photo, sizeBytes: 99_999_999 }]],
  ['too many', [photo, photo]],
  ['none', []],
])('is asked again for %s, and the clip stays', (_what, files) => {
  const conversation = talk(ask());
  conversation.happens({ type: 'files.received', messageId: 'm', files });
  expect(conversation.said).toMatchObject([
    { text: expect.stringContaining('回形针') as string, upload: { count: 1 } },
  ]);
  expect(conversation.vars['photo']).toBeUndefined();
});

test('words instead of a file are asked again, then leave by rejected', () => {
  const conversation = talk(ask({ maxTries: 2 }));
  expect(conversation.says('我发不了').texts[0]).toContain('回形针');
  expect(conversation.says('真的').texts).toEqual(['→rejected']);
});

test.each([
  ['pressed', 'none'],
  ['written', '没有'],
])('a customer without a file says so: %s', (how, word) => {
  const conversation = talk(ask({ decline: { 'zh-CN': '我没有照片', en: 'I have none' } }));
  expect(conversation.said).toMatchObject([{ kind: 'choices', choices: [{ label: '我没有照片' }] }]);
  if (how === 'pressed') conversation.chooses(word);
  else conversation.says(word);
  expect(conversation.texts).toEqual(['→rejected']);
});

test('silence leaves by noReply', () => {
  expect(talk(ask({ noReply })).passes(90_000).texts).toEqual(['还在吗？', '→noReply']);
});

test('the state tells what is asked for, and nothing elsewhere', () => {
  const conversation = talk(ask({ keepDays: 7 }));
  const asked = () => filesAsked(conversation.flow, conversation.last.snapshot);
  expect(asked()).toEqual({ types: ['image'], maxBytes: 10_485_760, count: 1, keepDays: 7 });
  conversation.happens({ type: 'files.received', messageId: 'm', files: [photo] });
  expect(asked()).toBeUndefined();
});

test('a file that nobody asked for changes nothing', () => {
  const conversation = talk(drawAlone('askText', { prompt: '名字？', variable: 'name' }));
  const before = conversation.last.snapshot.value;
  conversation.happens({ type: 'files.received', messageId: 'm', files: [photo] });
  expect(conversation.texts).toEqual([]);
  expect(conversation.last.snapshot.value).toEqual(before);
});
