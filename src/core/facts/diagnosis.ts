import { canonicalSystem, systems } from '../fhir/coding.ts';
import { dateSpan } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import { type ConceptIndex, type ConceptMatch, proves, speaksFor } from '../fhir/value-set.ts';
import type { Rejected } from '../record/rejected.ts';
import type { Chart } from './chart.ts';
import { type Recorded, recorded } from './finding.ts';
import { standingOf } from './measurement.ts';
import { type ConditionStanding, conditionStanding } from './standing.ts';

/** Tumors that the policies name. */
export type TumorKind = 'hcc' | 'icc' | 'net' | 'crc' | 'melanoma';

/** What a diagnosis says of where a tumor comes from. */
export type Origin =
  | { readonly is: 'named'; readonly kind: TumorKind }
  /** A primary that the policies do not name; `site` tells two of them apart. */
  | { readonly is: 'other'; readonly site: string; readonly mayBe: readonly TumorKind[] }
  /** The record states two kinds at once, or a mixed histology. */
  | { readonly is: 'ambiguous'; readonly between: readonly TumorKind[]; readonly because: string }
  /** A malignancy by its words or profile, but by no code that is known here. */
  | { readonly is: 'unrecognised' };

/** One Condition as the judgement sees it. */
export interface Diagnosis {
  readonly condition: Condition;
  readonly standing: ConditionStanding;
  /** Concepts of `Condition.code`. */
  readonly coded: readonly ConceptMatch[];
  /** Concepts of the histology on it or focused on it. */
  readonly histology: readonly ConceptMatch[];
  /** The kind of primary tumor it states; undefined when it states none. */
  readonly origin: Origin | undefined;
  readonly provenance: Recorded;
}

const kinds = {
  'dx.hcc': 'hcc',
  'dx.icc': 'icc',
  'dx.net-primary': 'net',
  'dx.colorectal-primary': 'crc',
  'dx.melanoma': 'melanoma',
} as const satisfies Readonly<Record<string, TumorKind>>;
const kindOfConcept: ReadonlyMap<string, TumorKind> = new Map(Object.entries(kinds));

const histologyExtension = /\/mcode-histology-morphology-behavior$/;

/** Every Condition that was not set aside, classified once. */
export function diagnoses(chart: Chart, asOf: string): readonly Diagnosis[] {
  const { record, concepts } = chart;
  const focused = histologyByFocus(chart);
  return record.conditions.map((condition) => {
    const own = (condition.extension ?? []).filter(({ url }) => histologyExtension.test(url));
    const coded = concepts.classify(condition.code);
    const histology = [
      ...own.flatMap(({ valueCodeableConcept }) => concepts.classify(valueCodeableConcept)),
      ...(focused.get(`Condition/${condition.id}`) ?? []),
    ];
    return {
      condition,
      standing: conditionStanding(condition, asOf),
      coded,
      histology,
      origin: originStated(condition, coded, histology),
      provenance: recorded(condition, inWords(condition), recordedOn(condition)),
    };
  });
}

/** Histology Observations by the Condition they focus on; under the empty key, those without a focus. */
function histologyByFocus({ observed, concepts }: Chart): ReadonlyMap<string, readonly ConceptMatch[]> {
  const byFocus = new Map<string, ConceptMatch[]>();
  for (const observation of observed('obs.histology')) {
    if (standingOf(observation).weight !== 'counts') continue;
    const said = [observation, ...(observation.component ?? [])].flatMap(({ valueCodeableConcept }) =>
      concepts.classify(valueCodeableConcept),
    );
    for (const { reference } of observation.focus ?? [{}]) {
      const key = referenceKey(reference) ?? '';
      byFocus.set(key, [...(byFocus.get(key) ?? []), ...said]);
    }
  }
  return byFocus;
}

/** Whether goblet-cell, adenocarcinoid or mixed histology is recorded anywhere: NET and colorectal then cannot be told apart. */
export function hasMixedHistology(all: readonly Diagnosis[], chart: Chart): boolean {
  return (
    all.some(({ coded, histology }) => speaksFor([...coded, ...histology], 'dx.goblet-mixed')) ||
    speaksFor(histologyByFocus(chart).get('') ?? [], 'dx.goblet-mixed')
  );
}

/** Clinical date of a diagnosis: onset, else when it was recorded. */
export function recordedOn({ onsetDateTime, onsetPeriod, recordedDate }: Condition) {
  return dateSpan(onsetDateTime ?? onsetPeriod?.start ?? recordedDate);
}

/** What kind of primary tumor a diagnosis states; undefined when it states none. */
function originStated(
  condition: Condition,
  coded: readonly ConceptMatch[],
  histology: readonly ConceptMatch[],
): Origin | undefined {
  if (coded.length === 0 && histology.length === 0) {
    return looksMalignant(condition) ? { is: 'unrecognised' } : undefined;
  }
  const all = [...coded, ...histology];
  if (speaksFor(all, 'dx.goblet-mixed')) {
    return {
      is: 'ambiguous',
      between: ['net', 'crc'],
      because: 'mixed neuroendocrine and adenocarcinoma histology',
    };
  }
  if (speaksFor(all, 'dx.combined-hcc-cca')) {
    return {
      is: 'ambiguous',
      between: ['hcc', 'icc'],
      because: 'combined hepatocellular and cholangiocarcinoma',
    };
  }
  const named = new Set([...kindsOf(coded, 'proves'), ...kindsByHistology(coded, histology)]);
  const contradicted = named.has('hcc') && speaksFor(histology, 'dx.cholangio-site-unspecified');
  const [kind] = named;
  if (named.size > 1 || contradicted) {
    return {
      is: 'ambiguous',
      between: contradicted ? ['hcc', 'icc'] : [...named],
      because: 'code and histology name different tumors',
    };
  }
  if (kind) return { is: 'named', kind };
  const site = otherSite(coded);
  if (site) return { is: 'other', site, mayBe: mayBeKinds(all) };
  const mayBe = mayBeKinds(all);
  if (mayBe.length > 0 && !isLiverByCode(coded)) return { is: 'other', site: mayBe.join(), mayBe };
  return coded.length === 0 && looksMalignant(condition) ? { is: 'unrecognised' } : undefined;
}

function mayBeKinds(matches: readonly ConceptMatch[]): readonly TumorKind[] {
  const kinds = kindsOf(matches, 'supports');
  return speaksFor(matches, 'dx.cholangio-site-unspecified')
    ? [...new Set<TumorKind>([...kinds, 'icc'])]
    : kinds;
}

/** Whether a rejected Condition may have been a malignancy: then no primary can be called the only one on record. */
export function mayBeCancer({ resourceType, kind, code }: Rejected, concepts: ConceptIndex): boolean {
  if (resourceType !== 'Condition' || kind === 'other-patient' || kind === 'superseded') return false;
  if (!code) return true;
  const matches = concepts.classify(code);
  return (
    matches.some(({ concept }) => concept.startsWith('dx.') && concept !== 'dx.liver-metastasis') ||
    matches.length === 0
  );
}

/** Kinds that codes of this strength name. */
export function kindsOf(matches: readonly ConceptMatch[], use: 'proves' | 'supports'): readonly TumorKind[] {
  const found = matches.filter((match) => match.use === use).map(({ concept }) => kindOfConcept.get(concept));
  return [...new Set(found.filter((kind) => kind !== undefined))];
}

/** Histology names a kind where the site allows it: hepatocellular only in the liver. */
function kindsByHistology(
  coded: readonly ConceptMatch[],
  histology: readonly ConceptMatch[],
): readonly TumorKind[] {
  return kindsOf(histology, 'proves').filter((kind) => kind !== 'hcc' || isLiverByCode(coded));
}

const liverPrimaries = [
  'dx.hcc',
  'dx.icc',
  'dx.combined-hcc-cca',
  'dx.other-primary-liver',
  'dx.primary-liver-unspecified',
];

/** Whether the code says that the tumor began in the liver, or is in the liver without saying where it began. */
export function isLiverByCode(coded: readonly ConceptMatch[]): boolean {
  return coded.some(({ concept }) => liverPrimaries.includes(concept));
}

/** Whether the code is a metastasis in the liver. */
export function isLiverMetastasis(coded: readonly ConceptMatch[]): boolean {
  return proves(coded, 'dx.liver-metastasis') || proves(coded, 'dx.net-liver-metastasis');
}

function otherSite(coded: readonly ConceptMatch[]): string | undefined {
  if (
    proves(coded, 'dx.other-primary-liver') ||
    proves(coded, 'dx.primary-liver-stated') ||
    speaksFor(coded, 'dx.primary-liver-stated')
  )
    return 'liver';
  if (speaksFor(coded, 'dx.icc') || speaksFor(coded, 'dx.cholangio-site-unspecified'))
    return 'bile-duct, site not stated';
  if (isLiverByCode(coded)) return undefined;
  if (proves(coded, 'dx.cholangio-extrahepatic')) return 'bile-duct';
  if (proves(coded, 'dx.anal')) return 'anus';
  const named = coded.find(({ concept, use }) => concept.startsWith('dx.other.') && use === 'proves');
  if (named) return named.concept;
  return coded
    .find(({ concept }) => concept === 'dx.malignant-primary')
    ?.coding.code?.slice(0, 3)
    .toUpperCase();
}

const malignantWords =
  /cancer|carcinom|malignan|sarcoma|lymphoma|leuk[a]?emi|myeloma|melanom|neuroendocrine|carcinoid|blastoma/i;
const notAPrimary =
  /histor|family|screen|risk|fear|metasta|secondary|benign|suspect|rule out|in situ|h\/o|susceptib|pain|fatigue|related|induced|associated|therapy|an[a]?emia|hypertens|hypertherm|effusion|ascites/i;
const primaryProfile = /\/mcode-primary-cancer-condition(\||$)/;

/** Words never prove a diagnosis; here they only stop "the one primary on record" from being said too early. */
function looksMalignant({ code, meta }: Condition): boolean {
  const isClassified = (code?.coding ?? []).some(
    ({ system }) => system !== undefined && canonicalSystem(system) === systems.icd10cm,
  );
  const profiles: unknown = meta?.profile;
  if (
    Array.isArray(profiles) &&
    profiles.some((profile) => typeof profile === 'string' && primaryProfile.test(profile))
  )
    return true;
  const words = [code?.text, ...(code?.coding ?? []).map(({ display }) => display)]
    .filter((text) => text !== undefined)
    .join(' ');
  return !isClassified && malignantWords.test(words) && !notAPrimary.test(words);
}

function inWords({ code }: Condition): string {
  const coding = code?.coding?.find((each) => each.code !== undefined);
  return code?.text ?? coding?.display ?? coding?.code ?? 'no code';
}
