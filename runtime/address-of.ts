// Where the server can be reached: the public address it was told, or else the one it listens at.
import type { Config } from './config.ts';

/** Without a slash at the end. `address` is what the server listens at. */
export function addressOf({ publicUrl, host }: Config, address: { readonly port: number } | string | null): string {
  if (publicUrl !== '') return publicUrl.replace(/\/+$/u, '');
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
