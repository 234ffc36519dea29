import { daysBetween } from '../fhir/date-span.ts';
import type { Patient } from '../fhir/r4.ts';
import { type Albi, albi } from './albi.ts';
import {
  albuminPoints,
  bilirubinPoints,
  bilirubinPointsSi,
  type ChildPugh,
  childPughClasses,
  childPughSum,
  cholestaticBilirubinPoints,
  either,
  inrPoints,
  type Points,
} from './child-pugh.ts';
import type { Comorbidity } from './comorbidity.ts';
import type { Provenance, Statement } from './finding.ts';
import type { Interval } from './interval.ts';
import type { Latest } from './latest.ts';
import { exact, type Measured } from './measurement.ts';
import { type MeldInputs, meld3, meldI, meldNa } from './meld.ts';

/** MELD 3.0 depends on clinical sex; both results where it is not known. */
export interface Meld3 {
  readonly score: number | null;
  readonly female: number;
  readonly male: number;
}

export interface Scores {
  readonly childPugh: ChildPugh | null;
  readonly albi: (Albi & { readonly evidence: readonly Provenance[] }) | null;
  readonly meld: number | null;
  readonly meldNa: number | null;
  readonly meld3: Meld3 | null;
  /** Days between the oldest and the newest laboratory value of the scores; over 14 they are hardly one picture. */
  readonly spreadDays: number;
}

type Labs = Readonly<Record<'bilirubin' | 'albumin' | 'inr' | 'creatinine' | 'sodium', Latest<Measured>>>;

/** All scores, each as wide as the record leaves it; null where nothing bounds it. */
export function scores(labs: Labs, comorbidity: Comorbidity, patient: Patient): Scores {
  return {
    childPugh: childPugh(labs, comorbidity),
    albi: albiOf(labs),
    ...meld(labs, comorbidity, patient),
    spreadDays: spread(labs),
  };
}

function known(value: Latest<Measured>): Extract<Latest<Measured>, { state: 'known' }> | undefined {
  return value.state === 'known' ? value : undefined;
}

function childPugh(
  { bilirubin, albumin, inr }: Labs,
  { ascites, encephalopathy, cholestatic, anticoagulation }: Comorbidity,
): ChildPugh | null {
  const [bili, alb, ratio] = [known(bilirubin), known(albumin), known(inr)];
  const isInrUsable = anticoagulation.truth === 'no';
  const points = {
    bilirubin: bilirubinOf(bili?.value, cholestatic.truth),
    albumin: albuminPoints(alb?.value.value),
    inr: isInrUsable ? inrPoints(ratio?.value.value) : inrPoints(undefined),
    ascites,
    encephalopathy,
  };
  const isBounded = Object.values(points).some(({ low, high }) => low > 1 || high < 3);
  if (!isBounded) return null;
  const sum = childPughSum(points);
  const evidence = [bili, alb, isInrUsable ? ratio : undefined].flatMap((lab) => lab?.evidence ?? []);
  return {
    ...sum,
    classes: childPughClasses(sum),
    points: { ...points, ascites: bare(ascites), encephalopathy: bare(encephalopathy) },
    evidence: [...evidence, ...ascites.evidence, ...encephalopathy.evidence],
    notes: notes(bili?.value, anticoagulation.truth, ratio !== undefined),
  };
}

function bare({ low, high }: Points): Points {
  return { low, high };
}

/** The cholestatic limits only where PBC or PSC is confirmed; where it is in doubt, both tables. */
function bilirubinOf(measured: Measured | undefined, cholestatic: 'yes' | 'no' | 'open'): Points {
  const standard = tables(measured);
  if (cholestatic === 'no') return standard;
  const other = cholestaticBilirubinPoints(measured?.value);
  return cholestatic === 'yes' ? other : either(standard, other);
}

function tables(measured: Measured | undefined): Points {
  const points = bilirubinPoints(measured?.value);
  return measured?.recorded.unit === 'umol/L'
    ? either(points, bilirubinPointsSi(measured.recorded.value))
    : points;
}

function notes(
  bilirubin: Measured | undefined,
  anticoagulated: Statement['truth'],
  hasInr: boolean,
): readonly string[] {
  const found: string[] = [];
  if (bilirubin && !samePoints(tables(bilirubin), bilirubinPoints(bilirubin.value))) {
    found.push('Bilirubin lies where the tables in mg/dL and in umol/L disagree: both are allowed for.');
  }
  if (anticoagulated === 'yes' && hasInr)
    found.push('The INR is not counted: an anticoagulant is on record.');
  if (anticoagulated === 'open' && hasInr)
    found.push('The INR is not counted: an anticoagulant may be in use.');
  return found;
}

function samePoints(a: Points, b: Points): boolean {
  return a.low === b.low && a.high === b.high;
}

function albiOf({ bilirubin, albumin }: Labs): Scores['albi'] {
  const [bili, alb] = [known(bilirubin), known(albumin)];
  if (!bili || !alb) return null;
  const result = albi(micromoles(bili.value), gramsPerLitre(alb.value));
  const isBounded =
    result.score !== null || result.grade !== null || result.low !== null || result.high !== null;
  return isBounded ? { ...result, evidence: [...bili.evidence, ...alb.evidence] } : null;
}

/** In umol/L; as recorded where it was recorded so. */
function micromoles({ value, recorded }: Measured): Interval {
  return recorded.unit === 'umol/L'
    ? recorded.value
    : { ...value, low: value.low * 17.104, high: value.high * 17.104 };
}

function gramsPerLitre({ value, recorded }: Measured): Interval {
  return recorded.unit === 'g/L'
    ? recorded.value
    : { ...value, low: tenfold(value.low), high: tenfold(value.high) };
}

function tenfold(value: number): number {
  return Math.round(value * 1e7) / 1e6;
}

function meld(
  { bilirubin, albumin, inr, creatinine, sodium }: Labs,
  { anticoagulation, dialysis }: Comorbidity,
  patient: Patient,
): Pick<Scores, 'meld' | 'meldNa' | 'meld3'> {
  const nothing = { meld: null, meldNa: null, meld3: null };
  if (anticoagulation.truth !== 'no' || dialysis.truth === 'open') return nothing;
  const [bili, ratio, crea, na] = [bilirubin, inr, creatinine, sodium].map(midpoint);
  if (bili === undefined || ratio === undefined || crea === undefined) return nothing;
  const inputs: MeldInputs = {
    bilirubin: bili,
    inr: ratio,
    creatinine: crea,
    sodium: na ?? 137,
    dialysis: dialysis.truth === 'yes',
  };
  const alb = midpoint(albumin);
  const both =
    na === undefined || alb === undefined
      ? null
      : {
          female: meld3({ ...inputs, albumin: alb, isFemale: true }),
          male: meld3({ ...inputs, albumin: alb, isFemale: false }),
        };
  const sex = clinicalSex(patient);
  return {
    meld: meldI(inputs),
    meldNa: na === undefined ? null : meldNa(inputs),
    meld3: both && { ...both, score: sex ? both[sex] : both.female === both.male ? both.male : null },
  };
}

/** One number for a score that cannot carry a span; a value with a comparator, or two that differ, has none. */
function midpoint(value: Latest<Measured>): number | undefined {
  const lab = known(value);
  if (!lab) return undefined;
  const { value: measured } = lab;
  if (exact(measured) !== undefined) return exact(measured);
  const { recorded } = measured;
  return recorded.value.low === recorded.value.high ? measured.value.low : undefined;
}

const birthSex = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

/** Sex for the score; none where the record states another gender, none, or two that differ. */
export function clinicalSex({ gender, extension = [] }: Patient): 'female' | 'male' | undefined {
  const stated = extension.find(({ url }) => url === birthSex)?.valueCode;
  const administrative = gender === 'female' || gender === 'male' ? gender : undefined;
  if (stated === undefined) return administrative;
  const atBirth = stated === 'F' ? 'female' : stated === 'M' ? 'male' : undefined;
  return atBirth === administrative ? atBirth : undefined;
}

function spread(labs: Labs): number {
  const days = Object.values(labs)
    .flatMap((lab) => (lab.state === 'known' ? [lab.on.first] : []))
    .toSorted();
  const [first] = days;
  const last = days.at(-1);
  return first && last ? daysBetween(first, last) : 0;
}
