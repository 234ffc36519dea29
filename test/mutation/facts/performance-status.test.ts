import { describe, expect, it } from 'vitest';
import epic from '../../../mappings/ehr/epic.json' with { type: 'json' };
import { vendorProfile } from '../../../src/catalogue/ehr-profiles.ts';
import { exactGrade } from '../../../src/core/facts/performance-status.ts';
import { standardCoded } from '../../../src/ehr/local-codes.ts';
import { chart, concept, daysAgo, ecog, type Json, observation, today } from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';

const status = (...resources: readonly Json[]) => assessed(chart(...resources)).facts.performanceStatus;
const grade = (...resources: readonly Json[]) => {
  const found = status(...resources);
  if (found.state === 'open') return found.gap;
  const { low, high } = found.value.grade;
  return low === high ? String(low) : `${low}-${high}`;
};
const said = (value: Json, code = 'loinc 89247-1') => observation(code, { id: 'e', ...value });
const karnofsky = (value: Json) => said(value, 'loinc 89243-0');
/** What the profile of an Epic EHR knows of its elements. */
const { localCodes } = vendorProfile('epic.json', epic);
const known = (resource: Json) => standardCoded(resource, localCodes) as Json;
const smartData = (element: string, texts: readonly string[], extra: Json = {}): Json =>
  known({
    resourceType: 'Observation',
    id: 'epic',
    status: 'unknown',
    subject: { reference: 'Patient/p' },
    code: { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.99.2.7.2.727688', code: element }] },
    issued: `${daysAgo(3)}T10:00:00Z`,
    component: texts.map((valueString) => ({ code: { text: 'value' }, valueString })),
    ...extra,
  });
const older = ecog(0, { id: 'older', effectiveDateTime: daysAgo(20) });

describe('a grade of the ECOG scale', () => {
  it.each<[string, Json, string]>([
    ['a whole number', { valueInteger: 2 }, '2'],
    [
      'a number with a comparator is no grade',
      { valueQuantity: { value: 2, comparator: '<' } },
      'implausible',
    ],
    ['half a grade is none', { valueQuantity: { value: 1.5 } }, 'implausible'],
    ['a grade beyond the scale', { valueInteger: 6 }, 'implausible'],
    ['a grade below the scale', { valueInteger: -1 }, 'implausible'],
    ['text that begins with it', { valueString: 'ECOG PS: 1 - restricted' }, '1'],
    ['text that begins with something else', { valueString: 'Patient has ECOG 1' }, 'not-recorded'],
    ['a range', { valueString: '1-2' }, '1-2'],
    ['a range the other way round', { valueString: '2 to 1' }, '1-2'],
    ['a number that is no grade', { valueString: '12' }, 'not-recorded'],
    ['a decimal in text', { valueString: '1.5' }, 'not-recorded'],
    ['nothing', {}, 'not-recorded'],
    [
      'a reason why there is none, beside a value',
      { valueInteger: 1, dataAbsentReason: { text: 'error' } },
      'not-recorded',
    ],
    ['words of a concept', { valueCodeableConcept: { text: 'ECOG 2' } }, '2'],
    [
      'words beside a code that is not known',
      { valueCodeableConcept: { coding: [{ system: 'urn:x', code: 'abc', display: '3 - limited' }] } },
      '3',
    ],
    ['a concept that says nothing', { valueCodeableConcept: { text: 'unwell' } }, 'not-recorded'],
    [
      'an interpretation beside the number that agrees',
      { valueInteger: 1, interpretation: [concept('loinc LA9623-5')] },
      '1',
    ],
    [
      'an interpretation beside the number that does not',
      { valueInteger: 1, interpretation: [concept('loinc LA9624-3')] },
      'conflict',
    ],
    [
      'an interpretation that says nothing of the grade',
      { valueInteger: 1, interpretation: [{ text: 'abnormal' }] },
      '1',
    ],
    ['a refused value beside a good one', { valueInteger: 1, valueString: 'unwell' }, 'not-recorded'],
    [
      'components, where the result itself has no value',
      { component: [{ code: { text: 'grade' }, valueInteger: 2 }] },
      '2',
    ],
    [
      'components as text',
      { component: [{ code: { text: 'grade' }, valueString: '2 - up half the day' }] },
      '2',
    ],
    ['components without a value', { component: [{ code: { text: 'grade' } }] }, 'not-recorded'],
    [
      'no component where the result itself has a value',
      { valueInteger: 1, component: [{ code: { text: 'grade' }, valueInteger: 2 }] },
      '1',
    ],
  ])('%s', (_, value, expected) => expect(grade(said(value))).toBe(expected));
});

describe('a grade that is a code', () => {
  it('stands as the code of an observation without a value, unless it is denied', () => {
    expect(grade(observation('sct 422512005', { id: 'e' }))).toBe('1');
    expect(grade(observation('sct 422512005', { id: 'e', valueBoolean: true }))).toBe('1');
    expect(grade(observation('sct 422512005', { id: 'e', valueBoolean: false }))).toBe('not-recorded');
  });
  it('may be a local one with a percent sign, but not the digits of another code system', () => {
    const local = (code: string, system = 'urn:local') =>
      karnofsky({ valueCodeableConcept: { coding: [{ system, code }] } });
    expect([
      grade(local('80%')),
      grade(local('80')),
      grade(local('80%x')),
      grade(local('80', 'http://snomed.info/sct')),
    ]).toEqual(['1', '1', 'not-recorded', 'not-recorded']);
  });
});

describe('Karnofsky', () => {
  it.each<[number, string]>([
    [100, '0'],
    [90, '0'],
    [80, '1'],
    [70, '1'],
    [60, '2'],
    [50, '2'],
    [40, '3'],
    [30, '3'],
    [20, '4'],
    [10, '4'],
    [0, '5'],
    [110, 'implausible'],
    [-10, 'implausible'],
    [85, 'implausible'],
  ])('%d is ECOG %s', (score, expected) => expect(grade(karnofsky({ valueInteger: score }))).toBe(expected));

  it('is told apart from ECOG by its code, not by its number', () => {
    expect(grade(karnofsky({ valueString: 'KPS 80%' }))).toBe('1');
    expect(grade(karnofsky({ valueString: '40 to 60' }))).toBe('2-3');
    expect(grade(karnofsky({ valueString: '40 to 65' }))).toBe('implausible');
    const found = status(karnofsky({ valueInteger: 70 }));
    expect(found.state === 'known' && found.value.scale).toBe('karnofsky');
  });
});

describe('Epic SmartData', () => {
  it('counts though its status is unknown; other observations of unknown status do not', () => {
    expect(grade(smartData('EPIC#31000083940', ['1 - restricted']), older)).toBe('1');
    expect(grade(ecog(2, { status: 'unknown' }), older)).toBe('0');
  });
  it('that is preliminary waits like any other', () =>
    expect(grade(smartData('EPIC#31000083940', ['1'], { status: 'preliminary' }), older)).toBe('0'));
  it('is corrected like any other', () => {
    const at = { effectiveDateTime: `${today}T10:00:00Z`, issued: `${today}T10:00:00Z` };
    const corrected = smartData('EPIC#31000083940', ['3'], { ...at, status: 'corrected' });
    expect(grade(corrected, ecog(1, { effectiveDateTime: `${today}T10:00:00Z` }))).toBe('3');
    const plain = smartData('EPIC#31000083940', ['3'], at);
    expect(grade(plain, ecog(1, { effectiveDateTime: `${today}T10:00:00Z` }))).toBe('conflict');
  });
  it('is dated by when it was issued', () => {
    const found = status(smartData('EPIC#31000083940', ['1'], { effectiveDateTime: daysAgo(60) }));
    expect(found.state === 'known' && found.on.first).toBe(daysAgo(3));
  });
  it('is dated by when it was true where it does not say when it was issued', () => {
    const unissued = JSON.parse(
      JSON.stringify(
        smartData('EPIC#31000083940', ['1'], { issued: undefined, effectiveDateTime: daysAgo(60) }),
      ),
    ) as Json;
    const found = status(unissued);
    expect(found.state === 'known' && found.on.first).toBe(daysAgo(60));
  });
  it.each<[string, string, readonly string[], string]>([
    ['its first text', 'EPIC#31000083940', ['2', 'see note'], '2'],
    ['two texts that say the same', 'EPIC#31000083940', ['2', '2 - up half the day'], '2'],
    ['two texts that do not', 'EPIC#31000083940', ['2', '3'], 'conflict'],
    ['no text after the first', 'EPIC#31000083940', ['see note', '2'], 'not-recorded'],
    ['a text that goes on with another grade', 'EPIC#31000083940', ['1', 'bedbound'], 'conflict'],
    ['a text that makes it a past one', 'EPIC#31000083940', ['1 in March, now bedbound'], 'comparator'],
    ['digits at the beginning only', 'EPIC#31000083940', ['grade 2'], 'not-recorded'],
    ['no part of a decimal', 'EPIC#31000083940', ['1.5'], 'not-recorded'],
    ['no text', 'EPIC#31000083940', [], 'not-recorded'],
    ['the Karnofsky element', 'EPIC#1500', ['70'], '1'],
    ['another element', 'EPIC#9', ['1'], '0'],
  ])('is read from %s', (_, element, texts, expected) =>
    expect(grade(smartData(element, texts), older)).toBe(expected),
  );
  it('of another system is not Epic’s', () => {
    const other = smartData('EPIC#31000083940', ['1'], {
      code: { coding: [{ system: 'urn:oid:9.9', code: 'EPIC#31000083940' }] },
    });
    expect(grade(other, older)).toBe('0');
    expect(grade(smartData('x', ['1'], { code: { coding: [{ code: 'EPIC#31000083940' }] } }), older)).toBe(
      '0',
    );
  });
});

describe('a performance status that could not be read', () => {
  const broken = (code: Json) => known({ ...ecog(1, { id: 'broken' }), code, valueInteger: 'x' });
  it.each<[string, Json, string]>([
    ['of ECOG blocks an older one', concept('loinc 89247-1'), 'implausible'],
    ['of Karnofsky does', concept('loinc 89243-0'), 'implausible'],
    [
      'of Epic’s does',
      { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.7.2.7.2.727688', code: 'EPIC#31000083940' }] },
      'implausible',
    ],
    ['of something else does not', concept('loinc 8867-4'), '0'],
  ])('%s', (_, code, expected) => expect(grade(broken(code), older)).toBe(expected));
});

describe('a performance status as it is shown', () => {
  const shown = (value: Json, code?: string) => {
    const found = status(said(value, code));
    const [first] = found.state === 'open' ? found.support : found.evidence;
    return first?.kind === 'recorded' ? first.asRecorded : undefined;
  };
  it.each<[string, Json, string]>([
    ['a number', { valueInteger: 1 }, '1'],
    ['a quantity', { valueQuantity: { value: 1 } }, '1'],
    ['text', { valueString: '1 - restricted' }, '1 - restricted'],
    [
      'a concept by its words',
      { valueCodeableConcept: { text: 'ECOG 1', coding: [{ code: 'LA9623-5' }] } },
      'ECOG 1',
    ],
    ['a concept by its code', { valueCodeableConcept: concept('loinc LA9623-5') }, 'LA9623-5'],
    ['a component', { component: [{ code: { text: 'g' }, valueString: '1' }] }, '1'],
    ['nothing, by its own code', {}, '89247-1'],
    ['an empty concept, by its own code', { valueCodeableConcept: { coding: [] } }, '89247-1'],
  ])('%s', (_, value, expected) => expect(shown(value)).toBe(expected));
});

describe('two grades of one time', () => {
  it('that differ at one end only are a conflict', () => {
    expect(grade(said({ valueString: '1-2' }), ecog(1))).toBe('conflict');
    expect(grade(said({ valueString: '1-2' }), ecog(2))).toBe('conflict');
    expect(
      grade(
        said({ valueString: '1-2' }),
        ecog(1, { id: 'f', valueString: '1 to 2', valueInteger: undefined }),
      ),
    ).toBe('1-2');
  });
  it('are one number only where they are one', () => {
    expect(exactGrade({ grade: { low: 1, high: 1 }, scale: 'ecog' })).toBe(1);
    expect(exactGrade({ grade: { low: 1, high: 2 }, scale: 'ecog' })).toBeUndefined();
  });
});
