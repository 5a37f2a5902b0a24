// Flows: list, draft, versions, publish, import, export, templates, rehearsal.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ImportInspection } from '#nodes/wire/flow-import.ts';
import type {
  CreateFlowSchema,
  DraftSavedSchema,
  FlowCaller,
  FlowDetail,
  FlowImportedSchema,
  FlowProblem,
  FlowSummary,
  FlowVersion,
  FlowVersionDetailSchema,
  ImportFlowSchema,
  PublishSchema,
  Rehearse,
  Rehearsed,
  SaveDraftSchema,
  Template,
  UpdateFlowSchema,
} from '#nodes/wire/flows.ts';
import { ApiProblem, download, request, requestOnLeave } from './http.ts';

const LIST = ['flows'] as const;

/** Answer of an import: the new flow and what was noticed on the way. */
export type ImportedFlow = Static<typeof FlowImportedSchema>;

/** All flows of the workspace. */
export function useFlows() {
  return useQuery({
    queryKey: LIST,
    queryFn: ({ signal }) => request<{ flows: FlowSummary[] }>('GET', '/flows', undefined, signal),
    select: (answer) => answer.flows,
  });
}

/** One flow with its draft. The editor holds its own copy, so this is not refetched behind its back. */
export function useFlow(id: string) {
  return useQuery({
    queryKey: ['flow', id],
    queryFn: ({ signal }) => request<FlowDetail>('GET', `/flows/${id}`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The shipped templates. */
export function useTemplates() {
  return useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => request<{ templates: Template[] }>('GET', '/templates', undefined, signal),
    select: (answer) => answer.templates,
    staleTime: Infinity,
  });
}

/** Makes a flow from a template, from a document, or blank. */
export function useCreateFlow() {
  return useChange((body: Static<typeof CreateFlowSchema>) => request<FlowDetail>('POST', '/flows', body));
}

/** Renames a flow or changes its public name. */
export function useUpdateFlow() {
  return useChange(({ id, ...body }: { id: string } & Static<typeof UpdateFlowSchema>) =>
    request<FlowSummary>('PATCH', `/flows/${id}`, body),
  );
}

/** Deletes a flow with its versions. */
export function useDeleteFlow() {
  return useChange((id: string) => request<undefined>('DELETE', `/flows/${id}`));
}

/** Takes in a bundle or a bare flow document. */
export function useImportFlow() {
  return useChange((body: Static<typeof ImportFlowSchema>) => request<ImportedFlow>('POST', '/flows/import', body));
}

/** What a file would bring in and what is in its way; nothing is stored. */
export function useInspectImport() {
  return useMutation({
    mutationFn: (body: Static<typeof ImportFlowSchema>) =>
      request<ImportInspection>('POST', '/flows/import/inspect', body),
  });
}

/** Copies a flow by exporting and importing it. */
export function useDuplicateFlow() {
  return useChange(async ({ id, name }: { id: string; name: string }) => {
    const bundle = await request<unknown>('GET', `/flows/${id}/export`);
    return request<ImportedFlow>('POST', '/flows/import', { name, bundle });
  });
}

/** The bundle of a flow as a file. */
export function downloadFlow(id: string): Promise<{ readonly name: string; readonly blob: Blob }> {
  return download(`/flows/${id}/export`);
}

/** Saves a draft; 409 REVISION_CONFLICT when `revision` is no longer the current one. */
export function saveDraft(id: string, body: Static<typeof SaveDraftSchema>): Promise<Static<typeof DraftSavedSchema>> {
  return request('PUT', `/flows/${id}/draft`, body);
}

/** The last words of a closing tab: a save that the browser finishes after the page is gone (documents under 60 KB). */
export function saveDraftOnLeave(id: string, body: Static<typeof SaveDraftSchema>): void {
  requestOnLeave('PUT', `/flows/${id}/draft`, body);
}

/** Publishes the draft of this revision. 422 FLOW_INVALID carries `problems` (see `problemsOf`). */
export function usePublishFlow(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Static<typeof PublishSchema>) => request<FlowVersion>('POST', `/flows/${id}/publish`, body),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: LIST }),
        cache.invalidateQueries({ queryKey: ['flow', id, 'versions'] }),
        cache.invalidateQueries({ queryKey: ['flow', id, 'release'] }),
      ]),
  });
}

/** The flows whose published version calls this one. */
export async function fetchCallers(id: string): Promise<readonly FlowCaller[]> {
  return (await request<{ callers: FlowCaller[] }>('GET', `/flows/${id}/callers`)).callers;
}

/** Publishes callers again, one after the other, with the newest version of this flow in them. */
export function usePublishCallers(id: string) {
  return useChange(async ({ callers, note }: { callers: readonly FlowCaller[]; note: string }) => {
    for (const { flowId } of callers)
      await request<FlowVersion>('POST', `/flows/${id}/callers/${flowId}/publish`, { note });
  });
}

/** The published versions, newest first. */
export function useFlowVersions(id: string, enabled = true) {
  return useQuery({
    queryKey: ['flow', id, 'versions'],
    queryFn: ({ signal }) => request<{ versions: FlowVersion[] }>('GET', `/flows/${id}/versions`, undefined, signal),
    select: (answer) => answer.versions,
    enabled,
  });
}

/** One published version with its document. */
export function fetchFlowVersion(id: string, version: number): Promise<Static<typeof FlowVersionDetailSchema>> {
  return request('GET', `/flows/${id}/versions/${version}`);
}

/** The draft as the server has it now. */
export function fetchDraft(id: string, signal?: AbortSignal): Promise<FlowDetail> {
  return request('GET', `/flows/${id}`, undefined, signal);
}

/** Plays one event on a draft without touching anything. */
export function rehearse(id: string, body: Rehearse, signal?: AbortSignal): Promise<Rehearsed> {
  return request('POST', `/flows/${id}/rehearse`, body, signal);
}

/** The problems a refused publish or import names. */
export function problemsOf(error: unknown): readonly FlowProblem[] {
  if (!(error instanceof ApiProblem)) return [];
  return parseProblems(error.facts['problems']);
}

function parseProblems(value: unknown): readonly FlowProblem[] {
  return Array.isArray(value) ? (value as FlowProblem[]) : [];
}

function useChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: LIST }),
  });
}
