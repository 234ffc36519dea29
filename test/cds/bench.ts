import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { build } from 'vite';
import { chartInHand, endpoint, orderSign, sandboxEhr, serviceUrl } from './calling.ts';

/**
 * Measures the built service over HTTP on this machine: start, speed at a steady rate, memory over many calls.
 *
 *     npm run cds:bench -- [--seconds 20] [--rate 50] [--calls 2000]
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { seconds: text, rate: text, calls: text } });
const [seconds, rate, calls] = [
  Number(values.seconds ?? 20),
  Number(values.rate ?? 50),
  Number(values.calls ?? 2000),
];

const folder = mkdtempSync(join(tmpdir(), 'cds-bench-'));
const path = new URL(serviceUrl).pathname;
const pairs = { ES384: await generateKeyPair('ES384'), ES256: await generateKeyPair('ES256') };
const iss = 'https://ehr.bench.example';
let tokens = 0;

async function signed(alg: keyof typeof pairs): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  tokens += 1;
  return new SignJWT({ iss, aud: serviceUrl, iat: now, exp: now + 300, jti: `bench-${tokens}` })
    .setProtectedHeader({ alg, kid: alg, typ: 'JWT' })
    .sign(pairs[alg].privateKey);
}

interface Service {
  readonly child: ChildProcess;
  readonly port: number;
  /** Milliseconds from the start of the process to its first `ready`. */
  readonly startup: number;
  /** Milliseconds of each call as the service itself logs them. */
  readonly logged: number[];
}

async function start(file: string, deployment: string): Promise<Service> {
  const started = performance.now();
  const child = spawn(process.execPath, [file, deployment], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const logged: number[] = [];
  let rest = '';
  const port = await new Promise<number>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const said = JSON.parse(line) as { event: string; port: number; ms: number };
        if (said.event === 'listening') resolve(said.port);
        if (said.event === 'call') logged.push(said.ms);
      }
    });
  });
  const ready = await fetch(`http://127.0.0.1:${port}/ready`);
  if (ready.status !== 200) throw new Error('not ready');
  return { child, port, startup: performance.now() - started, logged };
}

async function stop({ child }: Service): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

let late = 0;

/** Milliseconds from sending a call to the last byte of its answer. */
async function call(port: number, body: Buffer, token: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body.byteLength,
    authorization: `Bearer ${token}`,
  };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        if (answer === '{"cards":[]}') late += 1;
        if (response.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`${response.statusCode} ${answer}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function percentile(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0).toFixed(1);
}

/** Resident memory of the service in megabytes. */
function resident({ pid }: ChildProcess): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString();
  return Number(kilobytes) / 1024;
}

interface Bundle {
  readonly entry?: readonly { readonly resource: { readonly id: string; readonly resourceType: string } }[];
}

/** Seconds of processor time of the service so far; undefined where the system does not say. */
function processorSeconds({ pid }: ChildProcess): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const fields = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The textbook chart with as many older laboratory results as make it 200 different resources. */
async function bodyOf200(): Promise<Buffer> {
  const chart = await chartInHand(sandboxEhr(), 'textbook-hcc');
  const resources = () =>
    Object.values(chart.prefetch).flatMap(
      (value) => (value as Bundle).entry?.map(({ resource }) => resource) ?? [value],
    );
  const distinct = () =>
    new Set(
      (resources() as { resourceType: string; id: string }[]).map(
        (each) => `${each.resourceType}/${each.id}`,
      ),
    ).size;
  const laboratory = chart.prefetch.laboratory as { entry: { resource: { id: string } }[]; total?: number };
  const samples = [...laboratory.entry];
  for (let more = 0; distinct() < 200; more += 1) {
    const { resource } = samples[more % samples.length] ?? { resource: { id: 'none' } };
    laboratory.entry.push({
      resource: { ...resource, id: `older-${more}`, effectiveDateTime: '2024-01-05' } as { id: string },
    });
  }
  laboratory.total = laboratory.entry.length;
  return Buffer.from(JSON.stringify(orderSign(chart, { fhirServer: 'https://ehr.bench.example/fhir' })));
}

async function steadily(service: Service, body: Buffer): Promise<readonly number[]> {
  const ready = await Promise.all(Array.from({ length: seconds * rate }, () => signed('ES384')));
  const begun = performance.now();
  const waiting = ready.map(async (token, index) => {
    await new Promise((resolve) => setTimeout(resolve, begun + (index * 1000) / rate - performance.now()));
    return call(service.port, body, token);
  });
  return Promise.all(waiting);
}

const noDrafts = '"draftOrders":{"resourceType":"Bundle","type":"collection","entry":[]}},"prefetch"';

/** Memory after each tenth of many calls, of which one in ten is about an order of ours, as would be many for a hospital. */
async function manyCalls(service: Service, ours: Buffer): Promise<readonly number[]> {
  const others = Buffer.from(ours.toString().replaceAll(/"draftOrders":.*?"prefetch"/g, noDrafts));
  const sizes: number[] = [];
  const step = Math.ceil(calls / 10);
  for (let done = 0; done < calls; done += step) {
    let left = step;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await call(service.port, left % 10 === 0 ? ours : others, await signed('ES256'));
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    sizes.push(resident(service.child));
  }
  return sizes;
}

try {
  const root = join(import.meta.dirname, '../..');
  const configFile = join(root, 'src/cds/vite.config.ts');
  await build({ root, configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: false } });
  const keys = [];
  for (const [alg, { publicKey }] of Object.entries(pairs))
    keys.push({ ...(await exportJWK(publicKey)), kid: alg, alg });
  const deployment = join(folder, 'deployment.json');
  writeFileSync(
    deployment,
    JSON.stringify({
      endpoint,
      ...{ appLaunchUrl: `${endpoint}/launch/`, about: endpoint, discovery: 'open' },
      issuers: [{ iss, keys, fhirServer: 'https://ehr.bench.example/fhir' }],
    }),
  );
  const file = join(folder, 'serve.mjs');
  const body = await bodyOf200();

  const startups: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const service = await start(file, deployment);
    startups.push(service.startup);
    await stop(service);
  }
  const service = await start(file, deployment);
  const first = await call(service.port, body, await signed('ES384'));
  for (let warm = 0; warm < 50; warm += 1) await call(service.port, body, await signed('ES384'));
  service.logged.length = 0;
  const before = processorSeconds(service.child);
  const latencies = await steadily(service, body);
  const after = processorSeconds(service.child);
  const within = [...service.logged];
  const unanswered = late;
  const sizes = await manyCalls(service, body);
  await stop(service);

  const row = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`);
  row(
    'machine',
    `${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  row('request', `200 resources, ${(body.byteLength / 1024).toFixed(0)} kB`);
  row(
    'cold start to ready, ms (median, worst of 5)',
    `${percentile(startups, 0.5)}, ${percentile(startups, 1)}`,
  );
  row('first answer after it, ms', first.toFixed(1));
  row(
    `at ${rate}/s for ${seconds} s, as the client sees it: P50, P99, worst`,
    `${percentile(latencies, 0.5)}, ${percentile(latencies, 0.99)}, ${percentile(latencies, 1)} ms`,
  );
  row(
    'the same in the service alone',
    `${percentile(within, 0.5)}, ${percentile(within, 0.99)}, ${percentile(within, 1)} ms`,
  );
  if (before !== undefined && after !== undefined)
    row(
      'processor time of the service, ms per call',
      ((1000 * (after - before)) / latencies.length).toFixed(1),
    );
  row('answers without a card, being late', String(unanswered));
  row(
    `resident MB over ${calls} calls (1 in 10 ours), each tenth`,
    sizes.map((size) => size.toFixed(0)).join(' '),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
