import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Therapy } from '../../../src/core/facts/request.ts';
import {
  chart,
  condition,
  coverage,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
  prescription,
  procedure,
} from '../../support/chart.ts';
import { type Asked, assessed, judged, med140, printed, verdicts } from '../../support/facts.ts';
import {
  answeredLeaves,
  booleanQuestions,
  bruteForceDecisive,
  expectedVerdict,
  expectedVerdicts,
  type LeafVerdicts,
  openTypes,
  tumorTypes,
} from './tree.ts';

// Thousands of assessments each, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000 });

const therapies = ['tare', 'tace', 'deb-tace', 'tae', undefined] as const;
const therapy = fc.constantFrom<Therapy | undefined>(...therapies);
const site = fc.constantFrom('liver' as const, 'other' as const, undefined);

const mets = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...options });
/** States of the diagnosis from which everything is tried. */
const states: Readonly<Record<string, readonly Json[]>> = {
  nothing: [],
  hcc: [condition('icd C22.0')],
  'provisional hcc': [condition('icd C22.0', { verification: 'provisional' })],
  icc: [condition('sct 109842005')],
  'C22.1': [condition('icd C22.1')],
  net: [condition('icd C7B.02')],
  'net with carcinoid syndrome': [condition('icd C7B.02'), condition('icd E34.0')],
  crc: [mets(), condition('icd C18.7')],
  'stable crc': [mets(), condition('icd C18.7'), diseaseStatus('stable')],
  'worsened crc': [mets(), condition('icd C18.7'), diseaseStatus('worsened')],
  'uveal melanoma': [mets(), condition('sct 274087000')],
  'eye code': [mets(), condition('icd C69.31')],
  breast: [mets(), condition('icd C50.911')],
  goblet: [mets(), condition('icd C18.1', { histology: 'icdo 8243/3' })],
  'two primaries': [mets(), condition('icd C18.7'), condition('icd C7A.012')],
  'hcc and crc': [condition('icd C22.0'), mets({ primary: 'Condition/icd-C18.7' }), condition('icd C18.7')],
  unspecified: [condition('icd C22.9')],
};
const state = fc.constantFrom(...Object.keys(states));
const answers = fc.record(
  {
    ...Object.fromEntries(booleanQuestions.map((question) => [question, fc.boolean()])),
    'tumor-type': fc.constantFrom(...tumorTypes),
  },
  { requiredKeys: [] },
);
/** Few tumor types, so that the diagnosis of the record is often what counts. */
const someAnswers = fc.tuple(answers, fc.boolean()).map(([all, keepsType]) => {
  const { 'tumor-type': type, ...rest } = all as Readonly<Record<string, unknown>>;
  return keepsType && type !== undefined ? all : rest;
}) as fc.Arbitrary<Readonly<Record<string, boolean | string>>>;

const of = (name: string): readonly Json[] => states[name] ?? [];
const sorted = (sets: readonly (readonly string[])[]): readonly string[] =>
  sets.map((set) => set.toSorted().join(' + ')).toSorted();

describe('the criteria', () => {
  it('are judged as the policy written down a second time judges them', () => {
    fc.assert(
      fc.property(state, someAnswers, therapy, site, (name, given, wanted, where) => {
        const output = judged(of(name), { answers: given, therapy: wanted, site: where });
        expect(verdicts(output)).toEqual(expectedVerdicts(output.leaves as LeafVerdicts, wanted));
        expect(output.verdict).toBe(expectedVerdict(output.leaves as LeafVerdicts, wanted));
        const conclusions = {
          met: 'medically-necessary',
          'not-met': 'investigational',
          unknown: 'undetermined',
        };
        expect(output.conclusion).toBe(conclusions[output.verdict]);
      }),
      { numRuns: 200 },
    );
  });

  it('take an answer as the answer, and nothing else from it', () => {
    fc.assert(
      fc.property(state, someAnswers, (name, given) => {
        const before = judged(of(name), { therapy: 'tare', site: 'liver' }).leaves as LeafVerdicts;
        const after = judged(of(name), { therapy: 'tare', site: 'liver', answers: given })
          .leaves as LeafVerdicts;
        const expected = answeredLeaves(before, given);
        const { progressive: _, ...rest } = expected;
        expect(after).toMatchObject('tumor-type' in given ? rest : expected);
      }),
      { numRuns: 150 },
    );
  });

  it('cannot get worse by a more favourable answer', () => {
    const order = { 'not-met': 0, unknown: 1, met: 2 } as const;
    fc.assert(
      fc.property(state, someAnswers, fc.constantFrom(...booleanQuestions), (name, given, question) => {
        const verdict = (value: boolean) =>
          order[
            judged(of(name), { therapy: 'tare', site: 'liver', answers: { ...given, [question]: value } })
              .verdict
          ];
        expect(verdict(true)).toBeGreaterThanOrEqual(verdict(false));
      }),
      { numRuns: 150 },
    );
  });
});

describe('decisive sets', () => {
  it.each(Object.keys(states))('%s: equal brute force, therapy by therapy', (name) => {
    for (const wanted of therapies) {
      const output = judged(of(name), { therapy: wanted, site: 'liver' });
      expect(sorted(output.decisive)).toEqual(
        sorted(bruteForceDecisive(output.leaves as LeafVerdicts, wanted)),
      );
    }
  });

  it('equal brute force after any answers', () => {
    fc.assert(
      fc.property(state, someAnswers, therapy, site, (name, given, wanted, where) => {
        const output = judged(of(name), { answers: given, therapy: wanted, site: where });
        expect(sorted(output.decisive)).toEqual(
          sorted(bruteForceDecisive(output.leaves as LeafVerdicts, wanted)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('make the verdict met when they are answered so', () => {
    for (const name of Object.keys(states)) {
      const { decisive } = judged(of(name), { therapy: 'tare', site: 'liver' });
      for (const set of decisive) {
        const favourable = Object.fromEntries(
          set.filter((question) => question !== 'tumor-type').map((question) => [question, true]),
        );
        const ways = set.includes('tumor-type')
          ? tumorTypes.map((type) => ({ ...favourable, 'tumor-type': type }))
          : [favourable];
        const reached = ways.map(
          (given) => judged(of(name), { therapy: 'tare', site: 'liver', answers: given }).verdict,
        );
        expect([name, set, reached]).toEqual([name, set, expect.arrayContaining(['met'])]);
      }
    }
  });

  it('never name the therapy or the site', () => {
    fc.assert(
      fc.property(state, someAnswers, therapy, site, (name, given, wanted, where) => {
        const { decisive } = judged(of(name), { answers: given, therapy: wanted, site: where });
        expect(decisive.flat()).not.toContain('therapy');
        expect(decisive.flat()).not.toContain('site');
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, Asked]>([
    ['while the therapy is unknown', { site: 'liver' }],
    ['when the verdict is met', { therapy: 'tace' }],
  ])('are none %s', (_, asked) => expect(judged(of('hcc'), asked).decisive).toEqual([]));

  it('are none where nothing can change the verdict', () =>
    expect(judged(of('breast'), { therapy: 'tare', site: 'liver' })).toMatchObject({
      verdict: 'not-met',
      decisive: [],
    }));
});

describe('gaps', () => {
  it('name unknown criteria only, and only while the verdict is unknown', () => {
    fc.assert(
      fc.property(state, someAnswers, therapy, site, (name, given, wanted, where) => {
        const output = judged(of(name), { answers: given, therapy: wanted, site: where });
        const nodes = verdicts(output);
        for (const { question, blocks } of output.gaps) {
          for (const id of blocks) expect([question, id, nodes[id]]).toEqual([question, id, 'unknown']);
          if (output.verdict !== 'unknown') expect([question, blocks]).toEqual([question, []]);
          expect(question in given).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('that block a criterion are those whose answer can still change the verdict', () => {
    fc.assert(
      fc.property(state, someAnswers, (name, given) => {
        const output = judged(of(name), { answers: given, therapy: 'tare', site: 'liver' });
        const blocking = new Set(
          output.gaps.filter(({ blocks }) => blocks.length > 0).map(({ question }) => question),
        );
        const useful = new Set(usefulQuestions(output.leaves as LeafVerdicts));
        expect([...blocking].toSorted()).toEqual([...useful].toSorted());
      }),
      { numRuns: 25 },
    );
  });

  it('cover every question of every decisive set', () => {
    fc.assert(
      fc.property(state, someAnswers, (name, given) => {
        const { gaps, decisive } = judged(of(name), { answers: given, therapy: 'tare', site: 'liver' });
        const blocking = gaps
          .filter(({ blocks }) => blocks.length > 0)
          .map(({ question }) => question as string);
        for (const question of decisive.flat()) expect(blocking).toContain(question);
      }),
      { numRuns: 100 },
    );
  });
});

/** Open questions for which some state of the other answers makes the verdict depend on the answer. */
function usefulQuestions(leaves: LeafVerdicts): readonly string[] {
  const names = booleanQuestions.filter((question) => leaves[question] === 'unknown');
  const types = openTypes(leaves);
  const all: readonly string[] = types.length > 0 ? [...names, 'tumor-type'] : names;
  const values = (question: string): readonly (boolean | string)[] =>
    question === 'tumor-type' ? [...types, 'other'] : [true, false];
  return all.filter((question) => {
    const others = all.filter((other) => other !== question);
    const search = (index: number, given: Readonly<Record<string, boolean | string>>): boolean => {
      const other = others[index];
      if (other !== undefined)
        return values(other).some((value) => search(index + 1, { ...given, [other]: value }));
      const reached = new Set(
        values(question).map((value) =>
          expectedVerdict(answeredLeaves(leaves, { ...given, [question]: value }), 'tare'),
        ),
      );
      return reached.size > 1;
    };
    return search(0, {});
  });
}

/** Charts with much in them, for what must not change anything. */
const busy: readonly Json[] = [
  condition('icd C22.0', { id: 'hcc', on: daysAgo(100) }),
  condition(['sct 94381002', 'icd C78.7'], { id: 'mets', primary: 'Condition/colon', on: daysAgo(50) }),
  condition('icd C18.7', { id: 'colon', on: daysAgo(400) }),
  condition('icd E34.0', { id: 'syndrome' }),
  condition('icd K74.60', { id: 'cirrhosis' }),
  condition('icd R18.8', { id: 'ascites' }),
  condition('icd C22.0', { id: 'refuted', verification: 'refuted', on: daysAgo(300) }),
  lab('bilirubin', 1.4),
  lab('bilirubin', 1.9, { id: 'bilirubin-2' }),
  lab('albumin', 33, { unit: 'g/L', effectiveDateTime: daysAgo(20) }),
  lab('inr', 1.2, { effectiveDateTime: `${daysAgo(4)}T08:00:00Z` }),
  lab('inr', 1.3, { id: 'inr-2', effectiveDateTime: `${daysAgo(4)}T09:00:00Z` }),
  lab('creatinine', 1.1),
  lab('sodium', 138),
  lab('platelets', 120),
  lab('afp', 44),
  ecog(1, { effectiveDateTime: daysAgo(12) }),
  diseaseStatus('worsened', { id: 'status-1', about: 'Condition/mets', effectiveDateTime: daysAgo(7) }),
  diseaseStatus('stable', { id: 'status-2', about: 'Condition/mets', effectiveDateTime: daysAgo(40) }),
  observation('loinc 21889-1', {
    id: 'size',
    component: [
      {
        code: { coding: [{ system: 'http://loinc.org', code: '33728-7' }] },
        valueQuantity: { value: 52, unit: 'mm' },
      },
    ],
  }),
  prescription('rxnorm 32592', {
    authoredOn: daysAgo(200),
    status: 'stopped',
    statusReason: { coding: [{ system: 'http://snomed.info/sct', code: '266721009' }] },
  }),
  prescription('rxnorm 4492', { authoredOn: daysAgo(200), status: 'completed' }),
  procedure('sct 107963000'),
  order(['cpt 37243', 'hcpcs S2095'], { reason: 'Condition/hcc' }),
  coverage('a'),
  coverage('b'),
];
const asked: Asked = { answers: { unresectable: true, diffuse: false } };
/** All that is printed, without the order of lists whose order says nothing. */
function bare(output: ReturnType<typeof printed>): unknown {
  const list = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(list).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, list(item)]))
        : value;
  return list(output);
}
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

describe('what changes nothing', () => {
  const reference = bare(judged(busy, asked));

  it('the order of entries', () => {
    fc.assert(
      fc.property(shuffled(busy), (resources) => {
        expect(bare(judged(resources, asked))).toEqual(reference);
      }),
      { numRuns: 100 },
    );
  });

  it('the order of two equal grades of one day, in the evidence that is printed', () => {
    const two = [ecog(1), ecog(1, { id: 'other' })];
    expect(judged(two).scores.ecog).toEqual(judged(two.toReversed()).scores.ecog);
  });

  it('the order of codings', () => {
    const withNoise = (resource: Json): Json =>
      deepCodings(resource, (codings) => [
        { system: 'http://local.example', code: 'x', display: 'y' },
        ...codings,
        { display: 'z' },
      ]);
    const noisy = busy.map(withNoise);
    const quiet = bare(judged(noisy, asked));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(5)), (numbers) => {
        const reordered = noisy.map((resource) =>
          deepCodings(resource, (codings) => {
            const by = numbers.next().value ?? 0;
            return [...codings.slice(by % codings.length), ...codings.slice(0, by % codings.length)];
          }),
        );
        expect(bare(judged(reordered, asked))).toEqual(quiet);
      }),
      { numRuns: 60 },
    );
  });

  it('codings of systems that are not known, beside those that are', () => {
    const noisy = busy.map((resource) =>
      deepCodings(resource, (codings) => [...codings, { system: 'http://local.example', code: 'x' }]),
    );
    expect(bare(judged(noisy, asked))).toEqual(reference);
  });

  it('copies that were entered in error, but for the list of what is ignored', () => {
    const wrong = (resource: Json): Json => {
      const copy = { ...resource, id: `wrong-${resource.id}` };
      if (resource.resourceType !== 'Condition') return { ...copy, status: 'entered-in-error' };
      const system = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
      return { ...copy, verificationStatus: { coding: [{ system, code: 'entered-in-error' }] } };
    };
    const { ignored: before, ...expected } = judged(busy, asked);
    fc.assert(
      fc.property(fc.subarray([...busy], { minLength: 1 }), (some) => {
        const { ignored, ...rest } = judged([...busy, ...some.map(wrong)], asked);
        expect(bare(rest as ReturnType<typeof printed>)).toEqual(
          bare(expected as ReturnType<typeof printed>),
        );
        expect(ignored.length).toBe(before.length + some.length);
      }),
      { numRuns: 60 },
    );
  });

  it("another person's copies, but for the list of what is ignored", () => {
    const foreign = (resource: Json): Json => ({
      ...resource,
      id: `other-${resource.id}`,
      ...(resource.resourceType === 'Coverage'
        ? { beneficiary: { reference: 'Patient/q' } }
        : { subject: { reference: 'Patient/q' } }),
    });
    const { ignored: before, ...expected } = judged(busy, asked);
    const { ignored, ...rest } = judged([...busy, ...busy.map(foreign)], asked);
    expect(bare(rest as ReturnType<typeof printed>)).toEqual(bare(expected as ReturnType<typeof printed>));
    expect(ignored.length).toBe(before.length + busy.length);
  });

  it('statements, candidacy and documents, for criteria, verdict and decisive sets', () => {
    const less = { ...med140, advisories: [], candidacy: [], documents: [] };
    fc.assert(
      fc.property(state, someAnswers, therapy, site, (name, given, wanted, where) => {
        const full = judged(of(name), { answers: given, therapy: wanted, site: where });
        const stripped = judged(of(name), { answers: given, therapy: wanted, site: where, policy: less });
        for (const part of ['verdict', 'conclusion', 'criteria', 'leaves', 'decisive'] as const)
          expect(stripped[part]).toEqual(full[part]);
      }),
      { numRuns: 100 },
    );
  });

  it('answers that bear on no criterion, for criteria and verdict', () => {
    const beside = {
      ecog: 4,
      ascites: 'moderate-severe',
      encephalopathy: 'grade-3-4',
      'macrovascular-invasion': 'main',
      'tumor-size-cm': 20,
      'tumor-count': 9,
      'extrahepatic-disease': 'present',
      'life-expectancy-at-least-3-months': false,
      'surgical-rationale': 'none',
      bilirubin: { value: 20, unit: 'mg/dL', date: daysAgo(1) },
    };
    for (const name of Object.keys(states))
      for (const wanted of therapies) {
        const plain = judged(of(name), { therapy: wanted, site: 'liver' });
        const sick = judged(of(name), { therapy: wanted, site: 'liver', answers: beside });
        expect(verdicts(sick)).toEqual(verdicts(plain));
        expect([sick.verdict, sick.decisive]).toEqual([plain.verdict, plain.decisive]);
      }
  });
});

function deepCodings(value: Json, change: (codings: readonly Json[]) => readonly Json[]): Json {
  const walk = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, inner]) => [
        key,
        key === 'coding' && Array.isArray(inner) ? change(inner as Json[]) : walk(inner),
      ]),
    );
  };
  // The code systems of a status have their own rule, and no local codes beside them.
  const { clinicalStatus, verificationStatus } = value;
  return {
    ...(walk(value) as Json),
    ...(clinicalStatus !== undefined && { clinicalStatus }),
    ...(verificationStatus !== undefined && { verificationStatus }),
  };
}

describe('more evidence', () => {
  it('never turns a criterion round without a leaf that changed', () => {
    fc.assert(
      fc.property(fc.subarray([...busy]), fc.subarray([...busy]), someAnswers, (some, more, given) => {
        const before = judged(some, { answers: given, therapy: 'tare' });
        const after = judged([...new Set([...some, ...more])], { answers: given, therapy: 'tare' });
        const [was, is] = [verdicts(before), verdicts(after)];
        const turned = Object.keys(was).filter((id) => was[id] !== is[id]);
        if (turned.length > 0) expect(after.leaves).not.toEqual(before.leaves);
      }),
      { numRuns: 150 },
    );
  });

  it('that proves another tumor is the only thing that takes a met diagnosis away, and then leaves it open', () => {
    const diagnosis = [
      'dx.hcc',
      'dx.icc',
      'dx.net-liver-mets',
      'dx.crc-liver-mets',
      'dx.melanoma-liver-mets',
    ];
    fc.assert(
      fc.property(state, state, (one, other) => {
        const before = judged(of(one)).leaves;
        const added = of(other).map((resource) => ({
          ...resource,
          id: `more-${resource.id}`,
          ...('extension' in resource && { extension: [] }),
        }));
        const after = judged([...of(one), ...added]).leaves;
        for (const name of diagnosis)
          if (before[name] === 'met')
            expect([one, other, name, after[name]]).not.toEqual([one, other, name, 'not-met']);
      }),
      { numRuns: 200 },
    );
  });
});

describe('withheld or failed reads', () => {
  it('never make anything met or not met that was not', () => {
    const doubt = (type: string): Json => ({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden', diagnostics: type }],
    });
    fc.assert(
      fc.property(
        fc.subarray([...busy]),
        fc.subarray(['Condition', 'Observation', 'ServiceRequest', 'Procedure', 'MedicationRequest', '']),
        (some, types) => {
          const before = printed(chart(...some), { therapy: 'tare' });
          const after = printed(chart(...some, ...types.map(doubt)), { therapy: 'tare' });
          for (const [name, verdict] of Object.entries(after.leaves))
            if (verdict !== before.leaves[name]) expect([name, verdict]).toEqual([name, 'unknown']);
          expect(after.unread.length).toBe(types.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the whole tree', () => {
  it('is printed depth first, with the ids of the policy', () => {
    const { criteria } = judged([]);
    expect(criteria.map(({ id }) => id)).toEqual([
      'I',
      'I.A',
      'I.B',
      'I.B.1',
      'I.B.2',
      'I.B.3',
      'I.B.3.a',
      'I.B.3.a.i',
      'I.B.3.a.ii',
      'I.B.3.b',
      'I.B.3.b.i',
      'I.B.3.b.ii',
      'I.B.3.c',
      'I.B.4',
      'II',
      'III',
    ]);
  });
  it('gives every node a sentence, and a reason to every unknown one', () => {
    for (const name of Object.keys(states))
      for (const wanted of therapies)
        for (const node of judged(of(name), { therapy: wanted }).criteria as unknown as readonly {
          id: string;
          verdict: string;
          because: string;
          gap?: string;
        }[]) {
          expect([node.id, node.because.length > 3]).toEqual([node.id, true]);
          expect([name, wanted, node.id, node.gap !== undefined]).toEqual([
            name,
            wanted,
            node.id,
            node.verdict === 'unknown',
          ]);
        }
  });
  it('shows evidence for every met diagnosis and every excluded one', () => {
    for (const name of Object.keys(states)) {
      const { kinds } = assessed(chart(...of(name))).facts.tumor;
      for (const [kind, { truth, evidence }] of Object.entries(kinds))
        if (truth !== 'open') expect([name, kind, evidence.length > 0]).toEqual([name, kind, true]);
    }
  });
});
