// The effect that writes answers: what watchers see, and what is left when there is no model.
import { expect, it } from 'vitest';
import type { Json } from '#nodes/kit/json.ts';
import { createLocalBus } from '#runtime/adapters/bus-local/bus-local.ts';
import { createScriptedLanguageModel } from '#runtime/adapters/language-model-scripted/language-model-scripted.ts';
import { writeAnswer } from '#runtime/knowledge/answer.ts';
import type { OutboxRow } from '#runtime/ports/session-store.ts';
import type { EffectOf } from './effects.ts';
import { createModelGenerate } from './model-generate.ts';

const effect: EffectOf<'model.generate'> = {
  id: 'n:1:1',
  kind: 'model.generate',
  node: 'n',
  visit: 1,
  index: 1,
  request: {
    question: '退款多久到账',
    passages: [{ passageId: 'p', title: '退款', text: '三个工作日内原路退回。', score: 0.9 }],
    instructions: '',
    locale: 'zh-CN',
    timeoutMs: 1000,
    retry: { max: 0, backoffMs: 0 },
  },
};
const row: OutboxRow = {
  workspaceId: 'w',
  sessionId: 's',
  key: 's:n:1:1',
  effect,
  attempts: 1,
  dueAt: 0,
  leaseUntil: 0,
  lastError: '',
};

it('lets an open conversation watch the answer grow, and gives the checked text', async () => {
  const bus = createLocalBus();
  const heard: Json[] = [];
  bus.subscribe('session:s', (event) => heard.push(event));
  const model = createScriptedLanguageModel([['三个工作日', '内退回', ' [1]。']]);
  const handler = createModelGenerate((request, options) => writeAnswer(model, request, options), bus);
  expect(await handler(effect, row, new AbortController().signal)).toEqual({
    text: '三个工作日内退回 [1]。',
    sources: [{ title: '退款', quote: '三个工作日内原路退回。' }],
  });
  expect(heard).toEqual([
    { type: 'delta', streamId: 's:n:1:1', text: '三个工作日' },
    { type: 'delta', streamId: 's:n:1:1', text: '三个工作日内退回' },
    { type: 'delta', streamId: 's:n:1:1', text: '三个工作日内退回 [1]。' },
  ]);
});

it('fails plainly without a model', async () => {
  const handler = createModelGenerate(undefined, createLocalBus());
  await expect(handler(effect, row, new AbortController().signal)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
});
