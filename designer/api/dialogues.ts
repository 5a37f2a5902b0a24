// Test dialogues of a flow: list, keep, change, run, generate.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Dialogue } from '#nodes/wire/dialogues.ts';
import type { DialoguesGenerated, DialoguesRun, Difference, StoredDialogue } from '#nodes/wire/flow-tests.ts';
import { ApiProblem, request } from './http.ts';

/** A red dialogue as a refused publish names it. */
export interface RedDialogue {
  readonly id: string | null;
  readonly name: string;
  /** 0 is the opening. */
  readonly turn: number | null;
  readonly act: string;
  readonly differences: readonly Difference[];
}

/** The test dialogues, oldest first. */
export function useDialogues(flowId: string) {
  return useQuery({
    queryKey: keyOf(flowId),
    queryFn: ({ signal }) =>
      request<{ dialogues: StoredDialogue[] }>('GET', `/flows/${flowId}/dialogues`, undefined, signal),
    select: (answer) => answer.dialogues,
  });
}

/** Keeps a dialogue. */
export function useAddDialogue(flowId: string) {
  return useDialogueChange(flowId, (body: { dialogue: Dialogue; origin: 'written' | 'rehearsal' | 'generated' }) =>
    request<StoredDialogue>('POST', `/flows/${flowId}/dialogues`, body),
  );
}

/** Changes one; 409 REVISION_CONFLICT when somebody else did meanwhile. */
export function useSaveDialogue(flowId: string) {
  return useDialogueChange(flowId, ({ id, ...body }: { id: string; revision: number; dialogue: Dialogue }) =>
    request<StoredDialogue>('PUT', `/flows/${flowId}/dialogues/${id}`, body),
  );
}

/** Changes all that `change` gives another object for, as they stand on the server now. */
export async function changeDialogues(
  cache: QueryClient,
  flowId: string,
  change: (dialogue: Dialogue) => Dialogue,
): Promise<void> {
  const { dialogues } = await request<{ dialogues: StoredDialogue[] }>('GET', `/flows/${flowId}/dialogues`);
  for (const { id, revision, dialogue } of dialogues) {
    const next = change(dialogue);
    if (next !== dialogue) await request('PUT', `/flows/${flowId}/dialogues/${id}`, { revision, dialogue: next });
  }
  await cache.invalidateQueries({ queryKey: keyOf(flowId) });
}

/** Deletes one. */
export function useDeleteDialogue(flowId: string) {
  return useDialogueChange(flowId, (id: string) => request<undefined>('DELETE', `/flows/${flowId}/dialogues/${id}`));
}

/** Keeps a real conversation as a test. */
export function useKeepConversation(flowId: string) {
  return useDialogueChange(flowId, (body: { sessionId: string; name: string }) =>
    request<StoredDialogue>('POST', `/flows/${flowId}/dialogues/from-conversation`, body),
  );
}

/** Plays all stored dialogues, or some, on this document. */
export function runDialogues(
  flowId: string,
  body: { document?: unknown; only?: string[] },
  signal?: AbortSignal,
): Promise<DialoguesRun> {
  return request('POST', `/flows/${flowId}/dialogues/run`, body, signal);
}

/** Finds dialogues that come where no test comes. */
export function generateDialogues(
  flowId: string,
  body: { document: unknown; target?: string },
): Promise<DialoguesGenerated> {
  return request('POST', `/flows/${flowId}/dialogues/generate`, body);
}

/** The red dialogues a refused publish names, and whether an admin may publish in spite of everything it names. */
export function redIn(error: unknown): { readonly red: readonly RedDialogue[]; readonly overridable: boolean } {
  if (!(error instanceof ApiProblem)) return { red: [], overridable: false };
  const { red, overridable } = error.facts;
  return { red: parseRed(red), overridable: overridable === true };
}

function parseRed(value: unknown): readonly RedDialogue[] {
  return Array.isArray(value) ? (value as RedDialogue[]) : [];
}

function keyOf(flowId: string) {
  return ['flow', flowId, 'dialogues'] as const;
}

function useDialogueChange<Body, Answer>(flowId: string, change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf(flowId) }),
  });
}
