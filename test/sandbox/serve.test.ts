import { request } from 'node:http';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { type ServedSandbox, serveSandbox } from '../../launch/sandbox/serve.ts';
import { serveOptions } from '../../launch/sandbox/serve-options.ts';
import { appUrl, base, clientId, sandbox } from './launched.ts';

describe('the sandbox behind node:http', () => {
  let served: ServedSandbox;
  beforeAll(async () => {
    const clients = [{ clientId, redirectUris: [appUrl] }];
    served = await serveSandbox({
      port: 0,
      charts,
      today: '2025-06-16',
      clients,
      appLaunchUrl: `${appUrl}launch/`,
    });
  });
  afterAll(() => served.close());

  it('lists every patient with one sentence, in a page that runs no script', async () => {
    const response = await fetch(`${served.origin}/`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|\sstyle=|\son[a-z]+=/);
    expect(page.match(/<li>/g)).toHaveLength(charts.length);
    for (const { story, patient } of served.ehr.charts) {
      expect(page).toContain(patient.name);
      expect(page).toContain(story);
    }
    expect((await fetch(`${served.origin}/sandbox/start.css`)).headers.get('content-type')).toContain(
      'text/css',
    );
  });

  it('opens the app on a chart, with a fresh launch each time', async () => {
    const open = () => fetch(`${served.origin}/open/midgut-net`, { redirect: 'manual' });
    const [one, two] = [await open(), await open()].map(
      (each) => new URL(each.headers.get('location') ?? ''),
    );
    expect(one?.searchParams.get('iss')).toBe(served.base);
    expect(`${one?.origin}${one?.pathname}`).toBe(`${appUrl}launch/`);
    expect(one?.searchParams.get('launch')).not.toBe(two?.searchParams.get('launch'));
    expect((await fetch(`${served.origin}/open/nobody`)).status).toBe(404);
  });

  it('closes the connection when an answer is to be lost', async () => {
    served.ehr.faults.set([{ on: 'metadata', effect: 'drop' }]);
    await expect(fetch(`${served.base}/metadata`)).rejects.toThrow(TypeError);
    served.ehr.faults.clear();
    expect((await fetch(`${served.base}/metadata`)).status).toBe(200);
  });

  it('outlives clients that hang up early', async () => {
    served.ehr.faults.set([{ on: 'metadata', delay: 40, times: 1 }]);
    const signal = AbortSignal.timeout(10);
    await expect(fetch(`${served.base}/metadata`, { signal })).rejects.toThrow('timeout');
    await new Promise<void>((resolve) => {
      const half = request(`${served.origin}/oauth/token`, {
        method: 'POST',
        headers: { 'content-length': 100 },
      });
      half.on('error', () => resolve());
      half.write('grant_type=');
      setTimeout(() => half.destroy(new Error('gone')), 20);
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await fetch(`${served.base}/metadata`)).status).toBe(200);
  });

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(served.origin).port);
    await expect(serveSandbox({ port, charts: [], today: '2025-06-16', clients: [] })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});

describe('the sandbox behind MSW', () => {
  const ehr = sandbox();
  const server = setupServer(http.all('https://ehr.test/*', ({ request }) => ehr.handle(request)));
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());

  it('answers as it does elsewhere, and loses answers as a network does', async () => {
    expect((await (await fetch(`${base}/metadata`)).json()).fhirVersion).toBe('4.0.1');
    ehr.faults.set([{ on: 'metadata', effect: 'drop' }]);
    await expect(fetch(`${base}/metadata`)).rejects.toThrow(TypeError);
    expect(HttpResponse.error().type).toBe('error');
  });
});

describe('another origin', () => {
  it('may read what it asks for, with the headers that FHIR clients need', async () => {
    const headers = { origin: 'https://app.test' };
    const response = await sandbox().handle(new Request(`${base}/Patient/x`, { headers }));
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.test');
    for (const name of ['ETag', 'Location', 'WWW-Authenticate', 'X-Request-Id']) {
      expect(response.headers.get('access-control-expose-headers')).toContain(name);
    }
  });

  it('has its preflight answered without a token', async () => {
    const headers = { origin: 'https://app.test', 'access-control-request-method': 'PUT' };
    const response = await sandbox().handle(new Request(`${base}/Patient/x`, { method: 'OPTIONS', headers }));
    expect(response.status).toBe(204);
    for (const name of ['authorization', 'content-type', 'if-match', 'if-none-exist', 'prefer', 'accept']) {
      expect(response.headers.get('access-control-allow-headers')).toContain(name);
    }
  });
});

describe('a sandbox', () => {
  it('says what it can do in a CapabilityStatement', async () => {
    const statement = await (await sandbox().handle(new Request(`${base}/metadata`))).json();
    const [rest] = statement.rest;
    const response = rest.resource.find((each: { type: string }) => each.type === 'QuestionnaireResponse');
    expect(response.interaction.map((each: { code: string }) => each.code)).toEqual([
      'read',
      'vread',
      'search-type',
      'create',
      'update',
    ]);
    expect(rest.security.extension[0].extension).toContainEqual({
      url: 'token',
      valueUri: 'https://ehr.test/oauth/token',
    });
  });

  it('can be mounted under a path, with everything beside its FHIR base', async () => {
    const ehr = createSandboxEhr({
      base: 'https://app.test/ehr/fhir/',
      charts: [],
      today: '2025-06-16',
      clients: [],
    });
    const response = await ehr.handle(
      new Request('https://app.test/ehr/fhir/.well-known/smart-configuration'),
    );
    expect(await response.json()).toMatchObject({
      issuer: 'https://app.test/ehr/fhir',
      token_endpoint: 'https://app.test/ehr/oauth/token',
    });
    expect((await ehr.handle(new Request('https://app.test/ehr/'))).status).toBe(200);
    expect((await ehr.handle(new Request('https://app.test/elsewhere'))).status).toBe(404);
  });

  it('refuses to load what is not a chart of one patient', () => {
    const two = { resourceType: 'Patient', id: 'a' };
    const entry = [{ resource: two }, { resource: { ...two, id: 'b' } }];
    const bundle = { resourceType: 'Bundle', id: 'two', timestamp: '2025-06-16T00:00:00Z', entry };
    expect(() => sandbox({ charts: [bundle] })).toThrow('Chart two is not of exactly one patient');
    expect(() => sandbox({ charts: [{}] })).toThrow('id, timestamp and entry');
    expect(() => sandbox().launchUrl('nobody', appUrl)).toThrow('There is no chart "nobody"');
  });
});

describe('the command line of the sandbox', () => {
  it('names the vendor to be like, the port, the app and whether no token is needed', () => {
    const args = ['--like', 'epic', '--port', '0', '--app', 'http://localhost:4000/', '--open'];
    expect(serveOptions(args, '2025-06-16')).toMatchObject({
      like: 'epic',
      port: 0,
      open: true,
      today: '2025-06-16',
      appLaunchUrl: 'http://localhost:4000/launch/',
      clients: [{ clientId: 'hepauth', redirectUris: ['http://localhost:4000/'] }],
    });
    expect(serveOptions([], '2025-06-16')).not.toHaveProperty('like');
  });

  it.each([[['--like', 'acme']], [['--port', 'x']], [['--app', 'nowhere']]])('refuses %j', (args) => {
    expect(() => serveOptions(args, '2025-06-16')).toThrow('serve.ts [--like epic|cerner|hapi|smart]');
  });

  it('serves every vendor over HTTP', async () => {
    for (const like of ['epic', 'cerner', 'hapi', 'smart'] as const) {
      const served = await serveSandbox({ port: 0, charts: [], today: '2025-06-16', clients: [], like });
      const headers = { accept: 'application/fhir+json' };
      const statement = await (await fetch(`${served.base}/metadata`, { headers })).json();
      expect(statement.fhirVersion).toBe('4.0.1');
      expect([served.base, served.startPage]).toEqual([
        `${served.origin}/${like}/fhir`,
        `${served.origin}/${like}/`,
      ]);
      await served.close();
    }
  });

  it('serves every vendor beside the plain sandbox, each with its own start page and its own store', async () => {
    const clients = [{ clientId, redirectUris: [appUrl] }];
    const appLaunchUrl = `${appUrl}launch/`;
    const [first] = charts;
    const served = await serveSandbox({
      port: 0,
      charts: [first],
      today: '2025-06-16',
      clients,
      appLaunchUrl,
      open: true,
    });
    const [chart] = served.ehr.charts;
    const subject = { reference: `Patient/${chart?.patient.id}` };
    served.ehr.put({ resourceType: 'Basic', id: 'only-here', subject });
    for (const vendor of ['epic', 'cerner', 'hapi', 'smart'] as const) {
      const page = `${served.origin}/${vendor}/`;
      const [, link = ''] = /href="(open[^"]+)"/.exec(await (await fetch(page)).text()) ?? [];
      const opened = await fetch(new URL(link, page), { redirect: 'manual' });
      const launch = new URL(opened.headers.get('location') ?? '');
      expect(launch.searchParams.get('iss')).toBe(`${served.origin}/${vendor}/fhir`);
      expect(served.like(vendor).base).toBe(launch.searchParams.get('iss'));
      expect(served.like(vendor).stored('Basic')).toEqual([]);
    }
    expect(served.ehr.stored('Basic')).toHaveLength(1);
    await served.close();
  });
});
