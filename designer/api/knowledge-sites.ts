// Websites of knowledge and versions of documents.
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { Compared, Source } from '#nodes/wire/knowledge.ts';
import type { AddSiteSchema, Site, UpdateSiteSchema, Version, VersionDifference } from '#nodes/wire/knowledge-sites.ts';
import { request, upload } from './http.ts';
import { BASES, useChange } from './knowledge.ts';

const POLL_MS = 1500;

/** The websites of a base; asks again on its own while one is being read. */
export function useSites(baseId: string) {
  return useQuery({
    queryKey: [...BASES, baseId, 'sites'],
    queryFn: ({ signal }) => request<{ sites: Site[] }>('GET', `/knowledge/bases/${baseId}/sites`, undefined, signal),
    select: (answer) => answer.sites,
    refetchInterval: (query) => (query.state.data?.sites.some(isBeingRead) === true ? POLL_MS : false),
  });
}

/** Adds a website. */
export function useAddSite(baseId: string) {
  return useChange((body: Static<typeof AddSiteSchema>) =>
    request<Site>('POST', `/knowledge/bases/${baseId}/sites`, body),
  );
}

/** Changes how a website is read, or for whom its pages hold. */
export function useUpdateSite() {
  return useChange(({ id, ...body }: { id: string } & Static<typeof UpdateSiteSchema>) =>
    request<Site>('PATCH', `/knowledge/sites/${id}`, body),
  );
}

/** Reads a website again now. */
export function useRefreshSite() {
  return useChange((id: string) => request<Site>('POST', `/knowledge/sites/${id}/refresh`));
}

/** Deletes a website with its pages. */
export function useDeleteSite() {
  return useChange((id: string) => request<undefined>('DELETE', `/knowledge/sites/${id}`));
}

/** What a document said; looked at again while it is shown. */
export function useVersions(sourceId: string) {
  return useQuery({
    queryKey: [...BASES, 'source', sourceId, 'versions'],
    queryFn: ({ signal }) =>
      request<{ versions: Version[] }>('GET', `/knowledge/sources/${sourceId}/versions`, undefined, signal),
    select: (answer) => answer.versions,
    // A new content goes live on its own once it is read.
    refetchInterval: POLL_MS,
  });
}

/** How an earlier content differs from the live one. */
export function useDifference(sourceId: string, version: number) {
  return useQuery({
    queryKey: [...BASES, 'source', sourceId, 'difference', version],
    queryFn: ({ signal }) =>
      request<VersionDifference>(
        'GET',
        `/knowledge/sources/${sourceId}/versions/${String(version)}/difference`,
        undefined,
        signal,
      ),
  });
}

/** What a written document says now; asked anew each time it is opened for editing. */
export function useSourceText(sourceId: string) {
  return useQuery({
    queryKey: [...BASES, 'source', sourceId, 'text'],
    queryFn: ({ signal }) => request<{ text: string }>('GET', `/knowledge/sources/${sourceId}/text`, undefined, signal),
    select: (answer) => answer.text,
    staleTime: 0,
    gcTime: 0,
  });
}

/** What is to take a document's place: a file, or an earlier content. */
export type NewContent = File | number;

/** What a new content would do to the question set. */
export function useCompareContent(sourceId: string) {
  return useMutation({
    mutationFn: (content: NewContent) =>
      typeof content === 'number'
        ? request<Compared>('POST', `/knowledge/sources/${sourceId}/versions/${String(content)}/compare`)
        : upload<Compared>(`/knowledge/sources/${sourceId}/replacement/compare`, [content], () => undefined),
  });
}

/** Puts a new content in a document's place. */
export function useReplaceContent(sourceId: string) {
  return useChange((content: NewContent) =>
    typeof content === 'number'
      ? request<Source>('POST', `/knowledge/sources/${sourceId}/versions/${String(content)}/restore`)
      : upload<Source>(`/knowledge/sources/${sourceId}/replacement`, [content], () => undefined),
  );
}

/** Whether a website is on its way. */
export function isBeingRead({ state }: Site): boolean {
  return state === 'queued' || state === 'reading';
}
