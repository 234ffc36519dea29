/** What a web server must know of a deployment to guard the app's pages. */
export interface Guarded {
  /** Origins that the app speaks to besides its own. */
  readonly connect: readonly string[];
  /** Origins that may show the app in a frame. */
  readonly frameAncestors: readonly string[];
}

/** One response header. */
export type Header = readonly [name: string, value: string];

/**
 * The security policy of the app's pages: nothing but its own scripts, styles and images, and no connection but to its EHRs.
 *
 * @throws RangeError for a wildcard or anything else that is not one origin
 */
export function contentSecurityPolicy({ connect, frameAncestors }: Guarded): string {
  const asked = [...connect, ...frameAncestors].find((each) => !isOrigin(each));
  if (asked !== undefined) throw new RangeError(`not an origin: ${asked}`);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "worker-src 'none'",
    "manifest-src 'self'",
    "frame-src 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    'upgrade-insecure-requests',
  ].join('; ');
}

/** The headers of every answer, pages and assets alike. */
export function securityHeaders(guarded: Guarded): readonly Header[] {
  return [
    ['Content-Security-Policy', contentSecurityPolicy(guarded)],
    ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), clipboard-read=(), usb=(), payment=()'],
  ];
}

/** Pages are asked for each time, so that an update or a withdrawal reaches everyone at once. */
export const pageCache: Header = ['Cache-Control', 'no-store'];
/** Assets carry a hash in their name: what is in them never changes. */
export const assetCache: Header = ['Cache-Control', 'public, max-age=31536000, immutable'];

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && !text.includes('*');
  } catch {
    return false;
  }
}
