import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { tumorKinds } from '../../../src/core/facts/tumor-type.ts';
import { daysAgo } from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';
import {
  breast,
  chart,
  colon,
  concept,
  condition,
  diseaseStatus,
  hcc,
  type Json,
  mets,
  net,
  netMets,
  observation,
  provisional,
  resolved,
  said,
} from './diagnoses-on-record.ts';

type Expected = Readonly<Partial<Record<(typeof tumorKinds)[number] | 'others', string>>>;
const whole = ({ others = 'not-recorded', ...named }: Expected) =>
  Object.fromEntries(tumorKinds.map((kind) => [kind, named[kind] ?? others]));
const metastatic = (words: string, more: Expected = {}): Expected => ({
  net: words,
  crc: words,
  melanoma: words,
  ...more,
});
const x = (codes: string | readonly string[], more: Parameters<typeof condition>[1] = {}) =>
  condition(codes, { id: 'x', ...more });
const bare = (resource: Json) => JSON.parse(JSON.stringify(resource)) as Json;

const report = (focus: string | undefined, extra: Json = {}) =>
  bare(
    observation('loinc 31206-6', {
      id: 'path',
      effectiveDateTime: daysAgo(200),
      ...(focus !== undefined && { focus: [{ reference: focus }] }),
      ...extra,
    }),
  );
const finding = (code: string) => ({ valueCodeableConcept: concept(code) });
const inComponent = (code: string) => ({ component: [{ code: { text: 'morphology' }, ...finding(code) }] });

describe('the histology of a tumor', () => {
  const liver = x('icd C22.9');
  it.each<[string, readonly Json[], Expected]>([
    [
      'names the kind of a tumor in the liver',
      [x('icd C22.9', { histology: 'icdo 8170/3' })],
      { hcc: 'yes x', others: 'no x' },
    ],
    [
      'names no hepatocellular tumor outside the liver',
      [x('icd C18.7', { histology: 'icdo 8170/3' })],
      { hcc: 'unconfirmed x', crc: 'not-recorded x' },
    ],
    [
      'is not what another extension says',
      [x('icd C22.9', { extra: { extension: [{ url: 'urn:other', ...finding('icdo 8170/3') }] } })],
      { hcc: 'unconfirmed x', icc: 'unconfirmed x' },
    ],
    [
      'may stand in a report that is about it',
      [liver, report('Condition/x', finding('icdo 8170/3'))],
      { hcc: 'yes x Observation/path', others: 'no x Observation/path' },
    ],
    [
      'may stand in a component of that report',
      [liver, report('Condition/x', inComponent('icdo 8170/3'))],
      { hcc: 'yes x Observation/path', others: 'no x Observation/path' },
    ],
    [
      'does not stand in a preliminary report',
      [liver, report('Condition/x', { ...finding('icdo 8170/3'), status: 'preliminary' })],
      { hcc: 'unconfirmed x', icc: 'unconfirmed x' },
    ],
    [
      'does not stand in a report about another',
      [liver, report('Condition/y', finding('icdo 8170/3'))],
      { hcc: 'unconfirmed x', icc: 'unconfirmed x' },
    ],
    [
      'does not stand in a report about none',
      [liver, report(undefined, finding('icdo 8170/3'))],
      { hcc: 'unconfirmed x', icc: 'unconfirmed x' },
    ],
    [
      'of a metastasis names where it comes from',
      [mets(), report('Condition/mets', finding('icdo 8240/3')), colon()],
      { net: 'yes mets Observation/path', others: 'no mets Observation/path' },
    ],
    [
      'of a metastasis may not fit the primary',
      [mets({ histology: 'icdo 8070/3' }), colon()],
      metastatic('conflict mets colon'),
    ],
    [
      'of a metastasis may not be known here',
      [mets({ histology: 'icdo 9999/3' }), colon()],
      metastatic('conflict mets colon'),
    ],
    [
      'of a metastasis may say nothing of its kind',
      [mets({ histology: 'icdo 8000/3' }), colon()],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'of a primary may fit it',
      [mets(), colon({ histology: 'icdo 8140/3' })],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
    [
      'of a primary may not fit it',
      [mets(), colon({ histology: 'icdo 8070/3' })],
      metastatic('conflict mets colon'),
    ],
    [
      'of a primary may fit it by one code and not by the other',
      [mets(), colon({ histology: ['icdo 8140/3', 'icdo 8070/3'] })],
      metastatic('conflict mets colon'),
    ],
    [
      'of a neuroendocrine primary may be another',
      [mets(), net({ histology: 'icdo 8140/3' })],
      metastatic('conflict mets net'),
    ],
    [
      'of a metastasis may contradict its own code',
      [netMets({ histology: 'icdo 8720/3' })],
      metastatic('conflict net-mets'),
    ],
    [
      'of a metastasis may be mixed',
      [netMets({ histology: 'icdo 8243/3' })],
      metastatic('conflict net-mets'),
    ],
    [
      'may be mixed in a report about none',
      [mets(), colon(), report(undefined, finding('icdo 8243/3'))],
      metastatic('conflict mets colon'),
    ],
    [
      'may be mixed in a component of it',
      [mets(), colon(), report(undefined, inComponent('icdo 8243/3'))],
      metastatic('conflict mets colon'),
    ],
    [
      'of another tumor than that may stand in a report about none',
      [mets(), colon(), report(undefined, finding('icdo 8140/3'))],
      { crc: 'yes mets colon', others: 'no mets colon' },
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('the primary that a metastasis is linked to', () => {
  it.each<[string, readonly Json[], Expected]>([
    [
      'agrees with its code',
      [netMets({ primary: 'Condition/net' }), net()],
      { net: 'yes net-mets net', others: 'no net-mets net' },
    ],
    [
      'contradicts its code',
      [netMets({ primary: 'Condition/colon' }), colon()],
      metastatic('conflict net-mets', { crc: 'conflict net-mets colon' }),
    ],
    [
      'is none that the policy knows, against its code',
      [netMets({ primary: 'Condition/breast' }), breast()],
      metastatic('conflict net-mets'),
    ],
    [
      'is provisional',
      [mets({ primary: 'Condition/colon' }), colon(provisional)],
      metastatic('unconfirmed mets colon'),
    ],
    [
      'is over, and was never said to be confirmed',
      [mets({ primary: 'Condition/colon' }), colon({ ...resolved, verification: null })],
      metastatic('unconfirmed mets colon'),
    ],
    [
      'may be colorectal or anal',
      [mets({ primary: 'Condition/x' }), x('icd C21.8')],
      metastatic('unconfirmed mets x'),
    ],
    [
      'may be a melanoma',
      [mets({ primary: 'Condition/x' }), x('icd C69.30')],
      metastatic('unconfirmed mets x'),
    ],
    [
      'is of mixed histology',
      [mets({ primary: 'Condition/x' }), x('sct 31396002')],
      { net: 'conflict x mets', crc: 'conflict x mets', melanoma: 'unconfirmed mets x' },
    ],
    [
      'is named in words only',
      [
        mets({
          extra: {
            extension: [
              {
                url: 'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition',
                valueReference: { display: 'colon' },
              },
            ],
          },
        }),
        colon(),
      ],
      metastatic('unconfirmed mets', { crc: 'unconfirmed mets colon' }),
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('the one primary on record', () => {
  const isColon: Expected = { crc: 'yes mets colon', others: 'no mets colon' };
  const w = (code: Json, extra: Json = {}) => ({ ...condition('urn:local 1', { id: 'w' }), code, ...extra });
  const profile = (...profiles: readonly string[]) => ({ meta: { profile: profiles } });
  const mcode = 'http://hl7.org/fhir/us/mcode/StructureDefinition/';

  it.each<[string, readonly Json[], Expected]>([
    [
      'is not the only one beside neuroendocrine metastases of no site',
      [mets(), x('icd C7B.8'), colon()],
      metastatic('conflict mets colon', { net: 'conflict mets colon x' }),
    ],
    ['is the one of those', [mets(), x('icd C7B.8'), net()], { net: 'yes mets net', others: 'no mets net' }],
    [
      'is the only one where those are over',
      [mets(), x('icd C7B.8', resolved), colon()],
      { ...isColon, net: 'not-recorded x' },
    ],
    [
      'does not count where the metastasis is said to be of unknown origin',
      [condition('sct 285613005', { id: 'mets' }), colon()],
      metastatic('unconfirmed mets', { crc: 'unconfirmed mets colon' }),
    ],
    [
      'does not count for a small-cell metastasis',
      [condition('sct 107811000119106', { id: 'mets' }), colon()],
      metastatic('unconfirmed mets', { crc: 'unconfirmed mets colon' }),
    ],
    ['may be colorectal or anal', [mets(), x('icd C21.8')], metastatic('conflict mets x')],
    ['may be a melanoma of the eye', [mets(), x('icd C69.30')], metastatic('conflict mets x')],
    ['is of the bile ducts outside the liver', [mets(), x('icd C24.0')], { others: 'no mets x' }],
    ['is anal', [mets(), x('icd C21.0')], { others: 'no mets x' }],
    ['is of the pancreas', [mets(), x('icd C25.0')], { others: 'no mets x' }],
    ['is another tumor of the liver', [mets(), x('icd C22.3')], metastatic('no mets x')],
    [
      'is a bile-duct tumor that may be in the liver',
      [mets(), x('icd C22.1')],
      metastatic('conflict mets x', { icc: 'unconfirmed x' }),
    ],
    [
      'is a liver tumor of no type',
      [mets(), x('icd C22.9')],
      metastatic('unconfirmed mets', { hcc: 'unconfirmed x', icc: 'unconfirmed x' }),
    ],
    [
      'is in two records of one site',
      [mets(), x('icd C50.911'), condition('icd C50.912', { id: 'y' })],
      { others: 'no mets x y' },
    ],
    ['is of a kind that only its chapter tells', [mets(), x('icd C73')], metastatic('conflict mets x')],
    [
      'is not the only one beside a cancer in words',
      [mets(), colon(), w({ text: 'Lung cancer' })],
      metastatic('conflict mets colon w'),
    ],
    [
      'is not the only one beside a cancer in the words of a code',
      [mets(), colon(), w({ coding: [{ system: 'urn:x', code: '1', display: 'Sarcoma of the arm' }] })],
      metastatic('conflict mets colon w'),
    ],
    [
      'is the only one beside a history of cancer in words',
      [mets(), colon(), w({ text: 'History of lung cancer' })],
      isColon,
    ],
    [
      'is the only one beside a cancer of the family',
      [mets(), colon(), w({ text: 'Family history of melanoma' })],
      isColon,
    ],
    ['is the only one beside what a cancer causes', [mets(), colon(), w({ text: 'Cancer pain' })], isColon],
    [
      'is the only one beside words whose code says otherwise',
      [
        mets(),
        colon(),
        w({ text: 'Lung cancer', coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'Z12.2' }] }),
      ],
      isColon,
    ],
    ['is no words alone', [mets(), w({ text: 'Lung cancer' })], metastatic('conflict mets w')],
    [
      'is not the only one beside what is profiled as a primary cancer',
      [mets(), colon(), w({ text: 'Growth' }, profile(`${mcode}mcode-primary-cancer-condition`))],
      metastatic('conflict mets colon w'),
    ],
    [
      'is not the only one beside such a profile of any version, in any position',
      [
        mets(),
        colon(),
        w({ text: 'Growth' }, profile('urn:x', `${mcode}mcode-primary-cancer-condition|3.0.0`)),
      ],
      metastatic('conflict mets colon w'),
    ],
    [
      'is the only one beside what is profiled as secondary',
      [mets(), colon(), w({ text: 'Growth' }, profile(`${mcode}mcode-secondary-cancer-condition`))],
      isColon,
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('codes of one record', () => {
  const unusable = metastatic('implausible mets', { crc: 'implausible mets x' });
  it.each<[string, readonly Json[], Expected]>([
    ['a tumor and its history contradict each other', [x(['icd C18.7', 'icd Z85.038']), mets()], unusable],
    ['two primaries do', [x(['icd C18.7', 'icd C50.911']), mets()], unusable],
    ['colon and anus do', [x(['icd C21.0', 'icd C18.7']), mets()], unusable],
    [
      'a metastasis and its primary do not',
      [x(['icd C78.7', 'icd C18.7'])],
      { crc: 'yes x', others: 'no x' },
    ],
    [
      'a neuroendocrine metastasis and another primary do',
      [x(['icd C7B.02', 'icd C18.7'])],
      metastatic('unconfirmed x'),
    ],
    [
      'a bile-duct tumor outside the liver and a liver cancer do',
      [x(['icd C24.0', 'icd C22.0'])],
      { hcc: 'unconfirmed x' },
    ],
    ['two liver tumors do', [x(['icd C22.3', 'icd C22.0'])], { hcc: 'unconfirmed x' }],
    [
      'a metastasis by two codes does not',
      [x(['icd C7B.02', 'icd C78.7'])],
      { net: 'yes x', others: 'no x' },
    ],
    [
      'a metastasis and its own primary do not',
      [x(['icd C7B.02', 'icd C7A.012'])],
      { net: 'yes x', others: 'no x' },
    ],
    [
      'one primary by two codes does not',
      [x(['icd C18.7', 'sct 363406005']), mets()],
      { crc: 'yes mets x', others: 'no mets x' },
    ],
    [
      'a melanoma and its metastases of no site do not',
      [x(['sct 443493003', 'icd C43.59']), mets()],
      { melanoma: 'yes mets x', others: 'no mets x' },
    ],
    [
      'metastases of a melanoma, of no site, only point to it',
      [x('sct 314987003')],
      { melanoma: 'not-recorded x' },
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(whole(expected)));
});

describe('a diagnosis as it is shown', () => {
  const shown = (code: Json, extra: Json = {}) => {
    const [first] = assessed(chart({ ...hcc(), code, ...extra })).facts.diagnoses;
    return first?.provenance;
  };
  const icd = { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C22.0' };
  it.each<[string, Json, string]>([
    ['by its words', { text: 'HCC', coding: [{ ...icd, display: 'Liver cell carcinoma' }] }, 'HCC'],
    [
      'by the words of its code',
      { coding: [{ ...icd, display: 'Liver cell carcinoma' }] },
      'Liver cell carcinoma',
    ],
    ['by its code', { coding: [icd] }, 'C22.0'],
    ['by the first coding that has a code', { coding: [{ display: 'nothing' }, icd] }, 'C22.0'],
    ['by none', { coding: [] }, 'no code'],
  ])('%s', (_, code, expected) => expect(shown(code)?.asRecorded).toBe(expected));

  it('is dated by its onset, else by the beginning of it, else by when it was recorded', () => {
    const on = (extra: Json) => shown({ coding: [icd] }, extra)?.on?.first;
    const dates = {
      onsetDateTime: daysAgo(90),
      onsetPeriod: { start: daysAgo(80) },
      recordedDate: daysAgo(70),
    };
    expect(on(dates)).toBe(daysAgo(90));
    expect(on({ onsetPeriod: dates.onsetPeriod, recordedDate: dates.recordedDate })).toBe(daysAgo(80));
    expect(on({ recordedDate: dates.recordedDate })).toBe(daysAgo(70));
    expect(on({})).toBeUndefined();
  });
});

describe('the course of the disease', () => {
  const course = (resources: readonly Json[], answers: Json = {}) => {
    const { latest, progressive, ignored } = assessed(chart(...resources), { answers }).facts.diseaseStatus;
    const word = progressive.truth === 'open' ? progressive.gap : progressive.truth;
    return [
      word,
      latest.state === 'open' ? latest.gap : latest.value,
      ...ignored.map(({ reference }) => reference),
    ].join(' ');
  };
  const status = (value: Json, extra: Json = {}) => ({
    ...bare(diseaseStatus('stable', extra)),
    valueCodeableConcept: undefined,
    ...value,
  });

  it.each<[string, readonly Json[], Json, string]>([
    ['worsened', [hcc(), diseaseStatus('worsened')], {}, 'yes worsened'],
    ['stable', [hcc(), diseaseStatus('stable')], {}, 'no stable'],
    ['undetermined', [hcc(), diseaseStatus('undetermined')], {}, 'unconfirmed undetermined'],
    ['not recorded', [hcc()], {}, 'not-recorded not-recorded'],
    [
      'two of one time that agree',
      [hcc(), diseaseStatus('worsened'), diseaseStatus('worsened', { id: 'second' })],
      {},
      'yes worsened',
    ],
    [
      'two of one time that differ',
      [hcc(), diseaseStatus('worsened'), diseaseStatus('stable', { id: 'second' })],
      {},
      'conflict conflict',
    ],
    [
      'one with a reason why there is none',
      [hcc(), diseaseStatus('worsened', { dataAbsentReason: { text: 'unknown' } })],
      {},
      'not-recorded not-recorded',
    ],
    [
      'one by a code that is not known',
      [hcc(), bare(status({ valueCodeableConcept: concept('sct 1') }))],
      {},
      'not-recorded not-recorded',
    ],
    [
      'one by two codes that differ',
      [hcc(), bare(status({ valueCodeableConcept: concept('sct 271299001', 'sct 359746009') }))],
      {},
      'conflict conflict Observation/status',
    ],
    [
      'one about another disease',
      [hcc(), breast(), diseaseStatus('worsened', { about: 'Condition/breast' })],
      {},
      'not-recorded not-recorded Observation/status',
    ],
    [
      'one about this one',
      [hcc(), breast(), diseaseStatus('worsened', { about: 'Condition/hcc' })],
      {},
      'yes worsened',
    ],
    ['what the clinician says', [hcc(), diseaseStatus('stable')], { progressive: true }, 'yes stable'],
  ])('%s', (_, resources, answers, expected) => expect(course(resources, answers)).toBe(expected));

  it('that the clinician states stands on the answer', () =>
    expect(
      references(
        assessed(chart(hcc()), { answers: { progressive: false } }).facts.diseaseStatus.progressive.evidence,
      ),
    ).toEqual(['answer:progressive']));

  it.each<[string, Json, string]>([
    [
      'by its words',
      { text: 'worse', coding: [{ system: 'http://snomed.info/sct', code: '271299001', display: 'd' }] },
      'worse',
    ],
    [
      'by the words of its code',
      { coding: [{ system: 'http://snomed.info/sct', code: '271299001', display: 'd' }] },
      'd',
    ],
    ['by its code', { coding: [{ system: 'http://snomed.info/sct', code: '271299001' }] }, '271299001'],
  ])('is shown %s', (_, valueCodeableConcept, expected) => {
    const { latest } = assessed(chart(hcc(), diseaseStatus('worsened', { valueCodeableConcept }))).facts
      .diseaseStatus;
    const [first] = latest.state === 'known' ? latest.evidence : [];
    expect(first).toMatchObject({ asRecorded: expected });
  });
});
