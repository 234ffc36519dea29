import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A web server that hospitals run, started on this machine with the file that `npm run headers` writes for it. */
export interface WebServer {
  readonly origin: string;
  stop(): void;
}

export const webServers = {
  nginx: { file: 'nginx.conf', version: ['-v'], start: nginx },
  caddy: { file: 'Caddyfile', version: ['version'], start: caddy },
} as const;
export type WebServerName = keyof typeof webServers;

/** Whether the machine has it. */
export const isThere = (name: WebServerName) =>
  spawnSync(name, [...webServers[name].version]).status === 0 &&
  spawnSync('openssl', ['version']).status === 0;

/** Serves `root` by the generated configuration; only what a hospital fills in itself is replaced: host, certificate, folder. */
export async function startWebServer(name: WebServerName, text: string, root: string): Promise<WebServer> {
  const folder = mkdtempSync(join(tmpdir(), `hepauth-${name}-`));
  const port = await freePort();
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error('openssl made no certificate');
  const child = webServers[name].start({ folder, port, certificate, key, root, text });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-3000);
  });
  const origin = `https://localhost:${port}`;
  await listening(port, () => {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${said}`);
  });
  return { origin, stop: () => void child.kill() };
}

interface Setting {
  readonly folder: string;
  readonly port: number;
  readonly certificate: string;
  readonly key: string;
  readonly root: string;
  readonly text: string;
}

/** Replaces what is there exactly once: a generated file that has it no more must fail here. */
function filledIn(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((filled, [from, to]) => {
    if (filled.split(from).length !== 2) throw new Error(`the generated file does not say "${from}" once`);
    return filled.replace(from, to);
  }, text);
}

function nginx({ folder, port, certificate, key, root, text }: Setting): ChildProcess {
  const site = filledIn(text, [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['hepauth.example.org', 'localhost'],
    ['/etc/ssl/hepauth.pem', certificate],
    ['/etc/ssl/hepauth.key', key],
    ['/srv/hepauth', root],
  ]);
  writeFileSync(join(folder, 'site.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  const main = [
    'daemon off; worker_processes 1; error_log stderr;',
    `pid ${folder}/nginx.pid; events {}`,
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `http { include /etc/nginx/mime.types; access_log ${folder}/access.log; ${temporary} include ${folder}/site.conf; }`,
  ].join('\n');
  writeFileSync(join(folder, 'nginx.conf'), main);
  return spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function caddy({ folder, port, certificate, key, root, text }: Setting): ChildProcess {
  const site = filledIn(text, [
    ['hepauth.example.org {', `https://localhost:${port} {\n  bind 127.0.0.1\n  tls ${certificate} ${key}`],
    ['/srv/hepauth', root],
  ]);
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\n  admin off\n  auto_https disable_redirects\n}\n${site}`);
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const words = ['run', '--config', file, '--adapter', 'caddyfile'];
  return spawn('caddy', words, { stdio: ['ignore', 'ignore', 'pipe'], env });
}

async function listening(port: number, look: () => void): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    look();
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it does not listen');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
