// Reads what OpenAI-compatible servers send: a piece of the answer, how it ended, what it cost, or an error.
import { Type, type Static } from 'typebox';
import Value from 'typebox/value';

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const Choice = Type.Object({
  delta: Type.Optional(Type.Object({ content: Text, reasoning_content: Text })),
  message: Type.Optional(Type.Object({ content: Text })),
  finish_reason: Text,
});
const ChunkSchema = Type.Object({
  choices: Type.Optional(Type.Array(Choice)),
  usage: Type.Optional(
    Type.Union([Type.Object({ prompt_tokens: Type.Number(), completion_tokens: Type.Number() }), Type.Null()]),
  ),
});

/** One event of a stream, or a whole answer that was not streamed. */
export interface Chunk {
  readonly text: string;
  /** The model works although it says nothing yet (it thinks). */
  readonly alive: boolean;
  /** `stop`, `length`, `content_filter` ...; empty while it goes on. */
  readonly finish: string;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
}

/** The chunk, or undefined when this is an error or nothing we know. */
export function parseChunk(data: string): Chunk | undefined {
  const json = parseJson(data);
  if (json === undefined || (typeof json === 'object' && json !== null && 'error' in json)) return undefined;
  if (!Value.Check(ChunkSchema, json)) return undefined;
  return chunkOf(json);
}

function chunkOf({ choices, usage }: Static<typeof ChunkSchema>): Chunk {
  const choice = choices?.[0];
  const text = choice?.delta?.content ?? choice?.message?.content ?? '';
  return {
    text,
    alive: text !== '' || (choice?.delta?.reasoning_content ?? '') !== '',
    finish: choice?.finish_reason ?? '',
    usage:
      usage === undefined || usage === null
        ? undefined
        : { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
