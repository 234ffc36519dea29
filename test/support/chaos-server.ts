import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong on the line, below what a well-behaved HTTP library can be told to do. */
export type Chaos =
  | 'truncated'
  | 'reset'
  | 'dropped-after-commit'
  | 'half-open'
  | 'slow-bytes'
  | 'wrong-charset'
  | 'byte-order-mark'
  | 'bad-gzip'
  | 'empty'
  | 'endless-pages'
  | 'self-loop'
  | 'two-cycle'
  | 'huge-body'
  | 'deep-nesting'
  | 'many-entries';

/** Strikes requests of this method whose path and query contain `on`, at most `times` times. */
export interface Strike {
  readonly chaos: Chaos;
  readonly on: string;
  readonly method?: string;
  readonly times?: number;
}

type Json = Readonly<Record<string, unknown>>;

/** A small FHIR server over plain sockets, with a chart, a store of forms, and chaos at will. */
export interface ChaosServer {
  readonly base: string;
  /** `GET /Observation?…`, in the order in which they came. */
  readonly requests: readonly string[];
  /** The forms that were committed, whatever the client was told. */
  readonly stored: readonly Json[];
  strike(...strikes: readonly Strike[]): void;
  close(): Promise<void>;
}

/** Serves `chart` on this machine. Searches take the patient, and category, code and identifier where given. */
export async function chaosServer(chart: readonly Json[]): Promise<ChaosServer> {
  const requests: string[] = [];
  const stored: Json[] = [];
  const open = new Set<ServerResponse>();
  let strikes: { strike: Strike; left: number }[] = [];

  const server = createServer(async (asked, answer) => {
    const target = decodeURIComponent(asked.url ?? '/').replace(/^\/fhir/, '');
    const method = asked.method ?? 'GET';
    requests.push(`${method} ${target}`);
    open.add(answer);
    answer.on('close', () => open.delete(answer));
    const body = await bodyOf(asked);
    const struck = strikes.find(
      ({ strike, left }) => left > 0 && (strike.method ?? method) === method && target.includes(strike.on),
    );
    if (struck) struck.left -= 1;
    const chaos = struck?.strike.chaos;
    if (chaos === 'reset') return void asked.socket.destroy();
    if (chaos === 'half-open') return;
    const reply = fhirAnswer(method, target, body);
    if (chaos === 'dropped-after-commit') return void asked.socket.destroy();
    send(answer, reply, chaos, `${base}${target}`);
  });

  function fhirAnswer(
    method: string,
    target: string,
    body: string,
  ): { status: number; json: Json | undefined } {
    const [path = '', query = ''] = target.slice(1).split('?');
    const [type = '', id] = path.split('/');
    const params = new URLSearchParams(query);
    if (method === 'POST') {
      const created = {
        ...(JSON.parse(body) as Json),
        id: `stored-${stored.length + 1}`,
        meta: { versionId: '1' },
      };
      stored.push(created);
      return { status: 201, json: created };
    }
    const all = [...chart, ...stored].filter(({ resourceType }) => resourceType === type);
    if (id !== undefined) {
      const found = all.find((resource) => resource.id === id);
      return found ? { status: 200, json: found } : { status: 404, json: undefined };
    }
    const category = params.get('category');
    const codes = params.get('code')?.split(',');
    const identifier = params.get('identifier');
    const matches = all.filter(
      (resource) =>
        (category === null || JSON.stringify(resource.category ?? '').includes(`"${category}"`)) &&
        (codes === undefined ||
          codes.some((code) => JSON.stringify(resource.code ?? '').includes(`"${code.split('|')[1]}"`))) &&
        (identifier === null ||
          JSON.stringify(resource.identifier ?? '').includes(`"${identifier.split('|')[1]}"`)),
    );
    return { status: 200, json: bundle(matches) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  return {
    base,
    requests,
    stored,
    strike(...each) {
      strikes = each.map((strike) => ({ strike, left: strike.times ?? Number.POSITIVE_INFINITY }));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bundle(resources: readonly Json[], next?: string): Json {
  const entry = resources.map((resource) => ({ resource, search: { mode: 'match' } }));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    entry,
    ...(next && { link: [{ relation: 'next', url: next }] }),
  };
}

function send(
  answer: ServerResponse,
  { status, json }: { readonly status: number; readonly json: Json | undefined },
  chaos: Chaos | undefined,
  self: string,
): void {
  const fhir = 'application/fhir+json';
  const text = json === undefined ? '' : JSON.stringify(json);
  const entries = ((json?.entry ?? []) as readonly { readonly resource: Json }[]).map(
    ({ resource }) => resource,
  );
  const paged = (next: string) =>
    answer.writeHead(200, { 'content-type': fhir }).end(JSON.stringify(bundle(entries, next)));
  switch (chaos) {
    case 'truncated':
      // The length is right for the whole: the line ends in the middle of it.
      answer.writeHead(status, { 'content-type': fhir, 'content-length': Buffer.byteLength(text) });
      answer.write(text.slice(0, text.length / 2), () => answer.destroy());
      return;
    case 'slow-bytes': {
      answer.writeHead(status, { 'content-type': fhir });
      let at = 0;
      const drip = setInterval(() => answer.write(text[at++] ?? ' '), 50);
      answer.on('close', () => clearInterval(drip));
      return;
    }
    case 'wrong-charset':
      answer.writeHead(status, { 'content-type': `${fhir}; charset=utf-8` });
      answer.end(Buffer.from(text.replace('{', '{"language":"größer",'), 'latin1'));
      return;
    case 'byte-order-mark':
      answer.writeHead(status, { 'content-type': fhir }).end(`\uFEFF${text}`);
      return;
    case 'bad-gzip':
      answer.writeHead(status, { 'content-type': fhir, 'content-encoding': 'gzip' }).end(text);
      return;
    case 'empty':
      answer.writeHead(200, { 'content-type': fhir, 'content-length': 0 }).end();
      return;
    case 'endless-pages': {
      const page = Number(/_page=(\d+)/.exec(self)?.[1] ?? 1) + 1;
      paged(`${self.replace(/[?&]_page=\d+/, '')}&_page=${page}`);
      return;
    }
    case 'self-loop':
      paged(self);
      return;
    case 'two-cycle':
      paged(
        self.includes('_page=b')
          ? self.replace('_page=b', '_page=a')
          : `${self.replace('&_page=a', '')}&_page=b`,
      );
      return;
    case 'huge-body':
      answer.writeHead(status, { 'content-type': fhir });
      answer.write(`{"resourceType":"Bundle","type":"searchset","language":"`);
      flood(answer, 50);
      return;
    case 'deep-nesting':
      answer.writeHead(status, { 'content-type': fhir });
      answer.end(`${'{"extension":['.repeat(5000)}${']}'.repeat(5000)}`);
      return;
    case 'many-entries': {
      const [first] = entries;
      const copies = Array.from({ length: 30_000 }, (_, index) => ({ ...first, id: `copy-${index}` }));
      answer.writeHead(200, { 'content-type': fhir }).end(JSON.stringify(bundle(copies)));
      return;
    }
    default:
      answer.writeHead(status, { 'content-type': fhir }).end(text);
  }
}

/** Writes megabytes as fast as they are taken, then closes the text and the document. */
function flood(answer: ServerResponse, megabytes: number): void {
  const chunk = 'x'.repeat(1024 * 1024);
  let left = megabytes;
  const more = (): void => {
    while (left > 0) {
      left -= 1;
      if (!answer.write(chunk)) {
        answer.once('drain', more);
        return;
      }
    }
    answer.end('","entry":[]}');
  };
  more();
}

async function bodyOf(asked: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
