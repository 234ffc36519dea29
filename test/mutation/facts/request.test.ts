import { describe, expect, it } from 'vitest';
import { payerOf } from '../../../src/core/facts/coverage.ts';
import { references } from '../../../src/core/facts/finding.ts';
import {
  chart,
  concept,
  coverage,
  daysAgo,
  type Json,
  observation,
  order,
  prescription,
  procedure,
  subject,
  warning,
} from '../../support/chart.ts';
import { type Asked, assessed } from '../../support/facts.ts';
import { hcc, icc, mets, provisional } from './diagnoses-on-record.ts';

const facts = (resources: readonly Json[], asked: Asked = {}) => assessed(chart(...resources), asked).facts;
const ids = (evidence: Parameters<typeof references>[0]) =>
  references(evidence).map((each) => each.split('/')[1] ?? each);
const withheld = (resourceType: string) =>
  warning({ severity: 'error', code: 'forbidden', diagnostics: resourceType });
const y90 = (more: Json = {}) => order('hcpcs S2095', { id: 'y90', ...more });
const tace = (more: Json = {}) => order('sct 314617008', { id: 'tace', ...more });
const vague = (more: Json = {}) => order('cpt 37243', { id: 'vague', ...more });
const worded = (text: string, more: Json = {}) => vague({ code: { ...concept('cpt 37243'), text }, ...more });
const kidney = 'sct 64033007';
const liver = 'sct 10200004';

describe('the therapy that is asked for', () => {
  const therapy = (resources: readonly Json[], asked: Asked = {}) => {
    const found = facts(resources, asked).request.therapy;
    return found.value === undefined
      ? [found.gap, ...ids(found.support)].join(' ')
      : [found.value, found.by, ...ids(found.evidence)].join(' ');
  };
  it.each<[string, readonly Json[], Asked, string]>([
    ['by an order', [y90()], {}, 'tare order y90'],
    ['by an order, before one that names none', [vague(), y90()], {}, 'tare order y90'],
    ['by two orders that agree', [y90(), y90({ id: 'second' })], {}, 'tare order y90 second'],
    ['by two orders that do not', [y90(), tace()], {}, 'conflict y90 tace'],
    ['by an option, before an order', [tace()], { therapy: 'tare' }, 'tare option'],
    [
      'by an answer, before an option',
      [tace()],
      { therapy: 'tare', answers: { therapy: 'tae' } },
      'tae answer answer:therapy',
    ],
    ['by none', [], {}, 'not-recorded'],
    ['by words only', [worded('Y-90 of the liver')], {}, 'unconfirmed vague'],
    ['by a code that names no agent', [vague()], {}, 'unconfirmed vague'],
    ['by an order that speaks of something else', [order('cpt 71046', { id: 'x-ray' })], {}, 'not-recorded'],
    ['where orders could not be read', [withheld('ServiceRequest')], {}, 'denied'],
    ['where something could not be read', [warning({ code: 'incomplete' })], {}, 'partial'],
    ['where diagnoses could not be read', [withheld('Condition')], {}, 'not-recorded'],
    [
      'by an order, though others could not be read',
      [y90(), withheld('ServiceRequest')],
      {},
      'tare order y90',
    ],
  ])('%s', (_, resources, asked, expected) => expect(therapy(resources, asked)).toBe(expected));

  const suggested = (...resources: readonly Json[]) => {
    const found = facts(resources).request.therapy;
    return 'suggested' in found ? found.suggested : 'nothing';
  };
  it.each<[string, string]>([
    ['Y-90 mapping', 'tare'],
    ['Yttrium spheres', 'tare'],
    ['SIRT', 'tare'],
    ['SIR-Spheres', 'tare'],
    ['DEB TACE', 'deb-tace'],
    ['drug-eluting beads', 'deb-tace'],
    ['cTACE', 'tace'],
    ['chemoembolization', 'tace'],
    ['bland embolization', 'tae'],
    ['TAE', 'tae'],
    ['embolization', 'nothing'],
  ])('the words "%s" suggest %s', (text, expected) => expect(suggested(worded(text))).toBe(expected));

  it('words of a code, of a detail, and of any position suggest alike', () => {
    const coding = { system: 'http://www.ama-assn.org/go/cpt', code: '37243' };
    expect(suggested(vague({ code: { coding: [{ ...coding, display: 'TACE' }] } }))).toBe('tace');
    expect(suggested(vague({ orderDetail: [{ text: 'with Y-90' }] }))).toBe('tare');
    expect(suggested(vague({ orderDetail: [{ coding: [{ display: 'bland' }] }] }))).toBe('tae');
  });
  it('words that suggest two therapies suggest none', () => {
    expect(suggested(worded('Y-90'), worded('TACE', { id: 'second' }))).toBe('nothing');
    expect(suggested(worded('Y-90'), vague({ id: 'second' }))).toBe('tare');
    expect(suggested()).toBe('nothing');
  });
  it('an order that only words speak of is one of the orders; one that speaks of something else is not', () => {
    const orders = (...resources: readonly Json[]) => facts(resources).request.orders.map(({ id }) => id);
    expect(
      orders(
        order('http://local.example 1', { id: 'w', code: { text: 'TACE' } }),
        order('cpt 71046', { id: 'x-ray' }),
        vague(),
      ),
    ).toEqual(['w', 'vague']);
  });
  it('an order that is done, or of unknown status, is set aside with its status', () => {
    const { orders, ignored } = facts([
      y90({ status: 'completed' }),
      tace({ status: 'unknown' }),
      vague({ status: 'on-hold' }),
    ]).request;
    expect(orders.map(({ id }) => id)).toEqual(['vague']);
    expect(ignored).toEqual([
      { reference: 'ServiceRequest/y90', because: expect.stringContaining('completed') },
      { reference: 'ServiceRequest/tace', because: expect.stringContaining('unknown') },
    ]);
  });
});

describe('an order as it is shown', () => {
  const shown = (code: Json) => {
    const [first] =
      facts([order('x', { id: 'o', code, orderDetail: [{ text: 'TACE' }] })]).request.therapy.value ===
      undefined
        ? (
            facts([order('x', { id: 'o', code, orderDetail: [{ text: 'TACE' }] })]).request.therapy as {
              support: readonly { asRecorded?: string }[];
            }
          ).support
        : [];
    return first?.asRecorded;
  };
  it.each<[string, Json, string]>([
    ['by its words', { text: 'Embolization', coding: [{ code: '1', display: 'd' }] }, 'Embolization'],
    ['by the words of its code', { coding: [{ code: '1', display: 'd' }] }, 'd'],
    ['by its code', { coding: [{ code: '1' }] }, '1'],
    ['by none', { coding: [] }, 'no code'],
  ])('%s', (_, code, expected) => expect(shown(code)).toBe(expected));
});

describe('the organ to be treated', () => {
  const site = (resources: readonly Json[], asked: Asked = {}) => {
    const found = facts(resources, asked).request.site;
    return found.value === undefined
      ? [found.gap, ...ids(found.support)].join(' ')
      : [found.value, found.by, ...ids(found.evidence)].join(' ');
  };
  it.each<[string, readonly Json[], Asked, string]>([
    ['the liver, by the site of the order', [y90({ site: liver })], {}, 'liver order y90'],
    ['the liver, by the code of the order', [order('sct 764677008', { id: 'y90' })], {}, 'liver order y90'],
    [
      'the liver, by the reason it refers to',
      [hcc(), y90({ reason: 'Condition/hcc' })],
      {},
      'liver order y90',
    ],
    [
      'the liver, by a reason that is the same tumor',
      [hcc(), y90({ reasonCode: [concept('sct 109841003')] })],
      {},
      'liver order y90',
    ],
    [
      'not said, by a reason that is no tumor',
      [hcc(), y90({ reasonCode: [concept('icd I10')] })],
      {},
      'not-recorded y90',
    ],
    ['not said', [y90()], {}, 'not-recorded y90'],
    ['not said, and no order', [], {}, 'not-recorded'],
    ['another, by the site of the order', [y90({ site: kidney })], {}, 'other order y90'],
    ['not known, by a site that is not listed', [y90({ site: 'sct 1' })], {}, 'unconfirmed y90'],
    [
      'not known, by two sites of one order',
      [y90({ bodySite: [concept(liver), concept(kidney)] })],
      {},
      'unconfirmed y90',
    ],
    [
      'not known, by a code of the liver and a site that is another',
      [order('sct 764677008', { id: 'y90', site: kidney })],
      {},
      'unconfirmed y90',
    ],
    [
      'a conflict of two orders',
      [y90({ site: liver }), y90({ id: 'second', site: kidney })],
      {},
      'conflict y90 second',
    ],
    [
      'that of the one order that says',
      [y90({ site: liver }), y90({ id: 'second' })],
      {},
      'liver order y90 second',
    ],
    [
      'that of the order that names the therapy',
      [y90({ site: liver }), vague({ site: kidney })],
      {},
      'liver order y90',
    ],
    [
      'that of an order that names no therapy, where none does',
      [vague({ site: liver })],
      {},
      'liver order vague',
    ],
    ['a conflict with a tumor in the liver', [hcc(), y90({ site: kidney })], {}, 'conflict y90'],
    [
      'a conflict with one that is provisional',
      [hcc(provisional), y90({ site: kidney })],
      {},
      'conflict y90',
    ],
    [
      'a conflict with the reason of the order',
      [y90({ site: kidney, reasonCode: [concept('icd C22.0')] })],
      {},
      'conflict y90',
    ],
    [
      'a conflict with the reason of one of two orders',
      [y90({ site: kidney }), y90({ id: 'second', site: kidney, reasonCode: [concept('icd C78.7')] })],
      {},
      'conflict y90 second',
    ],
    [
      'open where diagnoses could not be read',
      [y90({ site: kidney }), withheld('Condition')],
      {},
      'denied y90',
    ],
    [
      'open where something could not be read',
      [y90({ site: kidney }), warning({ code: 'incomplete' })],
      {},
      'partial y90',
    ],
    [
      'another, though laboratory values could not be read',
      [y90({ site: kidney }), withheld('Observation')],
      {},
      'other order y90',
    ],
    ['by an option, before an order', [y90({ site: kidney })], { site: 'liver' }, 'liver option'],
    [
      'by an answer, before an option',
      [],
      { site: 'liver', answers: { site: 'other' } },
      'other answer answer:site',
    ],
  ])('%s', (_, resources, asked, expected) => expect(site(resources, asked)).toBe(expected));
});

describe('the coverage', () => {
  const chosen = (resources: readonly Json[], answers: Json = {}) => {
    const found = facts(resources, { answers }).coverage;
    const candidates = found.candidates.map(({ id }) => id).join();
    return found.coverage
      ? [found.coverage.id, ...ids(found.evidence), candidates].join(' ')
      : [found.gap, candidates].join(' ');
  };
  it.each<[string, readonly Json[], Json, string]>([
    ['none', [], {}, 'not-recorded '],
    ['one', [coverage('a')], {}, 'a a a'],
    ['one that was cancelled', [coverage('a', { status: 'cancelled' })], {}, 'not-recorded '],
    ['one that is a draft', [coverage('a', { status: 'draft' })], {}, 'not-recorded '],
    ['one that ends today', [coverage('a', { period: { end: daysAgo(0) } })], {}, 'a a a'],
    ['one that ended yesterday', [coverage('a', { period: { end: daysAgo(1) } })], {}, 'not-recorded '],
    ['one that begins today', [coverage('a', { period: { start: daysAgo(0) } })], {}, 'a a a'],
    ['one that begins tomorrow', [coverage('a', { period: { start: daysAgo(-1) } })], {}, 'not-recorded '],
    ['two', [coverage('a'), coverage('b')], {}, 'conflict a,b'],
    [
      'two, one of them chosen',
      [coverage('a'), coverage('b')],
      { coverage: 'Coverage/b' },
      'b answer:coverage a,b',
    ],
    ['one that is not there, chosen', [coverage('a')], { coverage: 'Coverage/z' }, 'conflict a'],
    ['none, where they could not be read', [withheld('Coverage')], {}, 'denied '],
    ['none, where something could not be read', [warning({ code: 'incomplete' })], {}, 'partial '],
    ['none, though others could not be read', [withheld('Condition')], {}, 'not-recorded '],
  ])('%s', (_, resources, answers, expected) => expect(chosen(resources, answers)).toBe(expected));

  it('is paid by whom it names, with the numbers of the organization on record', () => {
    const payer = (payor: readonly Json[]) => {
      const { record, coverage: found } = facts([
        coverage('a', { payor }),
        {
          resourceType: 'Organization',
          id: 'plan',
          name: 'The Plan',
          identifier: [{ system: 'urn:payer', value: '7' }],
        },
        { resourceType: 'Organization', id: 'other', name: 'Another' },
        { resourceType: 'Organization', id: 'nameless' },
      ]);
      if (!found.coverage) throw new Error('there is no coverage');
      return payerOf(found.coverage, record);
    };
    expect(payer([{ reference: 'Organization/plan', display: 'shown' }])).toEqual({
      name: 'The Plan',
      identifiers: [{ system: 'urn:payer', value: '7' }],
    });
    expect(payer([{ reference: 'Organization/nameless', display: 'shown' }])).toEqual({
      name: 'shown',
      identifiers: [],
    });
    expect(payer([{ reference: 'Organization/gone', display: 'shown' }])).toEqual({
      name: 'shown',
      identifiers: [],
    });
    expect(payer([{ reference: 'Organization/nameless' }])).toEqual({ identifiers: [] });
    expect(payer([])).toEqual({ identifiers: [] });
  });
});

describe('what never counts', () => {
  const ignored = (resource: Json) =>
    facts([resource])
      .ignored.map(({ because }) => because)
      .join();
  const statement = (kind: 'Statement' | 'Administration', extra: Json) => ({
    resourceType: `Medication${kind}`,
    id: 'm',
    status: 'completed',
    subject,
    medicationCodeableConcept: concept('rxnorm 495881'),
    effectiveDateTime: daysAgo(10),
    ...extra,
  });
  it.each<[string, Json, string]>([
    ['a diagnosis entered in error', hcc({ verification: 'entered-in-error' }), 'entered in error'],
    ['a diagnosis ruled out', hcc({ verification: 'refuted' }), 'refuted'],
    [
      'a diagnosis ruled out by a second code',
      hcc({ extra: { verificationStatus: { coding: [{ code: 'confirmed' }, { code: 'refuted' }] } } }),
      'refuted',
    ],
    [
      'a health concern',
      hcc({ extra: { category: [{ coding: [{ code: 'health-concern' }] }] } }),
      'health concern',
    ],
    ['a diagnosis of the future', hcc({ on: daysAgo(-1) }), 'future'],
    [
      'a result entered in error',
      observation('loinc 1975-2', { status: 'entered-in-error' }),
      'entered in error',
    ],
    ['a result that was cancelled', observation('loinc 1975-2', { status: 'cancelled' }), 'cancelled'],
    ['a result of the future', observation('loinc 1975-2', { effectiveDateTime: daysAgo(-1) }), 'future'],
    [
      'a result issued in the future',
      observation('loinc 1975-2', { issued: `${daysAgo(-1)}T00:00:00Z` }),
      'future',
    ],
    [
      'a result whose period begins in the future',
      observation('loinc 1975-2', { effectivePeriod: { start: daysAgo(-1), end: daysAgo(-3) } }),
      'future',
    ],
    [
      'a procedure entered in error',
      procedure('cpt 47382', { status: 'entered-in-error' }),
      'entered in error',
    ],
    ['a procedure not done', procedure('cpt 47382', { status: 'not-done' }), 'not done'],
    ['a procedure of the future', procedure('cpt 47382', { performedDateTime: daysAgo(-1) }), 'future'],
    [
      'an order of a drug entered in error',
      prescription('rxnorm 495881', { status: 'entered-in-error' }),
      'entered in error',
    ],
    [
      'an order of a drug that was cancelled',
      prescription('rxnorm 495881', { status: 'cancelled' }),
      'cancelled',
    ],
    ['an order of a drug that is a draft', prescription('rxnorm 495881', { status: 'draft' }), 'draft'],
    ['an instruction not to give it', prescription('rxnorm 495881', { doNotPerform: true }), 'not to give'],
    [
      'an order of a drug of the future',
      prescription('rxnorm 495881', { authoredOn: daysAgo(-1) }),
      'future',
    ],
    [
      'a statement entered in error',
      statement('Statement', { status: 'entered-in-error' }),
      'entered in error',
    ],
    ['a statement of a drug not taken', statement('Statement', { status: 'not-taken' }), 'not taken'],
    ['a statement of a drug intended', statement('Statement', { status: 'intended' }), 'intended'],
    ['a dose not given', statement('Administration', { status: 'not-done' }), 'not done'],
    ['a dose of the future', statement('Administration', { effectiveDateTime: daysAgo(-1) }), 'future'],
    ['an order entered in error', y90({ status: 'entered-in-error' }), 'entered in error'],
    ['an order that was revoked', y90({ status: 'revoked' }), 'revoked'],
    ['an instruction not to do it', y90({ doNotPerform: true }), 'not to do'],
    ['an order of the future', y90({ authoredOn: daysAgo(-1) }), 'future'],
    ['a coverage entered in error', coverage('a', { status: 'entered-in-error' }), 'entered in error'],
    ['a coverage that was cancelled', coverage('a', { status: 'cancelled' }), 'cancelled'],
  ])('%s', (_, resource, because) => expect(ignored(resource)).toContain(because));

  it.each<[string, Json]>([
    [
      'a health concern that is on the problem list',
      hcc({ extra: { category: [{ coding: [{ code: 'health-concern' }, { code: 'problem-list-item' }] }] } }),
    ],
    [
      'a health concern that was coded at a visit',
      hcc({
        extra: {
          category: [{ coding: [{ code: 'health-concern' }] }, { coding: [{ code: 'encounter-diagnosis' }] }],
        },
      }),
    ],
    ['a diagnosis of today', hcc({ on: daysAgo(0) })],
    ['a diagnosis without a date', hcc()],
    [
      'a procedure that is being prepared',
      procedure('cpt 47382', { status: 'preparation', performedDateTime: daysAgo(-5) }),
    ],
    ['a result of this month', observation('loinc 8867-4', { effectiveDateTime: '2025-06' })],
    ['a procedure of today', procedure('cpt 47382', { performedDateTime: daysAgo(0) })],
  ])('not so %s', (_, resource) => expect(ignored(resource)).toBe(''));
});

describe('how far a diagnosis stands', () => {
  const standing = (more: Parameters<typeof hcc>[0]) => facts([hcc(more)]).diagnoses[0]?.standing;
  it.each<[string, Parameters<typeof hcc>[0], string]>([
    ['active', {}, 'confirmed'],
    ['recurrence', { clinical: 'recurrence' }, 'confirmed'],
    ['relapse', { clinical: 'relapse' }, 'confirmed'],
    ['inactive', { clinical: 'inactive' }, 'history'],
    ['remission', { clinical: 'remission' }, 'history'],
    ['resolved', { clinical: 'resolved' }, 'history'],
    ['without a clinical status', { clinical: null }, 'unconfirmed'],
    ['without a verification', { verification: null }, 'unconfirmed'],
    ['provisional', provisional, 'unconfirmed'],
    ['differential', { verification: 'differential' }, 'unconfirmed'],
    ['active, but abated yesterday', { extra: { abatementDateTime: daysAgo(1) } }, 'history'],
    ['active, to abate tomorrow', { extra: { abatementDateTime: daysAgo(-1) } }, 'confirmed'],
    ['active, in a period that is over', { extra: { abatementPeriod: { end: daysAgo(3) } } }, 'history'],
    [
      'active by a code without a system',
      { extra: { clinicalStatus: { coding: [{ code: 'active' }] } } },
      'confirmed',
    ],
    [
      'active by a code of another system',
      { extra: { clinicalStatus: { coding: [{ system: 'urn:x', code: 'active' }] } } },
      'unconfirmed',
    ],
    ['of an unknown clinical status', { clinical: 'unknown' }, 'unconfirmed'],
  ])('%s: %s', (_, more, expected) => expect(standing(more)).toBe(expected));
});

describe('what the clinician says of today', () => {
  it('is fresh, of that day, and stands on the answer', () => {
    const { performanceStatus, tumorSize } = facts([icc(), mets()], {
      answers: { ecog: 2, 'tumor-size-cm': 3.5 },
    });
    expect(performanceStatus).toMatchObject({
      state: 'known',
      freshness: 'fresh',
      isConflicting: false,
      value: { scale: 'ecog', grade: { low: 2, high: 2 } },
    });
    expect(tumorSize).toMatchObject({
      state: 'known',
      freshness: 'fresh',
      isConflicting: false,
      value: { recorded: { unit: 'cm' } },
    });
    for (const each of [performanceStatus, tumorSize]) {
      if (each.state === 'open') throw new Error('it is open');
      expect(each.evidence).toHaveLength(1);
      expect(each.on.first).toBe(daysAgo(0));
    }
  });
});
