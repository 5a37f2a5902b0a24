// Whether knowledge is good: question sets, what a change would do, health, rules, whole bases as files.
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  Check,
  CheckRun,
  Compared,
  CompareChangeSchema,
  Health,
  KnowledgeBase,
  KnowledgeRules,
  SaveCheckSchema,
  Source,
} from '#nodes/wire/knowledge.ts';
import type { BaseFile } from '#nodes/wire/knowledge-file.ts';
import { request } from './http.ts';
import { BASES, useChange } from './knowledge.ts';

const GO_ON_MS = 1500;

/** The question set of a base. */
export function useChecks(baseId: string) {
  return useQuery({
    queryKey: [...BASES, baseId, 'checks'],
    queryFn: ({ signal }) =>
      request<{ checks: Check[] }>('GET', `/knowledge/bases/${baseId}/checks`, undefined, signal),
    select: (answer) => answer.checks,
  });
}

/** Judges a hit right or wrong. */
export function useSaveCheck(baseId: string) {
  return useChange((body: Static<typeof SaveCheckSchema>) =>
    request<Check>('POST', `/knowledge/bases/${baseId}/checks`, body),
  );
}

/** Takes a question out of its set. */
export function useDeleteCheck() {
  return useChange((id: string) => request<undefined>('DELETE', `/knowledge/checks/${id}`));
}

/** Asks the whole question set. */
export function useRunChecks(baseId: string) {
  return useMutation({
    mutationFn: () => request<CheckRun>('POST', `/knowledge/bases/${baseId}/checks/run`),
  });
}

/** What a change would do to the question set. */
export function useCompare(baseId: string) {
  return useMutation({
    mutationFn: (body: Static<typeof CompareChangeSchema>) =>
      request<Compared>('POST', `/knowledge/bases/${baseId}/checks/compare`, body),
  });
}

/** What needs a person's eye. */
export function useHealth(baseId: string) {
  return useQuery({
    queryKey: [...BASES, baseId, 'health'],
    queryFn: ({ signal }) => request<Health>('GET', `/knowledge/bases/${baseId}/health`, undefined, signal),
    // Looking for twins goes on with each question, until all are compared.
    refetchInterval: ({ state: { data } }) => (data !== undefined && data.compared < data.toCompare ? GO_ON_MS : false),
  });
}

/** Takes a question asked in vain off the list. */
export function useDismissUnanswered() {
  return useChange((question: string) => request<undefined>('POST', '/knowledge/unanswered/dismiss', { question }));
}

/** For whom, where and when a source holds. */
export function useSetSourceRules() {
  return useChange(({ id, rules }: { id: string; rules: KnowledgeRules }) =>
    request<Source>('PATCH', `/knowledge/sources/${id}`, { rules }),
  );
}

/** A whole base as one file. */
export function readBaseFile(baseId: string): Promise<BaseFile> {
  return request<BaseFile>('GET', `/knowledge/bases/${baseId}/file`);
}

/** Makes a base of a file. */
export function useImportBase() {
  return useChange((file: unknown) => request<KnowledgeBase>('POST', '/knowledge/base-files', file));
}
