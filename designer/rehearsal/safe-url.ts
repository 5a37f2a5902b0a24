// Addresses a flow may show: web addresses and nothing that could run.

/** The address when it is http(s) or a path of this site; `null` for anything else. */
export function safeUrl(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  try {
    const url = new URL(value, window.location.origin);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
