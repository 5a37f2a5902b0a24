// Reads lists of hosts and of web origins, one a line.

/** The lines that say something. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `host`, `host:port`, an IPv4 or bracketed IPv6 address. */
export function isHost(line: string): boolean {
  return /^(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(line);
}

/** A web origin: scheme, host and port, nothing after it. */
export function isOrigin(line: string): boolean {
  if (!/^https?:\/\//i.test(line) || !URL.canParse(line)) return false;
  return new URL(line).origin === line.toLowerCase();
}
