// The scripted model passes the port's suite and follows its script.
import { expect, it } from 'vitest';
import { FlowError } from '#nodes/kit/errors.ts';
import { describeLanguageModel } from '#runtime/ports/language-model.conformance.ts';
import { createScriptedLanguageModel, type ScriptedLanguageModel } from './language-model-scripted.ts';

describeLanguageModel('The scripted model', (reply) => Promise.resolve(createScriptedLanguageModel([reply])));

async function say(model: ScriptedLanguageModel, user: string): Promise<string> {
  let text = '';
  const request = { system: '', user, temperature: 0, maxTokens: 1 };
  for await (const part of model.generate(request, new AbortController().signal)) {
    if (part.type === 'delta') text += part.text;
  }
  return text;
}

it('follows its script, repeats the last line, and remembers what it was asked', async () => {
  const model = createScriptedLanguageModel([
    'one',
    new FlowError('MODEL_UNAVAILABLE', 'no'),
    ({ user }) => `you said ${user}`,
  ]);
  expect(await say(model, 'a')).toBe('one');
  await expect(say(model, 'b')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  expect(await say(model, 'c')).toBe('you said c');
  expect(await say(model, 'd')).toBe('you said d');
  expect(model.requests.map((request) => request.user)).toEqual(['a', 'b', 'c', 'd']);
  await expect(say(createScriptedLanguageModel([]), 'x')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
});
