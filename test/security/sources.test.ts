import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Everything that runs in the browser. */
const inBrowser = ['src/core', 'src/ehr', 'src/catalogue', 'src/app']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  )
  .concat('launch/launch.ts');

/** A source without its comments. */
const codeOf = (file: string) =>
  readFileSync(file, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/.*$/gm, '$1');

/** Undefined for what only looks like a pattern, such as a division. */
function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags.replaceAll(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

const holding = (pattern: RegExp, files: readonly string[] = inBrowser) =>
  files.filter((file) => pattern.test(codeOf(file)));

describe('the sources of what runs in the browser', () => {
  it('are found', () => expect(inBrowser.length).toBeGreaterThan(150));

  it.each([
    [
      'HTML from text',
      /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|DOMParser)\b/,
    ],
    ['code from text', /\beval\(|\bnew Function\b|\bsetTimeout\(\s*['"`]|javascript:|\bimportScripts\b/],
    [
      'another window',
      /\b(?:window|globalThis)\.open\b|\bdocument\.write|\bpostMessage\b|\.opener\b|\bwindow\.name\b/,
    ],
    ['a worker or a cache', /\bserviceWorker\b|\bnew (?:Shared)?Worker\b|(?<![\w.-])caches\./],
    ['storage that outlives the tab', /\blocalStorage\b|\bindexedDB\b|\bdocument\.cookie\b/],
    [
      'a way out besides fetch',
      /\bsendBeacon\b|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bnew Image\b/,
    ],
    ['the console', /\bconsole\./],
    ['a raw download as CSV', /text\/csv|\.csv\b/],
  ])('use nothing that makes %s', (_, pattern) => {
    expect(holding(pattern)).toEqual([]);
  });

  it('reach the network in four places, each of which pins where to', () => {
    expect(holding(/(?<![.\w])fetch\(/)).toEqual([
      'src/ehr/post-form.ts',
      'src/ehr/smart-configuration.ts',
      'src/ehr/transport.ts',
    ]);
    // The fourth is the login library, which the session alone may use.
    expect(holding(/from 'fhirclient'/)).toEqual(['src/ehr/session.ts']);
  });

  it('never fetch without refusing redirects, cookies, referrer and cache', () => {
    for (const file of holding(/(?<![.\w])fetch\(/)) {
      const code = codeOf(file);
      for (const word of [
        "redirect: 'error'",
        "credentials: 'omit'",
        "referrerPolicy: 'no-referrer'",
        "cache: 'no-store'",
      ])
        expect([file, code.includes(word)]).toEqual([file, true]);
    }
  });

  it('touch the tab’s storage in one place', () => {
    expect(holding(/\bsessionStorage\b/)).toEqual(['src/ehr/session-store.ts']);
  });

  it('link only within the page: no address of a chart can be clicked', () => {
    const links = inBrowser.flatMap((file) =>
      [...codeOf(file).matchAll(/\b(?:href|src|action|formAction)=(\{[^}]*\}|"[^"]*")/g)].map(
        ([, address = '']) => address,
      ),
    );
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((address) => !/^(?:"#|\{`#)/.test(address))).toEqual([]);
  });

  it('have no pattern that a long text can keep busy', () => {
    const written =
      /(?<=[=(,:[!&|?{};]\s*)\/(?![/*\s])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;
    const patterns = inBrowser.flatMap((file) =>
      [...codeOf(file).matchAll(written)].flatMap(([, source = '', flags = '']) => {
        const pattern = compiled(source, flags);
        return pattern ? [{ file, pattern }] : [];
      }),
    );
    expect(patterns.length).toBeGreaterThan(30);
    const pieces = [' ', 'a', 'A', '1', '-', '.', '/', ':', '1.', 'a-', 'a.', 'a/', ' 1', '<', '%', 'ECOG '];
    const slow = patterns.filter(({ pattern }) =>
      pieces.some((piece) =>
        [100, 400, 1600, 6400].some((length) => {
          const began = process.cpuUsage();
          pattern.exec(`${piece.repeat(length / piece.length)}\u0000!`);
          return process.cpuUsage(began).user > 300_000;
        }),
      ),
    );
    expect(slow.map(({ file, pattern }) => `${file}: ${pattern}`)).toEqual([]);
  });
});

describe('what is installed', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<
      Record<string, { readonly link?: boolean; readonly integrity?: string; readonly resolved?: string }>
    >;
  };

  it('runs no script of its own while it is installed', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  it('is locked by hash, and comes from the registry or from this repository alone', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
    expect(packages.length).toBeGreaterThan(100);
    const loose = packages.filter(
      ([, { link, integrity, resolved = '' }]) =>
        !link && (!integrity?.startsWith('sha512-') || /^(?:git|http:|file:)/.test(resolved)),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});
