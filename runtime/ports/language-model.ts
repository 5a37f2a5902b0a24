// A language model behind any OpenAI-compatible server.

/** One request. `system` is policy and passages, `user` the customer's words: never mixed. */
export interface ModelRequest {
  readonly system: string;
  readonly user: string;
  readonly temperature: number;
  readonly maxTokens: number;
}

/** A piece of the answer, or the closing usage. */
export type ModelPart =
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'usage'; readonly promptTokens: number; readonly completionTokens: number };

/** A model. First token within 15 s, whole answer within the caller's signal, at most 64 KB; else MODEL_UNAVAILABLE or EGRESS_TIMEOUT. */
export interface LanguageModel {
  readonly name: string;
  generate(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart>;
}
