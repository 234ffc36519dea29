/**
 * What a browser does that lets a framed app keep nothing: reading either storage throws. For `page.addInitScript(blockedStorage)`, where the
 * app's host sends no CORS header, so that a frame without an origin of its own could not even load its scripts.
 */
export function blockedStorage(): void {
  for (const name of ['sessionStorage', 'localStorage']) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException(`Failed to read the '${name}' property from 'Window'.`, 'SecurityError');
      },
    });
  }
}
