import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { saveNote } from '../../src/ehr/save-note.ts';
import {
  accessToken,
  base,
  chart,
  connect,
  defaultScope,
  mount,
  networkForTests,
  profile,
  sandbox,
} from './test-ehr.ts';

const network = networkForTests();
const type = { system: 'http://loinc.org', code: '34109-9', display: 'Note' };
const epic = {
  as: 'DocumentReference',
  docStatus: 'preliminary',
  contentType: 'text/plain',
  type,
  category: {
    system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
    code: 'clinical-note',
  },
  author: 'omit',
  encounter: 'required',
};
const cerner = {
  as: 'DocumentReference',
  docStatus: 'final',
  contentType: 'text/plain;charset=utf-8',
  type,
  author: 'user',
  encounter: 'optional',
  dated: true,
};
const note = {
  text: 'Prior authorization – draft b1946ac9\nBilirubin 1.2 mg/dL, 10 µmol…',
  draftId: 'b1946ac9',
  title: 'Prior authorization',
  at: '2025-06-16T10:00:00.000Z',
};

async function open(rung: object, launch: Parameters<typeof connect>[1] = {}) {
  const server = sandbox([chart()]);
  mount(network, server);
  const token = await accessToken(server, `${defaultScope} patient/DocumentReference.crus`);
  const ehr = connect(token, {
    ehrProfile: profile({ writeBack: [rung] }),
    launch: { fhirUser: 'Practitioner/hale' },
    ...launch,
  });
  return { ehr, server };
}
const stored = (server: SandboxEhr) => server.stored('DocumentReference');

describe('a note', () => {
  it('is filed as a draft under the visit, without an author, where the EHR signs notes itself', async () => {
    const { ehr, server } = await open(epic);
    expect(await saveNote(ehr, note)).toMatchObject({
      status: 'saved',
      as: 'DocumentReference',
      verified: true,
    });
    const [only] = stored(server);
    expect(only).toMatchObject({
      docStatus: 'preliminary',
      subject: { reference: 'Patient/ada' },
      context: { encounter: [{ reference: 'Encounter/visit' }] },
      content: [{ attachment: { contentType: 'text/plain' } }],
    });
    expect(only).not.toHaveProperty('author');
    expect(only).not.toHaveProperty('context.period');
  });

  it('is sent as signed only after the person has confirmed that', async () => {
    const { ehr, server } = await open(cerner);
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'unconfirmed' });
    expect(stored(server)).toEqual([]);
    expect(await saveNote(ehr, note, { confirmedFinal: true })).toMatchObject({
      status: 'saved',
      verified: true,
    });
    expect(stored(server)[0]).toMatchObject({
      docStatus: 'final',
      author: [{ reference: 'Practitioner/hale' }],
      content: [
        { attachment: { contentType: 'text/plain;charset=utf-8', title: note.title, creation: note.at } },
      ],
      context: { period: { end: note.at } },
    });
  });

  it.each([
    ['no visit where one is required', epic, { encounterId: undefined }, /visit/],
    ['nobody for an author where one is required', cerner, { fhirUser: undefined }, /author/],
    ['a patient for an author', cerner, { fhirUser: 'Patient/ada' }, /author/],
  ])('with %s is not sent', async (_, rung, change, because) => {
    const { ehr, server } = await open(rung);
    const launch = { ...ehr.context, ...change } as typeof ehr.context;
    const result = await saveNote({ ...ehr, context: launch }, note, { confirmedFinal: true });
    expect(result).toMatchObject({
      status: 'refused',
      httpStatus: 0,
      because: expect.stringMatching(because),
    });
    expect(stored(server)).toEqual([]);
  });

  it('that is too long is not sent, and one without its draft id is a mistake of ours', async () => {
    const { ehr, server } = await open(epic);
    expect(await saveNote(ehr, { ...note, text: `${note.text}${'x'.repeat(100_000)}` })).toMatchObject({
      status: 'refused',
    });
    await expect(saveNote(ehr, { ...note, text: 'no id' })).rejects.toThrow(RangeError);
    expect(stored(server)).toEqual([]);
  });

  it('is filed once by a double click, and once by a later one', async () => {
    const { ehr, server } = await open(epic);
    const [first, second] = await Promise.all([saveNote(ehr, note), saveNote(ehr, note)]);
    expect(second).toBe(first);
    expect(await saveNote(ehr, note)).toBe(first);
    expect(stored(server)).toHaveLength(1);
  });

  it.each([
    ['drops the answer', [{ on: 'DocumentReference', method: 'POST', effect: 'drop' }]],
    ['drops every answer', [{ on: 'DocumentReference', effect: 'drop' }]],
    [
      'forbids looking',
      [
        { on: 'DocumentReference', method: 'POST', effect: 'drop' },
        { on: 'DocumentReference', method: 'GET', status: 403 },
      ],
    ],
  ] as const)('is filed at most once in six clicks where the EHR %s', async (_, faults) => {
    const { ehr, server } = await open(epic);
    server.faults.set(faults);
    for (let click = 0; click < 6; click += 1) await saveNote(ehr, note);
    expect(stored(server).length).toBeLessThanOrEqual(1);
    server.faults.clear();
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'saved' });
    expect(stored(server)).toHaveLength(1);
  });

  it('that may not have been filed is sent again by no click but the one that takes the risk', async () => {
    const { ehr, server } = await open(epic);
    server.faults.set([{ on: 'DocumentReference', method: 'POST', status: 503, times: 1 }]);
    for (let click = 0; click < 6; click += 1)
      expect(await saveNote(ehr, note)).toMatchObject({ status: 'unknown', mayBecomeTwo: true });
    expect(await saveNote(ehr, note, { storeAgain: true })).toMatchObject({ status: 'saved' });
    expect(stored(server)).toHaveLength(1);
  });

  it('that came late beside a second one is said, with both references', async () => {
    const { ehr, server } = await open(epic, { transport: { requestSeconds: 0.1 } });
    server.faults.set([{ on: 'DocumentReference', method: 'POST', delay: 250, times: 1 }]);
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'unknown' });
    expect(await saveNote(ehr, note, { storeAgain: true })).toMatchObject({ status: 'saved' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const both = stored(server).map(({ id }) => `DocumentReference/${id}`);
    expect(both).toHaveLength(2);
    expect(await saveNote(ehr, note)).toMatchObject({
      status: 'saved',
      copies: expect.arrayContaining(both),
    });
  });

  it('stays in doubt when a second attempt is refused: the first may still come', async () => {
    const { ehr, server } = await open(epic, { transport: { requestSeconds: 0.1 } });
    server.faults.set([
      { on: 'DocumentReference', method: 'POST', delay: 400, times: 1 },
      { on: 'DocumentReference', method: 'POST', status: 403 },
    ]);
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'unknown' });
    expect(await saveNote(ehr, note, { storeAgain: true })).toMatchObject({ status: 'unknown' });
    server.faults.clear();
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'unknown' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'saved' });
    expect(stored(server)).toHaveLength(1);
  });

  it('is never called saved when the note that is there holds earlier answers: those of now go out another way', async () => {
    const { ehr, server } = await open(epic);
    const changed = { ...note, text: `${note.text} and 2 tumors`, at: '2025-06-16T11:00:00.000Z' };
    const filedBefore = {
      status: 'refused',
      httpStatus: 0,
      because: expect.stringMatching(/earlier answers/),
    };
    server.faults.set([
      { on: 'DocumentReference', method: 'POST', effect: 'drop', times: 1 },
      { on: 'DocumentReference', method: 'GET', status: 500, times: 3 },
    ]);
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'unknown' });
    expect(await saveNote(ehr, changed)).toMatchObject(filedBefore);
    expect(await saveNote(ehr, changed)).toMatchObject(filedBefore);
    const [first, second] = await Promise.all([saveNote(ehr, note), saveNote(ehr, changed)]);
    expect(first).toMatchObject({ status: 'saved', verified: true });
    expect(second).toMatchObject(filedBefore);
    expect(stored(server)).toHaveLength(1);
  });

  it('is the same one when only the time of writing differs', async () => {
    const { ehr, server } = await open(epic);
    const dated = (at: string) => ({ ...note, text: `${note.text}\nWritten ${at} by Dr. Hale`, at });
    server.faults.set([
      { on: 'DocumentReference', method: 'POST', effect: 'drop', times: 1 },
      { on: 'DocumentReference', method: 'GET', status: 500, times: 3 },
    ]);
    expect(await saveNote(ehr, dated('2025-06-16T10:00:00.000Z'))).toMatchObject({ status: 'unknown' });
    expect(await saveNote(ehr, dated('2025-06-16T10:05:00.000Z'))).toMatchObject({
      status: 'saved',
      verified: true,
    });
    expect(stored(server)).toHaveLength(1);
  });

  it('refused by the EHR is shown in its words', async () => {
    const { ehr, server } = await open(epic);
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'information', code: 'x', diagnostics: 'remark' },
        { severity: 'fatal', code: 'x', details: { text: 'Valid encounter required' } },
      ],
    };
    network.use(http.post(`${base}/DocumentReference`, () => HttpResponse.json(outcome, { status: 400 })));
    expect(await saveNote(ehr, note)).toEqual({
      status: 'refused',
      httpStatus: 400,
      because: 'the EHR refused the request (400): Valid encounter required; remark',
    });
    expect(stored(server)).toEqual([]);
  });

  it('answered like Epic (201, no body, relative Location, text kept as a Binary) is saved and compared', async () => {
    const { ehr } = await open(epic);
    const binary = { resourceType: 'Binary', id: 'b', contentType: 'text/plain', data: btoa('x') };
    let sent = '';
    network.use(
      http.post(`${base}/DocumentReference`, async ({ request }) => {
        const body = (await request.json()) as {
          readonly content: readonly { readonly attachment: { readonly data: string } }[];
        };
        sent = body.content[0]?.attachment.data ?? '';
        return new HttpResponse(null, { status: 201, headers: { location: 'DocumentReference/ePUT' } });
      }),
      http.get(`${base}/DocumentReference/ePUT`, () =>
        HttpResponse.json({
          resourceType: 'DocumentReference',
          id: 'ePUT',
          content: [{ attachment: { contentType: 'text/html', url: 'Binary/b' } }],
        }),
      ),
      http.get(`${base}/Binary/b`, () => HttpResponse.json({ ...binary, data: sent })),
    );
    expect(await saveNote(ehr, note)).toEqual({
      status: 'saved',
      as: 'DocumentReference',
      reference: 'DocumentReference/ePUT',
      verified: true,
    });
  });

  it('whose text the EHR does not give back is saved, but not verified', async () => {
    const { ehr } = await open(epic);
    network.use(
      http.post(
        `${base}/DocumentReference`,
        () => new HttpResponse(null, { status: 201, headers: { location: 'DocumentReference/x' } }),
      ),
      http.get(`${base}/DocumentReference/x`, () =>
        HttpResponse.json({
          resourceType: 'DocumentReference',
          id: 'x',
          content: [{ attachment: { url: 'https://evil.test/Binary/1' } }],
        }),
      ),
    );
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'saved', verified: false });
  });

  it('is not sent to an EHR that takes none', async () => {
    const { ehr } = await open({ as: 'QuestionnaireResponse' });
    expect(await saveNote(ehr, note)).toMatchObject({ status: 'refused', httpStatus: 0 });
  });
});
