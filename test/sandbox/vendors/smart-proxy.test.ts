import { describe, expect, it } from 'vitest';
import { base, like, nextOf } from './like.ts';

const patient = 'patient=textbook-hcc';
const response = {
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: 'https://hepauth.example/q|1',
  subject: { reference: 'Patient/textbook-hcc' },
};
const app = () => like('smart', 'textbook-hcc', { scopes: 'launch patient/*.rs' });

describe('the SMART launcher’s proxy', () => {
  it('asks for no scope, and for no token, but refuses a bad one [LAUNCH lib.ts validateToken]', async () => {
    const { ehr, status } = await like('smart', 'textbook-hcc', { scopes: 'launch' });
    expect(await status(`Condition?${patient}`)).toBe(200);
    expect(await status('Patient/midgut-net')).toBe(200);
    const get = (headers: Record<string, string>) =>
      ehr.handle(new Request(`${base}/Patient/midgut-net`, { headers }));
    expect((await get({})).status).toBe(200);
    const refused = await get({ authorization: 'Bearer made-up' });
    expect([refused.status, await refused.text()]).toEqual([401, 'Invalid token: jwt malformed']);
  });

  it('lets no page see ETag or Location, and its Location bears the name of the server behind [LAUNCH proxy.ts]', async () => {
    const { post, ehr } = await app();
    const created = await post(response);
    const { id } = await created.json();
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(
      `https://r4.upstream.example/QuestionnaireResponse/${id}/_history/1`,
    );
    expect(created.headers.has('access-control-expose-headers')).toBe(false);
    expect(created.headers.get('access-control-allow-credentials')).toBe('true');
    expect(created.headers.has('last-modified')).toBe(false);
    const headers = {
      origin: 'https://app.test',
      'access-control-request-headers': 'authorization,if-none-exist',
    };
    const preflight = await ehr.handle(new Request(`${base}/Patient`, { method: 'OPTIONS', headers }));
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,if-none-exist');
  });

  it('keeps versions: If-Match comes from meta.versionId [LAUNCH, seen]', async () => {
    const { post, send } = await app();
    const stored = await (await post(response)).json();
    const put = (version: string) =>
      send(`QuestionnaireResponse/${stored.id}`, {
        method: 'PUT',
        body: JSON.stringify(stored),
        headers: { 'if-match': `W/"${version}"` },
      });
    expect((await put(stored.meta.versionId)).status).toBe(200);
    expect((await put(stored.meta.versionId)).status).toBe(409);
  });

  it('pages like HAPI, under its own base [LAUNCH proxy.ts]', async () => {
    const first = await (await app()).bundle(`Observation?${patient}`);
    expect(nextOf(first)).toMatch(/^https:\/\/ehr\.test\/fhir\?_getpages=/);
  });

  it('takes // in a question for a slip: unencoded finds nothing, encoded does [LAUNCH, seen]', async () => {
    const { matches } = await app();
    expect(await matches(`Observation?${patient}&code=http://loinc.org|1975-2`)).toEqual([]);
    expect(
      (await matches(`Observation?${patient}&code=http%3A%2F%2Floinc.org%7C1975-2`)).length,
    ).toBeGreaterThan(0);
  });

  it('takes no more than a megabyte [LAUNCH index.ts]', async () => {
    const large = { ...response, item: [{ linkId: 'a', text: 'x'.repeat(1_000_000) }] };
    expect((await (await app()).post(large)).status).toBe(413);
  });
});
