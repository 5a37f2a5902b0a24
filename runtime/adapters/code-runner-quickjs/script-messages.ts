// What the server and a script thread say to each other: plain strings and numbers.

/** To the thread. */
export type ScriptOrder =
  | {
      readonly type: 'run';
      readonly language: 'javascript' | 'typescript';
      readonly code: string;
      /** JSON. */
      readonly input: string;
      readonly cpuMs: number;
      readonly mayFetch: boolean;
    }
  | {
      readonly type: 'answer';
      readonly call: number;
      readonly ok: boolean;
      /** JSON, or the reason. */ readonly text: string;
    };

/** Why a run gave nothing. */
export interface ScriptProblem {
  readonly kind: 'failed' | 'limit';
  readonly message: string;
}

/** From the thread. */
export type ScriptReport =
  | { readonly type: 'ready' }
  /** Types are stripped; the script itself begins. */
  | { readonly type: 'running' }
  | { readonly type: 'fetch'; readonly call: number; readonly url: string; /** JSON. */ readonly options: string }
  | {
      readonly type: 'done';
      /** JSON `{ exit, output }`. */
      readonly result: string;
      readonly logs: readonly string[];
      readonly ms: number;
    }
  | {
      readonly type: 'problem';
      readonly problem: ScriptProblem;
      readonly logs: readonly string[];
      readonly ms: number;
    };
