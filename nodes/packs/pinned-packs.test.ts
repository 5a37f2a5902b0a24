// What is published or played carries its packs: a pack that changes, or goes, changes nothing there.
import { expect, test } from 'vitest';
import { compileFlow, configFrom } from '#nodes/flow/compile.ts';
import { composeFlow, type CallableFlow } from '#nodes/flow/compose-flow.ts';
import { validateFlow } from '#nodes/flow/validate.ts';
import { drawFlow, talk } from '#nodes/testkit/talk.ts';
import type { PackDefinition } from './pack-definition.ts';
import { packsOf, pinPacks, typesOf, unpinned } from './pinned-packs.ts';
import { discountPack, orderPack } from './testkit/sample-packs.ts';

const speaker = (words: string): PackDefinition => {
  const { http: _http, ports, ...rest } = orderPack;
  return {
    ...rest,
    type: 'acme/speaker',
    fields: [],
    summary: { 'zh-CN': 's', en: 's' },
    says: [words],
    ports: ports.slice(0, 1),
  };
};
const draft = drawFlow({ n: ['acme/speaker', {}] }, ['start.next -> n']);

test('only the packs a draft uses are pinned, and a draft without any comes back as it is', () => {
  expect(packsOf(pinPacks(draft, [orderPack, speaker('a'), discountPack])).map(({ type }) => type)).toEqual([
    'acme/speaker',
  ]);
  const plain = drawFlow({ n: ['message', { text: 'x' }] }, ['start.next -> n']);
  expect(pinPacks(plain, [orderPack])).toBe(plain);
});

test('a pinned document keeps its edition when the pack has changed or is gone', () => {
  const published = pinPacks(draft, [speaker('first')]);
  const before = JSON.stringify(configFrom(published));
  expect(pinPacks(published, [speaker('second')])).toBe(published);
  expect(JSON.stringify(configFrom(pinPacks(published, [])))).toBe(before);
  expect(talk(published).texts).toEqual(['first']);
});

test('a draft whose pack is missing has a problem that names the type, and does not compile', () => {
  const problems = validateFlow(pinPacks(draft, [orderPack]));
  expect(problems.find(({ code }) => code === 'NODE_UNKNOWN')?.message.en).toContain('acme/speaker');
  expect(() => compileFlow(draft)).toThrow('acme/speaker');
});

test('drafts are kept without packs', () => {
  expect(unpinned(pinPacks(draft, [speaker('a')]))).toEqual(draft);
});

test('what is no declaration is passed over, so its nodes are of an unknown type', () => {
  const odd = { ...draft, packs: [{ type: 'acme/speaker' }, null, 7] } as typeof draft;
  expect(packsOf(odd)).toEqual([]);
  expect(validateFlow(odd).map(({ code }) => code)).toContain('NODE_UNKNOWN');
});

test('a pack cannot take the place of a built-in type', () => {
  const odd = { ...draft, packs: [{ ...speaker('a'), type: 'message' }] } as typeof draft;
  expect(typesOf(odd)['message']?.title.en).toBe('Message');
});

test('a called version brings the edition it was published with, beside that of its caller', () => {
  const callee: CallableFlow = {
    flow: 'other',
    version: 1,
    name: 'Other',
    document: pinPacks(draft, [speaker('old')]),
  };
  const caller = drawFlow(
    {
      a: ['acme/speaker', {}],
      call: ['subflow', { call: { flow: 'other', version: 1, exits: [] } }],
      b: ['acme/speaker', {}],
    },
    ['start.next -> a', 'a.found -> call', 'call.done -> b'],
  );
  const composed = composeFlow(pinPacks(caller, [speaker('new')]), () => callee);
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems));
  expect(packsOf(composed.document).map(({ type }) => type)).toEqual(['acme/speaker', 'acme/speaker@2']);
  expect(talk(composed.document).texts.slice(0, 2)).toEqual(['new', 'old']);
  expect(validateFlow(composed.document).filter(({ code }) => code.startsWith('NODE_'))).toEqual([]);
});

test('a caller without packs gets those of the flow it calls', () => {
  const callee: CallableFlow = {
    flow: 'other',
    version: 1,
    name: 'Other',
    document: pinPacks(draft, [speaker('old')]),
  };
  const caller = drawFlow({ call: ['subflow', { call: { flow: 'other', version: 1, exits: [] } }] }, [
    'start.next -> call',
  ]);
  const composed = composeFlow(caller, () => callee);
  expect(composed.ok && talk(composed.document).texts).toEqual(['old']);
});
