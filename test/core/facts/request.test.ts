import { describe, expect, it } from 'vitest';
import { chart, concept, condition, coverage, daysAgo, type Json, order } from '../../support/chart.ts';
import { type Asked, assessed, judged, verdicts } from '../../support/facts.ts';

const routed = (resources: readonly Json[], asked: Asked = {}) => {
  const { therapy, site } = judged(resources, asked);
  return `${therapy} ${site}`;
};
const hcc = condition('icd C22.0', { id: 'hcc' });
const mets = condition('icd C78.7', { id: 'mets' });
const kidney = 'sct 64033007';
const liver = 'sct 10200004';

describe('codes that route', () => {
  it.each([
    ['sct 764677008', 'tare liver'],
    ['hcpcs S2095', 'tare unknown'],
    ['https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets S2095', 'tare unknown'],
    ['urn:oid:2.16.840.1.113883.6.285 S2095', 'tare unknown'],
    ['hcpcs C2616', 'tare unknown'],
    ['cpt 79445', 'tare unknown'],
    ['urn:oid:2.16.840.1.113883.6.12 79445', 'tare unknown'],
    ['sct 228696008', 'tare unknown'],
    ['sct 314617008', 'tace liver'],
    ['cpt 37243', 'unknown unknown'],
    ['cpt 37242', 'unknown unknown'],
    ['cpt 75894', 'unknown unknown'],
    ['sct 431743005', 'unknown unknown'],
    ['cpt 77778', 'unknown unknown'],
    ['http://local.example Y90', 'unknown unknown'],
  ])('%s: %s', (code, expected) => expect(routed([order(code)])).toBe(expected));

  it('finds the code in any position', () =>
    expect(routed([order(['cpt 37243', 'http://local.example 1', 'sct 764677008'])])).toBe('tare liver'));

  it.each(['Y-90 radioembolization of the liver', 'TACE', 'DEB-TACE with irinotecan', 'bland embolization'])(
    'never routes by the words %s',
    (text) => {
      const worded = order('cpt 37243', { code: { ...concept('cpt 37243'), text } });
      expect(routed([worded])).toBe('unknown unknown');
      expect(assessed(chart(worded)).facts.request.therapy).toHaveProperty('suggested');
      const { verdict, conclusion, decisive } = judged([worded]);
      expect([verdict, conclusion, decisive]).toEqual(['unknown', 'undetermined', []]);
    },
  );

  it.each([
    ['draft', 'tare'],
    ['active', 'tare'],
    ['on-hold', 'tare'],
    ['completed', 'unknown'],
    ['revoked', 'unknown'],
    ['unknown', 'unknown'],
    ['entered-in-error', 'unknown'],
  ])('an order that is %s: %s', (status, expected) =>
    expect(judged([order('sct 764677008', { status })]).therapy).toBe(expected),
  );

  it.each<[string, readonly Json[], string]>([
    ['an instruction not to do it', [order('sct 764677008', { doNotPerform: true })], 'unknown'],
    ['an order of the future', [order('sct 764677008', { authoredOn: daysAgo(-3) })], 'unknown'],
    ["another patient's order", [order('sct 764677008', { subject: { reference: 'Patient/q' } })], 'unknown'],
    ['two orders that agree', [order('sct 764677008'), order('hcpcs S2095', { id: 'o2' })], 'tare'],
    ['two orders that disagree', [order('sct 764677008'), order('sct 314617008', { id: 'o2' })], 'unknown'],
    ['one order that names two', [order(['sct 764677008', 'sct 314617008'])], 'unknown'],
    ['a named one and 37243', [order('sct 764677008'), order('cpt 37243', { id: 'o2' })], 'tare'],
    [
      'a live one and a completed other',
      [order('sct 764677008'), order('sct 314617008', { id: 'o2', status: 'completed' })],
      'tare',
    ],
    ['no order', [], 'unknown'],
  ])('%s: %s', (_, resources, expected) => expect(judged(resources).therapy).toBe(expected));
});

describe('precedence', () => {
  const orders = [order('sct 764677008'), hcc];
  it('is answer, option, order', () => {
    expect(routed(orders)).toBe('tare liver');
    expect(routed(orders, { therapy: 'tace', site: 'other' })).toBe('tace other');
    expect(
      routed(orders, { therapy: 'tace', site: 'other', answers: { therapy: 'tae', site: 'liver' } }),
    ).toBe('tae liver');
  });
});

describe('the organ', () => {
  const s2095 = (extra: Parameters<typeof order>[1] = {}) => order('hcpcs S2095', extra);
  it.each<[string, readonly Json[], string]>([
    ['a body site that is the liver', [s2095({ site: liver })], 'liver'],
    ['a body site on the list of others', [s2095({ site: kidney })], 'other'],
    ['a body site that is not listed', [s2095({ site: 'sct 69536005' })], 'unknown'],
    ['two body sites', [s2095({ bodySite: [concept(liver), concept(kidney)] })], 'unknown'],
    ['one body site coded as two organs', [s2095({ bodySite: [concept(liver, kidney)] })], 'unknown'],
    ['a body site in words', [s2095({ bodySite: [{ text: 'kidney' }] })], 'unknown'],
    ['a kidney against a confirmed liver tumor', [s2095({ site: kidney }), hcc], 'unknown'],
    ['a kidney against confirmed liver metastases', [s2095({ site: kidney }), mets], 'unknown'],
    [
      'a kidney against a past liver tumor',
      [s2095({ site: kidney }), condition('icd C22.0', { clinical: 'resolved' })],
      'other',
    ],
    ['a code of the liver against a kidney', [order('sct 764677008', { site: kidney })], 'unknown'],
    ['no site, the liver tumor as the reason', [s2095({ reason: 'Condition/hcc' }), hcc], 'liver'],
    [
      'no site, the liver tumor as a coded reason',
      [s2095({ reasonCode: [concept('icd C22.0')] }), hcc],
      'liver',
    ],
    [
      'no site, another reason',
      [s2095({ reason: 'Condition/x' }), hcc, condition('icd I10', { id: 'x' })],
      'unknown',
    ],
    [
      'no site, a provisional liver tumor as the reason',
      [
        s2095({ reason: 'Condition/hcc' }),
        condition('icd C22.0', { id: 'hcc', verification: 'provisional' }),
      ],
      'unknown',
    ],
    ['no site, no reason', [s2095(), hcc], 'unknown'],
    ['no order', [hcc], 'unknown'],
    [
      'two orders for two organs',
      [s2095({ site: kidney }), order('hcpcs C2616', { id: 'o2', site: liver })],
      'unknown',
    ],
  ])('%s: %s', (_, resources, expected) => expect(judged(resources).site).toBe(expected));

  it.each([
    ['provisional', { verification: 'provisional' }],
    ['of unstated verification', { verification: null }],
  ])('a kidney against an active liver tumor that is %s is unknown', (_, options) => {
    const chart = [s2095({ site: kidney }), condition('icd C22.0', { id: 'hcc', ...options })];
    expect(judged(chart).site).toBe('unknown');
  });

  it('is not another organ while Conditions could not be read', () => {
    const denied = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'Condition' }],
    };
    expect(judged([s2095({ site: kidney }), denied])).toMatchObject({ site: 'unknown', verdict: 'unknown' });
  });
});

describe('what the therapy decides', () => {
  it.each([
    ['tace', 'not-met', 'not-met', 'met', 'met', 'medically-necessary'],
    ['deb-tace', 'not-met', 'not-met', 'met', 'met', 'medically-necessary'],
    ['tae', 'not-met', 'met', 'not-met', 'met', 'medically-necessary'],
    ['tare', 'unknown', 'not-met', 'not-met', 'unknown', 'undetermined'],
    [undefined, 'unknown', 'unknown', 'unknown', 'unknown', 'undetermined'],
  ] as const)('%s: I %s, II %s, III %s, verdict %s, %s', (therapy, one, two, three, verdict, conclusion) => {
    const output = judged([hcc], { therapy, site: 'liver' });
    expect(verdicts(output)).toMatchObject({ I: one, II: two, III: three });
    expect(output).toMatchObject({ verdict, conclusion });
    expect(verdicts(output)['I.B.1']).toBe('unknown');
  });

  it('radioembolization outside the liver is met as it stands', () => {
    const output = judged([], { therapy: 'tare', site: 'other' });
    expect(verdicts(output)).toMatchObject({ 'I.A': 'met', I: 'met' });
    expect(output).toMatchObject({ verdict: 'met', conclusion: 'medically-necessary' });
  });

  it('without a therapy, I is not met only where both of its parts are', () => {
    const breast = [mets, condition('icd C50.911')];
    expect(verdicts(judged(breast, { site: 'liver' })).I).toBe('not-met');
    expect(verdicts(judged(breast)).I).toBe('unknown');
    expect(verdicts(judged([hcc], { site: 'other' })).I).toBe('unknown');
    expect(judged(breast, { site: 'liver' })).toMatchObject({
      verdict: 'unknown',
      conclusion: 'undetermined',
    });
  });

  it('says that another therapy was requested', () => {
    const [first] = judged([hcc], { therapy: 'tace' }).criteria as unknown as readonly { because: string }[];
    expect(first?.because.toLowerCase()).toContain('not the requested therapy');
  });

  it('leaves the nodes below to follow the facts', () => {
    const answers = { unresectable: true };
    expect(verdicts(judged([hcc], { therapy: 'tace', answers }))).toMatchObject({
      'I.B.1': 'met',
      'I.B': 'met',
      I: 'not-met',
    });
  });
});

describe('coverage', () => {
  const open = (resources: readonly Json[], asked: Asked = {}) => {
    const { coverage } = assessed(chart(...resources), asked).facts;
    return coverage.coverage ? coverage.coverage.id : coverage.gap;
  };
  it.each<[string, readonly Json[], string]>([
    ['one that is active', [coverage('a')], 'a'],
    ['one within its period', [coverage('a', { period: { start: '2025-01-01', end: '2025-12-31' } })], 'a'],
    ['one that begins today', [coverage('a', { period: { start: daysAgo(0) } })], 'a'],
    ['one that ends today', [coverage('a', { period: { end: daysAgo(0) } })], 'a'],
    ['one that ends this month', [coverage('a', { period: { end: '2025-06' } })], 'a'],
    ['one that ended yesterday', [coverage('a', { period: { end: daysAgo(1) } })], 'not-recorded'],
    ['one that begins tomorrow', [coverage('a', { period: { start: daysAgo(-1) } })], 'not-recorded'],
    ['one that is cancelled', [coverage('a', { status: 'cancelled' })], 'not-recorded'],
    ['one that is a draft', [coverage('a', { status: 'draft' })], 'not-recorded'],
    ["another person's", [coverage('a', { beneficiary: { reference: 'Patient/q' } })], 'not-recorded'],
    ['two', [coverage('a'), coverage('b')], 'conflict'],
    ['two, one of them over', [coverage('a'), coverage('b', { period: { end: '2024-12-31' } })], 'a'],
    ['none', [], 'not-recorded'],
  ])('%s: %s', (_, resources, expected) => expect(open(resources)).toBe(expected));

  it('is chosen by the clinician among several, and is a question until then', () => {
    const both = [coverage('a'), coverage('b')];
    expect(open(both, { answers: { coverage: 'Coverage/b' } })).toBe('b');
    expect(open(both, { answers: { coverage: 'Coverage/z' } })).toBe('conflict');
    const questions = (resources: readonly Json[]) => judged(resources).gaps.map(({ question }) => question);
    expect(questions(both)).toContain('coverage');
    expect(questions([])).toContain('coverage');
    expect(questions([coverage('a')])).not.toContain('coverage');
  });
});

describe('the order that is meant', () => {
  const y90 = order('sct 764677008', { id: 'y90' });
  const tace = order('sct 314617008', { id: 'tace' });
  const meant = (id: string) => ({ order: { is: 'this', reference: `ServiceRequest/${id}` } as const });

  it('routes alone, and the other is set aside', () => {
    expect(routed([y90, tace])).toBe('unknown liver');
    expect(routed([y90, tace], meant('tace'))).toBe('tace liver');
    const { ignored, request } = assessed(chart(y90, tace), meant('tace')).facts;
    expect(request.orders.map(({ id }) => id)).toEqual(['tace']);
    expect(ignored).toContainEqual({
      reference: 'ServiceRequest/y90',
      because: 'an order that is not the one meant',
    });
  });

  it('routes also where it is completed or its status is not known: a person said that it is meant', () => {
    for (const status of ['completed', 'unknown'])
      expect(routed([order('sct 764677008', { status })], meant('order'))).toBe('tare liver');
  });

  it('routes by its code and never by its words', () => {
    const worded = order('http://local.example Y90', {
      code: { text: 'Y-90 radioembolization of the liver' },
    });
    expect(routed([worded], meant('order'))).toBe('unknown unknown');
    expect(assessed(chart(worded), meant('order')).facts.request.therapy).toMatchObject({
      suggested: 'tare',
    });
  });

  it('is none where the caller says so, with the caller’s reason', () => {
    const none = { order: { is: 'none', because: 'No order of the record is meant.' } } as const;
    expect(assessed(chart(y90), none).facts.request).toMatchObject({
      orders: [],
      therapy: { value: undefined, because: 'No order of the record is meant.' },
    });
    expect(routed([y90], { ...none, answers: { therapy: 'tace' } })).toBe('tace unknown');
  });

  it('leaves what all orders agree on as it is while it is open', () => {
    const again = order('sct 764677008', { id: 'again' });
    expect(routed([y90, again], { order: { is: 'open' } })).toBe('tare liver');
    expect(assessed(chart(y90), { order: { is: 'open' } }).facts.request.isOrderOpen).toBe(true);
  });
});
