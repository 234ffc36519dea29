import { describe, expect, it } from 'vitest';
import {
  chart,
  concept,
  daysAgo,
  type Json,
  prescription,
  procedure,
  type Resource,
  subject,
} from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';

const systemic = (...resources: readonly Json[]) => assessed(chart(...resources)).facts.systemic;
const titles = (...resources: readonly Json[]) => systemic(...resources).map(({ title }) => title);
const drug = (code: string, days = 100, extra: Json = {}): Resource =>
  prescription(`rxnorm ${code}`, { id: `d-${code}-${days}`, authoredOn: daysAgo(days), ...extra });
const agents = {
  fluorouracil: '4492',
  leucovorin: '6313',
  oxaliplatin: '32592',
  irinotecan: '51499',
  capecitabine: '194000',
  atezolizumab: '1792776',
  bevacizumab: '253337',
  durvalumab: '1919503',
  tremelimumab: '2619317',
  gemcitabine: '12574',
  cisplatin: '2555',
  temozolomide: '37776',
  sorafenib: '495881',
} as const;
type Agent = keyof typeof agents;

describe('regimens from overlapping agents', () => {
  it.each<[string, readonly Agent[]]>([
    ['FOLFOX', ['fluorouracil', 'leucovorin', 'oxaliplatin']],
    ['FOLFIRI', ['fluorouracil', 'leucovorin', 'irinotecan']],
    ['FOLFOXIRI', ['fluorouracil', 'leucovorin', 'oxaliplatin', 'irinotecan']],
    ['XELOX', ['capecitabine', 'oxaliplatin']],
    ['Atezolizumab and bevacizumab', ['atezolizumab', 'bevacizumab']],
    ['STRIDE (durvalumab and tremelimumab)', ['durvalumab', 'tremelimumab']],
    ['Gemcitabine and cisplatin', ['gemcitabine', 'cisplatin']],
    ['Gemcitabine, cisplatin and durvalumab', ['gemcitabine', 'cisplatin', 'durvalumab']],
    ['CAPTEM', ['capecitabine', 'temozolomide']],
    ['FOLFOX + bevacizumab', ['fluorouracil', 'leucovorin', 'oxaliplatin', 'bevacizumab']],
    ['Sorafenib', ['sorafenib']],
  ])('%s', (title, names) => {
    const resources = names.map((name, index) => drug(agents[name], 100 - index));
    expect(titles(...resources)).toEqual([title]);
    expect(titles(...resources.toReversed())).toEqual([title]);
  });

  it('takes two lines that began far apart as two', () => {
    const first = [drug(agents.fluorouracil, 300), drug(agents.oxaliplatin, 300)];
    const second = [drug(agents.fluorouracil, 100), drug(agents.irinotecan, 100)];
    expect(titles(...first, ...second)).toEqual(['FOLFOX', 'FOLFIRI']);
  });

  it('rolls product codes of somatostatin analogues up to the agent', () => {
    expect(titles(drug('898589'))).toEqual(['Octreotide']);
    expect(titles(drug('749811'))).toEqual(['Lanreotide']);
  });

  it('finds the agent through a Medication, contained or apart', () => {
    const plain = {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject,
      authoredOn: daysAgo(50),
    };
    const apart = { ...plain, id: 'a', medicationReference: { reference: 'Medication/m' } };
    const inside = {
      ...plain,
      id: 'b',
      medicationReference: { reference: '#m' },
      contained: [{ resourceType: 'Medication', id: 'm', code: concept('rxnorm 495881') }],
    };
    expect(titles(apart, { resourceType: 'Medication', id: 'm', code: concept('rxnorm 495881') })).toEqual([
      'Sorafenib',
    ]);
    expect(titles(inside)).toEqual(['Sorafenib']);
  });

  it('takes an order and its administrations as one line', () => {
    const given = (id: string, days: number) => ({
      resourceType: 'MedicationAdministration',
      id,
      status: 'completed',
      subject,
      medicationCodeableConcept: concept('rxnorm 495881'),
      effectiveDateTime: daysAgo(days),
    });
    expect(titles(drug(agents.sorafenib, 100), given('g1', 99), given('g2', 92))).toEqual(['Sorafenib']);
  });

  it.each([
    ['entered-in-error', []],
    ['cancelled', []],
    ['draft', []],
    ['active', ['Sorafenib']],
    ['completed', ['Sorafenib']],
    ['stopped', ['Sorafenib']],
  ])('an order that is %s: %j', (status, expected) =>
    expect(titles(drug(agents.sorafenib, 9, { status }))).toEqual(expected),
  );

  it('does not know a drug by its name alone', () =>
    expect(
      titles(prescription('http://local.example 1', { medicationCodeableConcept: { text: 'sorafenib' } })),
    ).toEqual([]));
});

describe('why a therapy ended', () => {
  it.each([
    ['266721009', 'no-response'],
    ['407563006', 'not-tolerated'],
    ['105480006', 'refused'],
    ['309846006', 'other'],
    ['160932005', 'other'],
    ['443729008', 'other'],
    ['999', undefined],
  ])('%s: %s', (code, expected) => {
    const [line] = systemic(
      drug(agents.sorafenib, 100, { status: 'stopped', statusReason: concept(`sct ${code}`) }),
    );
    expect(line?.termination).toBe(expected);
  });
});

describe('prior procedures', () => {
  const found = (...resources: readonly Json[]) =>
    assessed(chart(...resources)).facts.procedures.map(({ id }) => id);
  it.each([
    ['sct 764677008', 'radioembolization'],
    ['cpt 79445', 'radioembolization'],
    ['sct 314617008', 'chemoembolization'],
    ['cpt 37243', 'embolization'],
    ['cpt 47120', 'resection'],
    ['sct 107963000', 'resection'],
    ['cpt 47382', 'ablation'],
    ['sct 18027006', 'transplantation'],
    ['sct 233445008', 'tips'],
  ])('%s is %s', (code, id) => expect(found(procedure(code))).toEqual([id]));

  it.each([
    ['not-done', 0],
    ['entered-in-error', 0],
    ['preparation', 0],
    ['completed', 1],
    ['in-progress', 1],
  ])('one that is %s counts %i', (status, count) =>
    expect(found(procedure('cpt 47120', { status }))).toHaveLength(count),
  );

  it('of the future is not one', () =>
    expect(found(procedure('cpt 47120', { performedDateTime: daysAgo(-3) }))).toEqual([]));
  it('are listed oldest first', () =>
    expect(
      found(
        procedure('cpt 47382', { performedDateTime: daysAgo(10) }),
        procedure('cpt 47120', { performedDateTime: daysAgo(400) }),
      ),
    ).toEqual(['resection', 'ablation']));
});
