import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';

/** A CDS client that listens, and the public key by which a service knows it. */
export interface CdsClient {
  readonly origin: string;
  readonly keys: readonly object[];
  close(): void;
}

const kid = '44823f3d-0b01-4a6c-a80e-b9d3e8a7226f';
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>CDS client</title><h1>Orders</h1><div id="cards"></div>
<script type="module" src="/client.js"></script></html>`;

/**
 * Serves a page that makes the requests of the public CDS Hooks client, by the same query parameters, without its thousand packages.
 *
 * @param orders the drafts that its user can write
 */
export async function serveCdsClient(orders: readonly object[]): Promise<CdsClient> {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const setup = JSON.stringify({ key: { ...(await exportJWK(privateKey)), kid }, orders });
  const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
    '/': ['text/html', page],
    '/client.js': ['text/javascript', readFileSync(new URL('client.js', import.meta.url), 'utf8')],
    '/setup.json': ['application/json', setup],
  };
  const server = createServer(({ url = '/' }, response) => {
    const file = files[url.split('?')[0] ?? '/'];
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES384' }],
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
