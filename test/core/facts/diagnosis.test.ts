import { describe, expect, it } from 'vitest';
import diagnoses from '../../../mappings/value-sets/diagnoses.json' with { type: 'json' };
import { systems } from '../../../src/core/fhir/coding.ts';
import type { ConceptMatch } from '../../../src/core/fhir/value-set.ts';
import { coding, concept, condition, daysAgo, type Json, observation, order } from '../../support/chart.ts';
import { judged, mappings } from '../../support/facts.ts';

const kinds = ['hcc', 'icc', 'net', 'crc', 'melanoma'] as const;
type Kind = (typeof kinds)[number];
const leafOf: Readonly<Record<Kind, string>> = {
  hcc: 'dx.hcc',
  icc: 'dx.icc',
  net: 'dx.net-liver-mets',
  crc: 'dx.crc-liver-mets',
  melanoma: 'dx.melanoma-liver-mets',
};
/** hcc icc net crc melanoma in one word: `+` met, `-` not met, `?` unknown. */
const signs = { met: '+', 'not-met': '-', unknown: '?' } as const;
const dx = (resources: readonly Json[], answers: Readonly<Record<string, unknown>> = {}): string => {
  const { leaves } = judged(resources, { answers });
  return kinds.map((kind) => signs[leaves[leafOf[kind]] as keyof typeof signs]).join('');
};

const mets = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...options });
const colon = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C18.7', { id: 'colon', ...options });
const breast = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C50.911', { id: 'breast', ...options });
const net = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C7A.012', { id: 'net', ...options });
const hcc = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C22.0', { id: 'hcc', ...options });
const melanoma = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C43.59', { id: 'melanoma', ...options });
const histologyOf = (code: string, about?: string, extra: Json = {}) =>
  observation('loinc 31206-6', {
    id: 'histology',
    effectiveDateTime: daysAgo(200),
    valueCodeableConcept: { coding: [{ system: systems.icdO3, code }] },
    ...(about !== undefined && { focus: [{ reference: about }] }),
    ...extra,
  });

describe('silence', () => {
  it('is never a no', () => {
    expect(dx([])).toBe('?????');
    expect(dx([condition('icd I10')])).toBe('?????');
    expect(dx([condition('icd K74.60'), condition('icd Z76.82')])).toBe('?????');
  });
});

/** All codes of a concept that the mapping files list, one by one. */
const listed = (concept: string, use: string): readonly string[] =>
  diagnoses.entry
    .filter(({ resource }) => resource.url.endsWith(`/${concept}`))
    .flatMap(({ resource }) => resource.compose.include)
    .filter(({ extension }) => extension[0]?.valueCode === use)
    .flatMap((include) =>
      ('concept' in include && include.concept ? include.concept : []).map(
        ({ code }) => `${include.system} ${code}`,
      ),
    );

describe('codes that prove', () => {
  it.each(['icd C22.0', 'sct 109841003', 'sct 253018005', 'sct 25370001', 'sct 15619004', 'icdo 8170/3'])(
    '%s is hepatocellular carcinoma, and nothing else',
    (code) => expect(dx([condition(code)])).toBe('+----'),
  );

  it.each(['sct 109842005', 'sct 721716004', 'sct 447109003', 'sct 681751000119106', 'sct 187777008'])(
    '%s is intrahepatic cholangiocarcinoma, and nothing else',
    (code) => expect(dx([condition(code)])).toBe('-+---'),
  );

  it('C7B.02 is a neuroendocrine metastasis by itself', () =>
    expect(dx([condition('icd C7B.02')])).toBe('--+--'));

  it.each(listed('dx.net-primary', 'proves').filter((code) => !code.includes('icd-o-3')))(
    '%s beside a liver metastasis is neuroendocrine',
    (code) => expect(dx([mets(), condition(code)])).toBe('--+--'),
  );

  it.each(listed('dx.colorectal-primary', 'proves'))('%s beside a liver metastasis is colorectal', (code) =>
    expect(dx([mets(), condition(code)])).toBe('---+-'),
  );

  it.each(listed('dx.melanoma', 'proves').filter((code) => !code.includes('icd-o-3')))(
    '%s beside a liver metastasis is melanoma',
    (code) => expect(dx([mets(), condition(code)])).toBe('----+'),
  );

  it.each(['icd C78.7', 'sct 94381002', 'sct 1691000119104', 'sct 94349006'])(
    '%s is a liver metastasis that pairs',
    (code) => expect(dx([condition(code), colon()])).toBe('---+-'),
  );

  it('the mapping files give these codes no other use', () => {
    const both = listed('dx.hcc', 'proves').filter((code) => listed('dx.hcc', 'supports').includes(code));
    expect(both).toEqual([]);
  });
});

describe('codes that only support', () => {
  it.each([
    ['icd C22.1', '?????'],
    ['icd C22.8', '?????'],
    ['icd C22.9', '?????'],
    ['icd D37.6', '?????'],
    ['icd D49.0', '?????'],
    ['sct 95214007', '?????'],
    ['sct 408646000', '?????'],
    ['sct 312104005', '?????'],
    ['sct 70179006', '?????'],
    ['icdo 8160/3', '?????'],
    ['icd C7B.8', '?????'],
    ['icd C7B.00', '?????'],
    ['sct 705176003', '?????'],
    ['icd D3A.010', '?????'],
    ['icd Z85.05', '?????'],
    ['icd Z85.038', '?????'],
    ['icd Z94.4', '?????'],
  ])('%s leaves everything open', (code, expected) => expect(dx([condition(code)])).toBe(expected));

  it.each([
    ['icd C69.30', 4],
    ['icd C69.42', 4],
    ['icd C21.8', 3],
    ['icd C74.00', 2],
    ['icd E31.22', 2],
  ])('%s beside a liver metastasis leaves its own kind open', (code, index) =>
    expect(dx([mets(), condition(code)])[index]).toBe('?'),
  );

  it('never make a kind met, in any pair with a liver metastasis', () => {
    const supporting = diagnoses.entry.flatMap(({ resource }) =>
      listed(resource.url.split('/').at(-1) ?? '', 'supports'),
    );
    expect(supporting.length).toBeGreaterThan(60);
    for (const code of supporting) {
      const proving = mappings.concepts
        .classify({ coding: [{ system: code.split(' ')[0], code: code.split(' ')[1] }] })
        .filter(({ use, concept }: ConceptMatch) => use === 'proves' && concept !== 'dx.malignant-primary');
      if (proving.length === 0) expect(dx([mets(), condition(code)]), code).not.toContain('+');
    }
  }, 30_000); // Some hundred assessments: a second on a quiet machine, more on a busy one.
});

describe('how a diagnosis stands', () => {
  it.each<[string, Parameters<typeof condition>[1], string]>([
    ['confirmed and active', {}, '+----'],
    ['confirmed, recurrence', { clinical: 'recurrence' }, '+----'],
    ['confirmed, relapse', { clinical: 'relapse' }, '+----'],
    ['confirmed, inactive', { clinical: 'inactive' }, '?????'],
    ['confirmed, remission', { clinical: 'remission' }, '?????'],
    ['confirmed, resolved', { clinical: 'resolved' }, '?????'],
    ['confirmed, clinical status absent', { clinical: null }, '?????'],
    ['active, verification absent', { verification: null }, '?????'],
    ['both absent', { clinical: null, verification: null }, '?????'],
    ['provisional', { verification: 'provisional' }, '?????'],
    ['differential', { verification: 'differential' }, '?????'],
    ['unconfirmed', { verification: 'unconfirmed' }, '?????'],
    ['refuted', { verification: 'refuted' }, '?????'],
    ['entered in error', { verification: 'entered-in-error' }, '?????'],
    ['a status that is none', { verification: 'sure' }, '?????'],
    ['abated in the past', { extra: { abatementDateTime: daysAgo(10) } }, '?????'],
    ['abated over a past period', { extra: { abatementPeriod: { end: daysAgo(10) } } }, '?????'],
    ['begun in the future', { extra: { onsetDateTime: daysAgo(-5) } }, '?????'],
    ['recorded in the future', { on: daysAgo(-5) }, '?????'],
    [
      'two verification codes that differ',
      {
        extra: {
          verificationStatus: {
            coding: ['confirmed', 'provisional'].map((code) => ({
              system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
              code,
            })),
          },
        },
      },
      '?????',
    ],
    ...[
      'Rule out hepatocellular carcinoma',
      'r/o HCC',
      'Suspected HCC',
      'Possible HCC, LI-RADS 4',
      'Family history of HCC',
      'FH: HCC',
      'History of hepatocellular carcinoma',
      'No evidence of HCC',
      '?? not HCC',
      'Hepatocellular carcinoma (suspected)',
      'HCC - ruled out',
      'Hepatocellular carcinoma ruled out',
      'Likely hepatocellular carcinoma',
      'Hepatocellular carcinoma suspected',
      'HCC excluded',
      '?HCC',
      'HCC?',
      'HCC vs cholangiocarcinoma',
      'c/f HCC',
      'Differential: HCC',
      'Prior HCC',
      'Past history of HCC',
      'S/P resection of HCC',
      'HCC, no evidence of disease',
      'HCC (NED)',
      'Liver mass with suspected HCC',
      'Cirrhosis with probable HCC',
      'Hepatocellular carcinoma or possible cholangiocarcinoma',
      'Colon cancer with possible HCC',
      'Cannot exclude HCC',
      'Denies HCC',
      'Absence of HCC',
      'HCC not seen on MRI',
      'Resolved HCC',
      'HCC in complete remission',
      'HCC, cured',
      'HCC, disease free',
      'Hx HCC',
      'Personal hx of HCC',
      'Fam hx of HCC',
      'At risk for HCC',
      'HCC screening',
      'Worrisome for HCC',
      'Indeterminate for HCC',
      'Evaluate for HCC',
      'Susp. HCC',
      'Presumably HCC',
    ].map((text): [string, Parameters<typeof condition>[1], string] => [
      `taken back by its own words: ${text}`,
      { extra: { code: { ...concept('icd C22.0'), text } } },
      '?????',
    ]),
    ...[
      'Hepatocellular carcinoma with possible portal vein invasion',
      'HCC (nonresectable)',
      'Hepatocellular carcinoma, history of hepatitis C',
      'Notable hepatocellular carcinoma',
      'Hepatocellular carcinoma and suspected adenoma',
      'Hepatocellular carcinoma, prior TACE, history of hepatitis B',
      'Hepatocellular carcinoma, high-risk, evaluation for transplant',
      'HCC, poorly differentiated, no evidence of disease progression',
    ].map((text): [string, Parameters<typeof condition>[1], string] => [
      `in words that only sound like it: ${text}`,
      { extra: { code: { ...concept('icd C22.0'), text } } },
      '+----',
    ]),
    [
      'taken back by the display of its code',
      {
        extra: {
          code: { coding: [{ ...coding('icd C22.0'), display: 'Suspected hepatocellular carcinoma' }] },
        },
      },
      '?????',
    ],
    ['confirmed in words only', { extra: { verificationStatus: { text: 'confirmed' } } }, '?????'],
    [
      'confirmed, and a local code beside it',
      {
        extra: {
          verificationStatus: {
            coding: [
              { system: 'http://hospital.example', code: 'CONF' },
              { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' },
            ],
          },
        },
      },
      '+----',
    ],
    [
      'a health concern',
      {
        extra: {
          category: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/condition-category',
                  code: 'health-concern',
                },
              ],
            },
          ],
        },
      },
      '?????',
    ],
  ])('%s', (_, options, expected) => expect(dx([hcc(options)])).toBe(expected));

  it.each(['provisional', 'differential', null])('a metastasis that is %s does not pair', (verification) => {
    expect(dx([mets({ verification }), colon()])).not.toContain('+');
  });

  it.each<[string, Json]>([
    ['refuted', hcc({ verification: 'refuted' })],
    ['entered in error', hcc({ verification: 'entered-in-error' })],
  ])('one that is %s is listed as ignored', (because, resource) =>
    expect(judged([resource]).ignored).toEqual([{ reference: 'Condition/hcc', because }]),
  );
});

describe('confirmed in one record and refuted in another', () => {
  const refuted = (on?: string) =>
    hcc({ id: 'no', verification: 'refuted', ...(on !== undefined && { on }) });

  it.each<[string, readonly Json[], string]>([
    ['refuted later', [hcc({ on: daysAgo(60) }), refuted(daysAgo(30))], '?'],
    ['refuted earlier', [hcc({ on: daysAgo(30) }), refuted(daysAgo(60))], '+'],
    ['refuted on the same day', [hcc({ on: daysAgo(30) }), refuted(daysAgo(30))], '?'],
    ['refuted without a date', [hcc({ on: daysAgo(30) }), refuted()], '?'],
    ['confirmed without a date', [hcc(), refuted(daysAgo(30))], '?'],
    ['refuted in the month of the confirmation', [hcc({ on: daysAgo(30) }), refuted('2025-05')], '?'],
    [
      'confirmed again after it',
      [hcc({ id: 'a', on: daysAgo(90) }), refuted(daysAgo(60)), hcc({ id: 'b', on: daysAgo(30) })],
      '+',
    ],
  ])('%s', (_, resources, expected) => expect(dx(resources)[0]).toBe(expected));

  it('another code of the same tumor is the same diagnosis', () => {
    const other = condition('sct 109841003', { verification: 'refuted', on: daysAgo(10) });
    expect(dx([hcc({ on: daysAgo(60) }), other])[0]).toBe('?');
  });

  it('a refuted metastasis contradicts a confirmed one', () => {
    const other = condition('sct 94381002', { verification: 'refuted', on: daysAgo(10) });
    expect(dx([mets({ on: daysAgo(60) }), colon({ on: daysAgo(400) }), other])[3]).toBe('?');
  });

  it('a primary refuted after it was confirmed pairs no more, though the metastasis is newer', () => {
    const chart = [
      colon({ on: daysAgo(500) }),
      colon({ id: 'no', verification: 'refuted', on: daysAgo(400) }),
      mets({ on: daysAgo(60) }),
    ];
    expect(dx(chart)[3]).toBe('?');
  });

  it('a primary confirmed after it was refuted pairs, though the metastasis is older', () => {
    const chart = [
      mets({ on: daysAgo(600) }),
      colon({ id: 'no', verification: 'refuted', on: daysAgo(500) }),
      colon({ on: daysAgo(400) }),
    ];
    expect(dx(chart)[3]).toBe('+');
  });
});

describe('where a metastasis comes from', () => {
  const linked = (primary: string | readonly string[]) => mets({ primary });
  const past = { clinical: 'resolved' } as const;

  it.each<[string, readonly Json[], string]>([
    ['linked to the colon', [linked('Condition/colon'), colon()], '---+-'],
    ['linked to the colon, beside a breast cancer', [linked('Condition/colon'), colon(), breast()], '---+-'],
    ['linked to a resected colon', [linked('Condition/colon'), colon(past)], '---+-'],
    ['linked to the breast, beside the colon', [linked('Condition/breast'), colon(), breast()], '-----'],
    ['linked to a versioned reference', [linked('Condition/colon/_history/2'), colon()], '---+-'],
    ['linked to an absolute reference', [linked('https://a.example/fhir/Condition/colon'), colon()], '---+-'],
    ['linked to a NET', [linked('Condition/net'), net()], '--+--'],
    ['linked to a melanoma', [linked('Condition/melanoma'), melanoma()], '----+'],
    ['linked to nothing on record', [linked('Condition/elsewhere'), colon()], '?????'],
    ['linked to two primaries', [linked(['Condition/colon', 'Condition/net']), colon(), net()], '?????'],
    [
      'linked to one entered in error',
      [linked('Condition/colon'), colon({ verification: 'entered-in-error' })],
      '?????',
    ],
    ['linked to a refuted one', [linked('Condition/colon'), colon({ verification: 'refuted' })], '?????'],
    ['linked to a patient', [linked('Patient/p'), colon()], '?????'],
    ['alone', [mets()], '?????'],
    ['paired with the one colon cancer', [mets(), colon()], '---+-'],
    ['paired with the one colon cancer, recorded twice', [mets(), colon(), colon({ id: 'again' })], '---+-'],
    ['paired with colon and rectum: one kind', [mets(), colon(), condition('icd C20')], '---+-'],
    ['beside two primaries', [mets(), colon(), breast()], '?????'],
    ['beside two primaries of the policy', [mets(), colon(), net()], '?????'],
    ['beside a resolved primary only', [mets(), colon(past)], '?????'],
    ['beside a history only', [mets(), condition('icd Z85.038')], '?????'],
    ['beside a provisional primary only', [mets(), colon({ verification: 'provisional' })], '?????'],
    ['beside a primary and a past one of another kind', [mets(), colon(), breast(past)], '---+-'],
    ['of the breast', [mets(), breast()], '-----'],
    ['of the breast by SNOMED CT', [mets(), condition('sct 254837009')], '-----'],
    ['of the pancreas', [mets(), condition('icd C25.0')], '-----'],
    ['of the anus', [mets(), condition('icd C21.1')], '-----'],
    ['of the endocrine pancreas', [mets(), condition('icd C25.4')], '--+--'],
    ['of the breast, with a past colon cancer', [mets(), breast(), condition('icd Z85.038')], '---?-'],
    ['of unknown primary by its code', [condition('sct 285613005'), colon()], '?????'],
    ['with melanoma histology', [mets({ histology: 'icdo 8720/3' })], '----+'],
    ['with NET histology', [mets({ histology: 'icdo 8240/3' })], '--+--'],
    [
      'with melanoma histology beside an eye code',
      [mets({ histology: 'icdo 8720/3' }), condition('icd C69.31')],
      '----+',
    ],
    ['with histology by an Observation', [mets(), histologyOf('8246/3', 'Condition/mets')], '--+--'],
    [
      'with histology by a preliminary Observation',
      [mets(), histologyOf('8246/3', 'Condition/mets', { status: 'preliminary' })],
      '?????',
    ],
  ])('%s', (_, resources, expected) => expect(dx(resources)).toBe(expected));

  it('C7B.02 linked to a colon cancer is two origins at once', () => {
    const both = condition('icd C7B.02', { id: 'mets', primary: 'Condition/colon' });
    const said = dx([both, colon()]);
    expect([said[2], said[3]]).toEqual(['?', '?']);
  });

  it('shows the pairing as evidence', () => {
    const { criteria } = judged([mets(), colon(), order('sct 764677008')]);
    const node = criteria.find(({ id }) => id === 'I.B.3.b') as unknown as { evidence: string[] };
    expect(node.evidence).toEqual(expect.arrayContaining(['Condition/mets', 'Condition/colon']));
  });

  it.each(['icd C22.1', 'sct 312104005'])(
    '%s is a second candidate primary, so an unlinked metastasis stays open',
    (code) => {
      expect(dx([mets(), colon(), condition(code)])[3]).toBe('?');
    },
  );

  it.each<[string, Json]>([
    [
      'another active cancer by words alone',
      condition('http://local.example 1', { extra: { code: { text: 'Lung adenocarcinoma' } } }),
    ],
    [
      'another active cancer by an unknown SNOMED CT code',
      condition('sct 254637007', {
        extra: {
          code: {
            coding: [{ system: systems.sct, code: '254637007', display: 'Non-small cell lung cancer' }],
          },
        },
      }),
    ],
    ['C22.8, stated as primary', condition('icd C22.8')],
    ['a lymphoma', condition('icd C83.30')],
  ])('%s is a second candidate, so an unlinked metastasis stays open', (_, other) => {
    expect(dx([mets(), colon(), other])[3]).toBe('?');
  });

  it.each<[string, Json]>([
    ['malformed', { ...breast(), recordedDate: 5 }],
    ['with a modifier', { ...breast(), modifierExtension: [{ url: 'http://x.example' }] }],
  ])('a second cancer that is %s leaves the pairing open', (_, other) => {
    expect(dx([mets(), colon(), other])[3]).toBe('?');
  });

  it('a second cancer in two copies of which none is newer leaves the pairing open', () => {
    expect(dx([mets(), colon(), breast(), breast({ clinical: 'relapse' })])[3]).toBe('?');
  });

  const contradicted = () => {
    const byLink = linked('Condition/colon').extension as readonly Json[];
    const byHistology = mets({ histology: 'icdo 8720/3' }).extension as readonly Json[];
    return mets({ extra: { extension: [...byLink, ...byHistology] } });
  };

  it('with a histology that contradicts its link is of neither kind', () => {
    const said = dx([contradicted(), colon()]);
    expect([said[3], said[4]]).toEqual(['?', '?']);
  });

  it.each<[string, readonly Json[]]>([
    ['whose link and histology contradict each other', [contradicted(), colon()]],
    ['linked to a provisional primary', [linked('Condition/colon'), colon({ verification: 'provisional' })]],
    ['that is small-cell, its primary unnamed', [condition('sct 107811000119106')]],
  ])('a metastasis %s excludes no kind', (_, resources) => expect(dx(resources)).toBe('?????'));
});

describe('hepatocellular histology on a metastasis', () => {
  it('is no past tumor: it leaves open where the tumor in the liver began', () => {
    const found = judged([condition('icd C78.7', { histology: 'icdo 8170/3' })]);
    expect(found.leaves['dx.hcc']).toBe('unknown');
    expect(found.criteria.find(({ id }) => id === 'I.B.2')).toMatchObject({
      because: expect.stringContaining('leaves the type or site open'),
    });
  });
});

describe('a kind that is proven by histology', () => {
  it('shows the Observation that states it', () => {
    const { criteria } = judged([
      condition('icd C22.9', { id: 'liver' }),
      histologyOf('8170/3', 'Condition/liver'),
    ]);
    const node = criteria.find(({ id }) => id === 'I.B.1') as unknown as { evidence: string[] };
    expect(node.evidence).toEqual(expect.arrayContaining(['Condition/liver', 'Observation/histology']));
  });
});

describe('goblet-cell, adenocarcinoid and mixed histology', () => {
  const goblet = [
    'icdo 8243/3',
    'icdo 8244/3',
    'icdo 8245/3',
    'sct 31396002',
    'sct 51465000',
    'sct 86293007',
  ];
  const netAndCrc = (resources: readonly Json[]) => dx(resources).slice(2, 4);

  it.each(goblet)('%s as the code of the primary leaves NET and CRC open', (code) =>
    expect(netAndCrc([mets(), condition(code)])).toBe('??'),
  );
  it.each(goblet)('%s as histology of a proving colon code leaves NET and CRC open', (code) =>
    expect(netAndCrc([mets(), colon({ histology: code })])).toBe('??'),
  );
  it.each(goblet)('%s as histology of the metastasis leaves NET and CRC open', (code) =>
    expect(netAndCrc([mets({ histology: code }), colon()])).toBe('??'),
  );
  it.each(goblet)('%s beside C7B.02 leaves NET and CRC open', (code) =>
    expect(netAndCrc([condition('icd C7B.02'), net(), condition(code)])).toBe('??'),
  );
  it.each(['8243/3', '8244/3', '8245/3'])(
    '%s by an Observation about the primary leaves NET and CRC open',
    (code) => expect(netAndCrc([mets(), colon(), histologyOf(code, 'Condition/colon')])).toBe('??'),
  );
  it('by an Observation about the metastasis leaves NET and CRC open', () =>
    expect(netAndCrc([mets(), colon(), histologyOf('8243/3', 'Condition/mets')])).toBe('??'));
  it('by an Observation about nothing in particular leaves NET and CRC open', () =>
    expect(netAndCrc([condition('icd C7B.02'), net(), histologyOf('8244/3')])).toBe('??'));
  it('is settled by the clinician', () => {
    const chart = [mets(), colon({ histology: 'icdo 8243/3' })];
    expect(dx(chart, { 'tumor-type': 'crc-liver-mets' })).toBe('---+-');
    expect(dx(chart, { 'tumor-type': 'net-liver-mets' })).toBe('--+--');
  });
  it('leaves other kinds alone', () => expect(dx([hcc(), condition('icd I10')])).toBe('+----'));
  it('leaves NET and CRC open beside a hepatocellular carcinoma too', () =>
    expect(netAndCrc([hcc(), colon({ histology: 'icdo 8243/3' })])).toBe('??'));
});

describe('what excludes, and what does not', () => {
  it.each<[string, readonly Json[], string]>([
    ['a combined tumor', [condition('sct 274902006')], '?????'],
    ['a combined tumor by histology', [condition('icd C22.9', { histology: 'icdo 8180/3' })], '?????'],
    ['a combined histology on C22.0', [hcc({ histology: 'icdo 8180/3' })], '?????'],
    ['a cholangiocarcinoma histology on C22.0', [hcc({ histology: 'icdo 8160/3' })], '?????'],
    ['hepatoblastoma', [condition('icd C22.2')], '?????'],
    ['angiosarcoma', [condition('icd C22.3')], '?????'],
    ['another specified carcinoma', [condition('icd C22.7')], '?????'],
    ['an unspecified liver cancer', [condition('icd C22.9')], '?????'],
    ['a hepatocellular histology on C22.9', [condition('icd C22.9', { histology: 'icdo 8170/3' })], '+----'],
    ['a perihilar tumor', [condition('sct 253017000')], '?-???'],
    ['an extrahepatic bile-duct tumor', [condition('icd C24.0')], '?-???'],
    [
      'an extrahepatic bile-duct tumor beside C22.1',
      [condition('icd C24.0'), condition('icd C22.1')],
      '?????',
    ],
    ['a provisional extrahepatic tumor', [condition('icd C24.0', { verification: 'provisional' })], '?????'],
    ['HCC beside C22.1', [hcc(), condition('icd C22.1')], '+?---'],
    ['HCC beside a combined tumor', [hcc(), condition('sct 274902006')], '+?---'],
    ['HCC and ICC, both confirmed', [hcc(), condition('sct 109842005')], '++---'],
    [
      'HCC and a linked colorectal metastasis',
      [hcc(), mets({ primary: 'Condition/colon' }), colon()],
      '+--+-',
    ],
    ['HCC and an unlinked metastasis beside colon', [hcc(), mets(), colon()], '+-???'],
    [
      'colorectal metastases beside provisional HCC',
      [mets(), colon(), hcc({ verification: 'provisional' })],
      '?--+-',
    ],
    [
      'breast metastases beside provisional HCC',
      [mets(), breast(), hcc({ verification: 'provisional' })],
      '?----',
    ],
    ['breast metastases beside C22.9', [mets(), breast(), condition('icd C22.9')], '??---'],
    ['a colon cancer without metastases', [colon()], '?????'],
    ['a colon cancer and lung metastases', [colon(), condition('icd C78.01')], '?????'],
    [
      'HCC beside a provisional metastasis and colon',
      [hcc(), mets({ verification: 'provisional' }), colon()],
      '+-???',
    ],
  ])('%s', (_, resources, expected) => expect(dx(resources)).toBe(expected));

  it('HCC beside an unsited neuroendocrine metastasis does not exclude a neuroendocrine one in the liver', () => {
    expect(dx([hcc(), condition('icd C7B.8')])[2]).toBe('?');
  });

  it('metastases of another primary exclude all five, and offer no way out', () => {
    const output = judged([mets(), breast(), order('sct 764677008')]);
    expect(output).toMatchObject({ verdict: 'not-met', conclusion: 'investigational', decisive: [] });
    expect(output.gaps.flatMap(({ blocks }) => blocks)).toEqual([]);
  });

  it.each([
    ['hcc', '+----'],
    ['icc', '-+---'],
    ['net-liver-mets', '--+--'],
    ['crc-liver-mets', '---+-'],
    ['melanoma-liver-mets', '----+'],
    ['other', '-----'],
  ])('the clinician says %s, whatever the record says', (answer, expected) => {
    for (const resources of [[], [hcc()], [mets(), breast()], [mets(), colon()]])
      expect(dx(resources, { 'tumor-type': answer })).toBe(expected);
  });
});

describe('a Condition read that is in doubt', () => {
  const denied = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'Condition' }],
  };
  it.each<[string, readonly Json[], string]>([
    ['a record still proves what it proves', [hcc()], '+????'],
    ['a stated metastasis too', [condition('icd C7B.02')], '??+??'],
    ['a linked one too', [mets({ primary: 'Condition/colon' }), colon()], '???+?'],
    ['the only primary is not known to be the only one', [mets(), colon()], '?????'],
    ['breast excludes nothing', [mets(), breast()], '?????'],
    ['an extrahepatic tumor excludes nothing', [condition('icd C24.0')], '?????'],
  ])('%s', (_, resources, expected) => expect(dx([...resources, denied])).toBe(expected));
});
