import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { chart, concept, daysAgo, type Json, prescription, procedure, subject } from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';

const facts = (...resources: readonly Json[]) => assessed(chart(...resources)).facts;
const lines = (...resources: readonly Json[]) => facts(...resources).systemic;
const agents = {
  sorafenib: '495881',
  bevacizumab: '253337',
  fluorouracil: '4492',
  leucovorin: '6313',
  oxaliplatin: '32592',
} as const;
type Agent = keyof typeof agents;

/** An order of a drug, begun and ended so many days ago. */
const ordered = (
  agent: Agent,
  id: string,
  { from, until, ...extra }: Json & { from?: number; until?: number } = {},
): Json => ({
  ...prescription(`rxnorm ${agents[agent]}`, { id, ...extra }),
  ...(from !== undefined && { authoredOn: daysAgo(from) }),
  ...(until !== undefined && {
    dosageInstruction: [
      { timing: { repeat: { boundsPeriod: { start: daysAgo(from ?? 0), end: daysAgo(until) } } } },
    ],
  }),
});
const taken = (kind: 'Statement' | 'Administration', agent: Agent, id: string, extra: Json): Json => ({
  resourceType: `Medication${kind}`,
  id,
  status: 'completed',
  subject,
  medicationCodeableConcept: concept(`rxnorm ${agents[agent]}`),
  ...extra,
});
const short = (...resources: readonly Json[]) =>
  lines(...resources).map(({ title, start, end, status, evidence }) => ({
    title,
    start: start?.first,
    end: end?.last,
    status,
    from: references(evidence)
      .map((each) => each.split('/')[1])
      .join(),
  }));

describe('a line of systemic therapy', () => {
  it('begins with its first order, ends with its last, and shows every record it is made of', () => {
    expect(
      short(
        ordered('oxaliplatin', 'b', { from: 200, until: 100, status: 'completed' }),
        ordered('fluorouracil', 'a', { from: 205, until: 90, status: 'completed' }),
      ),
    ).toEqual([{ title: 'FOLFOX', start: daysAgo(205), end: daysAgo(90), status: 'completed', from: 'a,b' }]);
  });

  it('has no end while one of its orders has none', () => {
    expect(
      short(
        ordered('oxaliplatin', 'b', { from: 200, until: 100 }),
        ordered('fluorouracil', 'a', { from: 200 }),
      )[0]?.end,
    ).toBeUndefined();
    expect(short(ordered('sorafenib', 'a', { from: 200 }))[0]).toMatchObject({
      start: daysAgo(200),
      end: undefined,
    });
  });

  it('says every status of its records, each once', () =>
    expect(
      short(
        ordered('oxaliplatin', 'b', { from: 200, status: 'stopped' }),
        ordered('fluorouracil', 'a', { from: 200, status: 'completed' }),
        ordered('leucovorin', 'c', { from: 200, status: 'completed' }),
      )[0]
        ?.status.split(', ')
        .toSorted(),
    ).toEqual(['completed', 'stopped']));

  it('takes in what begins within two weeks, and no later', () => {
    const second = (from: number) =>
      short(ordered('fluorouracil', 'a', { from: 200 }), ordered('oxaliplatin', 'b', { from })).map(
        ({ title }) => title,
      );
    expect(second(186)).toEqual(['FOLFOX']);
    expect(second(185)).toEqual(['Fluorouracil', 'Oxaliplatin']);
  });

  it('takes in the doses of its agents while it runs, and no others', () => {
    const running = [ordered('sorafenib', 'order', { from: 300, until: 100 })];
    const dose = (agent: Agent, days: number) =>
      taken('Administration', agent, `dose-${days}`, { effectiveDateTime: daysAgo(days) });
    const froms = (...resources: readonly Json[]) => short(...resources).map(({ from }) => from);
    expect(froms(...running, dose('sorafenib', 200))).toEqual(['order,dose-200']);
    expect(froms(...running, dose('sorafenib', 100))).toEqual(['order,dose-100']);
    expect(froms(...running, dose('sorafenib', 99))).toEqual(['order', 'dose-99']);
    expect(froms(...running, dose('bevacizumab', 200))).toEqual(['order', 'dose-200']);
  });

  it('does not take in a second order of the same agent: that is a line of its own', () =>
    expect(
      short(
        ordered('sorafenib', 'a', { from: 300, until: 100 }),
        ordered('sorafenib', 'b', { from: 200 }),
      ).map(({ from }) => from),
    ).toEqual(['a', 'b']));

  it('ends with its orders, not with a dose', () =>
    expect(
      short(
        ordered('sorafenib', 'a', { from: 300, until: 200 }),
        taken('Administration', 'sorafenib', 'dose', {
          effectivePeriod: { start: daysAgo(300), end: daysAgo(150) },
        }),
      )[0]?.end,
    ).toBe(daysAgo(200)));

  it('of no known beginning is one by itself, of the same agents', () => {
    const undated = (agent: Agent, id: string) => taken('Statement', agent, id, {});
    expect(short(undated('sorafenib', 'a'), undated('sorafenib', 'b')).map(({ from }) => from)).toEqual([
      'a,b',
    ]);
    expect(short(undated('sorafenib', 'a'), undated('bevacizumab', 'b')).map(({ from }) => from)).toEqual([
      'a',
      'b',
    ]);
    expect(
      short(undated('sorafenib', 'a'), ordered('sorafenib', 'b', { from: 100 })).map(({ from }) => from),
    ).toEqual(['b', 'a']);
  });

  it('names its agents where they are no regimen, and what is added to one that is', () => {
    const titles = (...names: readonly Agent[]) =>
      short(...names.map((name) => ordered(name, name, { from: 100 }))).map(({ title }) => title);
    expect(titles('sorafenib', 'bevacizumab')).toEqual(['Bevacizumab + Sorafenib']);
    expect(titles('fluorouracil', 'leucovorin')).toEqual(['Fluorouracil + Leucovorin']);
    expect(titles('fluorouracil', 'leucovorin', 'oxaliplatin', 'bevacizumab')).toEqual([
      'FOLFOX + bevacizumab',
    ]);
  });

  it('is known by its agents', () =>
    expect(lines(ordered('fluorouracil', 'a'), ordered('oxaliplatin', 'b'))[0]).toMatchObject({
      kind: 'systemic',
      id: 'med.fluorouracil+med.oxaliplatin',
    }));

  it('is in the order of their beginnings', () =>
    expect(
      short(ordered('bevacizumab', 'late', { from: 10 }), ordered('sorafenib', 'early', { from: 300 })).map(
        ({ from }) => from,
      ),
    ).toEqual(['early', 'late']));

  it('is none for a medicine that is no treatment of the tumor', () =>
    expect(lines(prescription('rxnorm 6809'), prescription('http://local.example 1'))).toEqual([]));
});

describe('when a medicine was taken', () => {
  it.each<[string, Json, string | undefined, string | undefined]>([
    [
      'an order by the period of its dose',
      ordered('sorafenib', 'a', { from: 90, until: 30 }),
      daysAgo(90),
      daysAgo(30),
    ],
    [
      'an order by when it may be dispensed',
      {
        ...ordered('sorafenib', 'a'),
        dispenseRequest: { validityPeriod: { start: daysAgo(80), end: daysAgo(20) } },
      },
      daysAgo(80),
      daysAgo(20),
    ],
    ['an order by when it was written', ordered('sorafenib', 'a', { from: 70 }), daysAgo(70), undefined],
    [
      'an order whose dose has no period',
      { ...ordered('sorafenib', 'a', { from: 70 }), dosageInstruction: [{ text: 'daily' }] },
      daysAgo(70),
      undefined,
    ],
    [
      'an order whose dose has a timing without a period',
      { ...ordered('sorafenib', 'a', { from: 70 }), dosageInstruction: [{ timing: {} }] },
      daysAgo(70),
      undefined,
    ],
    [
      'a statement by its period',
      taken('Statement', 'sorafenib', 'a', { effectivePeriod: { start: daysAgo(60), end: daysAgo(10) } }),
      daysAgo(60),
      daysAgo(10),
    ],
    [
      'a statement by its day',
      taken('Statement', 'sorafenib', 'a', { effectiveDateTime: daysAgo(50) }),
      daysAgo(50),
      undefined,
    ],
    ['a statement that has neither', taken('Statement', 'sorafenib', 'a', {}), undefined, undefined],
  ])('%s', (_, resource, start, end) => expect(short(resource)[0]).toMatchObject({ start, end }));
});

describe('what a medicine is', () => {
  const named = (medication: Json, ...others: readonly Json[]) =>
    lines(
      { ...prescription('x'), medicationCodeableConcept: undefined, ...medication } as Json,
      ...others,
    ).map(({ title }) => title);
  const plain = (medication: Json, ...others: readonly Json[]) =>
    named(JSON.parse(JSON.stringify(medication)) as Json, ...others);
  const apart = (extra: Json) => ({ resourceType: 'Medication', id: 'm', ...extra });
  const code = concept('rxnorm 495881');

  it.each<[string, Json, readonly Json[], readonly string[]]>([
    [
      'by the Medication it refers to',
      { medicationReference: { reference: 'Medication/m' } },
      [apart({ code })],
      ['Sorafenib'],
    ],
    [
      'by the one ingredient of it',
      { medicationReference: { reference: 'Medication/m' } },
      [apart({ ingredient: [{ itemCodeableConcept: code }] })],
      ['Sorafenib'],
    ],
    [
      'not by another Medication',
      { medicationReference: { reference: 'Medication/other' } },
      [apart({ code })],
      [],
    ],
    [
      'not by a Medication that it does not contain',
      { medicationReference: { reference: '#gone' }, contained: [apart({ code })] },
      [],
      [],
    ],
    ['not by words alone', { medicationReference: { display: 'sorafenib' } }, [], []],
  ])('%s', (_, medication, others, expected) => expect(plain(medication, ...others)).toEqual(expected));

  it('is shown by its words, else by the words of a code', () => {
    const shown = (medicationCodeableConcept: Json) => {
      const [line] = lines(prescription('x', { medicationCodeableConcept }));
      const [first] = line?.evidence ?? [];
      return first?.kind === 'recorded' ? first.asRecorded : undefined;
    };
    const [coding] = (code as { coding: Json[] }).coding;
    expect(shown({ ...code, text: 'Nexavar 200 mg' })).toBe('Nexavar 200 mg');
    expect(
      shown({ coding: [{ ...coding }, { system: 'urn:local', code: '1', display: 'sorafenib tablet' }] }),
    ).toBe('sorafenib tablet');
    expect(shown(code)).toBe('a medication without a name');
  });
});

describe('a procedure that was done', () => {
  const found = (...resources: readonly Json[]) => facts(...resources).procedures;

  it('has its kind, its day and its record, in the words of the record', () => {
    const [one] = found(
      procedure('cpt 47382', {
        id: 'ablated',
        code: { ...concept('cpt 47382'), text: 'RFA of segment 6' },
        performedDateTime: daysAgo(40),
      }),
    );
    expect(one).toMatchObject({
      kind: 'procedure',
      id: 'ablation',
      status: 'completed',
      start: { first: daysAgo(40) },
      evidence: [
        { reference: 'Procedure/ablated', asRecorded: 'RFA of segment 6', on: { first: daysAgo(40) } },
      ],
    });
    expect(found(procedure('cpt 47382'))[0]?.evidence).toMatchObject([
      { asRecorded: found(procedure('cpt 47382'))[0]?.title },
    ]);
  });

  it('is dated by the beginning of its period', () => {
    const period = JSON.parse(
      JSON.stringify(
        procedure('cpt 47382', {
          performedDateTime: undefined,
          performedPeriod: { start: daysAgo(30), end: daysAgo(29) },
        }),
      ),
    ) as Json;
    expect(found(period)[0]?.start?.first).toBe(daysAgo(30));
  });

  it('stays one without a date, before those that have one', () => {
    const undated = JSON.parse(
      JSON.stringify(procedure('cpt 47120', { performedDateTime: undefined })),
    ) as Json;
    expect(found(procedure('cpt 47382'), undated).map(({ id }) => id)).toEqual(['resection', 'ablation']);
    expect(found(undated)[0]).not.toHaveProperty('start');
  });

  it.each(['completed', 'in-progress', 'stopped', 'unknown'])('may be %s', (status) =>
    expect(found(procedure('cpt 47382', { status }))).toHaveLength(1),
  );
  it.each(['preparation', 'on-hold', 'not-done', 'entered-in-error'])('is none that is %s', (status) =>
    expect(found(procedure('cpt 47382', { status }))).toEqual([]),
  );
});
