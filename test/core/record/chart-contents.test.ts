import { describe, expect, it } from 'vitest';
import { bundleContents } from '../../../src/core/record/bundle.ts';
import { ChartError, parseRecord } from '../../../src/core/record/patient-record.ts';
import { unreadFrom } from '../../../src/core/record/unread.ts';
import { chart, condition, type Json, lab, observation, patient, subject } from '../../support/chart.ts';
import { judged, printed, recordOf } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const ignored = (resources: readonly Json[]) =>
  judged(resources).ignored.map(({ reference, because }) => [reference, because]);

describe('one version of a resource', () => {
  const version = (code: string, meta?: Json) =>
    condition(code, { id: 'x', ...(meta && { extra: { meta } }) });
  const outcome = (...copies: readonly Json[]) => {
    const { leaves, ignored } = judged(copies);
    return [leaves['dx.hcc'], ignored.length];
  };

  it.each<[string, Json, Json, string]>([
    [
      'the later lastUpdated counts',
      version('icd C22.0', { lastUpdated: '2025-01-02T00:00:00Z', versionId: '1' }),
      version('icd R10.9', { lastUpdated: '2025-01-01T00:00:00Z', versionId: '9' }),
      'met',
    ],
    [
      'the later lastUpdated counts, whatever it says',
      version('icd C22.0', { lastUpdated: '2025-01-01T00:00:00Z' }),
      version('icd R10.9', { lastUpdated: '2025-01-02T00:00:00Z' }),
      'unknown',
    ],
    [
      'the instant counts, not its spelling',
      version('icd C22.0', { lastUpdated: '2025-01-01T23:30:00-05:00' }),
      version('icd R10.9', { lastUpdated: '2025-01-02T00:00:00Z' }),
      'met',
    ],
    [
      'then the higher versionId, as a number',
      version('icd C22.0', { lastUpdated: '2025-01-01T00:00:00Z', versionId: '10' }),
      version('icd R10.9', { lastUpdated: '2025-01-01T00:00:00Z', versionId: '9' }),
      'met',
    ],
    [
      'versionId decides where there is no lastUpdated',
      version('icd C22.0', { versionId: '2' }),
      version('icd R10.9', { versionId: '1' }),
      'met',
    ],
  ])('%s', (_, a, b, expected) => {
    expect(outcome(a, b)).toEqual([expected, 1]);
    expect(outcome(b, a)).toEqual([expected, 1]);
  });

  it('takes equal copies as one, and lists none of them', () => {
    const copies = [hcc, structuredClone(hcc), structuredClone(hcc)];
    expect(judged(copies).leaves['dx.hcc']).toBe('met');
    expect(ignored(copies)).toEqual([]);
  });

  it('lists a version that two searches found once, and each of two that differ once', () => {
    const kinds = (...copies: readonly Json[]) =>
      parseRecord([patient(), ...copies, ...copies.map((copy) => structuredClone(copy))]).rejected.map(
        ({ kind }) => kind,
      );
    const [older, newer] = [
      version('icd R10.9', { versionId: '1' }),
      version('icd C22.0', { versionId: '2' }),
    ];
    expect(kinds(older, newer)).toEqual(['superseded']);
    expect(kinds(version('icd C22.0'), version('icd R10.9'))).toEqual(['contested', 'contested']);
  });

  it('uses neither of two that differ when nothing says which is newer', () => {
    expect(outcome(version('icd C22.0'), version('icd R10.9'))[0]).toBe('unknown');
    expect(outcome(version('icd R10.9'), version('icd C22.0'))[0]).toBe('unknown');
  });

  it('goes before the rule on entered-in-error: the newer version is the record', () => {
    const wrong = condition('icd C22.0', {
      id: 'x',
      verification: 'entered-in-error',
      extra: { meta: { lastUpdated: '2025-02-01T00:00:00Z' } },
    });
    const right = version('icd C22.0', { lastUpdated: '2025-01-01T00:00:00Z' });
    expect(judged([right, wrong]).leaves['dx.hcc']).toBe('unknown');
    expect(ignored([right, wrong]).map(([, because]) => because)).toEqual(
      expect.arrayContaining(['entered in error']),
    );
  });
});

describe('whose resource it is', () => {
  const withSubject = (reference: unknown) => ({ ...hcc, subject: reference });
  const owned = (base: string, reference: string) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      { fullUrl: `${base}/Patient/p`, resource: patient() },
      { fullUrl: `${base}/Condition/hcc`, resource: withSubject({ reference }) },
    ],
  });

  it.each<[string, unknown, string]>([
    ['a relative reference', { reference: 'Patient/p' }, 'met'],
    ['a versioned reference', { reference: 'Patient/p/_history/4' }, 'met'],
    ['another person', { reference: 'Patient/q' }, 'unknown'],
    ['another type', { reference: 'Group/p' }, 'unknown'],
    ['a contained one', { reference: '#p' }, 'unknown'],
    ['an identifier only', { identifier: { system: 'urn:mrn', value: '1' } }, 'unknown'],
    ['words only', { display: 'the patient' }, 'unknown'],
    ['nothing', undefined, 'unknown'],
    ['a string', 'Patient/p', 'unknown'],
    ['a search', { reference: 'Patient?identifier=1' }, 'unknown'],
  ])('%s: %s', (_, reference, expected) => {
    const output = judged([withSubject(reference)]);
    expect(output.leaves['dx.hcc']).toBe(expected);
    expect(output.ignored.some(({ reference }) => reference === 'Condition/hcc')).toBe(expected !== 'met');
  });

  it.each([
    ['https://a.example/fhir/Patient/p', 'met'],
    ['https://a.example/fhir/Patient/p/_history/1', 'met'],
    ['Patient/p', 'met'],
    ['https://b.example/fhir/Patient/p', 'unknown'],
    ['https://a.example/fhir/Patient/q', 'unknown'],
  ])('on a known base, %s gives %s', (reference, expected) => {
    expect(printed(owned('https://a.example/fhir', reference)).leaves['dx.hcc']).toBe(expected);
  });

  it('a relative reference counts from the base of its own entry', () => {
    const elsewhere = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: 'https://a.example/fhir/Patient/p', resource: patient() },
        { fullUrl: 'https://b.example/fhir/Condition/hcc', resource: hcc },
      ],
    };
    expect(printed(elsewhere).leaves['dx.hcc']).toBe('unknown');
  });

  it.each<[string, Json, boolean]>([
    ['the patient', { reference: 'Patient/p' }, true],
    ['a donor', { reference: 'Patient/donor' }, false],
    ['a relative', { reference: 'RelatedPerson/mother' }, false],
    ['a relative by identifier', { type: 'RelatedPerson', identifier: { value: 'mother' } }, false],
    ['a tumor', { reference: 'Condition/hcc' }, true],
  ])('an Observation focused on %s is used: %s', (_, focus, used) => {
    const output = judged([lab('albumin', 4, { focus: [focus] }), lab('bilirubin', 1), lab('inr', 1)]);
    expect(output.scores.childPugh?.high).toBe(used ? 9 : 11);
    expect(output.ignored.length).toBe(used ? 0 : 1);
  });

  it("lists what is another person's by reference, and no value of it", () => {
    const foreign = observation('loinc 1975-2', {
      id: 'foreign',
      subject: { reference: 'Patient/q' },
      valueQuantity: { value: 77.7, unit: 'mg/dL' },
    });
    const output = judged([hcc, foreign]);
    expect(output.ignored).toEqual([
      { reference: 'Observation/foreign', because: "another person's record" },
    ]);
    expect(JSON.stringify(output)).not.toContain('77.7');
  });

  it("lists another person's resource of a type that is not read", () => {
    const report = {
      resourceType: 'DiagnosticReport',
      id: 'foreign',
      status: 'final',
      subject: { reference: 'Patient/q' },
    };
    expect(ignored([hcc, report])).toEqual([['DiagnosticReport/foreign', "another person's record"]]);
  });
});

describe('a chart file', () => {
  it.each<[string, unknown, RegExp]>([
    ['no Bundle', { resourceType: 'Patient', id: 'p' }, /Bundle/],
    ['an array', [patient()], /Bundle/],
    ['nothing', null, /Bundle/],
    ['text', 'Bundle', /Bundle/],
    ['an entry that is no list', { resourceType: 'Bundle', entry: {} }, /entry/],
    ['no Patient', { resourceType: 'Bundle', entry: [{ resource: hcc }] }, /one Patient.*none/],
    ['no entry', { resourceType: 'Bundle' }, /one Patient.*none/],
    ['two Patients', chart(patient(), { ...patient(), id: 'q' }), /one Patient.*more than one/],
    ['a malformed Patient', chart({ ...patient(), gender: 7 }), /malformed at gender/],
    ['a Patient whose chart was closed', chart({ ...patient(), active: false }), /no longer in use/],
    [
      'a Patient whose chart was merged',
      chart({ ...patient(), link: [{ type: 'replaced-by', other: { reference: 'Patient/q' } }] }),
      /merged/,
    ],
  ])('that is %s is refused in a sentence', (_, value, message) => {
    expect(() => recordOf(value)).toThrow(ChartError);
    expect(() => recordOf(value)).toThrow(message);
  });

  it.each(['collection', 'transaction', 'searchset', 'document', 'batch-response', 'message', undefined])(
    'may be a Bundle of type %s',
    (type) => {
      const bundle = { ...chart(hcc), type };
      expect(printed(bundle).leaves['dx.hcc']).toBe('met');
    },
  );

  it('has its urn:uuid references resolved, in extensions too', () => {
    const urn = (n: number) => `urn:uuid:00000000-0000-4000-8000-00000000000${n}`;
    const own = { subject: { reference: urn(1) } };
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: urn(1), resource: { resourceType: 'Patient', gender: 'male' } },
        { fullUrl: urn(2), resource: { ...condition('icd C18.9'), ...own } },
        { fullUrl: urn(4), resource: { ...condition('icd C50.911'), ...own } },
        { fullUrl: urn(3), resource: { ...condition('icd C78.7', { primary: urn(2) }), ...own } },
      ],
    };
    expect(printed(bundle).leaves).toMatchObject({
      'dx.crc-liver-mets': 'met',
      'dx.melanoma-liver-mets': 'not-met',
    });
  });

  it('puts aside what is no resource, and goes on', () => {
    const bundle = { ...chart(hcc), entry: [...(chart(hcc).entry as readonly Json[]), { resource: 7 }, {}] };
    const output = printed(bundle);
    expect(output.leaves['dx.hcc']).toBe('met');
    expect(output.ignored).toHaveLength(1);
  });

  it('puts aside one malformed resource with the path, not the value, and goes on', () => {
    const broken = { ...observation('loinc 1975-2'), id: 'broken', valueQuantity: { value: 'MRN 12345' } };
    const output = judged([hcc, broken]);
    expect(output.leaves['dx.hcc']).toBe('met');
    expect(output.ignored).toEqual([
      { reference: 'Observation/broken', because: 'malformed at valueQuantity.value' },
    ]);
    expect(JSON.stringify(output)).not.toContain('12345');
  });

  it('sets aside a resource with a modifier extension', () => {
    const modified = { ...hcc, modifierExtension: [{ url: 'http://x.example/negated', valueBoolean: true }] };
    expect(judged([modified]).leaves['dx.hcc']).toBe('unknown');
  });

  it('is one page of more when it names a next page', () => {
    const page = { ...chart(hcc), link: [{ relation: 'next', url: 'https://a.example/next' }] };
    expect(bundleContents(page).unread).toMatchObject([{ resourceType: 'all', gap: 'partial' }]);
    const whole = { ...chart(hcc), link: [{ relation: 'self', url: 'https://a.example' }] };
    expect(bundleContents(whole).unread).toEqual([]);
  });

  it('needs an owner where it holds more than one Patient', () => {
    const two = [
      patient(),
      { ...patient(), id: 'q' },
      hcc,
      { ...hcc, id: 'other', subject: { reference: 'Patient/q' } },
    ];
    const record = parseRecord(two, { owner: { patientId: 'p' } });
    expect(record.conditions.map(({ id }) => id)).toEqual(['hcc']);
    expect(subject.reference).toBe('Patient/p');
  });
});

describe('an OperationOutcome among the results', () => {
  const outcome = (...issue: readonly Json[]) => ({ resourceType: 'OperationOutcome', issue });
  const epic = (code: string, extra: Json = {}) => ({
    severity: 'warning',
    code: 'suppressed',
    details: { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369', code }] },
    ...extra,
  });

  it.each<[string, unknown, unknown]>([
    ['that withholds (59204)', outcome(epic('59204')), { resourceType: 'all', gap: 'denied' }],
    [
      'that withholds and names a type',
      outcome(epic('59204', { diagnostics: 'Some Observation results were withheld' })),
      { resourceType: 'Observation', gap: 'denied' },
    ],
    [
      'that names a type by expression',
      outcome({ severity: 'error', code: 'forbidden', expression: ['Condition'] }),
      { resourceType: 'Condition', gap: 'denied' },
    ],
    [
      'that names MedicationRequest and not Medication',
      outcome({ severity: 'warning', code: 'incomplete', diagnostics: 'MedicationRequests may be missing' }),
      { resourceType: 'MedicationRequest', gap: 'partial' },
    ],
    [
      'of which one issue names no type',
      outcome(
        { severity: 'warning', code: 'incomplete', diagnostics: 'Observation' },
        { severity: 'warning', code: 'incomplete' },
      ),
      { resourceType: 'all', gap: 'partial' },
    ],
    [
      'of which two issues name two types',
      outcome(
        { severity: 'warning', code: 'incomplete', diagnostics: 'Observation' },
        { severity: 'error', code: 'forbidden', diagnostics: 'Condition' },
      ),
      { resourceType: 'all', gap: 'denied' },
    ],
    ['that is a throttle', outcome({ severity: 'error', code: 'throttled' }), { gap: 'partial' }],
    ['that is an exception', outcome({ severity: 'fatal', code: 'exception' }), { gap: 'failed' }],
    ['that says nothing was found (4101)', outcome(epic('4101')), undefined],
    ['that ignored a filter (59100)', outcome(epic('59100')), undefined],
    ['that only informs', outcome({ severity: 'information', code: 'informational' }), undefined],
    ['that warns informally', outcome({ severity: 'warning', code: 'informational' }), { gap: 'failed' }],
    ['that cannot be read', { resourceType: 'OperationOutcome', issue: 'no' }, { gap: 'failed' }],
  ])('%s', (_, given, expected) => {
    if (expected === undefined) expect(unreadFrom(given)).toBeUndefined();
    else expect(unreadFrom(given)).toMatchObject(expected as object);
  });

  it.each<[string, string]>([
    ['names two types in one issue', 'Some Observation and Condition results were withheld'],
    ['names the patient before the type', 'Patient/p: some Condition results were withheld'],
    ['names the patient alone', 'Some results for Patient/p were withheld'],
  ])('leaves the pairing open when it %s', (_, diagnostics) => {
    const withheld = outcome(epic('59204', { diagnostics }));
    const { leaves } = judged([condition('icd C78.7'), condition('icd C18.9'), withheld]);
    expect(leaves['dx.crc-liver-mets']).toBe('unknown');
  });
});
