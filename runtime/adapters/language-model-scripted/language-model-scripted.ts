// A LanguageModel that says what it is told to: for tests, demonstrations and rehearsals without a server.
import { FlowError } from '#nodes/kit/errors.ts';
import type { LanguageModel, ModelRequest } from '#runtime/ports/language-model.ts';

/** What to answer: a text, an error to fail with, or pieces; a function decides by the request. */
export type ScriptedReply = string | readonly string[] | FlowError | ((request: ModelRequest) => string);

/** A scripted model and what it was asked. */
export interface ScriptedLanguageModel extends LanguageModel {
  readonly requests: readonly ModelRequest[];
}

/** Replies in turn; the last one is given again and again. Without any, the model is unavailable. */
export function createScriptedLanguageModel(replies: readonly ScriptedReply[]): ScriptedLanguageModel {
  const requests: ModelRequest[] = [];
  return {
    name: 'scripted',
    requests,
    async *generate(request, signal) {
      const reply = replies[Math.min(requests.length, replies.length - 1)];
      requests.push(request);
      if (reply === undefined) throw new FlowError('MODEL_UNAVAILABLE', 'The script is empty.');
      if (reply instanceof FlowError) throw reply;
      for (const text of piecesOf(reply, request)) {
        // Later, as from a network: whoever asked can stop it.
        await Promise.resolve();
        if (signal.aborted) throw new FlowError('EGRESS_TIMEOUT', 'The language model took too long.');
        yield { type: 'delta', text };
      }
      yield { type: 'usage', promptTokens: request.system.length, completionTokens: 1 };
    },
  };
}

function piecesOf(reply: Exclude<ScriptedReply, FlowError>, request: ModelRequest): readonly string[] {
  if (typeof reply === 'object') return reply;
  const text = typeof reply === 'string' ? reply : reply(request);
  return text.match(/[\s\S]{1,7}/g) ?? [];
}
