import { canonicalSystem, codings, systems } from '../fhir/coding.ts';
import { dateSpan } from '../fhir/date-span.ts';
import type { CodeableConcept, Condition } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import { type ConceptIndex, type ConceptMatch, matchesOf, proves, speaksFor } from '../fhir/value-set.ts';
import type { Rejected } from '../record/rejected.ts';
import type { Chart } from './chart.ts';
import { type Recorded, recorded } from './finding.ts';
import { observedOn, standingOf } from './measurement.ts';
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
  /** Its codings name two different tumors: it stands for neither. */
  readonly isContradictory: boolean;
  /** Concepts of `Condition.code`. */
  readonly coded: readonly ConceptMatch[];
  /** Concepts of the histology on it or focused on it. */
  readonly histology: readonly ConceptMatch[];
  /** ICD-O-3 codes of that histology, known here or not. */
  readonly morphologies: readonly string[];
  /** Observations that the histology comes from. */
  readonly histologyReports: readonly Recorded[];
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
    const reported = focused.get(`Condition/${condition.id}`) ?? [];
    const said = [
      ...own.map(({ valueCodeableConcept }) => valueCodeableConcept),
      ...reported.flatMap(({ said }) => said),
    ];
    const coded = concepts.classify(condition.code);
    const histology = said.flatMap((concept) => concepts.classify(concept));
    const morphologies = said.flatMap(morphologyCodes);
    const isContradictory = isSelfContradictory(coded);
    return {
      condition,
      standing: isContradictory ? 'unconfirmed' : conditionStanding(condition, asOf),
      isContradictory,
      coded,
      histology,
      morphologies,
      histologyReports: reported.map(({ from }) => from),
      origin: originStated(condition, coded, histology, morphologies),
      provenance: recorded(condition, inWords(condition), recordedOn(condition)),
    };
  });
}

/** ICD-O-3 codes of a histology, known to the mappings or not. */
function morphologyCodes(concept: CodeableConcept | undefined): readonly string[] {
  return codings(concept).flatMap(({ system, code }) =>
    system !== undefined && code !== undefined && canonicalSystem(system) === systems.icdO3 ? [code] : [],
  );
}

/** What one histology Observation says. */
interface Report {
  readonly said: readonly CodeableConcept[];
  readonly from: Recorded;
}

/** What histology Observations say, by the Condition they focus on; under the empty key, of those without a focus. */
function histologyByFocus({ observed }: Chart): ReadonlyMap<string, readonly Report[]> {
  const byFocus = new Map<string, Report[]>();
  for (const observation of observed('obs.histology')) {
    if (standingOf(observation).weight !== 'counts') continue;
    const said = [observation, ...(observation.component ?? [])]
      .map(({ valueCodeableConcept }) => valueCodeableConcept)
      .filter((concept) => concept !== undefined);
    for (const { reference } of observation.focus ?? [{}]) {
      const key = referenceKey(reference) ?? '';
      byFocus.set(key, [
        ...(byFocus.get(key) ?? []),
        { said, from: recorded(observation, 'histology', observedOn(observation)) },
      ]);
    }
  }
  return byFocus;
}

/** Whether goblet-cell, adenocarcinoid or mixed histology is recorded anywhere: NET and colorectal then cannot be told apart. */
export function hasMixedHistology(all: readonly Diagnosis[], { observed, concepts }: Chart): boolean {
  const isMixed = (concept: CodeableConcept | undefined) =>
    speaksFor(concepts.classify(concept), 'dx.goblet-mixed');
  return (
    all.some(({ coded, histology }) => speaksFor([...coded, ...histology], 'dx.goblet-mixed')) ||
    observed('obs.histology').some(({ valueCodeableConcept, component = [] }) =>
      [valueCodeableConcept, ...component.map((each) => each.valueCodeableConcept)].some(isMixed),
    )
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
  morphologies: readonly string[],
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
  const [kind, second] = named;
  if (kind && (second || isUnfit(kind, histology, morphologies))) {
    const between = [...new Set([...named, ...kindsOf(histology, 'supports')])];
    return { is: 'ambiguous', between, because: 'code and histology name different tumors' };
  }
  if (kind) return { is: 'named', kind };
  const mayBe = mayBeKinds(all);
  const site = otherSite(coded);
  if (site) return { is: 'other', site, mayBe };
  if (mayBe.length > 0 && !isLiverByCode(coded)) return { is: 'other', site: mayBe.join(), mayBe };
  const isMalignant = speaksFor(coded, 'dx.malignant-primary') && !isLiverByCode(coded);
  return isMalignant || (coded.length === 0 && looksMalignant(condition))
    ? { is: 'unrecognised' }
    : undefined;
}

/** Whether every ICD-O-3 histology on record is one that this kind of tumor can have. */
function isUnfit(
  kind: TumorKind,
  histology: readonly ConceptMatch[],
  morphologies: readonly string[],
): boolean {
  const fitting = histology.filter(
    ({ concept, use }) =>
      concept === `fits.${kind}` || (kindOfConcept.get(concept) === kind && use === 'proves'),
  );
  return morphologies.some((code) => !fitting.some(({ coding }) => coding.code === code));
}

/** Whether the histology of a metastasis contradicts the kind that its primary would make it. */
export function contradictsKind({ histology, morphologies }: Diagnosis, kind: TumorKind): boolean {
  return isUnfit(kind, histology, morphologies);
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

/** A site that is certainly another one; a code that merely names some malignancy excludes nothing. */
function otherSite(coded: readonly ConceptMatch[]): string | undefined {
  if (proves(coded, 'dx.other-primary-liver') || speaksFor(coded, 'dx.primary-liver-stated')) return 'liver';
  if (speaksFor(coded, 'dx.icc') || speaksFor(coded, 'dx.cholangio-site-unspecified'))
    return 'bile-duct, site not stated';
  if (isLiverByCode(coded)) return undefined;
  if (proves(coded, 'dx.cholangio-extrahepatic')) return 'bile-duct';
  if (proves(coded, 'dx.anal')) return 'anus';
  return coded.find(({ concept, use }) => concept.startsWith('dx.other.') && use === 'proves')?.concept;
}

/** What one coding says the tumor is, as far as two of them cannot both be true. */
function tumorClass({ concept, use }: ConceptMatch): string | undefined {
  if (concept.startsWith('dx.history.')) return 'history';
  if (concept === 'dx.liver-metastasis' || (concept === 'dx.net-liver-metastasis' && use === 'proves'))
    return 'metastasis';
  if (
    ['dx.anal', 'dx.cholangio-extrahepatic', 'dx.other-primary-liver'].includes(concept) ||
    concept.startsWith('dx.other.')
  )
    return concept;
  return kindOfConcept.get(concept);
}

/** Whether the codings of one concept name two tumors, or a tumor and its history. A code that states both is of both. */
function isSelfContradictory(coded: readonly ConceptMatch[]): boolean {
  const isBoth = proves(coded, 'dx.net-liver-metastasis');
  const unsited = new Set(matchesOf(coded, 'dx.melanoma-metastasis').map(({ coding }) => coding));
  const classes = new Set(
    coded.flatMap((match) => {
      const stated = unsited.has(match.coding) ? undefined : tumorClass(match);
      return stated === undefined || (isBoth && (stated === 'net' || stated === 'metastasis'))
        ? []
        : [stated];
    }),
  );
  return classes.size > (isBoth ? 0 : 1);
}

/** Whether the code is of a tumor in the liver, of whatever origin. */
export function isLiverTumor(coded: readonly ConceptMatch[]): boolean {
  return isLiverByCode(coded) || isLiverMetastasis(coded);
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
