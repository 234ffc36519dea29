import { describe, expect, it } from 'vitest';
import { resourceTypes } from '../../../launch/sandbox/resource-types.ts';
import { sandbox } from '../launched.ts';
import { hapiApp as app, diagnostics, patient, response } from './hapi-app.ts';
import { base } from './like.ts';

describe('HAPI', () => {
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
