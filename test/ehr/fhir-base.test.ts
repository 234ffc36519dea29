import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressUnder, locate } from '../../src/ehr/fhir-base.ts';

const base = 'https://ehr.example/r4/tenant';

describe('an address under the base', () => {
  it.each([
    ['Patient/1', `${base}/Patient/1`],
    [
      'Observation?patient=1&code=http://loinc.org|1975-2',
      `${base}/Observation?patient=1&code=http://loinc.org|1975-2`,
    ],
    [base, base],
    [`${base}?_getpages=abc`, `${base}?_getpages=abc`],
    [`${base}/Observation?sessionID=17-677`, `${base}/Observation?sessionID=17-677`],
    [`https://EHR.example:443/r4/tenant/Patient/1#x`, `${base}/Patient/1`],
    ['/r4/tenant/Patient/1', `${base}/Patient/1`],
    ['?_getpages=1', `${base}/?_getpages=1`],
  ])('%s is %s', (target, expected) => {
    expect(addressUnder(base, target)?.href).toBe(expected);
  });

  it.each([
    'https://evil.test/r4/tenant/Patient/1',
    'https://ehr.example.evil.test/r4/tenant/Patient',
    'https://ehr.example@evil.test/r4/tenant/Patient',
    'https://user@ehr.example/r4/tenant/Patient',
    'http://ehr.example/r4/tenant/Patient/1',
    'https://ehr.example:8443/r4/tenant/Patient/1',
    'https://ehr.example/r4/tenant2/Patient/1',
    'https://ehr.example/r4/tenan',
    'https://ehr.example/r4/other/Patient/1',
    'https://ehr.example/Patient/1',
    '/Patient/1',
    '//evil.test/r4/tenant/Patient/1',
    '\\\\evil.test/r4/tenant/Patient/1',
    '../other/Patient/1',
    'Patient/../../other',
    `${base}/../other/Patient/1`,
    `${base}/%2e%2e/other/Patient/1`,
    `${base}/..%2fother/Patient/1`,
    `${base}/..%5Cother/Patient/1`,
    'javascript:alert(1)',
    'data:application/json,{}',
    'blob:https://ehr.example/r4/tenant/1',
    'urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427',
    'mailto:a@ehr.example',
    'https://',
  ])('%s is not', (target) => {
    expect(addressUnder(base, target)).toBeUndefined();
  });

  it('is under the base for every string there is, or not an address for us', () => {
    const piece = fc.constantFrom(
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      'ehr.example',
      'evil.test',
      '/r4',
      '/tenant',
      '..',
      '%2e',
      '%2F',
      '?',
      '#',
      ':443',
      'Patient',
      '\t',
      ' ',
    );
    const target = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(target, (text) => {
        const url = addressUnder(base, text);
        if (!url) return;
        expect(url.origin).toBe('https://ehr.example');
        expect(url.pathname === '/r4/tenant' || url.pathname.startsWith('/r4/tenant/')).toBe(true);
        const decoded = url.pathname.replaceAll(/%2e/gi, '.').replaceAll(/%2f|%5c/gi, '/');
        expect(decoded.split(/[\\/]/)).not.toContain('..');
        expect(url.username + url.password).toBe('');
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('where a resource is', () => {
  it.each([
    ['Patient/1', { resourceType: 'Patient', id: '1' }],
    [
      'DocumentReference/ePUTWmDq2WbJbN8pNExdU0g3',
      { resourceType: 'DocumentReference', id: 'ePUTWmDq2WbJbN8pNExdU0g3' },
    ],
    [
      `${base}/QuestionnaireResponse/7/_history/2`,
      { resourceType: 'QuestionnaireResponse', id: '7', versionId: '2' },
    ],
    ['/r4/tenant/QuestionnaireResponse/7', { resourceType: 'QuestionnaireResponse', id: '7' }],
  ])('%s', (reference, expected) => {
    expect(locate(base, reference)).toEqual(expected);
  });

  it.each([
    'https://evil.test/fhir/Patient/1',
    '#drug',
    'urn:uuid:1',
    'Patient',
    'Patient/1/x/2',
    'Patient?identifier=1',
    '',
    '../Patient/1',
    `${base}/a/Patient/1`,
  ])('%s is nowhere here', (reference) => {
    expect(locate(base, reference)).toBeUndefined();
  });
});
