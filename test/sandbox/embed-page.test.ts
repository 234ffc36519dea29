import { describe, expect, it } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { appUrl, clientId, sandbox } from './launched.ts';

const ehr = sandbox({ appLaunchUrl: `${appUrl}launch/`, charts: charts.slice(0, 3) });
const get = (path: string) => ehr.handle(new Request(`https://ehr.test/${path}`));
const frames = (page: string) => page.match(/<iframe [^>]*>/g) ?? [];

describe('a page that embeds the app', () => {
  it('has one frame per chart, so that two charts share one window', async () => {
    const response = await get('embed?chart=textbook-hcc&chart=midgut-net');
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(frames(page)).toEqual([
      '<iframe title="Walter Testcase" src="https://ehr.test/open/textbook-hcc">',
      expect.stringContaining('src="https://ehr.test/open/midgut-net"'),
    ]);
    expect(page).not.toMatch(/<script|\sstyle=|\son[a-z]+=/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain('frame-src *');
    expect(policy).toContain("default-src 'none'");
  });

  it('gives each frame a launch of its own', async () => {
    const launches = await Promise.all(
      ['textbook-hcc', 'midgut-net'].map(async (id) => {
        const { headers } = await get(`open/${id}`);
        return new URL(headers.get('location') ?? '').searchParams.get('launch');
      }),
    );
    expect(new Set(launches).size).toBe(2);
  });

  it('takes storage from the frame by giving it an origin of its own', async () => {
    const [frame] = frames(await (await get('embed?chart=textbook-hcc&storage=blocked')).text());
    expect(frame).toContain(' sandbox="allow-scripts allow-forms"');
    expect(frame).not.toContain('allow-same-origin');
  });

  it('moves to another site where the app’s storage is to be kept apart', async () => {
    const local = createSandboxEhr({
      base: 'http://localhost:9410/fhir',
      charts: charts.slice(0, 1),
      today: '2025-06-16',
      clients: [{ clientId, redirectUris: [appUrl] }],
      appLaunchUrl: appUrl,
    });
    const url = 'http://localhost:9410/embed?chart=textbook-hcc&storage=partitioned';
    const response = await local.handle(new Request(url));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('http://127.0.0.1:9410/embed?chart=textbook-hcc');
  });

  it.each([
    ['no chart', 'embed'],
    ['an unknown chart', 'embed?chart=nobody'],
    ['an unknown kind of storage', 'embed?chart=textbook-hcc&storage=magic'],
    ['another site where there is none', 'embed?chart=textbook-hcc&storage=partitioned'],
  ])('is refused for %s', async (_, path) => {
    expect((await get(path)).status).toBe(400);
  });

  it('is not there where no app is named', async () => {
    const response = await sandbox({ charts: [] }).handle(
      new Request('https://ehr.test/embed?chart=textbook-hcc'),
    );
    expect(response.status).toBe(404);
  });

  it('stands for the vendor: the start page bears its name', async () => {
    const epic = sandbox({ like: 'epic', charts: charts.slice(0, 1) });
    expect(await (await epic.handle(new Request('https://ehr.test/'))).text()).toContain(
      '<p class="kicker">Epic</p>',
    );
  });
});
