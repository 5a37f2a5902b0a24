// What every language model must do.
import { describe, expect, it } from 'vitest';
import type { LanguageModel, ModelPart } from './language-model.ts';

/** A model that will say `reply` to anything, however it is cut into pieces. */
export type ModelThatSays = (reply: string) => Promise<LanguageModel>;

/** Runs the suite. */
export function describeLanguageModel(name: string, modelThatSays: ModelThatSays): void {
  describe(`${name} as a language model`, () => {
    const request = { system: 'Be short.', user: '你好', temperature: 0, maxTokens: 100 };
    const signal = () => new AbortController().signal;
    const partsOf = async (model: LanguageModel, by: AbortSignal = signal()) => {
      const parts: ModelPart[] = [];
      for await (const part of model.generate(request, by)) parts.push(part);
      return parts;
    };

    it('says its answer in pieces that add up, and what it cost last', async () => {
      const reply = '您好！很高兴为您服务。👍 How can I help? "quoted"\nNew line.';
      const parts = await partsOf(await modelThatSays(reply));
      expect(parts.map((part) => (part.type === 'delta' ? part.text : '')).join('')).toBe(reply);
      const usage = parts.at(-1);
      expect(usage?.type).toBe('usage');
    });

    it('has a name', async () => {
      expect((await modelThatSays('x')).name).not.toBe('');
    });

    it('stops with EGRESS_TIMEOUT when it is told to', async () => {
      const controller = new AbortController();
      const answer = (async () => {
        for await (const part of (await modelThatSays('a long answer '.repeat(50))).generate(
          request,
          controller.signal,
        )) {
          if (part.type === 'delta') controller.abort();
        }
      })();
      await expect(answer).rejects.toMatchObject({ code: 'EGRESS_TIMEOUT' });
    });

    it('answers several questions at once', async () => {
      const model = await modelThatSays('same');
      const all = await Promise.all([partsOf(model), partsOf(model), partsOf(model)]);
      expect(all.every((parts) => parts.length > 1)).toBe(true);
    });
  });
}
