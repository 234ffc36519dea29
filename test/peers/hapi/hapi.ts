import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const jar = `${folder}target/hapi-peer.jar`;
const source = `${folder}src/main/java/peer/HapiPeer.java`;

/** A HAPI FHIR JPA server on this machine. */
export interface Hapi {
  readonly base: string;
  stop(): void;
}

/** Why there can be none here, in words; undefined where Java 17 and Maven are at hand. */
export function whyNoHapi(): string | undefined {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < 17) return 'there is no Java 17 here';
  if (!isBuilt() && spawnSync('mvn', ['-v']).status !== 0) return 'there is no Maven here';
  return undefined;
}

function isBuilt(): boolean {
  return (
    existsSync(jar) &&
    [source, `${folder}pom.xml`].every((file) => statSync(file).mtimeMs < statSync(jar).mtimeMs)
  );
}

/** Builds the server where that is needed, which fetches some 250 MB the first time, and starts it. Port 0 takes a free one. */
export async function startHapi(port = 0): Promise<Hapi> {
  if (!isBuilt()) {
    const built = spawnSync('mvn', ['-B', '-q', 'package'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (built.status !== 0) throw new Error('HAPI could not be built: see what Maven says above');
  }
  const chosen = port === 0 ? await freePort() : port;
  const words = [
    '-Xmx1500m',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-cp',
    `${jar}:${folder}target/dependency/*`,
  ];
  const child = spawn('java', [...words, 'peer.HapiPeer', `${chosen}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  return { base: `http://127.0.0.1:${chosen}/fhir`, stop: () => void child.kill() };
}

/** Until it says so itself; an end before that is an error with its last words. */
function ready(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said = `${said}${chunk}`.slice(-5000);
      if (said.includes('HAPI FHIR is ready')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`HAPI ended before it was ready:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
