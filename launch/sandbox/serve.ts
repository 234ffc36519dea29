import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createSandboxEhr, type SandboxEhr } from './sandbox-ehr.ts';
import type { ServeOptions } from './sandbox-options.ts';
import type { VendorName } from './vendors/vendor.ts';
import { isVendor } from './vendors/vendors.ts';

export type { ServeOptions } from './sandbox-options.ts';

/** A sandbox that listens: `base` is its FHIR base, `startPage` where it lists its patients, `ehr` the one that its options ask for. */
export interface ServedSandbox {
  readonly base: string;
  readonly origin: string;
  readonly startPage: string;
  readonly ehr: SandboxEhr;
  /** The same charts in another vendor's clothes: it stands beside `ehr`, at `/<vendor>/fhir`, and stores what it is sent by itself. */
  like(vendor: VendorName): SandboxEhr;
  close(): Promise<void>;
}

/**
 * Serves a sandbox EHR at `http://localhost:<port>/fhir`, its start page at `/`, and at `/<vendor>/fhir` and `/<vendor>/` each vendor's,
 * made when it is first asked for. Rejects when the port is taken.
 */
export async function serveSandbox({ port, like, ...options }: ServeOptions): Promise<ServedSandbox> {
  const made = new Map<string, SandboxEhr>();
  const server = createServer((incoming, outgoing) => {
    const [, first = ''] = (incoming.url ?? '').split(/[/?]/);
    answer(incoming, outgoing, ehrLike(isVendor(first) ? first : undefined)).catch((problem) => {
      // A client that hangs up while it is still sending is no mistake of ours; anything else should be seen.
      if (incoming.destroyed || outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`The sandbox failed: ${problem}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const ehrLike = (vendor?: VendorName): SandboxEhr => {
    const place = vendor === undefined ? origin : `${origin}/${vendor}`;
    const before = made.get(place);
    if (before) return before;
    const ehr = createSandboxEhr({ ...options, base: `${place}/fhir`, ...(vendor && { like: vendor }) });
    made.set(place, ehr);
    return ehr;
  };
  const ehr = ehrLike(like);
  return {
    base: ehr.base,
    origin,
    startPage: new URL('.', ehr.base).href,
    ehr,
    like: ehrLike,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers one node:http request from a sandbox; an answer lost on purpose closes the connection instead. */
export async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  ehr: SandboxEhr,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const { method = 'GET' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD' && chunks.length > 0;
  const url = new URL(incoming.url ?? '/', ehr.base);
  const request = new Request(url, { method, headers, ...(hasBody ? { body: Buffer.concat(chunks) } : {}) });
  const response = await ehr.handle(request);
  if (response.type === 'error') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { serveOptions } = await import('./serve-options.ts');
  // Local calendar day, as the app counts it.
  const served = await serveSandbox(serveOptions(argv.slice(2), new Date().toLocaleDateString('en-CA')));
  console.log(`${served.startPage} launches apps; the FHIR base is ${served.base}`);
}
