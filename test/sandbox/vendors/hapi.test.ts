import { describe, expect, it } from 'vitest';
import { resourceTypes } from '../../../launch/sandbox/resource-types.ts';
import { sandbox } from '../launched.ts';
import { base, like, nextOf } from './like.ts';

const patient = 'patient=textbook-hcc';
const response = {
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: 'https://hepauth.example/q|1',
  identifier: { system: 'https://hepauth.example/draft', value: 'draft-1' },
  subject: { reference: 'Patient/textbook-hcc' },
};
const scopes = 'launch patient/*.rs patient/QuestionnaireResponse.cruds user/Questionnaire.cruds';
const app = (options = {}) => like('hapi', 'textbook-hcc', { scopes, ...options });
const diagnostics = async (answer: Response) => (await answer.json()).issue[0].diagnostics;

describe('HAPI', () => {
  it('has 20 results on a page, and goes on at the base, without a slash [HAPI application.yaml, LAUNCH]', async () => {
    const { bundle } = await app();
    const first = await bundle(`Observation?${patient}`);
    expect(first.entry).toHaveLength(20);
    expect(nextOf(first)).toMatch(
      /^https:\/\/ehr\.test\/fhir\?_getpages=[0-9a-f-]{36}&_getpagesoffset=20&_count=20&_pretty=true&_bundletype=searchset$/,
    );
    expect((await bundle(nextOf(first) ?? '')).entry).toHaveLength(20);
    expect((await bundle(`Observation?${patient}&_count=1000`)).entry?.length).toBeGreaterThan(20);
  });

  it('keeps a page for an hour, then it is gone: 410 [HAPI]', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const { bundle, send } = await app({ now: () => now, accessTokenSeconds: 9999 });
    const next = nextOf(await bundle(`Observation?${patient}`)) ?? '';
    now += 3_600_000;
    const gone = await send(next);
    expect(gone.status).toBe(410);
    expect(await diagnostics(gone)).toMatch(
      /^HAPI-0417: Search ID "[0-9a-f-]+" does not exist and may have expired$/,
    );
  });

  it('refuses an unknown parameter by HAPI-0524, and lists those that it knows [HAPI]', async () => {
    const { send } = await app();
    const refused = await send(`Observation?${patient}&foo=bar`);
    expect(refused.status).toBe(400);
    const says = await diagnostics(refused);
    expect(says).toMatch(
      /^HAPI-0524: Unknown search parameter "foo" for resource type "Observation"\. Valid search parameters/,
    );
    expect(says).toContain('category, code');
  });

  it.each([
    ['a bad date', `Observation?${patient}&date=yesterday`, 400, /^HAPI-1940/],
    ['an unknown id', 'Patient/nobody', 404, /^HAPI-2001: Resource Patient\/nobody is not known$/],
    ['an unknown type', 'Nothing?x=y', 404, /^HAPI-0302: Unknown resource type 'Nothing'/],
  ])('answers %s by its number [HAPI]', async (_, path, status, says) => {
    const refused = await (await app()).send(path);
    expect(refused.status).toBe(status);
    expect(await diagnostics(refused)).toMatch(says);
  });

  it('sorts where it is asked to [HAPI]', async () => {
    const { matches } = await app();
    const days = (await matches(`Observation?${patient}&code=1834-1&_sort=-date`)).map(
      (each) => each.effectiveDateTime,
    );
    expect(days.length).toBeGreaterThan(2);
    expect(days).toEqual(days.toSorted().toReversed());
    const upward = (await matches(`Observation?${patient}&code=1834-1&_sort=date`)).map(
      (each) => each.effectiveDateTime,
    );
    expect(upward).toEqual(days.toReversed());
  });

  it('takes a form, and says where it is and which version [HAPI]', async () => {
    const created = await (await app()).post(response);
    const { id } = await created.json();
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('W/"1"');
    expect(created.headers.get('location')).toBe(`${base}/QuestionnaireResponse/${id}/_history/1`);
  });

  it('refuses a stale version with 409 HAPI-0550 HAPI-0989 [HAPI]', async () => {
    const { ehr, post, send } = await app();
    const stored = await (await post(response)).json();
    ehr.put({ ...stored, status: 'amended' });
    const refused = await send(`QuestionnaireResponse/${stored.id}`, {
      method: 'PUT',
      body: JSON.stringify(stored),
      headers: { 'if-match': 'W/"1"' },
    });
    expect(refused.status).toBe(409);
    expect(await diagnostics(refused)).toMatch(/^HAPI-0550: HAPI-0989: /);
  });

  it('refuses a reference to nothing with 400 HAPI-1094 [HAPI]', async () => {
    const { post } = await app();
    const refused = await post({
      ...response,
      author: { reference: 'Practitioner/nobody' },
    } as typeof response);
    expect(refused.status).toBe(400);
    expect(await diagnostics(refused)).toMatch(/^HAPI-1094: .*QuestionnaireResponse\.author/);
  });

  it('creates under an id of the client’s own, deletes, and knows that it deleted: 410 [HAPI]', async () => {
    const { send, status } = await app();
    const path = 'QuestionnaireResponse/ours';
    const put = { method: 'PUT', body: JSON.stringify({ ...response, id: 'ours' }) };
    expect(await status(path, put)).toBe(201);
    expect(await status(path, put)).toBe(200);
    expect(await status(path, { method: 'DELETE' })).toBe(200);
    expect((await send(path)).status).toBe(410);
    expect(await status(path, put)).toBe(201);
  });

  it('answers the same search from memory for 60 seconds, unless asked for fresh results [HAPI application.yaml]', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const { bundle, post, send } = await app({ now: () => now });
    const query = `QuestionnaireResponse?identifier=https://hepauth.example/draft|draft-1&${patient}`;
    expect((await bundle(query)).total).toBe(0);
    await post(response);
    now += 59_000;
    expect((await bundle(query)).total).toBe(0);
    const fresh = await send(query, { headers: { 'cache-control': 'no-cache' } });
    expect((await fresh.json()).total).toBe(1);
    expect((await (await send(query, { cache: 'no-store' })).json()).total).toBe(1);
    now += 1_000;
    expect((await bundle(query)).total).toBe(1);
  });

  it('does not let a browser send If-None-Exist, though the server knows it [HAPI AppProperties]', async () => {
    const { ehr, post } = await app();
    const headers = { origin: 'https://app.test', 'access-control-request-method': 'POST' };
    const preflight = await ehr.handle(
      new Request(`${base}/QuestionnaireResponse`, { method: 'OPTIONS', headers }),
    );
    const allowed = preflight.headers.get('access-control-allow-headers');
    expect(allowed).toContain('If-Match');
    expect(allowed).toContain('Prefer');
    expect(allowed).toContain('Cache-Control');
    expect(allowed).not.toMatch(/if-none-exist/i);
    const once = { 'if-none-exist': 'identifier=https://hepauth.example/draft|draft-1' };
    expect([(await post(response, once)).status, (await post(response, once)).status]).toEqual([201, 200]);
  });

  it('as an open server answers everybody, also about every patient [HAPI]', async () => {
    const ehr = sandbox({ like: 'hapi', open: true });
    const get = (path: string) => ehr.handle(new Request(`${base}/${path}`));
    expect((await get('Patient/midgut-net')).status).toBe(200);
    expect((await (await get('Patient?_count=200')).json()).total).toBe(16);
    const headers = { 'content-type': 'application/fhir+json' };
    const posted = new Request(`${base}/QuestionnaireResponse`, {
      method: 'POST',
      body: JSON.stringify(response),
      headers,
    });
    expect((await ehr.handle(posted)).status).toBe(201);
    expect((await sandbox({ like: 'hapi' }).handle(new Request(`${base}/Patient/midgut-net`))).status).toBe(
      401,
    );
  });

  it('says of every type that it can be created, changed and found [HAPI]', async () => {
    const { read } = await app();
    const [rest] = (await read('metadata')).rest;
    expect(rest.resource).toHaveLength(Object.keys(resourceTypes).length);
    for (const each of rest.resource) expect(each.interaction).toContainEqual({ code: 'create' });
  });
});
