// Which files a session waits for now: the leave to upload anything comes from here.
import type { AnswerSpec } from '#nodes/kit/answers.ts';
import type { CompiledFlow } from './compile.ts';
import type { FlowSnapshot } from './context.ts';
import { restoreSnapshot } from './restore-snapshot.ts';

/** What may be sent, and for how many days it is kept. */
export type FilesAsked = Omit<Extract<AnswerSpec, { kind: 'files' }>, 'kind'>;

/** The files that the question in which the flow waits asks for; undefined when it asks for none. */
export function filesAsked(flow: CompiledFlow, snapshot: FlowSnapshot): FilesAsked | undefined {
  if (snapshot.status !== 'active') return undefined;
  const live = restoreSnapshot(flow, snapshot.value, snapshot.context);
  for (const meta of Object.values(parseMetas(live.getMeta()))) {
    for (const answer of meta?.sureAnswers ?? []) {
      if (answer.kind !== 'files') continue;
      const { types, maxBytes, count, keepDays } = answer;
      return { types, maxBytes, count, keepDays };
    }
  }
  return undefined;
}

/** Written by kit/behaviours. */
function parseMetas(
  metas: unknown,
): Readonly<Record<string, { readonly sureAnswers?: readonly AnswerSpec[] } | undefined>> {
  return metas as Readonly<Record<string, { readonly sureAnswers?: readonly AnswerSpec[] } | undefined>>;
}
