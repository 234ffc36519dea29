import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Diagnosis } from '../facts/diagnosis.ts';
import { references } from '../facts/finding.ts';
import type { PriorTreatment } from '../facts/treatment.ts';
import { isLiverMetastasis } from '../facts/tumor-code.ts';
import { whyTumorIsOpen } from '../facts/tumor-gap.ts';
import { type TumorType, tumorKinds } from '../facts/tumor-type.ts';
import { codeKey, systems } from '../fhir/coding.ts';
import { speaksFor } from '../fhir/value-set.ts';
import {
  beside,
  dateInRecord,
  type Filling,
  filled,
  filledWith,
  type Hint,
  measuredInRecord,
  nothing,
  type Source,
  type Sourced,
  spanInWords,
} from './source.ts';
import { fhirText, isFhirCode, type Value } from './value.ts';

/** Items about the tumor, where it is and what was done about it. */
export const diseaseSources = {
  'tumor-type': ({ tumor }) => tumorType(tumor),
  'liver-diagnosis': ({ tumor }) =>
    filled(coded(tumor.inLiver), 'No malignancy in the liver is recorded as confirmed and active.'),
  'primary-diagnosis': (facts) =>
    filled(
      coded(primaries(facts)),
      'The primary that the metastases come from is not settled by the record.',
    ),
  'tumor-size-cm': ({ tumorSize, asOf }) => measuredInRecord(tumorSize, asOf),
  'tumor-size-cm-date': ({ tumorSize }) => dateInRecord(tumorSize),
  'extrahepatic-disease': extrahepatic,
  'systemic-lines': ({ systemic }) => lines(courses(systemic), 'No systemic therapy is on record.'),
  'prior-procedures': ({ procedures }) =>
    lines(procedures, 'No earlier procedure on the liver is on record.'),
} as const satisfies Readonly<Record<string, Source>>;

/** What stands beside the items about the tumor that only a clinician fills. */
export const diseaseHints = {
  'tumor-count': () => nothing,
  'disease-extent': ({ diseaseStatus: { latest } }) =>
    beside('Only a clinician can say.', latest.state === 'known' ? latest.evidence : []),
  'macrovascular-invasion': ({ comorbidity: { portalVein } }) =>
    portalVein.truth === 'yes'
      ? beside(
          `${portalVein.because} Which vessel, and whether it is tumor, is not recorded.`,
          portalVein.evidence,
        )
      : beside(portalVein.because, portalVein.support),
  symptoms: ({ leaves: { symptomatic } }) =>
    beside(symptomatic.because, [...symptomatic.evidence, ...symptomatic.support]),
  'prior-treatments': () => nothing,
  'prior-treatments-confirmed': () => nothing,
} as const satisfies Readonly<Record<string, Hint>>;

const answerOf = {
  hcc: 'hcc',
  icc: 'icc',
  net: 'net-liver-mets',
  crc: 'crc-liver-mets',
  melanoma: 'melanoma-liver-mets',
} as const satisfies Readonly<Record<(typeof tumorKinds)[number], string>>;

/** One kind that the record proves, with nothing on record that points to another; or none of them, where it rules all out. */
function tumorType(tumor: TumorType): Sourced {
  const { kinds, inLiver } = tumor;
  const proven = tumorKinds.filter((kind) => kinds[kind].truth === 'yes');
  const open = tumorKinds.filter((kind) => kinds[kind].truth === 'open');
  const pointing = open.flatMap((kind) => kinds[kind].support);
  const [kind, second] = proven;
  if (kind && !second && pointing.length === 0)
    return filledWith({ kind: 'option', code: answerOf[kind] }, kinds[kind].evidence);
  if (kind) {
    const because = 'More than one tumor in the liver is on record, or may be.';
    return beside(because, [...proven.flatMap((each) => kinds[each].evidence), ...pointing]);
  }
  if (open.length === 0 && inLiver.length > 0) {
    const from = inLiver.map(({ provenance }) => provenance);
    return filledWith({ kind: 'option', code: 'other' }, [
      { kind: 'derived', rule: 'the record explains the tumor by another diagnosis', from },
    ]);
  }
  const told = whyTumorIsOpen(tumor);
  return beside(told?.because ?? 'No tumor in the liver is recorded as confirmed and active.', pointing);
}

function extrahepatic({ diagnoses }: ClinicalFacts): Sourced {
  const outside = diagnoses.filter(({ coded: matches }) => speaksFor(matches, 'dx.extrahepatic-metastasis'));
  const confirmed = outside.filter(({ standing }) => standing === 'confirmed');
  if (confirmed.length > 0)
    return filledWith(
      { kind: 'option', code: 'present' },
      confirmed.map(({ provenance }) => provenance),
    );
  return beside(
    'No confirmed metastasis outside the liver is recorded, which does not mean that there is none.',
    outside.map(({ provenance }) => provenance),
  );
}

/** The primaries that known metastases in the liver come from. */
function primaries({ tumor, diagnoses }: ClinicalFacts): readonly Diagnosis[] {
  const named = new Set(
    tumor.metastases.flatMap(({ origin }) => (origin.is === 'known' ? references(origin.evidence) : [])),
  );
  return diagnoses.filter(
    ({ provenance, coded: matches }) => named.has(provenance.reference) && !isLiverMetastasis(matches),
  );
}

/** One value per code, with every record that carries it. */
function coded(found: readonly Diagnosis[]): readonly Filling[] {
  const fillings = new Map<string, Filling>();
  for (const diagnosis of found) {
    const value = codeOf(diagnosis);
    if (!value) continue;
    const key = value.kind === 'coding' ? `${value.system}|${value.code}` : `${value.kind}`;
    const { from = [] } = fillings.get(key) ?? {};
    fillings.set(key, { value, from: [...from, diagnosis.provenance] });
  }
  return [...fillings.values()];
}

/** ICD-10-CM where the record has it, since payers ask for it; else SNOMED CT, else its first code. */
function codeOf({ condition: { code } }: Diagnosis): Value | undefined {
  const all = (code?.coding ?? []).flatMap((coding) => {
    const key = codeKey(coding);
    return key === undefined || !isFhirCode(key) ? [] : [{ key, display: coding.display }];
  });
  const of = (system: string) => all.find(({ key }) => key.startsWith(`${system}|`));
  const chosen = of(systems.icd10cm) ?? of(systems.sct) ?? all[0];
  if (!chosen) return undefined;
  const bar = chosen.key.indexOf('|');
  const bare = chosen.key.slice(bar + 1);
  const display = fhirText(chosen.display ?? '') ?? fhirText(code?.text ?? '') ?? bare;
  return { kind: 'coding', system: chosen.key.slice(0, bar), code: bare, display };
}

/** Doses that were given while a line of the same agents ran are part of that line, not lines of their own. */
function courses(treatments: readonly PriorTreatment[]): readonly PriorTreatment[] {
  const found: PriorTreatment[] = [];
  for (const treatment of treatments) {
    const line = found.findIndex((other) => isPartOf(treatment, other));
    const whole = found[line];
    if (whole) found[line] = { ...whole, evidence: [...whole.evidence, ...treatment.evidence] };
    else found.push(treatment);
  }
  return found;
}

function isPartOf(dose: PriorTreatment, line: PriorTreatment): boolean {
  const isGiven = references(dose.evidence).every((each) => each.startsWith('MedicationAdministration/'));
  const agents = line.id.split('+');
  const isSame = dose.id.split('+').every((agent) => agents.includes(agent));
  if (!isGiven || !isSame || !dose.start || !line.start) return false;
  const isAfterItBegan = dose.start.first >= line.start.first;
  if (line.end) return isAfterItBegan && dose.start.first <= line.end.last;
  return isAfterItBegan && line.status.includes('active');
}

const endings = {
  'no-response': 'no response',
  'not-tolerated': 'not tolerated',
  refused: 'refused by the patient',
  other: 'another reason',
} as const satisfies Readonly<Record<NonNullable<PriorTreatment['termination']>, string>>;

function lines(treatments: readonly PriorTreatment[], otherwise: string): Sourced {
  return filled(
    treatments.map((treatment) => ({
      value: { kind: 'string', value: fhirText(line(treatment)) ?? treatment.title },
      from: treatment.evidence,
    })),
    `${otherwise} That does not mean that there was none.`,
  );
}

/** A procedure in the record's own words, with what it is taken to be; a line of therapy by its agents. */
function line({ kind, title, start, end, status, termination, evidence }: PriorTreatment): string {
  const [first] = evidence;
  const words = first?.kind === 'recorded' ? first.asRecorded : title;
  const name = kind === 'procedure' && words !== title ? `${words} (${title})` : title;
  const from = start && (kind === 'procedure' ? spanInWords(start) : `from ${spanInWords(start)}`);
  const dates = [from, end && `to ${spanInWords(end)}`].filter((part) => part !== undefined).join(' ');
  const ended = termination && `ended: ${endings[termination]}`;
  const parts = [name, dates || 'date not recorded', `status ${status}`, ended];
  return parts.filter((part) => part !== undefined).join(', ');
}
