import { UcumLhcUtils } from '@lhncbc/ucum-lhc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laboratoryIds } from '../../../src/core/facts/laboratory.ts';
import { converted, type Measured, type Measurement } from '../../../src/core/facts/measurement.ts';
import {
  chart,
  concept,
  daysAgo,
  type Json,
  lab,
  loincOf,
  observation,
  type Resource,
} from '../../support/chart.ts';
import { assessed, mappings } from '../../support/facts.ts';
import units from '../vectors/units.json' with { type: 'json' };

const ucum = UcumLhcUtils.getInstance();
const measurements = Object.values(mappings.measurements);
/** g/mol, where a laboratory reports moles. */
const molarMass: Readonly<Record<string, number>> = { bilirubin: 584.66, creatinine: 113.12 };

/** What UCUM says this is in the canonical unit. */
function byUcum(value: number, from: string, { id, unit }: Measurement): number | null {
  if (from === unit) return value;
  return ucum.convertUnitTo(from, value, unit, {
    molecularWeight: molarMass[id] ?? null,
    charge: from === 'meq/L' ? 1 : null,
  }).toVal;
}

const value = (quantity: Json, measurement: Measurement): Measured => {
  const result = converted(Number(quantity.value), quantity, measurement);
  if (!('measured' in result)) throw new Error(`refused: ${result.because}`);
  return result.measured;
};
const refusal = (quantity: Json, measurement: Measurement): string | undefined => {
  const result = converted(Number(quantity.value), quantity, measurement);
  return 'refused' in result ? result.refused : undefined;
};

describe.each(measurements.map((measurement) => [measurement.id, measurement] as const))(
  'units of %s',
  (_, measurement) => {
    const { units, plausible, unit } = measurement;

    it.each(units.map(({ ucum: code }) => [code] as const))('%s is a unit of UCUM', (code) => {
      expect(ucum.validateUnitString(code).status).toBe('valid');
    });

    it.each(units.map(({ ucum: code }) => [code] as const))('%s converts as UCUM converts it', (code) => {
      fc.assert(
        fc.property(fc.double({ min: plausible.low, max: plausible.high, noNaN: true }), (canonical) => {
          const factor = byUcum(1, code, measurement);
          if (factor === null) throw new Error(`UCUM does not convert ${code}`);
          const written = canonical / factor;
          const result = converted(
            written,
            { unit: code, code, system: 'http://unitsofmeasure.org' },
            measurement,
          );
          if (!('measured' in result)) return;
          const { low, high } = result.measured.value;
          const tolerance = canonical * 0.0005;
          expect(low).toBeLessThanOrEqual(canonical + tolerance);
          expect(high).toBeGreaterThanOrEqual(canonical - tolerance);
          expect(high - low).toBeLessThanOrEqual(tolerance);
        }),
        { numRuns: 50 },
      );
    });

    const middle = Math.sqrt(plausible.low * plausible.high);
    it.each(units.flatMap((each) => each.aliases.map((alias) => [alias, each.ucum] as const)))(
      '%s is %s, in any case and with spaces',
      (alias, code) => {
        const factor = byUcum(1, code, measurement) ?? 1;
        const written = middle / factor;
        for (const spelled of [
          alias,
          alias.toUpperCase(),
          alias.replace('/', ' / '),
          alias.replaceAll('u', 'µ'),
        ]) {
          expect(value({ value: written, unit: spelled }, measurement).recorded.unit).toBe(code);
        }
      },
    );

    it.each(['mg/L', 'mol/L', 'pg/mL', 'ng/dL', 'IU/L', '%', 'mg', 'furlong', 'g/mL', 'kU/L'])(
      'refuses %s',
      (code) => {
        expect(
          refusal({ value: middle, unit: code, code, system: 'http://unitsofmeasure.org' }, measurement),
        ).toBe('unit');
        expect(refusal({ value: middle, unit: code }, measurement)).toBe('unit');
      },
    );

    it('refuses a value that no laboratory reports, from both sides', () => {
      expect(refusal({ value: plausible.low * 0.98, unit }, measurement)).toBe('implausible');
      expect(refusal({ value: plausible.high * 1.02, unit }, measurement)).toBe('implausible');
      expect(refusal({ value: -1, unit }, measurement)).toBe('implausible');
      expect(refusal({ value: plausible.low, unit }, measurement)).toBeUndefined();
      expect(refusal({ value: plausible.high, unit }, measurement)).toBeUndefined();
    });

    it('takes a value without unit only where every laboratory reports one and the same', () => {
      expect(refusal({ value: middle }, measurement)).toBe(measurement.id === 'inr' ? undefined : 'unit');
      expect(refusal({ value: middle, unit: ' ' }, measurement)).toBe(
        measurement.id === 'inr' ? undefined : 'unit',
      );
    });
  },
);

describe('published conversions', () => {
  it.each(units.vectors)('%j', (vector) => {
    const { bili_mg, bili_umol, creat_mg, creat_umol, alb_g_dl, alb_g_l } = vector as Record<string, number>;
    const cases = [
      [mappings.measurements.bilirubin, 'umol/L', bili_umol, bili_mg],
      [mappings.measurements.creatinine, 'umol/L', creat_umol, creat_mg],
      [mappings.measurements.albumin, 'g/L', alb_g_l, alb_g_dl],
    ] as const;
    for (const [measurement, unit, from, to] of cases) {
      if (from === undefined || to === undefined) continue;
      const { low, high } = value({ value: from, unit }, measurement).value;
      expect(low).toBeLessThan(to + 0.001);
      expect(high).toBeGreaterThan(to - 0.001);
    }
  });
});

const latestOf = (resources: readonly Json[], name: (typeof laboratoryIds)[number] = 'bilirubin') =>
  assessed(chart(...resources)).facts.laboratories[name].latest;
const state = (resources: readonly Json[], name?: (typeof laboratoryIds)[number]) => {
  const found = latestOf(resources, name);
  return found.state === 'open' ? found.gap : [found.value.value.low, found.value.value.high];
};
const bili = (extra: Json): Resource => observation('loinc 1975-2', { id: 'b', ...extra });

describe('how a laboratory value is written', () => {
  it.each<[string, Json, unknown]>([
    ['a quantity', { valueQuantity: { value: 1.2, unit: 'mg/dL' } }, [1.2, 1.2]],
    [
      'a quantity with a code alone',
      { valueQuantity: { value: 1.2, code: 'mg/dL', system: 'http://unitsofmeasure.org' } },
      [1.2, 1.2],
    ],
    [
      'a quantity by the OID of UCUM',
      { valueQuantity: { value: 1.2, code: 'mg/dL', system: 'urn:oid:2.16.840.1.113883.6.8' } },
      [1.2, 1.2],
    ],
    [
      'a quantity whose code and unit disagree',
      { valueQuantity: { value: 1.2, unit: 'mg/dL', code: 'umol/L', system: 'http://unitsofmeasure.org' } },
      'unit',
    ],
    [
      'a local code and a known unit',
      { valueQuantity: { value: 1.2, unit: 'mg/dL', code: 'X', system: 'http://local.example' } },
      [1.2, 1.2],
    ],
    ['a quantity without a value', { valueQuantity: { unit: 'mg/dL' } }, 'not-recorded'],
    ['text', { valueString: '1.2 mg/dL' }, [1.2, 1.2]],
    ['text with a comparator', { valueString: '< 0.2 mg/dL' }, [0, 0.2]],
    ['text without a unit', { valueString: '1.2' }, 'unit'],
    ['text with a comma', { valueString: '1,2 mg/dL' }, 'unit'],
    ['a range in text', { valueString: '1.2-1.5 mg/dL' }, 'unit'],
    ['words', { valueString: 'hemolyzed' }, 'not-recorded'],
    ['a comparator', { valueQuantity: { value: 0.2, unit: 'mg/dL', comparator: '<' } }, [0, 0.2]],
    [
      'another comparator',
      { valueQuantity: { value: 30, unit: 'mg/dL', comparator: '>' } },
      [30, Number.POSITIVE_INFINITY],
    ],
    [
      'an absent value with its reason',
      { dataAbsentReason: concept('http://terminology.hl7.org/CodeSystem/data-absent-reason error') },
      'not-recorded',
    ],
    ['nothing', {}, 'not-recorded'],
    ['an integer', { valueInteger: 1 }, 'unit'],
  ])('%s', (_, extra, expected) => expect(state([bili(extra)])).toEqual(expected));

  it('reads an INR as a bare number, integer or text', () => {
    const inr = (extra: Json) => state([observation('loinc 6301-6', { id: 'i', ...extra })], 'inr');
    expect(inr({ valueQuantity: { value: 1.1 } })).toEqual([1.1, 1.1]);
    expect(inr({ valueInteger: 1 })).toEqual([1, 1]);
    expect(inr({ valueString: '1.1' })).toEqual([1.1, 1.1]);
    expect(inr({ valueString: '1.1 s' })).toBe('unit');
    for (const unit of ['units', 'Unit', 'NA', 'N/A', '{unit}'])
      expect(inr({ valueQuantity: { value: 1.1, unit } })).toEqual([1.1, 1.1]);
    expect(inr({ valueQuantity: { value: 1.1, unit: 'U/L' } })).toBe('unit');
    expect(inr({ valueQuantity: { value: 1.1, unit: '%' } })).toBe('unit');
  });

  it('reads a panel by its components', () => {
    const panel = observation('loinc 24325-3', {
      component: [
        { code: concept('loinc 1975-2'), valueQuantity: { value: 0.9, unit: 'mg/dL' } },
        { code: concept('loinc 1751-7'), valueQuantity: { value: 3.9, unit: 'g/dL' } },
        { code: concept('loinc 1968-7'), valueQuantity: { value: 0.2, unit: 'mg/dL' } },
      ],
    });
    expect(state([panel])).toEqual([0.9, 0.9]);
    expect(state([panel], 'albumin')).toEqual([3.9, 3.9]);
  });

  it('takes the reason from a component that is absent', () => {
    const panel = observation('loinc 24325-3', {
      component: [{ code: concept('loinc 1975-2'), dataAbsentReason: concept('x error') }],
    });
    expect(state([panel])).toBe('not-recorded');
  });

  it.each(laboratoryIds)('finds %s under every code that is listed for it', (id) => {
    const { concept: name, unit, plausible } = mappings.measurements[id];
    const codes = [
      '1975-2',
      '14631-6',
      '1751-7',
      '61151-7',
      '61152-5',
      '2862-1',
      '6301-6',
      '34714-6',
      '38875-1',
      '777-3',
      '26515-7',
      '2160-0',
      '14682-9',
      '38483-4',
      '2951-2',
      '2947-0',
      '1834-1',
    ].filter((code) =>
      mappings.concepts.classify(concept(`loinc ${code}`)).some((match) => match.concept === name),
    );
    expect(codes).toContain(loincOf[id]);
    const written = Math.sqrt(plausible.low * plausible.high);
    for (const code of codes)
      expect(
        state([observation(`loinc ${code}`, { id: 'x', valueQuantity: { value: written, unit } })], id),
      ).toEqual([written, written]);
  });
});

describe('direct and total bilirubin', () => {
  const direct = (amount: number, extra: Json = {}) =>
    observation('loinc 1968-7', { id: 'direct', valueQuantity: { value: amount, unit: 'mg/dL' }, ...extra });

  it('never lets the direct one stand in', () => expect(state([direct(0.3)])).toBe('not-recorded'));
  it('takes the total beside the direct one', () =>
    expect(state([lab('bilirubin', 1), direct(0.3)])).toEqual([1, 1]));
  it('uses no total below the direct one of the same day', () =>
    expect(state([lab('bilirubin', 0.2), direct(0.9)])).toBe('implausible'));
  it('does not compare two days', () =>
    expect(state([lab('bilirubin', 0.2), direct(0.9, { effectiveDateTime: daysAgo(3) })])).toEqual([
      0.2, 0.2,
    ]));
  it('uses no result that carries both codes', () =>
    expect(
      state([
        bili({ code: concept('loinc 1975-2', 'loinc 1968-7'), valueQuantity: { value: 1, unit: 'mg/dL' } }),
      ]),
    ).toBe('conflict'));
  it('uses no indirect one', () =>
    expect(state([observation('loinc 1971-1', { valueQuantity: { value: 1, unit: 'mg/dL' } })])).toBe(
      'not-recorded',
    ));
});

describe('what was refused', () => {
  it.each<[string, Json]>([
    ['an unknown unit', { valueQuantity: { value: 1, unit: 'furlong' } }],
    ['no unit', { valueQuantity: { value: 1 } }],
    ['an implausible value', { valueQuantity: { value: 900, unit: 'mg/dL' } }],
  ])('is listed with its reason, and blocks an older value: %s', (_, extra) => {
    const older = lab('bilirubin', 1, { id: 'older', effectiveDateTime: daysAgo(10) });
    const output = assessed(chart(older, bili(extra)));
    expect(output.facts.laboratories.bilirubin.latest.state).toBe('open');
    expect(output.ignored.map(({ reference }) => reference)).toEqual(['Observation/b']);
  });

  it('38 g/dL is not divided silently', () =>
    expect(state([lab('albumin', 38)], 'albumin')).toBe('implausible'));
  it('a platelet count in 10*3/mL is refused', () =>
    expect(state([lab('platelets', 150, { unit: '10*3/mL' })], 'platelets')).toBe('unit'));
});

describe('a result from elsewhere that a clinician enters', () => {
  const entered = (answer: Json, resources: readonly Json[] = []) => {
    const found = assessed(chart(...resources), { answers: { bilirubin: answer } }).facts.laboratories
      .bilirubin.latest;
    return found.state === 'open' ? found.gap : found.value.value.low;
  };
  it('counts as any other, with its date', () => {
    expect(entered({ value: 1, unit: 'mg/dL', date: daysAgo(5) })).toBe(1);
    expect(entered({ value: 1, unit: 'mg/dL', date: daysAgo(91) })).toBe('stale');
    expect(entered({ value: 1, unit: 'furlong', date: daysAgo(5) })).toBe('unit');
    expect(entered({ value: 1, unit: '', date: daysAgo(5) })).toBe('unit');
  });
  it('gives way to a later one on record, and replaces one of the same day', () => {
    expect(entered({ value: 1, unit: 'mg/dL', date: daysAgo(5) }, [lab('bilirubin', 4)])).toBe(4);
    expect(entered({ value: 1, unit: 'mg/dL', date: daysAgo(0) }, [lab('bilirubin', 4)])).toBe(1);
  });
  it('of the future is not used and does not block what is on record', () => {
    expect(entered({ value: 1, unit: 'mg/dL', date: daysAgo(-5) }, [lab('bilirubin', 4)])).toBe(4);
  });
});
