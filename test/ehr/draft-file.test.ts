import { describe, expect, it } from 'vitest';
import { draftFile, draftIn } from '../../src/ehr/draft-file.ts';

const base = 'https://ehr.test/tenant/fhir';
const questionnaire = 'https://hepauth.example/Questionnaire/med140|1';
const here = { base, patientId: 'ada', questionnaire };
const response = {
  resourceType: 'QuestionnaireResponse' as const,
  meta: { source: base },
  identifier: { system: 'https://hepauth.example/response', value: 'b1946ac9' },
  questionnaire,
  status: 'in-progress',
  subject: { reference: 'Patient/ada', display: 'Ada Canary' },
  item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
};

describe('a draft file', () => {
  it('comes back as it was, and its name holds nothing of the chart', () => {
    const { meta: _, ...form } = response;
    const file = draftFile(form, base);
    expect(file.name).toBe('prior-authorization-b1946ac9.json');
    expect(draftIn(file.text, here)).toEqual({ ok: true, response });
    expect(draftIn(`\uFEFF${file.text}`, here)).toMatchObject({ ok: true });
  });

  it.each([
    [
      'of another EHR, where the same id is another person',
      { meta: { source: 'https://ehr.test/other/fhir' } },
      /from another EHR/,
    ],
    ['that names no EHR', { meta: undefined }, /does not say from which EHR/],
    ['of another patient', { subject: { reference: 'Patient/bob' } }, /another patient/],
    [
      'of the same id elsewhere',
      { subject: { reference: 'https://evil.test/fhir/Patient/ada' } },
      /another patient/,
    ],
    ['of nobody', { subject: undefined }, /another patient/],
    [
      'of another version of the form',
      { questionnaire: 'https://hepauth.example/Questionnaire/med140|2' },
      /another version/,
    ],
    ['that was completed', { status: 'completed' }, /not answered again/],
    ['without our identifier', { identifier: undefined }, /not a form of this app/],
    ['that is something else', { resourceType: 'Patient' }, /not a form/],
  ])('%s is not taken in', (_, change, because) => {
    expect(draftIn(JSON.stringify({ ...response, ...change }), here)).toEqual({
      ok: false,
      because: expect.stringMatching(because),
    });
  });

  it('keeps the profiles that the form claims', () => {
    const profiled = { ...response, meta: { profile: ['https://hepauth.example/profile'] } };
    expect(JSON.parse(draftFile(profiled, base).text)).toMatchObject({
      meta: { profile: ['https://hepauth.example/profile'], source: base },
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
