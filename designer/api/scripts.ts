// Trying scripts out on the server.
import { useMutation } from '@tanstack/react-query';
import type { TriedScript, TryScript } from '#nodes/wire/scripts.ts';
import { request } from './http.ts';

/** Runs a script with sample inputs. A script that failed is an answer, not an error. */
export function useTryScript() {
  return useMutation({ mutationFn: (body: TryScript) => request<TriedScript>('POST', '/scripts/try', body) });
}
