import { describe, expect, it } from 'vitest';
import { resourceTypes } from '../../launch/sandbox/resource-types.ts';
import {
  appUrl,
  authorize,
  authorizeParameters,
  base,
  everything,
  exchange,
  launched,
  sandbox,
} from './launched.ts';

const launchUrl = `${appUrl}launch/`;

/** Asks for a launch as the public CDS Hooks client does. */
function asked(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${base}/_services/smart/Launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const parameters = { patient: 'textbook-hcc', smart_messaging_origin: 'http://client.test' };
const appContext = '{"order":"ServiceRequest/x","policy":"med140"}';

describe('the Launch operation', () => {
  it('gives a launch of that patient, with what the card says and no order of its own', async () => {
    const ehr = sandbox({ open: true });
    const answer = await ehr.handle(asked({ launchUrl, parameters: { ...parameters, appContext } }));
    expect(answer.status).toBe(200);
    const { launch_id } = (await answer.json()) as { readonly launch_id: string };
    const request = { ...authorizeParameters(ehr, 'midgut-net', everything), launch: launch_id };
    const back = new URL((await authorize(ehr, request)).headers.get('location') ?? '');
    const token = await (await exchange(ehr, { code: back.searchParams.get('code') ?? '' })).json();
    expect(token).toMatchObject({ patient: 'textbook-hcc', appContext });
    expect(token).not.toHaveProperty('fhirContext');
  });

  it('needs a token where the EHR needs one, and opens the chart of that token only', async () => {
    const ehr = sandbox();
    expect((await ehr.handle(asked({ launchUrl, parameters }))).status).toBe(401);
    const { token } = await launched(ehr, 'textbook-hcc', everything);
    const headers = { authorization: `Bearer ${token.access_token}` };
    expect((await ehr.handle(asked({ launchUrl, parameters }, headers))).status).toBe(200);
    const other = { ...parameters, patient: 'midgut-net' };
    expect((await ehr.handle(asked({ launchUrl, parameters: other }, headers))).status).toBe(404);
  });

  it.each([
    ['no JSON', 'x', 400],
    ['no parameters', { launchUrl }, 400],
    ['no patient', { launchUrl, parameters: {} }, 404],
    ['an unknown patient', { launchUrl, parameters: { patient: 'nobody' } }, 404],
  ])('refuses %s', async (_, body, status) => {
    expect((await sandbox({ open: true }).handle(asked(body))).status).toBe(status);
  });

  it('takes POST only', async () => {
    const ehr = sandbox({ open: true });
    expect((await ehr.handle(new Request(`${base}/_services/smart/Launch`))).status).toBe(405);
  });
});

describe('a search by POST', () => {
  it.each(Object.keys(resourceTypes))('finds what GET finds: %s', async (type) => {
    const ehr = sandbox({ open: true });
    const query = resourceTypes[type]?.patient ? 'patient=textbook-hcc' : '_count=5';
    const asking = type === 'Patient' ? '_id=textbook-hcc' : query;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json+fhir' };
    const post = { method: 'POST', headers, body: asking };
    const byPost = await ehr.handle(new Request(`${base}/${type}/_search`, post));
    const byGet = await ehr.handle(new Request(`${base}/${type}?${asking}`));
    const total = async (response: Response) => ((await response.json()) as { readonly total: number }).total;
    expect(byPost.status).toBe(200);
    expect(await total(byPost)).toBe(await total(byGet));
  });
});

describe('the second user', () => {
  it('opens the same chart as a Person, who is no practitioner', async () => {
    const ehr = sandbox({ appLaunchUrl: launchUrl });
    const open = await ehr.handle(new Request('https://ehr.test/open/textbook-hcc?as=staff'));
    const launch = new URL(open.headers.get('location') ?? '').searchParams.get('launch') ?? '';
    const request = { ...authorizeParameters(ehr, 'textbook-hcc', everything), launch };
    const back = new URL((await authorize(ehr, request)).headers.get('location') ?? '');
    const token = await (await exchange(ehr, { code: back.searchParams.get('code') ?? '' })).json();
    const [, claims = ''] = token.id_token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).fhirUser).toBe(`${base}/Person/abara`);
    expect(token.patient).toBe('textbook-hcc');
  });

  it('is chosen on the patient list, whose links then open charts as that user', async () => {
    const ehr = sandbox({ appLaunchUrl: launchUrl });
    const page = async (search: string) =>
      (await ehr.handle(new Request(`https://ehr.test/${search}`))).text();
    expect(await page('')).toContain('href="?as=staff"');
    expect(await page('')).not.toContain('open/textbook-hcc?as');
    expect(await page('?as=staff')).toContain('href="open/textbook-hcc?as=staff"');
  });
});
