import { HttpResponse, http } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { saveResponse } from '../../src/ehr/write-back.ts';
import { accessToken, base, chart, connect, mount, networkForTests, profile, sandbox } from './test-ehr.ts';

const network = networkForTests();

const identifier = { system: 'https://hepauth.example/response', value: 'b1946ac9' };
const form = (answer: string, more: object = {}) => ({
  resourceType: 'QuestionnaireResponse' as const,
  identifier,
  questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
  status: 'in-progress',
  subject: { reference: 'Patient/ada' },
  authored: '2025-06-16T10:00:00Z',
  item: [{ linkId: 'disease', item: [{ linkId: 'disease.type', answer: [{ valueString: answer }] }] }],
  ...more,
});

async function open(
  options: Parameters<typeof connect>[1] = {},
  sandboxOptions: Parameters<typeof sandbox>[1] = {},
) {
  const sandboxEhr = sandbox([chart()], sandboxOptions);
  mount(network, sandboxEhr);
  return { ehr: connect(await accessToken(sandboxEhr), options), server: sandboxEhr };
}
/** Lets the reading before an update pass, so that the fault after it strikes the reading back. */
const readBefore = { on: 'QuestionnaireResponse', method: 'GET', times: 1 };
const stored = (server: SandboxEhr) => server.stored('QuestionnaireResponse');
const writes = (server: SandboxEhr) =>
  server.requests.filter(({ method, hasToken }) => hasToken && (method === 'POST' || method === 'PUT'));

describe('a form', () => {
  it('is saved when the EHR took it and the copy read back says the same', async () => {
    const { ehr, server } = await open();
    const result = await saveResponse(ehr, form('hcc'));
    const [only] = stored(server);
    expect(result).toEqual({
      status: 'saved',
      as: 'QuestionnaireResponse',
      reference: `QuestionnaireResponse/${only?.id}`,
      versionId: '1',
      verified: true,
    });
    expect(only).toMatchObject({ identifier, item: form('hcc').item });
  });

  it('is updated where it was stored, over the version that was named', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    const second = await saveResponse(ehr, form('icc', { status: 'completed' }), first);
    expect(second).toMatchObject({
      status: 'saved',
      reference: first.reference,
      versionId: '2',
      verified: true,
    });
    expect(stored(server)).toHaveLength(1);
    expect(stored(server)[0]).toMatchObject({ status: 'completed' });
  });

  it('is stored once by a double click', async () => {
    const { ehr, server } = await open();
    const [first, second] = await Promise.all([
      saveResponse(ehr, form('hcc')),
      saveResponse(ehr, form('hcc')),
    ]);
    expect(second).toEqual(first);
    expect(writes(server)).toHaveLength(1);
    expect(stored(server)).toHaveLength(1);
  });

  it('that changed between two clicks is created, then updated', async () => {
    const { ehr, server } = await open();
    const [, second] = await Promise.all([saveResponse(ehr, form('hcc')), saveResponse(ehr, form('icc'))]);
    expect(second).toMatchObject({ status: 'saved', versionId: '2', verified: true });
    expect(stored(server)).toHaveLength(1);
    expect(stored(server)[0]).toMatchObject({ item: form('icc').item });
  });

  it.each([
    ['another patient', { subject: { reference: 'Patient/bob' } }],
    ['nobody', { subject: undefined }],
    ['a patient elsewhere', { subject: { reference: 'https://evil.test/fhir/Patient/ada' } }],
    ['no identifier', { identifier: undefined }],
  ])('about %s is a mistake of ours and is not sent', async (_, change) => {
    const { ehr, server } = await open();
    await expect(saveResponse(ehr, form('hcc', change))).rejects.toThrow(RangeError);
    expect(writes(server)).toEqual([]);
  });

  it('is not forced upon an EHR that takes notes only', async () => {
    const { ehr, server } = await open({ ehrProfile: profile({ writeBack: [] }) });
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({
      status: 'refused',
      because: expect.stringContaining('note'),
    });
    expect(writes(server)).toEqual([]);
  });
});

describe('an answer that is lost after the EHR stored the form', () => {
  it('is found again by our identifier', async () => {
    const { ehr, server } = await open();
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' }]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toHaveLength(1);
  });

  it('is unknown while it cannot be looked for, and five more clicks store nothing twice', async () => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500 },
    ]);
    for (let click = 0; click < 6; click += 1) {
      expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    }
    expect(stored(server)).toHaveLength(1);
    expect(writes(server)).toHaveLength(1);
    server.faults.clear();
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toHaveLength(1);
  });

  it.each([
    ['drops every answer', [{ on: 'QuestionnaireResponse', effect: 'drop' }]],
    ['drops answers to writes', [{ on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' }]],
    ['cuts every answer in half', [{ on: 'QuestionnaireResponse', effect: 'truncate' }]],
    ['answers with a login page', [{ on: 'QuestionnaireResponse', effect: 'html' }]],
  ] as const)('leaves at most one after five user retries where the EHR %s', async (_, faults) => {
    const { ehr, server } = await open();
    server.faults.set(faults);
    for (let click = 0; click < 6; click += 1) await saveResponse(ehr, form('hcc'));
    expect(stored(server).length).toBeLessThanOrEqual(1);
    server.faults.clear();
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toHaveLength(1);
  });

  it.each([500, 502, 503, 504, 408])(
    'that may not have been stored (%i) is sent again by no click but the one that takes the risk',
    async (status) => {
      const { ehr, server } = await open();
      server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', status, times: 1 }]);
      for (let click = 0; click < 6; click += 1)
        expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown', mayBecomeTwo: true });
      expect(writes(server)).toHaveLength(1);
      expect(await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true })).toMatchObject({
        status: 'saved',
        verified: true,
      });
      expect(stored(server)).toHaveLength(1);
    },
  );

  it('is looked for again after a pause, since an EHR may store later than we wait', async () => {
    const ehrProfile = profile({ budgets: { lookAgainSeconds: [0.05, 0.3] } });
    const { ehr, server } = await open({ ehrProfile, transport: { requestSeconds: 0.1 } });
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', delay: 250 }]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved', verified: true });
    expect(writes(server)).toHaveLength(1);
  });

  it('and is stored beside a second one that a person asked for is said, with both references', async () => {
    const { ehr, server } = await open({ transport: { requestSeconds: 0.1 } });
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', delay: 250, times: 1 }]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    const second = await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true });
    expect(second).toMatchObject({ status: 'saved', verified: true });
    expect(second).not.toHaveProperty('copies');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const both = stored(server).map(({ id }) => `QuestionnaireResponse/${id}`);
    expect(both).toHaveLength(2);
    const third = await saveResponse(ehr, form('icc'));
    expect(third).toMatchObject({ status: 'saved', copies: expect.arrayContaining(both) });
    expect(stored(server)).toHaveLength(2);
  });

  it('stays in doubt when a second attempt is refused: the first may still come', async () => {
    const { ehr, server } = await open({ transport: { requestSeconds: 0.1 } });
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', delay: 400, times: 1 },
      { on: 'QuestionnaireResponse', method: 'POST', status: 403 },
    ]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true })).toMatchObject({
      status: 'unknown',
      because: expect.stringMatching(/did not allow it.*earlier attempt may still be stored/),
    });
    server.faults.clear();
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toHaveLength(1);
  });

  it('is brought up to date when the form was changed before the next click', async () => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
    ]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(ehr, form('icc'))).toMatchObject({
      status: 'saved',
      versionId: '2',
      verified: true,
    });
    expect(stored(server)).toHaveLength(1);
    expect(stored(server)[0]).toMatchObject({ item: form('icc').item });
  });

  it('is a conflict when somebody changed the form in the EHR since', async () => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
    ]);
    await saveResponse(ehr, form('hcc'));
    const [mine] = stored(server);
    server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
    const result = await saveResponse(ehr, form('icc'));
    expect(result).toMatchObject({
      status: 'conflict',
      ours: form('icc'),
      theirs: { item: form('net').item },
      current: { versionId: '2' },
    });
    expect(stored(server)[0]).toMatchObject({ item: form('net').item });
  });

  it.each([
    ['is refused', { status: 422 }],
    ['is not answered', { status: 504 }],
  ])('is never created again when it was found and the update that followed %s', async (_, fault) => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
      { on: 'QuestionnaireResponse', method: 'PUT', times: 1, ...fault },
    ]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(ehr, form('icc'))).not.toMatchObject({ status: 'saved' });
    expect(await saveResponse(ehr, form('icc'))).toMatchObject({ status: 'saved', verified: true });
    expect(writes(server).map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT']);
    expect(stored(server)).toHaveLength(1);
  });
});

describe('a conflict', () => {
  it('shows both versions and overwrites neither', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    const [mine] = stored(server);
    server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
    const result = await saveResponse(ehr, form('icc'), first);
    expect(result).toMatchObject({
      status: 'conflict',
      httpStatus: 412,
      ours: form('icc'),
      theirs: { item: form('net').item },
      current: { reference: first.reference, versionId: '2' },
    });
    expect(stored(server)[0]).toMatchObject({ item: form('net').item });
  });

  it('is seen where the EHR names versions and ignores If-Match: nobody’s answers are replaced unseen', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    network.use(
      http.put(`${base}/QuestionnaireResponse/:id`, ({ request }) => {
        const headers = new Headers(request.headers);
        headers.delete('if-match');
        return server.handle(new Request(request, { headers }));
      }),
    );
    const [mine] = stored(server);
    server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
    const result = await saveResponse(ehr, form('icc'), first);
    expect(result).toMatchObject({ status: 'conflict', theirs: { item: form('net').item } });
    expect(stored(server)).toMatchObject([{ item: form('net').item }]);
    const chosen = result.status === 'conflict' ? result.current : undefined;
    expect(await saveResponse(ehr, form('icc'), chosen)).toMatchObject({ status: 'saved', verified: true });
  });

  it('is none over what this page stored itself, though it hears of that version late', async () => {
    const { ehr } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    expect(await saveResponse(ehr, form('icc'), first)).toMatchObject({ status: 'saved', versionId: '2' });
    expect(await saveResponse(ehr, form('crc'), first)).toMatchObject({ status: 'saved', versionId: '3' });
  });

  it.each([
    ['404', { status: 'refused', httpStatus: 404 }],
    ['403', { status: 'refused', httpStatus: 403 }],
    ['500', { status: 'unknown' }],
  ])(
    'cannot be ruled out where the form cannot be read before the update (%s): nothing is changed',
    async (status, expected) => {
      const { ehr, server } = await open();
      const first = await saveResponse(ehr, form('hcc'));
      if (first.status !== 'saved') throw new Error('not saved');
      server.faults.set([{ on: 'QuestionnaireResponse', status: Number(status) }]);
      expect(await saveResponse(ehr, form('icc'), first)).toMatchObject(expected);
      expect(stored(server)).toMatchObject([{ item: form('hcc').item }]);
    },
  );

  it('is none when it was our own update whose answer was lost', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'PUT', effect: 'drop' }]);
    expect(await saveResponse(ehr, form('icc'), first)).toMatchObject({
      status: 'saved',
      versionId: '2',
      verified: true,
    });
    server.faults.clear();
    expect(await saveResponse(ehr, form('icc'), first)).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toHaveLength(1);
  });

  it.each([
    ['create', undefined],
    ['update', form('hcc')],
  ])(
    'is seen when the copy read back after a %s is somebody else’s by then, and theirs is not overwritten later',
    async (_, before) => {
      const { ehr, server } = await open();
      const first = before && (await saveResponse(ehr, before));
      const previous = first?.status === 'saved' ? first : undefined;
      server.faults.set([
        ...(before ? [readBefore] : []),
        { on: 'QuestionnaireResponse', method: 'GET', delay: 100, times: 1 },
      ]);
      const storing = saveResponse(ehr, form('icc'), previous);
      await vi.waitFor(() => expect(stored(server)[0]).toMatchObject({ item: form('icc').item }), 10_000);
      const [mine] = stored(server);
      server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
      const seen = await storing;
      expect(seen).toMatchObject({ status: 'conflict', theirs: { item: form('net').item } });
      expect(await saveResponse(ehr, form('crc'), previous)).toMatchObject({ status: 'conflict' });
      expect(stored(server)).toMatchObject([{ item: form('net').item }]);
      const current = seen.status === 'conflict' ? seen.current : undefined;
      expect(await saveResponse(ehr, form('crc'), current)).toMatchObject({ status: 'saved' });
      expect(stored(server)).toMatchObject([{ item: form('crc').item }]);
    },
  );

  it('is none with an update of our own whose answer was lost: that one is brought up to date', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    server.faults.set([
      readBefore,
      { on: 'QuestionnaireResponse', method: 'PUT', effect: 'drop', times: 1 },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
    ]);
    expect(await saveResponse(ehr, form('icc'), first)).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(ehr, form('crc'), first)).toMatchObject({ status: 'saved', versionId: '3' });
    expect(stored(server)).toMatchObject([{ item: form('crc').item }]);
  });

  it('is none where the EHR still gives out the version before: the one that was written is named next', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    const [old] = stored(server);
    let isStale = true;
    network.use(
      http.get(`${base}/QuestionnaireResponse/:id`, () =>
        isStale ? HttpResponse.json(old as never) : undefined,
      ),
    );
    const second = await saveResponse(ehr, form('icc'), first);
    expect(second).toMatchObject({ status: 'saved', versionId: '2', verified: false });
    if (second.status !== 'saved') throw new Error('not saved');
    expect(await saveResponse(ehr, form('crc'), second)).toEqual({
      status: 'unknown',
      because: 'the EHR still gives out an earlier version of the form',
    });
    isStale = false;
    expect(await saveResponse(ehr, form('crc'), second)).toMatchObject({ status: 'saved', versionId: '3' });
  });

  it('says so where what is there was completed, and what is to be stored is a draft', async () => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
    ]);
    expect(await saveResponse(ehr, form('hcc', { status: 'completed' }))).toMatchObject({
      status: 'unknown',
    });
    for (const answer of ['icc', 'crc'])
      expect(await saveResponse(ehr, form(answer))).toMatchObject({
        status: 'conflict',
        because: 'the EHR holds this form as completed',
      });
    expect(stored(server)).toMatchObject([{ status: 'completed', item: form('hcc').item }]);
    const completed = form('icc', { status: 'completed' });
    expect(await saveResponse(ehr, completed)).toMatchObject({ status: 'saved', verified: true });
    expect(stored(server)).toMatchObject([{ status: 'completed', item: completed.item }]);
  });

  it('says so too where the page heard only by a later, failed update that its completed form was stored', async () => {
    const { ehr, server } = await open();
    server.faults.set([
      { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop' },
      { on: 'QuestionnaireResponse', method: 'GET', status: 500, times: 3 },
      { on: 'QuestionnaireResponse', method: 'PUT', status: 502 },
    ]);
    const completed = (answer: string) => form(answer, { status: 'completed' });
    expect(await saveResponse(ehr, completed('hcc'))).toMatchObject({ status: 'unknown' });
    expect(await saveResponse(ehr, completed('icc'))).toMatchObject({ status: 'unknown' });
    server.faults.clear();
    expect(await saveResponse(ehr, form('crc'))).toMatchObject({ status: 'conflict' });
    expect(stored(server)).toMatchObject([{ status: 'completed', item: form('hcc').item }]);
  });

  it('is assumed where no version is known and the copy is not the one that we stored', async () => {
    const { ehr, server } = await open();
    const first = await saveResponse(ehr, form('hcc'));
    if (first.status !== 'saved') throw new Error('not saved');
    const { reference } = first;
    expect(await saveResponse(ehr, form('icc'), { reference })).toMatchObject({
      status: 'saved',
      versionId: '2',
    });
    const [mine] = stored(server);
    server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
    expect(await saveResponse(ehr, form('crc'), { reference })).toMatchObject({ status: 'conflict' });
  });
});

describe('what the EHR answers to a create', () => {
  const post = (make: (stored: string) => Response) =>
    network.use(
      http.post(`${base}/QuestionnaireResponse`, async ({ request }) => {
        const answer = await current.handle(request);
        const { id } = (await answer.json()) as { readonly id: string };
        return make(id);
      }),
    );
  let current: SandboxEhr;
  it.each([
    [
      '201 with an empty body and a relative Location',
      (id: string) =>
        new HttpResponse(null, { status: 201, headers: { location: `QuestionnaireResponse/${id}` } }),
    ],
    [
      '201 with an HTML body and an absolute Location',
      (id: string) =>
        new HttpResponse('', {
          status: 201,
          headers: {
            'content-type': 'text/html',
            location: `${base}/QuestionnaireResponse/${id}`,
            etag: 'W/"1"',
          },
        }),
    ],
    ['201 without a Location', () => new HttpResponse(null, { status: 201 })],
    [
      '201 with a Location on another server',
      () =>
        new HttpResponse(null, {
          status: 201,
          headers: { location: 'https://evil.test/fhir/QuestionnaireResponse/1' },
        }),
    ],
    [
      '201 with a Location at this app',
      () => new HttpResponse(null, { status: 201, headers: { location: '/QuestionnaireResponse/1' } }),
    ],
    ['200 with the resource', (id: string) => HttpResponse.json({ ...form('hcc'), id })],
    ['202', () => new HttpResponse(null, { status: 202 })],
    ['204', () => new HttpResponse(null, { status: 204 })],
    ['502 although it stored the form', () => new HttpResponse(null, { status: 502 })],
  ])('as %s is saved, found and read back', async (_, make) => {
    const { ehr, server } = await open();
    current = server;
    post(make);
    const [only] = await saveResponse(ehr, form('hcc')).then((result) => {
      expect(result).toMatchObject({ status: 'saved', versionId: '1', verified: true });
      return stored(server);
    });
    expect(only).toBeDefined();
    expect(stored(server)).toHaveLength(1);
  });

  it('as 202 with nothing to be found yet is unknown', async () => {
    const { ehr } = await open();
    network.use(http.post(`${base}/QuestionnaireResponse`, () => new HttpResponse(null, { status: 202 })));
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({
      status: 'unknown',
      because: expect.stringContaining('202'),
    });
  });

  it('as 422 is shown in the EHR’s own words', async () => {
    const { ehr, server } = await open();
    const result = await saveResponse(ehr, form('hcc', { item: [{ answer: [{ valueString: 'x' }] }] }));
    expect(result).toMatchObject({
      status: 'refused',
      httpStatus: 422,
      because: expect.stringContaining('linkId'),
    });
    expect(stored(server)).toEqual([]);
  });

  it.each([403, 404, 405, 413, 429])(
    'as %i is a refusal, and a later click may try again',
    async (status) => {
      const { ehr, server } = await open();
      server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', status }]);
      expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'refused', httpStatus: status });
      server.faults.clear();
      expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'saved' });
      expect(stored(server)).toHaveLength(1);
    },
  );

  it('as 401 is a refusal that ends the session: a later click asks nothing more', async () => {
    const { ehr, server } = await open();
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', status: 401 }]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'refused', httpStatus: 401 });
    server.faults.clear();
    const asked = server.requests.length;
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'refused' });
    expect(server.requests).toHaveLength(asked);
  });

  it('that stored something else is said by name, without values', async () => {
    const { ehr, server } = await open();
    current = server;
    post((id) => {
      const [mine] = stored(server);
      server.put({ ...mine, ...form('canary'), id });
      return new HttpResponse(null, { status: 201, headers: { location: `QuestionnaireResponse/${id}` } });
    });
    const result = await saveResponse(ehr, form('hcc'));
    expect(result).toMatchObject({
      status: 'saved',
      verified: false,
      because: 'the stored copy differs in item disease.type',
    });
  });

  it('that may not be read back is saved, but not verified', async () => {
    const { ehr, server } = await open();
    server.faults.set([{ on: 'QuestionnaireResponse', method: 'GET', status: 403 }]);
    expect(await saveResponse(ehr, form('hcc'))).toMatchObject({
      status: 'saved',
      verified: false,
      because: expect.stringContaining('could not be read back'),
    });
  });
});

it('lets a person store again what no search can find', async () => {
  const { ehr, server } = await open();
  server.faults.set([
    { on: 'QuestionnaireResponse', method: 'POST', status: 503, times: 1 },
    { on: 'QuestionnaireResponse', method: 'GET', query: 'identifier', status: 400 },
  ]);
  expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
  expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
  expect(await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true })).toMatchObject({
    status: 'saved',
    verified: true,
  });
  expect(stored(server)).toHaveLength(1);
});

it('takes nothing for its own that a conditional create found there with other answers', async () => {
  const { ehr, server } = await open({
    ehrProfile: profile({ writeBack: [{ as: 'QuestionnaireResponse', conditionalCreate: true }] }),
  });
  server.faults.set([
    { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop', times: 1 },
    { on: 'QuestionnaireResponse', method: 'GET', query: 'identifier', status: 400 },
  ]);
  expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
  const [mine] = stored(server);
  server.put({ ...mine, ...form('net'), id: mine?.id ?? '' });
  const again = await saveResponse(ehr, form('icc'), undefined, { storeAgain: true });
  expect(again).toMatchObject({ status: 'conflict', theirs: { item: form('net').item } });
  expect(stored(server)).toMatchObject([{ item: form('net').item }]);
});

it('answers clicks that come while two records are being told apart', async () => {
  const { ehr, server } = await open({ transport: { requestSeconds: 0.1 } });
  server.faults.set([{ on: 'QuestionnaireResponse', method: 'POST', delay: 250, times: 1 }]);
  await saveResponse(ehr, form('hcc'));
  await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true });
  server.faults.set([{ on: 'QuestionnaireResponse', method: 'GET', query: 'identifier', delay: 20 }]);
  const [first, second] = await Promise.all([saveResponse(ehr, form('icc')), saveResponse(ehr, form('crc'))]);
  expect([first, second]).toMatchObject([{ status: 'saved' }, { status: 'saved' }]);
});

it('creates conditionally where the EHR can', async () => {
  const { ehr, server } = await open({
    ehrProfile: profile({ writeBack: [{ as: 'QuestionnaireResponse', conditionalCreate: true }] }),
  });
  server.faults.set([
    { on: 'QuestionnaireResponse', method: 'POST', effect: 'drop', times: 1 },
    { on: 'QuestionnaireResponse', method: 'GET', query: 'identifier', status: 400 },
  ]);
  expect(await saveResponse(ehr, form('hcc'))).toMatchObject({ status: 'unknown' });
  expect(await saveResponse(ehr, form('hcc'), undefined, { storeAgain: true })).toMatchObject({
    status: 'saved',
  });
  expect(stored(server)).toHaveLength(1);
});
