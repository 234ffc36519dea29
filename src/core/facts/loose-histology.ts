import { codings, wordsOf } from '../fhir/coding.ts';
import type { CodeableConcept } from '../fhir/r4.ts';
import { type ConceptMatch, speaksFor } from '../fhir/value-set.ts';
import type { Chart } from './chart.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Recorded } from './finding.ts';
import { histologyReports, morphologyCodes } from './histology.ts';
import { isOfAnotherOriginInWords, namesAnother } from './named-otherwise.ts';
import { isTakenBack } from './taken-back.ts';
import { isLiverByCode, isLiverMetastasis } from './tumor-code.ts';
import { isUnfit, kindsNamed, type Origin } from './tumor-origin.ts';

/** A histology report that names no diagnosis: it may be of any tumor on record that can have it. */
export interface LooseHistology {
  /** What it says, and does not take back in the same words. */
  readonly said: readonly CodeableConcept[];
  readonly histology: readonly ConceptMatch[];
  /** What it names and takes back. */
  readonly denied: readonly ConceptMatch[];
  /** It takes back words without a code: it is of no tumor at all. */
  readonly deniesAll: boolean;
  /** ICD-O-3 codes of malignant tumors, and of any tumor of the liver. */
  readonly morphologies: readonly string[];
  /** Taken from an organ that is not the liver. */
  readonly isElsewhere: boolean;
  readonly from: Recorded;
}

type Named = Extract<Origin, { is: 'named' | 'other' }>;

/** A benign tumor of another organ, such as a polyp, is nothing that a cancer is held against. */
const malignantOrOfLiver = /\/[369]$|^81[678]/;

/** Hepatocellular tumors, malignant or not. */
const ofLiverCells = /^817/;

/** The reports that focus on no diagnosis, or on one that the chart does not hold. */
export function looseHistologies(chart: Chart, all: readonly Diagnosis[]): readonly LooseHistology[] {
  const held = new Set(all.map(({ provenance }) => provenance.reference));
  const { concepts } = chart;
  return histologyReports(chart)
    .filter(({ about }) => !about.some((key) => held.has(key)))
    .map(({ said: whole, bodySite, from }) => {
      const takenBack = whole.filter((code) => isTakenBack({ code }, concepts.classify(code)));
      const said = whole.filter((code) => !takenBack.includes(code));
      return {
        said,
        histology: said.flatMap((code) => concepts.classify(code)),
        denied: takenBack.flatMap((code) => concepts.classify(code)),
        deniesAll: takenBack.some((code) => concepts.classify(code).length === 0),
        morphologies: said.flatMap(morphologyCodes).filter((code) => malignantOrOfLiver.test(code)),
        isElsewhere: speaksFor(concepts.classify(bodySite), 'site.not-liver'),
        from,
      };
    });
}

/** The loose reports that this tumor cannot have, and that no other cancer on record explains. */
export function contradicting(
  origin: Named,
  loose: readonly LooseHistology[],
  all: readonly Diagnosis[],
): readonly Recorded[] {
  const beginsInLiver = origin.is === 'named' && (origin.kind === 'hcc' || origin.kind === 'icc');
  const others = all.filter((each) => !isSameTumor(each, origin, beginsInLiver));
  return loose
    .filter((report) => !(beginsInLiver && report.isElsewhere) && !canHave(origin, report))
    .filter((report) => !others.some((each) => mayExplain(each, report)))
    .map(({ from }) => from);
}

function isSameTumor({ coded, origin }: Diagnosis, known: Named, beginsInLiver: boolean): boolean {
  if (beginsInLiver ? isLiverByCode(coded) : isLiverMetastasis(coded)) return true;
  if (origin?.is === 'named') return known.is === 'named' && origin.kind === known.kind;
  return origin?.is === 'other' && known.is === 'other' && origin.site === known.site;
}

function canHave(
  origin: Named,
  { said, histology, denied, deniesAll, morphologies }: LooseHistology,
): boolean {
  if (deniesAll || (origin.is === 'named' && kindsNamed(denied).includes(origin.kind))) return false;
  if (origin.is === 'named' && said.some((code) => namesAnother({ code }, origin.kind))) return false;
  const isPast = origin.is === 'other' && origin.site === 'past';
  if (!isPast && said.some((code) => isOfAnotherOriginInWords({ code }, origin))) return false;
  const named = kindsNamed(histology);
  if (origin.is === 'other') return named.length === 0 || origin.mayBe.some((kind) => named.includes(kind));
  return !isUnfit(origin.kind, histology, morphologies);
}

/** Whether another diagnosis is a cancer that may have this histology, or a past one. */
function mayExplain({ condition, coded, origin }: Diagnosis, report: LooseHistology): boolean {
  if (report.deniesAll) return false;
  if (report.morphologies.some((code) => ofLiverCells.test(code))) return isLiverByCode(coded);
  if (origin?.is === 'named' || origin?.is === 'other') return canHave(origin, report);
  // A cancer that is not known here may have what no policy names, and nothing that one does.
  if (origin) return kindsNamed(report.histology).length === 0;
  const known = pastOrigins.find(([concept]) => speaksFor(coded, concept));
  if (known) return canHave(known[1], report);
  const isPastCancer = codings(condition.code).some(({ code }) => code?.toUpperCase().startsWith('Z85'));
  return isLiverMetastasis(coded) || isPastCancer || (coded.length === 0 && saysCancer(condition));
}

const pastOrigins: readonly (readonly [string, Named])[] = [
  ['dx.history.hcc', { is: 'named', kind: 'hcc' }],
  ['dx.history.colorectal', { is: 'named', kind: 'crc' }],
  ['dx.history.net', { is: 'named', kind: 'net' }],
  ['dx.history.melanoma', { is: 'named', kind: 'melanoma' }],
  ['dx.history.other', { is: 'other', site: 'past', mayBe: [] }],
];

function saysCancer({ code }: Diagnosis['condition']): boolean {
  return wordsOf(code).some((words) =>
    /cancer|carcinom|malignan|sarcom|lymphom|leuk[a]?em|melanom/i.test(words),
  );
}
