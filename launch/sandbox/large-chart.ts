import {
  clinicNote,
  day,
  diagnosis,
  labReport,
  labResult,
  performanceStatus,
  prescription,
  visit,
  vitalSign,
} from './large-chart-entries.ts';
import { panels } from './large-chart-panels.ts';
import signal from './patients/long-record.json' with { type: 'json' };

/** Follow-up visits in days before the story's day, the latest first: one a month for six years. */
const visits = Array.from({ length: 73 }, (_, index) => 9 + index * 30);

const problems: readonly (readonly [string, string, string])[] = [
  ['38341003', 'I10', 'Essential hypertension'],
  ['44054006', 'E11.9', 'Type 2 diabetes'],
  ['55822004', 'E78.5', 'Hyperlipidemia'],
  ['235595009', 'K21.9', 'GERD'],
  ['396275006', 'M19.90', 'Osteoarthritis'],
  ['64859006', 'M81.0', 'Osteoporosis'],
  ['40930008', 'E03.9', 'Hypothyroidism'],
  ['28670008', 'I85.10', 'Esophageal varices, never bled'],
];

const prescriptions: readonly (readonly [slug: string, rxnorm: string, text: string, sig: string])[] = [
  ['propranolol', '8787', 'propranolol 20 mg tablet', '1 tablet by mouth twice daily'],
  ['lisinopril', '29046', 'lisinopril 10 mg tablet', '1 tablet by mouth once daily'],
  ['metformin', '6809', 'metformin 500 mg tablet', '1 tablet by mouth twice daily'],
  ['levothyroxine', '10582', 'levothyroxine 50 mcg tablet', '1 tablet by mouth every morning'],
  ['omeprazole', '7646', 'omeprazole 20 mg capsule', '1 capsule by mouth before breakfast'],
  ['alendronate', '46041', 'alendronate 70 mg tablet', '1 tablet by mouth once weekly'],
];

const vitals: readonly (readonly [
  slug: string,
  code: string,
  text: string,
  unit: string,
  typical: number,
  spread: number,
])[] = [
  ['heart-rate', '8867-4', 'Heart rate', '/min', 68, 8],
  ['weight', '29463-7', 'Body weight', 'kg', 66, 2],
  ['temperature', '8310-5', 'Body temperature', 'Cel', 36.7, 0.2],
  ['respiratory-rate', '9279-1', 'Respiratory rate', '/min', 15, 2],
];

/** A repeatable stream of numbers from -1 to 1 (a linear congruential generator): the same chart every time. */
function wobble(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x80000000 - 1;
  };
}

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));

/**
 * A chart of over 2,000 resources, the same at every call: the signal is written by hand (`patients/long-record.json`), the six
 * years of visits, results and renewals around it are generated.
 */
export function largeChart(): unknown {
  const next = wobble(20_250_616);
  const resources = [
    visit(1, 0, 'Interventional radiology consultation', 'in-progress'),
    ...visits.flatMap((daysBefore, index) => followUp(index + 2, daysBefore, next)),
    ...problems.map((problem, index) => diagnosis(`problem-${index}`, problem, day(2190 - 40 * index))),
  ];
  return { ...signal, entry: [...signal.entry, ...resources.map(asEntry)] };
}

/** Everything that one follow-up visit leaves in a chart. `next` gives the spread of its numbers. */
function followUp(number: number, daysBefore: number, next: () => number): readonly object[] {
  const progress = 1 - daysBefore / (visits.at(-1) ?? 1);
  const isLatest = number === 2;
  const results = Object.entries(panels).flatMap(([text, analytes], panel) => {
    const members = analytes.map((analyte) => {
      // The marker stays low and climbs late; everything else drifts evenly.
      const share = analyte.slug === 'afp' ? progress ** 12 : progress;
      const value = analyte.first + (analyte.last - analyte.first) * share + analyte.spread * share * next();
      return labResult(analyte, rounded(Math.max(value, 0.1), analyte.decimals), number, daysBefore);
    });
    const references = members.map(({ id }) => `Observation/${id}`);
    return [...members, labReport(text, references, number, panel, daysBefore)];
  });
  const signs = vitals.map(([slug, code, text, unit, typical, spread]) =>
    vitalSign(slug, code, text, unit, rounded(typical + spread * next(), 1), number, daysBefore),
  );
  const renewals = prescriptions.map(([slug, rxnorm, text, sig]) =>
    prescription(slug, rxnorm, text, sig, number, daysBefore, isLatest ? 'active' : 'completed'),
  );
  return [
    visit(number, daysBefore, 'Hepatology follow-up', 'finished'),
    ...results,
    ...signs,
    diagnosis(
      `encounter-${number}`,
      ['', 'K74.60', 'Unspecified cirrhosis of liver'],
      day(daysBefore),
      number,
    ),
    clinicNote(number, daysBefore, 'Synthetic record. Seen in clinic, examined, plan unchanged.'),
    ...(number % 3 === 2 ? [performanceStatus(progress > 0.9 ? 1 : 0, number, daysBefore)] : []),
    ...(number % 12 === 2 ? renewals : []),
  ];
}

function asEntry(resource: object): object {
  const { resourceType, id } = resource as { readonly resourceType: string; readonly id: string };
  const url = `${resourceType}/${id}`;
  return {
    fullUrl: `https://lakeshore-hospital.example/fhir/${url}`,
    resource,
    request: { method: 'PUT', url },
  };
}
