import { describe, expect, it } from 'vitest';
import { draftFile, draftIn } from '../../src/ehr/draft-file.ts';

const base = 'https://ehr.test/tenant/fhir';
const questionnaire = 'https://hepauth.example/Questionnaire/med140|1';
const here = { base, patientId: 'ada', questionnaire };
const response = {
  resourceType: 'QuestionnaireResponse' as const,
  identifier: { system: 'https://hepauth.example/response', value: 'b1946ac9' },
  questionnaire,
  status: 'in-progress',
  subject: { reference: 'Patient/ada', display: 'Ada Canary' },
  item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
};

describe('a draft file', () => {
  const kept = { ...response, meta: { source: base } };

  it('comes back as it was, and its name holds nothing of the chart', () => {
    const file = draftFile(response, base);
    expect(file.name).toBe('prior-authorization-b1946ac9.json');
    expect(draftIn(file.text, here)).toEqual({ ok: true, response: kept });
    expect(draftIn(`\uFEFF${file.text}`, here)).toMatchObject({ ok: true });
  });

  it('says where it was kept beside what its form says of itself', () => {
    const meta = { profile: ['http://example.org/profile'] };
    expect(JSON.parse(draftFile({ ...response, meta }, base).text).meta).toEqual({ ...meta, source: base });
  });

  it('of a patient of another EHR who has the same id is not taken in', () => {
    const file = draftFile(response, 'https://other.test/tenant/fhir');
    expect(draftIn(file.text, here)).toEqual({ ok: false, because: 'the file was kept from another EHR' });
  });

  it.each([
    ['of another patient', { subject: { reference: 'Patient/bob' } }, /another patient/],
    [
      'of the same id elsewhere',
      { subject: { reference: 'https://evil.test/fhir/Patient/ada' } },
      /another patient/,
    ],
    ['of nobody', { subject: undefined }, /another patient/],
    ['that names no EHR', { meta: undefined }, /does not say which EHR/],
    ['that names an EHR in no words', { meta: { source: 7 } }, /does not say which EHR/],
    ['of another path on the same server', { meta: { source: `${base}2` } }, /another EHR/],
    [
      'of another version of the form',
      { questionnaire: 'https://hepauth.example/Questionnaire/med140|2' },
      /another version/,
    ],
    ['that was completed', { status: 'completed' }, /not answered again/],
    ['without our identifier', { identifier: undefined }, /not a form of this app/],
    ['that is something else', { resourceType: 'Patient' }, /not a form/],
  ])('%s is not taken in', (_, change, because) => {
    expect(draftIn(JSON.stringify({ ...kept, ...change }), here)).toEqual({
      ok: false,
      because: expect.stringMatching(because),
    });
  });

  it.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"resourceType":"QuestionnaireResponse","subject":{"reference":7}}',
    'x'.repeat(3_000_000),
  ])('with anything in it never throws (%#)', (text) => {
    expect(draftIn(text, here)).toMatchObject({ ok: false });
  });
});
