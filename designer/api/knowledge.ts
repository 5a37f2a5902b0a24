// Knowledge: bases, sources, passages, questions, preview, hit test.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Static } from 'typebox';
import type {
  CreateBaseSchema,
  KnowledgeBase,
  Passage,
  PasteSourceSchema,
  PreviewedSchema,
  PreviewSchema,
  Question,
  QuestionsTaken,
  ReplaceQuestionSchema,
  Searched,
  SearchSchema,
  Source,
  UpdateBaseSchema,
  Uploaded,
} from '#nodes/wire/knowledge.ts';
import { request, upload, withQuery } from './http.ts';

/** Under this everything of knowledge is kept. */
export const BASES = ['knowledge'] as const;
const POLL_MS = 1500;

/** All knowledge bases of the workspace. */
export function useBases() {
  return useQuery({
    queryKey: [...BASES, 'bases'],
    queryFn: ({ signal }) => request<{ bases: KnowledgeBase[] }>('GET', '/knowledge/bases', undefined, signal),
    select: (answer) => answer.bases,
  });
}

/** Makes a base. */
export function useCreateBase() {
  return useChange((body: Static<typeof CreateBaseSchema>) => request<KnowledgeBase>('POST', '/knowledge/bases', body));
}

/** Renames a base or changes its description. */
export function useUpdateBase() {
  return useChange(({ id, ...body }: { id: string } & Static<typeof UpdateBaseSchema>) =>
    request<KnowledgeBase>('PATCH', `/knowledge/bases/${id}`, body),
  );
}

/** Deletes a base with everything in it. */
export function useDeleteBase() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<undefined>('DELETE', `/knowledge/bases/${id}`),
    // Not awaited: the page of the base has to be left before the base is gone from the list.
    onSuccess: () => void cache.invalidateQueries({ queryKey: BASES }),
  });
}

/** The sources of a base; asks again on its own while one is still being read. */
export function useSources(baseId: string) {
  return useQuery({
    queryKey: [...BASES, baseId, 'sources'],
    queryFn: ({ signal }) =>
      request<{ sources: Source[] }>('GET', `/knowledge/bases/${baseId}/sources`, undefined, signal),
    select: (answer) => answer.sources,
    refetchInterval: (query) => (query.state.data?.sources.some(isWorking) === true ? POLL_MS : false),
  });
}

/** Adds a pasted text as a source. */
export function usePasteSource(baseId: string) {
  return useChange((body: Static<typeof PasteSourceSchema>) =>
    request<Source>('POST', `/knowledge/bases/${baseId}/sources`, body),
  );
}

/** Sends one file; progress is the share that left this device. */
export function uploadSource(
  baseId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  return upload<Uploaded>(`/knowledge/bases/${baseId}/uploads`, [file], onProgress, signal);
}

/** Reads a source again after it failed. */
export function useRetrySource() {
  return useChange((id: string) => request<Source>('POST', `/knowledge/sources/${id}/retry`));
}

/** Deletes a source with its passages. */
export function useDeleteSource() {
  return useChange((id: string) => request<undefined>('DELETE', `/knowledge/sources/${id}`));
}

/** The passages of a source. */
export function usePassages(sourceId: string | undefined) {
  return useQuery({
    queryKey: [...BASES, 'source', sourceId, 'passages'],
    queryFn: ({ signal }) =>
      request<{ passages: Passage[] }>('GET', `/knowledge/sources/${sourceId ?? ''}/passages`, undefined, signal),
    select: (answer) => answer.passages,
    enabled: sourceId !== undefined,
  });
}

/** Switches a passage on or off. */
export function useSwitchPassage() {
  return useChange(({ id, disabled }: { id: string; disabled: boolean }) =>
    request<Passage>('PATCH', `/knowledge/passages/${id}`, { disabled }),
  );
}

/** How a text would be cut, before anything is stored. */
export function usePreview() {
  return useMutation({
    mutationFn: (body: Static<typeof PreviewSchema>) =>
      request<Static<typeof PreviewedSchema>>('POST', '/knowledge/preview', body),
  });
}

/** The questions of a base. */
export function useQuestions(baseId: string, q: string) {
  return useQuery({
    queryKey: [...BASES, baseId, 'questions', q],
    queryFn: ({ signal }) =>
      request<{ questions: Question[] }>(
        'GET',
        withQuery(`/knowledge/bases/${baseId}/questions`, { q }),
        undefined,
        signal,
      ),
    select: (answer) => answer.questions,
    placeholderData: (before) => before,
  });
}

/** Stores a question; without an id it is a new one. */
export function useSaveQuestion(baseId: string) {
  return useChange(({ id, body }: { id: string | undefined; body: Static<typeof ReplaceQuestionSchema> }) =>
    id === undefined
      ? request<Question>('POST', `/knowledge/bases/${baseId}/questions`, body)
      : request<Question>('PUT', `/knowledge/questions/${id}`, body),
  );
}

/** Takes the questions of a table in. */
export function useTakeTable(baseId: string) {
  return useChange((file: File) =>
    upload<QuestionsTaken>(`/knowledge/bases/${baseId}/questions/table`, [file], () => undefined),
  );
}

/** Deletes a question. */
export function useDeleteQuestion() {
  return useChange((id: string) => request<undefined>('DELETE', `/knowledge/questions/${id}`));
}

/** The hit test: the same search as in a chat. */
export function useHitTest() {
  return useMutation({
    mutationFn: (body: Static<typeof SearchSchema>) => request<Searched>('POST', '/knowledge/search', body),
  });
}

/** Whether a source is still on its way into the index. */
export function isWorking(source: Source): boolean {
  return source.state === 'queued' || source.state === 'reading';
}

/** A change of knowledge: what was read before is read anew. */
export function useChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: BASES }),
  });
}

/** Reads everything of knowledge anew, when something came in by itself. Always the same function. */
export function useRefreshKnowledge(): () => void {
  const cache = useQueryClient();
  return useCallback(() => void cache.invalidateQueries({ queryKey: BASES }), [cache]);
}
