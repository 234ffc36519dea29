import { afterEach, vi } from 'vitest';

/** A browser tab as far as a launch needs one: an address, a history, a session storage. */
export interface Tab {
  /** Opens an address in this tab, as a fresh page: storage stays, memory goes. */
  open(url: string): void;
  readonly href: string;
  /** Every address that stood in the history since the last `open`. */
  readonly history: readonly string[];
  /** Where the page sent the tab, if it did. */
  readonly left: string | undefined;
  readonly storage: Map<string, string>;
  blockStorage(): void;
}

/** Stubs `window` and its friends for the length of one test. */
export function browserTab(): Tab {
  const storage = new Map<string, string>();
  let url = new URL('https://app.test/');
  let entries: string[] = [];
  let left: string | undefined;
  let blocked = false;

  const location = {
    get href() {
      return url.href;
    },
    get search() {
      return url.search;
    },
    get pathname() {
      return url.pathname;
    },
    toString: () => url.href,
    assign(target: string) {
      left = target;
    },
  };
  const history = {
    replaceState(_state: unknown, _title: string, target: string) {
      url = new URL(target, url);
      entries = [...entries.slice(0, -1), url.href];
    },
  };
  // The library reads and writes entries as properties, we by the methods: both must meet the same entries.
  const methods = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
    key: (index: number) => [...storage.keys()][index] ?? null,
  };
  const sessionStorage = new Proxy(
    {},
    {
      get: (_, key) =>
        key === 'length' ? storage.size : (Reflect.get(methods, key) ?? storage.get(String(key))),
      set: (_, key, value) => Boolean(storage.set(String(key), String(value))),
      deleteProperty: (_, key) => storage.delete(String(key)) || true,
      has: (_, key) => storage.has(String(key)),
    },
  );
  const page = { location, history, isSecureContext: true };
  // The library takes fetch from the window once; the network of a test is put in place of the global one.
  const win = {
    ...page,
    AbortController,
    Response,
    fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
  };
  for (const [name, value] of Object.entries({ ...page, window: win, self: win, top: win, parent: win })) {
    vi.stubGlobal(name, value);
  }
  vi.stubGlobal('FHIRCLIENT_PURE', true);
  Object.defineProperty(globalThis, 'sessionStorage', {
    configurable: true,
    get() {
      if (blocked) throw new DOMException('The operation is insecure.', 'SecurityError');
      return sessionStorage;
    },
  });
  afterEach(() => vi.unstubAllGlobals());
  return {
    open(target) {
      url = new URL(target);
      entries = [url.href];
      left = undefined;
      vi.resetModules();
    },
    get href() {
      return url.href;
    },
    get history() {
      return entries;
    },
    get left() {
      return left;
    },
    storage,
    blockStorage() {
      blocked = true;
    },
  };
}
