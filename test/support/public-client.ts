import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';

/** The public CDS Hooks client (github.com/cds-hooks/sandbox), listening, and the public key that goes with its published private one. */
export interface PublicClient {
  readonly origin: string;
  readonly address: string;
  readonly keys: readonly object[];
  close(): void;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
};
const keySet = '.well-known/jwks.json';

/** @param place its built folder, or the address of one that is served already */
export async function publicClient(place: string): Promise<PublicClient> {
  if (/^https?:/.test(place)) {
    const address = place.endsWith('/') ? place : `${place}/`;
    const { keys } = (await (await fetch(new URL(keySet, address))).json()) as PublicClient;
    return { origin: new URL(address).origin, address, keys, close: () => {} };
  }
  const folder = existsSync(join(place, 'build', 'index.html')) ? join(place, 'build') : place;
  const { keys } = JSON.parse(readFileSync(join(folder, keySet), 'utf8')) as PublicClient;
  const server = createServer(({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(url.split('?')[0] ?? '/'));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, address: `${origin}/`, keys, close };
}

/** The first order of the catalogue that is built into the client: imaging studies. */
const first = '{"code":"70336"';

/** Puts one more order into the client's catalogue, as the place that runs it would; nothing else of the client is touched. */
export async function stock(page: Page, coding: object): Promise<void> {
  await page.route('**/app.bundle.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    if (text.split(first).length !== 2) throw new Error('the catalogue of this client is not where it was');
    await route.fulfill({ response, body: text.replace(first, `${JSON.stringify(coding)},${first}`) });
  });
}
