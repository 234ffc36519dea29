import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantFor } from '../../src/ehr/granted-scopes.ts';
import { claimsOf } from '../../src/ehr/id-token.ts';
import { type Expected, readTokenResponse } from '../../src/ehr/launch-context.ts';

const base = 'https://ehr.test/tenant/fhir';
const now = Date.parse('2025-06-16T12:00:00Z');
const expected: Expected = {
  base,
  clientId: 'hepauth',
  requestedScopes: ['launch', 'patient/Patient.r'],
  patientBanner: true,
  origins: ['https://ehr.test', 'https://login.test'],
};
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const token = (more: object) =>
  readTokenResponse({ access_token: 'secret', token_type: 'Bearer', patient: 'ada', ...more }, expected, now);
const contextOf = (more: object) => {
  const reading = token(more);
  if (!reading.ok) throw new Error(reading.because);
  return reading.context;
};

describe('a token response', () => {
  it.each([
    ['nothing', undefined, 'not-a-token'],
    ['no token', { patient: 'ada' }, 'not-a-token'],
    ['an empty token', { access_token: '', patient: 'ada' }, 'not-a-token'],
    ['a token of another type', { access_token: 't', token_type: 'DPoP', patient: 'ada' }, 'not-a-token'],
    ['no patient', { access_token: 't' }, 'patient-missing'],
    ['a patient that is a path', { access_token: 't', patient: '../Patient/bob' }, 'patient-missing'],
    ['an empty patient', { access_token: 't', patient: '' }, 'patient-missing'],
  ])('with %s starts no session', (_, raw, because) => {
    expect(readTokenResponse(raw, expected, now)).toEqual({ ok: false, because });
  });

  it.each([
    [570, 570],
    ['3240', 3240],
    [28_800, 3600],
    [undefined, 3600],
    [-1, 3600],
    ['soon', 3600],
  ])('that lives %s seconds lives %i with us', (expires_in, seconds) => {
    expect(token({ expires_in })).toMatchObject({ ok: true, expiresAt: now + seconds * 1000 });
  });

  it.each([
    [false, false],
    ['false', false],
    [true, true],
    ['true', true],
    [undefined, true],
    ['no', true],
  ])('that says need_patient_banner %j makes us show it: %s', (need_patient_banner, shown) => {
    expect(contextOf({ need_patient_banner }).needPatientBanner).toBe(shown);
  });

  it('grants what was asked where it does not say', () => {
    expect(contextOf({}).grantedScopes).toEqual(expected.requestedScopes);
    expect(contextOf({ scope: 'launch  patient/Condition.read' }).grantedScopes).toEqual([
      'launch',
      'patient/Condition.read',
    ]);
  });

  it('keeps of its context the references to this EHR that we can use', () => {
    const fhirContext = [
      { reference: 'ServiceRequest/1', role: 'x' },
      { reference: `${base}/Coverage/2`, type: 'Coverage' },
      { reference: 'QuestionnaireResponse/3' },
      { reference: 'https://evil.test/fhir/ServiceRequest/4' },
      { reference: 'ImagingStudy/5' },
      { canonical: 'https://x.test/Questionnaire/q' },
      null,
      'ServiceRequest/6',
    ];
    expect(contextOf({ fhirContext }).fhirContext.map(({ reference }) => reference)).toEqual([
      'ServiceRequest/1',
      'Coverage/2',
      'QuestionnaireResponse/3',
    ]);
    expect(contextOf({ fhirContext: 'ServiceRequest/1' }).fhirContext).toEqual([]);
  });

  it.each([
    ['text', 'med140', 'med140'],
    ['an object', { policy: 'med140' }, '{"policy":"med140"}'],
    ['nothing', undefined, undefined],
    ['a book', 'x'.repeat(10_001), undefined],
  ])('carries an appContext of %s', (_, appContext, kept) => {
    expect(contextOf({ appContext }).appContext).toBe(kept);
  });

  it('accepts what vendors add', () => {
    const vendor = {
      encounter: null,
      smart_style_url: 'x',
      '__epic.dstu2.patient': 'y',
      tenant: 'z',
      user: '1',
    };
    expect(contextOf(vendor)).not.toHaveProperty('encounterId');
    expect(contextOf({ encounter: 'v.1' }).encounterId).toBe('v.1');
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(
          fc.constantFrom(
            'patient',
            'encounter',
            'id_token',
            'fhirContext',
            'scope',
            'expires_in',
            'appContext',
            'need_patient_banner',
          ),
          fc.anything(),
        ),
        (raw, more) => {
          readTokenResponse(raw, expected, now);
          readTokenResponse({ access_token: 't', patient: 'ada', ...more }, expected, now);
        },
      ),
    );
  });
});

describe('the user', () => {
  const user = (claims: object) => contextOf({ id_token: jwt(claims) }).fhirUser;
  it.each([
    ['relative', 'Practitioner/hale'],
    ['absolute', `${base}/Practitioner/hale`],
    ['on an odd base', 'https://ehr.test/oauth2/api/FHIR/R4/Practitioner/hale'],
  ])('is read from a %s fhirUser', (_, fhirUser) => {
    expect(user({ fhirUser })).toBe('Practitioner/hale');
  });

  it('is read from profile where fhirUser is missing, and may be no clinician', () => {
    expect(user({ profile: 'Practitioner/hale' })).toBe('Practitioner/hale');
    expect(user({ fhirUser: 'Patient/ada' })).toBe('Patient/ada');
  });

  it.each([
    ['meant for another app', { aud: 'other' }],
    ['expired long ago', { exp: now / 1000 - 3600 }],
    ['issued elsewhere', { iss: 'https://evil.test' }],
    ['issued by an origin that only begins alike', { iss: 'https://ehr.test.evil.test/' }],
  ])('is not read from a token %s', (_, claims) => {
    expect(user({ fhirUser: 'Practitioner/hale', ...claims })).toBeUndefined();
  });

  it('is read from a token for us, of today, of the login’s origin', () => {
    expect(
      user({
        fhirUser: 'Practitioner/hale',
        aud: ['x', 'hepauth'],
        exp: now / 1000 - 60,
        iss: 'https://login.test/oauth2',
      }),
    ).toBe('Practitioner/hale');
  });

  it.each(['', 'a', 'a.b', 'a.!!.c', `a.${btoa('7')}.c`, 'a.bnVsbA.c'])('is nobody in %j', (idToken) => {
    expect(claimsOf(idToken)).toBeUndefined();
  });

  it('may have a name beyond ASCII, in base64url', () => {
    expect(claimsOf(jwt({ name: 'Ægir Þór ÿÿÿ>>>???' }))).toEqual({ name: 'Ægir Þór ÿÿÿ>>>???' });
  });
});

describe('a granted scope', () => {
  const requirement = (
    resourceType: 'Observation' | 'Patient',
    how: 'search' | 'context',
    category?: string,
  ) => ({
    resourceType,
    how,
    params: category === undefined ? {} : { category },
  });
  const laboratory = requirement('Observation', 'search', 'laboratory');
  const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
  it.each([
    [laboratory, ['patient/Observation.read'], 'full'],
    [laboratory, ['patient/Observation.rs'], 'full'],
    [laboratory, ['user/Observation.cruds'], 'full'],
    [laboratory, ['patient/*.read'], 'full'],
    [laboratory, ['patient/*.*'], 'full'],
    [laboratory, ['patient/Observation.r'], 'none'],
    [laboratory, ['patient/Observation.write'], 'none'],
    [laboratory, ['patient/Condition.rs'], 'none'],
    [laboratory, [`patient/Observation.rs?category=${system}|laboratory`], 'full'],
    [laboratory, [`patient/Observation.rs?category=${system}|survey`], 'limited'],
    [laboratory, ['patient/Observation.rs?category=laboratory'], 'full'],
    [laboratory, [`patient/Observation.rs?category=${system}|survey,${system}|laboratory`], 'full'],
    [laboratory, ['patient/Observation.rs?category=laboratory&status=final'], 'limited'],
    [laboratory, ['patient/Observation.rs?category=laboratory&category=survey'], 'limited'],
    [laboratory, ['patient/Observation.rs?category=http://evil.example|laboratory'], 'limited'],
    [laboratory, ['patient/Observation.rs?category=|laboratory'], 'limited'],
    [laboratory, [`patient/Observation.rs?category=${system}|`], 'limited'],
    [laboratory, ['patient/Observation.rs?category:in=laboratory'], 'limited'],
    [laboratory, ['patient/Observation.rs?'], 'limited'],
    [
      requirement('Observation', 'search'),
      [`patient/Observation.rs?category=${system}|laboratory`],
      'limited',
    ],
    [requirement('Patient', 'context'), ['patient/Patient.r'], 'full'],
    [laboratory, ['launch', 'openid', 'fhirUser'], 'full'],
    [laboratory, [], 'full'],
  ] as const)('%o under %j reads %s', (asked, granted, grant) => {
    expect(grantFor(asked, granted)).toBe(grant);
  });
});
