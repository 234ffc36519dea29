import type { Condition } from '../fhir/r4.ts';
import { proves, speaksFor } from '../fhir/value-set.ts';
import { missedRead } from '../record/unread.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { Chart } from './chart.ts';
import { type Diagnosis, hasMixedHistology } from './diagnosis.ts';
import { open, references, type Statement, settled } from './finding.ts';
import { looseHistologies } from './loose-histology.ts';
import { metastasisOrigin, statesOrigin } from './metastasis.ts';
import { givesNoMetastasis } from './rival.ts';
import { isLiverByCode, isLiverMetastasis, type TumorKind } from './tumor-code.ts';
import {
  confirmation,
  from,
  type Metastasis,
  problemListFirst,
  type TumorContext,
  tumorNames,
} from './tumor-evidence.ts';
import { explained } from './tumor-exclusion.ts';
import { mayBeCancer, mayBeLiverTumor, speaksOfLiverTumor } from './tumor-origin.ts';
import { kindsOfUnusable, kindsSpokenOf } from './tumor-spoken-of.ts';

/** What the record says of the liver tumor: which kind, and whether it began in the liver. */
export interface TumorType {
  readonly kinds: Readonly<Record<TumorKind, Statement>>;
  /** Confirmed, active malignancies in the liver, of any kind. */
  readonly inLiver: readonly Diagnosis[];
  /** Whether any record, confirmed or not, readable or not, may speak of a malignancy in the liver that is not over. */
  readonly mayBeInLiver: boolean;
  /** Each confirmed liver metastasis, with its origin. */
  readonly metastases: readonly Metastasis[];
  /** Whether there may be cancers that the record does not show: a diagnosis cannot be used, or not all of them could be read. */
  readonly mayLackCancers: boolean;
  /** Whether it is primary or metastatic, where a confirmed record or a clinician says which. */
  readonly primaryOrMetastatic: Statement;
  /** Whether a metastasis must be reckoned with: any record of one, or no record of a primary. */
  readonly mayBeMetastatic: boolean;
  /** The confirmed records of the disease in the liver and of the primary it comes from: what a disease status may focus on. */
  readonly disease: readonly string[];
}

const answered: Readonly<Record<TumorKind, string>> = {
  hcc: 'hcc',
  icc: 'icc',
  net: 'net-liver-mets',
  crc: 'crc-liver-mets',
  melanoma: 'melanoma-liver-mets',
};
export const tumorKinds: readonly TumorKind[] = ['hcc', 'icc', 'net', 'crc', 'melanoma'];

/**
 * The closed-world rule for diagnoses: yes on a confirmed, active record by a code that proves, or by the clinician; no only where another
 * confirmed malignancy explains the liver; otherwise open. A missing Condition is not a negative.
 */
export function tumorType(
  all: readonly Diagnosis[],
  refuted: readonly Condition[],
  chart: Chart,
  answers: Answers,
): TumorType {
  const { record, concepts } = chart;
  const unread = missedRead(record.unread, 'Condition');
  const isMixed = hasMixedHistology(all, chart);
  const hasUnusable =
    all.some(
      (each) =>
        each.isContradictory &&
        !isLiverMetastasis(each.coded) &&
        !givesNoMetastasis(each) &&
        (each.origin !== undefined || isLiverByCode(each.coded)),
    ) || record.rejected.some((each) => mayBeCancer(each, concepts));
  const loose = looseHistologies(chart, all);
  const origin = { all, isMixed, unread, hasUnusable, loose };
  const metastatic = all.filter(({ coded }) => isLiverMetastasis(coded));
  const metastases = metastatic
    .filter(({ standing }) => standing === 'confirmed')
    .map((metastasis) => ({ metastasis, origin: metastasisOrigin(metastasis, origin) }));
  const tentative = metastatic
    .filter(({ standing }) => standing === 'unconfirmed')
    // Beside a confirmed one, a bare second entry is the same disease: it speaks only where it states an origin of its own.
    .filter((each) => metastases.length === 0 || statesOrigin(each))
    .map((metastasis) => ({ metastasis, origin: metastasisOrigin(metastasis, origin) }));
  const context: TumorContext = {
    all,
    refuted,
    concepts,
    unread,
    loose,
    metastases,
    tentative,
    spoken: all
      .map((diagnosis) => ({ diagnosis, kinds: kindsSpokenOf(diagnosis) }))
      .filter(({ kinds }) => kinds.length > 0),
    unusable: new Set(record.rejected.flatMap((each) => kindsOfUnusable(each, concepts))),
  };

  const positive = new Map(tumorKinds.map((kind) => [kind, confirmation(kind, context)]));
  const found = tumorKinds.filter((kind) => positive.get(kind)?.truth === 'yes');
  const said = answers.get('tumor-type');
  const kinds = Object.fromEntries(
    tumorKinds.map((kind): [TumorKind, Statement] => {
      if (said) {
        const truth = said.value === answered[kind] ? 'yes' : 'no';
        return [
          kind,
          settled(
            truth,
            truth === 'yes' ? `${tumorNames[kind]}: as answered.` : 'The answer names another tumor type.',
            [said.provenance],
          ),
        ];
      }
      const statement = positive.get(kind);
      if (isMixed && (kind === 'net' || kind === 'crc')) return [kind, mixedHistology(kind, all, statement)];
      return [
        kind,
        statement?.truth === 'yes'
          ? statement
          : (explained(kind, found, positive, context) ?? statement ?? open('not-recorded', '')),
      ];
    }),
  ) as Record<TumorKind, Statement>;
  const inLiver = all.filter(
    ({ standing, coded, histology }) => standing === 'confirmed' && isInLiver(coded, histology),
  );
  const hasPrimaryRecord = all.some(({ coded }) => isLiverByCode(coded));
  return {
    kinds,
    inLiver,
    mayBeInLiver:
      (said !== undefined && said.value !== 'other') ||
      record.rejected.some((each) => mayBeLiverTumor(each, concepts)) ||
      all.some(
        (each) =>
          each.standing !== 'history' && (isInLiver(each.coded, each.histology) || speaksOfLiverTumor(each)),
      ),
    metastases,
    mayLackCancers: hasUnusable || unread !== undefined,
    primaryOrMetastatic: primaryOrMetastatic(all, answers),
    mayBeMetastatic: said ? !['hcc', 'icc'].includes(said.value) : metastatic.length > 0 || !hasPrimaryRecord,
    disease: diseaseReferences(inLiver, metastases, said?.value),
  };
}

/** Mixed histology leaves both branches open, even beside a proving code, until the clinician names the tumor. */
function mixedHistology(
  kind: TumorKind,
  all: readonly Diagnosis[],
  statement: Statement | undefined,
): Statement {
  const mixed = all.filter(({ coded, histology }) => speaksFor([...coded, ...histology], 'dx.goblet-mixed'));
  const because = `${tumorNames[kind]}: mixed neuroendocrine and adenocarcinoma histology is recorded; the policy does not say which branch applies.`;
  return open('conflict', because, [
    ...from(mixed),
    ...(statement?.evidence ?? []),
    ...(statement?.support ?? []),
  ]);
}

function isInLiver(coded: Diagnosis['coded'], histology: Diagnosis['histology']): boolean {
  return isLiverByCode(coded) || isLiverMetastasis(coded) || speaksFor(histology, 'dx.combined-hcc-cca');
}

function primaryOrMetastatic(all: readonly Diagnosis[], answers: Answers): Statement {
  const said = answers.get('tumor-type');
  if (said && said.value !== 'other') return settled('yes', 'As answered.', [said.provenance]);
  const stating = all.filter(({ coded }) => isLiverMetastasis(coded) || statesPrimary(coded));
  const confirmed = stating.filter(({ standing }) => standing === 'confirmed');
  if (confirmed.length > 0)
    return settled(
      'yes',
      'The record states whether it is primary or metastatic.',
      from(problemListFirst(confirmed)),
    );
  return open(
    stating.length > 0 ? 'unconfirmed' : 'not-recorded',
    'No confirmed record states whether the tumor is primary or metastatic.',
    from(stating),
  );
}

function statesPrimary(coded: Diagnosis['coded']): boolean {
  return (
    ['dx.hcc', 'dx.icc', 'dx.combined-hcc-cca', 'dx.other-primary-liver'].some((concept) =>
      proves(coded, concept),
    ) || speaksFor(coded, 'dx.primary-liver-stated')
  );
}

function diseaseReferences(
  inLiver: readonly Diagnosis[],
  metastases: TumorType['metastases'],
  said: AnswerValue<'tumor-type'> | undefined,
): readonly string[] {
  // A primary that the clinician corrects is no part of the disease any more.
  const origins = metastases.flatMap(({ origin }) => {
    if (origin.is !== 'known') return [];
    const kind = origin.origin.is === 'named' ? answered[origin.origin.kind] : 'other';
    return said === undefined || said === kind ? origin.evidence : [];
  });
  return references([...inLiver.map(({ provenance }) => provenance), ...origins]);
}
