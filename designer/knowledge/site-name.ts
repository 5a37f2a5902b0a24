// A website by the part of its address that people read.

/** `example.com/help/` of `https://example.com/help/`. */
export function siteName(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
