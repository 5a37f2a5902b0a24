// The protective headers of each kind of answer: API, staff pages, the customer's page.
import type { FastifyReply } from 'fastify';
import type {} from '@fastify/helmet';

/** On every answer, before its route adds to it. API answers are never a document, a frame or a cache entry. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const SCRIPTS = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};
const PICTURES = ["'self'", 'data:', 'blob:', 'https:'];

/** Headers of a staff page: nobody may frame it. */
export function protectStaffPage(reply: FastifyReply, https: boolean): void {
  reply.removeHeader('content-security-policy');
  reply.helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...SCRIPTS,
        'img-src': PICTURES,
        'media-src': PICTURES,
        'frame-src': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}

/** Headers of the customer's page: framed only by the sites of the workspace, or by any when none is named. */
export function protectChatPage(reply: FastifyReply, https: boolean, origins: readonly string[]): void {
  reply.removeHeader('content-security-policy');
  reply.helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...SCRIPTS,
        'img-src': PICTURES,
        'media-src': PICTURES,
        'frame-ancestors': origins.length === 0 ? ['*'] : ["'self'", ...origins],
      },
    },
    frameguard: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
