import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import {
  chart,
  condition,
  coverage,
  daysAgo,
  ecog,
  type Json,
  lab,
  order,
  warning,
} from '../../support/chart.ts';
import { type Asked, assessed } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const mets = condition('icd C78.7', { id: 'mets' });
const y90 = order('sct 764677008');
const labs = [
  lab('bilirubin', 1),
  lab('albumin', 4),
  lab('inr', 1),
  lab('creatinine', 1),
  lab('sodium', 139),
];
const gaps = (resources: readonly Json[], asked: Asked = {}) => assessed(chart(...resources), asked).gaps;
const gap = (question: string, resources: readonly Json[], asked: Asked = {}) =>
  gaps(resources, asked).find((each) => each.question === question);
const asks = (resources: readonly Json[], answers: Json = {}) =>
  gaps(resources, { answers }).map(({ question }) => question);
const withheld = (resourceType: string, code = 'forbidden') =>
  warning({ severity: 'error', code, diagnostics: resourceType });

describe('what the scores still need', () => {
  const inputs = ['ecog', 'bilirubin', 'albumin', 'inr', 'creatinine', 'sodium', 'ascites', 'encephalopathy'];

  it('is every input that is open', () => expect(asks([hcc])).toEqual(expect.arrayContaining(inputs)));

  it('is no value that no score uses', () => {
    expect(asks([hcc])).not.toContain('platelets');
    expect(asks([hcc])).not.toContain('afp');
  });

  it('is nothing that is known', () => {
    const asked = asks([hcc, ecog(1), ...labs], { ascites: 'none', encephalopathy: 'none' });
    expect(asked.filter((each) => inputs.includes(each))).toEqual([]);
  });

  it('is still a grade that is only bounded', () =>
    expect(asks([hcc, condition('icd R18.8')], { encephalopathy: 'none' })).toContain('ascites'));
});

describe('why the tumor is open', () => {
  it('is the first reason that is more than silence', () => {
    const provisional = condition('icd C22.0', { id: 'p', verification: 'provisional' });
    expect(gap('tumor-type', [provisional, y90])).toMatchObject({ gap: 'unconfirmed' });
    expect(gap('tumor-type', [mets, y90])).toMatchObject({ gap: 'unconfirmed' });
    expect(gap('tumor-type', [y90])).toMatchObject({ gap: 'not-recorded' });
  });

  it('shows what points to any of the kinds that are open, each record once', () => {
    const found = gap('tumor-type', [mets, condition('icd C22.9', { id: 'liver' }), y90]);
    expect(references(found?.support ?? [])).toEqual(['Condition/liver', 'Condition/mets']);
    expect(found?.support).toHaveLength(2);
    expect(found?.against).toEqual([]);
  });

  const colon = condition('icd C18.7', { id: 'colon' });
  const breast = condition('icd C50.911', { id: 'breast' });

  it.each<[string, readonly Json[], string]>([
    [
      'two primaries',
      [mets, colon, breast],
      'A liver metastasis is confirmed; more than one primary is on record, and none is linked.',
    ],
    [
      'a liver tumor without a type',
      [condition('icd C22.9')],
      'The code on record leaves the type or site open.',
    ],
    [
      'a primary without a metastasis',
      [colon],
      'Colorectal metastasis in the liver: a primary is on record, a confirmed metastasis in the liver is not.',
    ],
    ['nothing', [], 'No tumor in the liver is recorded as confirmed and active.'],
    [
      'a provisional diagnosis',
      [condition('icd C22.0', { verification: 'provisional' })],
      'Hepatocellular carcinoma: recorded, but not as confirmed and active.',
    ],
  ])('names no kind of tumor that the reason does not single out: %s', (_, resources, expected) =>
    expect(gap('tumor-type', [...resources, y90])?.because).toBe(expected),
  );

  it('is not asked once it is settled, by the record or by the clinician', () => {
    expect(gap('tumor-type', [hcc, y90])).toBeUndefined();
    expect(gap('tumor-type', [y90], { answers: { 'tumor-type': 'other' } })).toBeUndefined();
  });
});

describe('who can supply it', () => {
  const labGap = (...resources: readonly Json[]) => {
    const found = gap('bilirubin', [hcc, ...resources]);
    return [found?.gap, found?.who];
  };
  it.each<[string, readonly Json[], readonly [string, string]]>([
    ['nothing recorded', [], ['not-recorded', 'laboratory']],
    ['too old', [lab('bilirubin', 1, { effectiveDateTime: daysAgo(91) })], ['stale', 'laboratory']],
    ['implausible', [lab('bilirubin', 900)], ['implausible', 'clinician']],
    ['only preliminary', [lab('bilirubin', 1, { status: 'preliminary' })], ['unconfirmed', 'clinician']],
    ['refused by the EHR', [withheld('Observation')], ['denied', 'it']],
    ['failed in the EHR', [withheld('Observation', 'exception')], ['failed', 'it']],
    ['read in part', [warning({ code: 'incomplete', diagnostics: 'Observation' })], ['partial', 'it']],
  ])('a laboratory value, %s', (_, resources, expected) => expect(labGap(...resources)).toEqual(expected));

  it('a performance status that is too old is a matter of the clinician', () =>
    expect(gap('ecog', [hcc, ecog(1, { effectiveDateTime: daysAgo(91) })])).toMatchObject({
      gap: 'stale',
      who: 'clinician',
    }));

  it('the coverage is a matter of the staff', () => {
    expect(gap('coverage', [hcc])).toMatchObject({ gap: 'not-recorded', who: 'staff', support: [] });
    expect(gap('coverage', [hcc, coverage('a'), coverage('b')])).toMatchObject({
      gap: 'conflict',
      who: 'staff',
    });
    expect(gap('coverage', [hcc, coverage('a')])).toBeUndefined();
  });
});

describe('what a gap says', () => {
  it('of a question that only a clinician can answer: so, with what speaks for and against', () => {
    const listed = condition('icd Z76.82', { id: 'list' });
    const transplanted = condition('icd Z94.4', { id: 'graft' });
    const found = gap('bridge-to-transplant', [hcc, listed, transplanted, y90]);
    expect(found).toMatchObject({ gap: 'clinician-only', who: 'clinician' });
    expect([references(found?.support ?? []), references(found?.against ?? [])]).toEqual([
      ['Condition/list'],
      ['Condition/graft'],
    ]);
    expect(gap('surgical-rationale', [hcc])).toEqual({
      question: 'surgical-rationale',
      gap: 'clinician-only',
      because: 'Only a clinician can say.',
      blocks: [],
      documents: ['D3'],
      advisories: [],
      who: 'clinician',
      support: [],
      against: [],
    });
  });

  it('of an ascites without a grade: what is recorded of it', () => {
    const found = gap('ascites', [hcc, condition('icd R18.8', { id: 'fluid' })]);
    expect(found).toMatchObject({ gap: 'not-recorded', support: [{ reference: 'Condition/fluid' }] });
  });

  it('of the portal vein: why it is open, also beside a record that settles it without its extent', () => {
    const of = (...resources: readonly Json[]) => gap('macrovascular-invasion', [hcc, ...resources]);
    expect(of()).toMatchObject({ gap: 'not-recorded' });
    expect(of(condition('icd I81', { id: 'v', verification: 'provisional' }))).toMatchObject({
      gap: 'unconfirmed',
      support: [{ reference: 'Condition/v' }],
    });
    expect(of(condition('icd I81'))).toMatchObject({ gap: 'clinician-only' });
    expect(
      gap('macrovascular-invasion', [hcc], { answers: { 'macrovascular-invasion': 'none' } }),
    ).toBeUndefined();
  });

  it('names each statement that waits for it, and none that is settled', () => {
    expect(gap('ecog', [hcc])?.advisories).toEqual(['A1', 'A6', 'A10']);
    expect(gap('tumor-size-cm', [hcc])?.advisories).toEqual(['A5', 'A6', 'A8']);
    expect(gap('tumor-size-cm', [mets, condition('icd C18.7')])?.advisories ?? []).not.toContain('A5');
  });

  it('names each document that it bears on', () => {
    expect(gap('unresectable', [hcc, y90])?.documents).toEqual(['D3']);
    expect(gap('approach', [hcc, y90])?.documents).toEqual(['D1']);
  });

  it('is nothing but records, rules and answers', () => {
    for (const { support, against } of gaps([mets, y90, lab('bilirubin', 900), condition('icd R18.8')]))
      for (const each of [...support, ...against]) expect(each).toHaveProperty('kind');
  });
});

describe('a question that has been answered', () => {
  it('is asked no more', () => {
    const answers = {
      unresectable: true,
      approach: 'right lobe',
      'extrahepatic-disease': 'absent',
      'life-expectancy-at-least-3-months': true,
    };
    for (const question of Object.keys(answers)) {
      expect(asks([hcc, y90])).toContain(question);
      expect(asks([hcc, y90], answers)).not.toContain(question);
    }
  });
});
