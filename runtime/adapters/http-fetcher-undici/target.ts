// Where a request may go: reads the address of a request, and decides which of its IP addresses are taken.
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { FlowError } from '#nodes/kit/errors.ts';
import { isPublicAddress } from './address.ts';

/** Resolves a host name to all of its addresses. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** What may be called beside the public internet. */
export interface Allowances {
  /** Private hosts of the workspace, as `host` or `host:port`. */
  egressAllow(workspaceId: string): readonly string[];
  /** Origins that IT configured in the environment (model servers), exact, for these purposes only. */
  readonly trustedOrigins: readonly string[];
}

/** Reads an address: http or https, no user part, a host. EGRESS_DENIED otherwise. */
export function parseTarget(text: string): URL {
  // The URL parser drops tabs and line breaks; whoever put them there meant something else than what it reads.
  if (hasControl(text)) throw denied('The address holds control characters.');
  if (!URL.canParse(text)) throw denied('The address cannot be read: write it as https://host/path.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw denied('Only http and https addresses may be called.');
  if (url.username !== '' || url.password !== '') throw denied('An address must not hold a user name or password.');
  if (url.hostname === '') throw denied('The address names no host.');
  return url;
}

/** Refuses header names and values that could start a second header or request. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) throw denied('A header has a name that is not allowed.');
    if (hasControl(value) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw denied(`The value of the header ${name} holds characters that are not allowed.`);
    }
    if (FORBIDDEN_HEADERS.has(name.toLowerCase())) throw denied(`The header ${name} is set by the server itself.`);
  }
}

/** The addresses of the host that may be connected to. EGRESS_DENIED when any resolved address is not allowed, EGRESS_FAILED when there is none. */
export async function resolveTarget(
  url: URL,
  workspaceId: string,
  isTrustedPurpose: boolean,
  allowances: Allowances,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const host = hostOf(url);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new FlowError('EGRESS_FAILED', `The host ${url.hostname} has no address.`);
  if (isTrustedPurpose && allowances.trustedOrigins.includes(url.origin)) return addresses;
  if (isAllowed(url, host, allowances.egressAllow(workspaceId))) return addresses;
  // One private address among public ones is an attack or a mistake; neither should be tried.
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw inside(url);
  return addresses;
}

/** EGRESS_DENIED for an address that is private by its own words. */
export function judgeTarget(url: URL, workspaceId: string, allowances: Allowances): void {
  const host = hostOf(url);
  if (isAllowed(url, host, allowances.egressAllow(workspaceId))) return;
  const isPublic = isIP(host) === 0 ? !/^(?:.+\.)?localhost$/i.test(host) : isPublicAddress(host);
  if (!isPublic) throw inside(url);
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function inside(url: URL): FlowError {
  return denied(`${url.hostname} leads into a private network. An admin can allow it under Settings, Network.`);
}

const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
  'proxy-authorization',
  'proxy-connection',
  // Asked for by cloud metadata services; no other server needs them.
  'metadata',
  'metadata-flavor',
  'x-aws-ec2-metadata-token',
  'x-aws-ec2-metadata-token-ttl-seconds',
]);

function isAllowed(url: URL, host: string, allow: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return allow.includes(name) || allow.includes(`${name}:${port}`);
}

function hasControl(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  return /[\u0000-\u0008\u000a-\u001f\u007f]/.test(text);
}

function denied(message: string): FlowError {
  return new FlowError('EGRESS_DENIED', message);
}
