import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createSandboxEhr, type SandboxEhr } from './sandbox-ehr.ts';
import type { ServeOptions } from './sandbox-options.ts';

export type { ServeOptions } from './sandbox-options.ts';

/** A sandbox that listens: `base` is its FHIR base, `origin` its start page. */
export interface ServedSandbox {
  readonly base: string;
  readonly origin: string;
  readonly ehr: SandboxEhr;
  close(): Promise<void>;
}

/** Serves a sandbox EHR at `http://localhost:<port>/fhir`, its start page at `/`. Rejects when the port is taken. */
export async function serveSandbox({ port, ...options }: ServeOptions): Promise<ServedSandbox> {
  let ehr: SandboxEhr | undefined;
  const server = createServer((incoming, outgoing) => {
    if (ehr === undefined) return;
    answer(incoming, outgoing, ehr).catch((problem) => {
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
  ehr = createSandboxEhr({ ...options, base: `${origin}/fhir` });
  return {
    base: ehr.base,
    origin,
    ehr,
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
  console.log(`${served.origin}/ launches apps; the FHIR base is ${served.base}`);
}
