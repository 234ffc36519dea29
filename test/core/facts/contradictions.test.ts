import { describe, expect, it } from 'vitest';
import {
  chart,
  concept,
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
} from '../../support/chart.ts';
import { assessed, judged, leaf } from '../../support/facts.ts';

const mets = (extra: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...extra });
const colon = condition('icd C18.7', { id: 'colon' });
const melanoma = condition('icd C43.9', { id: 'melanoma' });
const net = condition('icd C7A.012', { id: 'net' });

describe('a tumor that two records, or two codes of one record, make into two', () => {
  it.each<[string, string, readonly Json[]]>([
    [
      'dx.melanoma-liver-mets',
      'a metastasis of an adenocarcinoma beside a melanoma',
      [condition('sct 1691000119104'), melanoma],
    ],
    [
      'dx.net-liver-mets',
      'a metastasis of an adenocarcinoma beside a neuroendocrine tumor',
      [condition('sct 1691000119104'), net],
    ],
    [
      'dx.crc-liver-mets',
      'a squamous metastasis beside a colon cancer',
      [mets({ histology: 'icdo 8070/3' }), colon],
    ],
    [
      'dx.melanoma-liver-mets',
      'an adenocarcinoma metastasis beside a melanoma',
      [mets({ histology: 'icdo 8140/3' }), melanoma],
    ],
    [
      'dx.crc-liver-mets',
      'an unsited neuroendocrine metastasis beside a colon cancer',
      [mets(), colon, condition('icd C7B.8')],
    ],
    ['dx.hcc', 'C22.0 and C22.1 in one concept', [condition(['icd C22.0', 'icd C22.1'])]],
    ['dx.hcc', 'C22.0 and its history in one concept', [condition(['icd C22.0', 'icd Z85.05'])]],
    [
      'dx.crc-liver-mets',
      'C18.7 and C50.911 in one concept',
      [mets(), condition(['icd C18.7', 'icd C50.911'])],
    ],
  ])('%s is open for %s', (name, _, resources) => expect(leaf(name, resources)).toBe('unknown'));

  it('an adenocarcinoma metastasis beside a colon cancer is colorectal', () => {
    expect(leaf('dx.crc-liver-mets', [condition('sct 1691000119104'), colon])).toBe('met');
    expect(leaf('dx.crc-liver-mets', [mets({ histology: 'icdo 8480/3' }), colon])).toBe('met');
  });
});

describe('a code that merely names some malignancy', () => {
  it.each(['C44.91', 'C91.10', 'C83.33', 'C71.9', 'C18', 'C69.90', 'C74', 'C76.2', 'C26.9', 'C80.1'])(
    '%s as the only primary excludes no kind of metastasis',
    (code) => {
      const { verdict, conclusion } = judged([mets(), condition(`icd ${code}`), order('sct 764677008')]);
      expect([verdict, conclusion]).toEqual(['unknown', 'undetermined']);
    },
  );
});

describe('a newest record that cannot be used', () => {
  const older = diseaseStatus('worsened', { effectiveDateTime: daysAgo(9) });
  it.each<[string, Json]>([
    ['an invalid status', { status: 'bogus', effectiveDateTime: daysAgo(2) }],
    ['a day that does not exist', { effectiveDateTime: '2025-06-31' }],
    ['a date in another notation', { effectiveDateTime: '06/14/2025' }],
  ])('with %s blocks falling back to an older disease status', (_, extra) => {
    const newest = { ...diseaseStatus('stable', { id: 'newest' }), ...extra };
    expect(leaf('progressive', [mets(), colon, older, newest])).toBe('unknown');
  });

  it('blocks falling back to an older laboratory value', () => {
    const newest = { ...lab('bilirubin', 5, { id: 'newest' }), status: 'bogus' };
    const { gaps } = judged([lab('bilirubin', 0.9, { effectiveDateTime: daysAgo(9) }), newest]);
    expect(gaps.find(({ question }) => question === 'bilirubin')).toMatchObject({ gap: 'implausible' });
  });
});

describe('an organ that is not the liver', () => {
  const kidney = order('hcpcs S2095', {
    bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '64033007' }] }],
  });
  it.each<[string, readonly Json[], Readonly<Record<string, unknown>>]>([
    ['the clinician names a liver tumor', [kidney], { 'tumor-type': 'hcc' }],
    [
      'the record holds a provisional one',
      [kidney, condition('icd C22.0', { verification: 'provisional' })],
      {},
    ],
    [
      'the order gives one as its reason',
      [
        {
          ...kidney,
          reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C22.0' }] }],
        },
      ],
      {},
    ],
  ])('is in doubt where %s', (_, resources, answers) => {
    expect(judged(resources, { answers })).toMatchObject({ site: 'unknown', verdict: 'unknown' });
  });
});

describe('a code that is itself the grade', () => {
  it('is no grade where its value says no', () => {
    const denied = observation('sct 422512005', {
      id: 'no',
      effectiveDateTime: daysAgo(1),
      valueBoolean: false,
    });
    expect(judged([denied]).scores.ecog).toBeNull();
    expect(judged([ecog(1)]).scores.ecog).toMatchObject({ value: 1 });
  });
});

describe('a resource type that is a word of the language', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is set aside without harm',
    (resourceType) => {
      const odd = JSON.parse(JSON.stringify({ id: 'odd', subject: { reference: 'Patient/p' } })) as Json;
      expect(leaf('dx.hcc', [{ ...odd, resourceType }, condition('icd C22.0')])).toBe('met');
    },
  );
});

describe('an encounter diagnosis beside the problem list', () => {
  const linked = mets({ primary: 'Condition/colon' });
  it.each<[string, Json]>([
    ['without any status', condition('icd C78.7', { id: 'visit', clinical: null, verification: null })],
    [
      'that also names the primary',
      condition(['icd C78.7', 'icd C18.7'], { id: 'visit', clinical: null, verification: null }),
    ],
  ])('%s adds no second metastasis', (_, visit) => {
    const { leaves } = judged([linked, colon, visit]);
    expect(leaves).toMatchObject({
      'dx.crc-liver-mets': 'met',
      'dx.net-liver-mets': 'not-met',
      'dx.melanoma-liver-mets': 'not-met',
    });
  });
});

describe('two tumor sizes of one day', () => {
  const size = (cm: number, id: string, lesion?: string) =>
    observation('loinc 21889-1', {
      id,
      effectiveDateTime: daysAgo(3),
      valueQuantity: { value: cm, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
      ...(lesion !== undefined && { focus: [{ reference: `BodyStructure/${lesion}` }] }),
    });
  const hccOver3 = (...sizes: readonly Json[]) =>
    judged([condition('icd C22.0'), ...sizes]).advisories.find(({ id }) => id === 'A5')?.verdict;

  it('are a span where nothing says that they are two', () =>
    expect(hccOver3(size(2.5, 'a'), size(4, 'b'))).toBe('unknown'));
  it('are two tumors where each names its lesion: the larger counts', () =>
    expect(hccOver3(size(2.5, 'a', 'one'), size(4, 'b', 'two'))).toBe('met'));
  it('are a span where both name the same lesion', () =>
    expect(hccOver3(size(2.5, 'a', 'one'), size(4, 'b', 'one'))).toBe('unknown'));
});

describe('the reason of an order', () => {
  const because = (code: string) =>
    judged(
      [
        condition('icd C22.0'),
        {
          ...order('hcpcs S2095'),
          bodySite: undefined,
          reasonReference: undefined,
          reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] }],
        },
      ].map((each) => JSON.parse(JSON.stringify(each)) as Json),
    ).site;

  it.each([
    ['C22.0', 'liver'],
    ['C18.7', 'unknown'],
    ['C22.9', 'unknown'],
  ])('%s beside a hepatocellular carcinoma names the site: %s', (code, site) =>
    expect(because(code)).toBe(site),
  );
});

describe('a value whose words say something else than its code', () => {
  const course = (code: Parameters<typeof diseaseStatus>[0], text: string, display?: string) => {
    const plain = diseaseStatus(code).valueCodeableConcept as { coding: readonly Json[] };
    const said = { text, coding: plain.coding.map((each) => ({ ...each, ...(display && { display }) })) };
    return leaf('progressive', [mets(), colon, diseaseStatus(code, { valueCodeableConcept: said })]);
  };

  it.each<[Parameters<typeof diseaseStatus>[0], string]>([
    ['worsened', 'Stable disease'],
    ['worsened', 'No progression'],
    ['worsened', 'No evidence of radiographic disease progression'],
    ['worsened', 'Non-progressive'],
    ['worsened', 'Nonprogressive disease'],
    ['worsened', 'Progression-free'],
    ['worsened', 'Unchanged'],
    ['worsened', 'No significant change'],
    ['worsened', 'Partial response'],
    ['worsened', 'SD'],
    ['worsened', 'PR (RECIST 1.1)'],
    ['worsened', 'Mixed response'],
    ['worsened', 'Indeterminate'],
    ['worsened', 'Previously progressive, now stable'],
    ['stable', 'Progressive disease'],
    ['stable', 'Not stable'],
    ['stable', 'New lesions'],
    ['stable', 'No symptoms but clear progression'],
    ['stable', 'PD'],
    ['improved', 'No response'],
    ['improved', 'Disease progression'],
    ['undetermined', 'Progressive disease'],
    ['worsened', 'No PD'],
    ['worsened', 'Progression ruled out'],
    ['worsened', 'Progression: none'],
    ['worsened', 'Progression not confirmed'],
    ['worsened', 'Free of progression'],
    ['worsened', 'Nil progression'],
    ['worsened', 'No new lesions'],
    ['worsened', 'No extrahepatic progression'],
    ['worsened', 'Progressive disease last year, no progression or new lesions'],
    ['worsened', 'Progressive disease in the lung, no hepatic or extrahepatic progression on MRI'],
    ['worsened', 'Progressive disease once; no progression in the liver or elsewhere'],
    ['worsened', 'Progressive disease in 2024, now no growth'],
    ['worsened', 'Previously progressive'],
    ['worsened', 'Stable after progression'],
    ['worsened', 'After treatment stable, before it progression'],
    ['worsened', 'Progression, decreased by 5%'],
    ['stable', 'Stable after one cycle, then increased by 35%'],
    ['stable', 'Stable, increased >10%'],
    ['stable', 'Increased by 5%'],
    ['stable', 'Stable once, now partial response'],
  ])('%s, in words %s, is open', (code, text) => {
    expect(course(code, text)).toBe('unknown');
    expect(course(code, 'see report', text)).toBe('unknown');
  });

  it.each<[Parameters<typeof diseaseStatus>[0], string, string]>([
    ['worsened', 'Patient’s condition worsened (finding)', 'met'],
    ['worsened', 'Progressive disease', 'met'],
    ['worsened', 'PD', 'met'],
    ['worsened', 'Progression, not responding to therapy', 'met'],
    ['worsened', 'No doubt, and progression', 'met'],
    ['worsened', 'Approved by the board', 'met'],
    ['stable', 'Patient’s condition stable', 'not-met'],
    ['stable', 'Stable disease, no new lesions', 'not-met'],
    ['stable', 'No progression and stable', 'not-met'],
    ['stable', 'No change', 'not-met'],
    ['improved', 'Patient’s condition improved', 'not-met'],
    ['full-remission', 'In full remission', 'not-met'],
    ['improved', 'Partial response, not progressing', 'not-met'],
    ['worsened', 'Progressive disease: increased size of target lesions, no new lesions', 'met'],
    ['worsened', 'Disease progression, no new lesions', 'met'],
    ['worsened', 'Interval enlargement of hepatic metastases; no extrahepatic progression', 'met'],
    ['worsened', 'Enlarging liver lesions, no progression outside the liver', 'met'],
    ['worsened', 'No progression elsewhere. Growth of the liver metastases', 'met'],
    ['worsened', 'Progression after partial response to FOLFOX', 'met'],
    ['worsened', 'Disease progression since last CT; previously stable', 'met'],
    ['worsened', 'PD after initial PR', 'met'],
    ['stable', 'Stable (decreased <10%)', 'not-met'],
    ['stable', 'Stable, increased in size by 12.5 %', 'not-met'],
    ['stable', 'SD after previous PD', 'not-met'],
  ])('%s, in words %s, is %s', (code, text, expected) => {
    expect(course(code, text)).toBe(expected);
    expect(course(code, 'see report', text)).toBe(expected);
  });

  const grade = (code: string, extra: Json) => {
    const found = judged([observation(code, { id: 'ps', ...extra })]);
    return found.scores.ecog?.value ?? found.gaps.find(({ question }) => question === 'ecog')?.gap;
  };
  const local = (code: string, display: string, text?: string): Json => ({
    valueCodeableConcept: {
      coding: [{ system: 'urn:local:list', code, display }],
      ...(text !== undefined && { text }),
    },
  });
  const answer = (code: string, text: string): Json => ({
    valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code }], text },
  });

  it.each<[string, Json]>([
    ['a place in a list', local('1', '0 - Fully active')],
    ['a place in a list, in words alone', local('2', 'Restricted in physically strenuous activity')],
    ['a local code that its display contradicts', local('1', 'ECOG 4: completely disabled')],
    ['a local code that its text contradicts', local('1', 'see text', 'ECOG 3')],
    ['an answer that its text contradicts', answer('LA9623-5', 'ECOG 3')],
    ['an answer that its words contradict', answer('LA9623-5', 'Capable of only limited self-care')],
    ['an answer with its number further on', answer('LA9623-5', 'Performance status - grade 3')],
    ['text that goes on with another state', { valueString: '1 in March - bedbound since' }],
    [
      'an interpretation that contradicts the number',
      { valueInteger: 1, interpretation: [{ text: 'ECOG 3' }] },
    ],
  ])('is a conflict: %s', (_, extra) => expect(grade('loinc 89247-1', extra)).toBe('conflict'));

  it.each<[string, Json]>([
    ['its number', local('1', '1')],
    ['its wording', local('1', 'Restricted in physically strenuous activity but ambulatory')],
    ['its number and wording', local('1', '1 - Restricted in physically strenuous activity', 'ECOG 1')],
    ['another word', local('1', 'see note')],
    ['the name of its scale', answer('LA9623-5', 'ECOG performance status - grade 1')],
    ['a number of something else', answer('LA9623-5', 'up more than 50% of waking hours')],
  ])('is the grade beside %s', (_, extra) => expect(grade('loinc 89247-1', extra)).toBe(1));

  it('an open grade in words leaves the code beside it open', () =>
    expect(grade('loinc 89247-1', answer('LA9623-5', '1 or worse'))).toBe('comparator'));

  it.each<[string, Json, string | number]>([
    ['HL7’s negative', { interpretation: [concept('x NEG')] }, 'conflict'],
    ['SNOMED CT’s absent', { interpretation: [concept('sct 2667000')] }, 'conflict'],
    ['abnormal', { interpretation: [concept('x A')] }, 1],
  ])('a code that is itself the grade, interpreted as %s', (_, extra, expected) =>
    expect(grade('sct 422512005', extra)).toBe(expected),
  );

  it('a code that is itself the grade, and whose words name another', () => {
    const named = (text: string) => ({ code: { ...concept('sct 422512005'), text } });
    expect(grade('sct 422512005', named('ECOG grade 3'))).toBe('conflict');
    expect(grade('sct 422512005', named('ECOG grade 1'))).toBe(1);
  });

  it.each<[string, string, string]>([
    ['icd C22.9', 'No hepatocellular carcinoma seen', 'unknown'],
    ['icd C22.9', 'Suspicious for hepatocellular carcinoma', 'unknown'],
    ['icd C22.0', 'Negative for hepatocellular carcinoma', 'unknown'],
    ['icd C22.9', 'Hepatocellular carcinoma', 'met'],
    ['icd C22.0', 'Hepatocellular carcinoma, moderately differentiated', 'met'],
  ])('a histology on %s in words %s leaves hepatocellular carcinoma %s', (code, text, expected) => {
    const liver = condition(code, { id: 'liver' });
    const histology = observation('loinc 31206-6', {
      focus: [{ reference: 'Condition/liver' }],
      valueCodeableConcept: { ...concept('icdo 8170/3'), text },
    });
    expect(leaf('dx.hcc', [liver, histology])).toBe(expected);
  });
});

describe('a tumor size that names its place', () => {
  const size = (cm: number, extra: Json) =>
    observation('loinc 21889-1', { id: `size-${cm}`, valueQuantity: { value: cm, unit: 'cm' }, ...extra });
  const read = (bodySite: Json) => {
    const older = size(2, { effectiveDateTime: daysAgo(20) });
    const found = assessed(chart(condition('icd C22.0'), older, size(6, { bodySite }))).facts;
    const { tumorSize, ignored } = found;
    return tumorSize.state === 'open'
      ? tumorSize.gap
      : [tumorSize.value.value.low, ...ignored.map(({ because }) => because)];
  };

  it.each<[string, Json, unknown]>([
    ['the liver by code', concept('sct 10200004'), [6]],
    ['the liver in words', { text: 'Right hepatic lobe' }, [6]],
    ['a segment of it', { text: 'Segment 8' }, [6]],
    ['segments of it', { text: 'Seg. IVa/IVb' }, [6]],
    ['a segment of the lung in words', { text: 'Right lung, segment 6' }, 'conflict'],
    ['a bile duct outside it', { text: 'Extrahepatic bile duct' }, 'conflict'],
    ['a part of the colon', { text: 'Hepatic flexure of colon' }, 'conflict'],
    ['the liver by the display of a code not listed', displayed('Segment V of liver'), [6]],
    ['the lung by code', concept('sct 39607008'), [2, 'about another organ']],
    ['the lung in words', { text: 'Lung, right upper lobe' }, 'conflict'],
    ['a code not listed', concept('sct 999999999'), 'conflict'],
    ['two organs', concept('sct 10200004', 'sct 39607008'), 'conflict'],
    ['the lung by code, the liver in words', { ...concept('sct 39607008'), text: 'Liver' }, 'conflict'],
  ])('%s', (_, bodySite, expected) => expect(read(bodySite)).toEqual(expected));
});

describe('a disease status that names its place', () => {
  const newest = (course: Parameters<typeof diseaseStatus>[0], bodySite: Json) =>
    leaf('progressive', [
      mets(),
      colon,
      diseaseStatus('worsened', { id: 'older', effectiveDateTime: daysAgo(20) }),
      diseaseStatus(course, { effectiveDateTime: daysAgo(2), bodySite }),
    ]);

  it.each<[string, Json]>([
    ['the lung by code', concept('sct 39607008')],
    ['the lung in words', { text: 'Lung, right upper lobe' }],
    ['the organ of the primary', { text: 'Sigmoid colon' }],
    ['two organs', concept('sct 10200004', 'sct 39607008')],
  ])('%s is asked about, whatever came before', (_, bodySite) => {
    expect(newest('worsened', bodySite)).toBe('unknown');
    expect(newest('stable', bodySite)).toBe('unknown');
  });

  it.each<[string, Json]>([
    ['the liver by code', concept('sct 10200004')],
    ['the liver in words', { text: 'Right hepatic lobe' }],
  ])('%s counts', (_, bodySite) => {
    expect(newest('worsened', bodySite)).toBe('met');
    expect(newest('stable', bodySite)).toBe('not-met');
  });
});

function displayed(display: string): Json {
  return { coding: [{ system: 'http://snomed.info/sct', code: '999999999', display }] };
}

describe('a record that is set aside', () => {
  const evidenceOf = (resources: readonly Json[]) => {
    const { criteria, ignored } = judged(resources);
    const node = criteria.find(({ id }) => id === 'I.B.3.b.i') as unknown as { evidence: readonly string[] };
    return [node.evidence, ignored.map(({ reference }) => reference)];
  };
  const breast = condition('icd C50.911', { id: 'breast' });

  it('is ignored, and is no evidence of what it leaves open', () =>
    expect(evidenceOf([mets(), colon, breast, diseaseStatus('worsened')])).toEqual([
      [],
      ['Observation/status'],
    ]));

  it('leaves what is not set aside as it is', () =>
    expect(evidenceOf([mets(), colon, diseaseStatus('undetermined')])).toEqual([['Observation/status'], []]));

  it('and of which a newer version counts is still evidence', () => {
    const version = (day: number) => ({ meta: { lastUpdated: `2025-06-0${day}T00:00:00Z` } });
    const both = [1, 2].map((day) => diseaseStatus('undetermined', version(day)));
    expect(evidenceOf([mets(), colon, ...both])).toEqual([['Observation/status'], ['Observation/status']]);
  });
});
