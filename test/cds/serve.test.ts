import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ChartInHand,
  chartInHand,
  iss,
  jku,
  keyPair,
  orderSign,
  publicKey,
  sandboxEhr,
  token,
} from './calling.ts';

const serve = join(import.meta.dirname, '../../src/cds/serve.ts');
const folder = mkdtempSync(join(tmpdir(), 'cds-'));
const endpoint = 'http://localhost:8787';
const url = '/cds-services/liver-directed-therapy';
const whole = {
  endpoint,
  development: true,
  appLaunchUrl: `${endpoint}/launch/`,
  about: `${endpoint}/about`,
  discovery: 'open',
  issuers: [{ iss, jku, keys: [publicKey], fhirServer: 'https://ehr.test/tenant/fhir' }],
};

let hcc: ChartInHand;
let running: ChildProcess | undefined;
beforeAll(async () => {
  hcc = await chartInHand(sandboxEhr(), 'textbook-hcc');
});
afterEach(() => running?.kill('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true }));

function start(deployment: unknown) {
  const file = join(folder, 'deployment.json');
  writeFileSync(file, typeof deployment === 'string' ? deployment : JSON.stringify(deployment));
  const child = spawn(process.execPath, ['--import', 'tsx', serve, file], {
    env: { ...process.env, PORT: '0' },
  });
  running = child;
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.error += chunk;
  });
  return { child, out: () => said.out, error: () => said.error };
}

async function listening({ out }: { readonly out: () => string }): Promise<string> {
  await vi.waitFor(() => expect(out()).toContain('listening'), { timeout: 30_000, interval: 50 });
  const { port } = JSON.parse(out().split('\n')[0] ?? '') as { readonly port: number };
  return `http://127.0.0.1:${port}`;
}

async function signedNow(): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  const claims = { iat: seconds, exp: seconds + 300 };
  return `Bearer ${await token(`${endpoint}${url}`, { claims, key: keyPair.privateKey })}`;
}

describe('npm run cds', { timeout: 60_000 }, () => {
  it('answers over HTTP, and when told to stop finishes what is under way and goes', async () => {
    const { child, out } = start(whole);
    const origin = await listening({ out });
    expect((await fetch(`${origin}/ready`)).status).toBe(200);
    const headers = { 'content-type': 'application/json', authorization: await signedNow() };
    const text = JSON.stringify(orderSign(hcc));
    const whenHalfSent = new TransformStream<Uint8Array, Uint8Array>();
    const writer = whenHalfSent.writable.getWriter();
    const answer = fetch(`${origin}${url}`, {
      method: 'POST',
      headers,
      body: whenHalfSent.readable,
      duplex: 'half',
    } as RequestInit);
    const answered = answer.then(async (response) => ({
      status: response.status,
      body: await response.json(),
    }));
    await writer.write(new TextEncoder().encode(text.slice(0, 1000)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(fetch(`${origin}/health`)).rejects.toThrow();
    await writer.write(new TextEncoder().encode(text.slice(1000)));
    await writer.close();
    expect(await answered).toMatchObject({ status: 200, body: { cards: [{ indicator: 'warning' }] } });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(out()).toContain('"outcome":"card"');
  });

  it.each([
    ['is not JSON', '{', /cannot be read as JSON.*usage: /],
    ['misspells a key', { ...whole, orgins: [] }, /the top: unknown key orgins/],
  ])('does not start with a deployment that %s', async (_, deployment, because) => {
    const { child, out, error } = start(deployment);
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(error()).toMatch(because);
    expect(error().trim().split('\n')).toHaveLength(1);
    expect(out()).toBe('');
  });
});
