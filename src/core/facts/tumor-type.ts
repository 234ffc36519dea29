import { order } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';
import { type ConceptIndex, proves, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import type { Unread } from '../record/unread.ts';
import type { Answers } from './answers.ts';
import {
  type Diagnosis,
  hasMixedHistology,
  isLiverByCode,
  isLiverMetastasis,
  kindsOf,
  originStated,
  recordedOn,
  type TumorKind,
} from './diagnosis.ts';
import { open, type Provenance, type Statement, settled } from './finding.ts';
import { type MetastasisOrigin, metastasisOrigin } from './metastasis.ts';

/** What the record says of the liver tumor: which kind, and whether it began in the liver. */
export interface TumorType {
  readonly kinds: Readonly<Record<TumorKind, Statement>>;
  /** Confirmed, active malignancies in the liver, of any kind. */
  readonly inLiver: readonly Diagnosis[];
  /** Each confirmed liver metastasis, with its origin. */
  readonly metastases: readonly { readonly metastasis: Diagnosis; readonly origin: MetastasisOrigin }[];
  /** Whether it is primary or metastatic, where a confirmed record or a clinician says which. */
  readonly primaryOrMetastatic: Statement;
  /** Whether a metastasis must be reckoned with: any record of one, or no record of a primary. */
  readonly mayBeMetastatic: boolean;
  /** The confirmed records of the disease in the liver and of the primary it comes from: what a disease status may focus on. */
  readonly disease: readonly string[];
}

const names: Readonly<Record<TumorKind, string>> = {
  hcc: 'Hepatocellular carcinoma',
  icc: 'Intrahepatic cholangiocarcinoma',
  net: 'Neuroendocrine metastasis in the liver',
  crc: 'Colorectal metastasis in the liver',
  melanoma: 'Melanoma metastasis in the liver',
};
const answered: Readonly<Record<TumorKind, string>> = {
  hcc: 'hcc',
  icc: 'icc',
  net: 'net-liver-mets',
  crc: 'crc-liver-mets',
  melanoma: 'melanoma-liver-mets',
};
export const tumorKinds: readonly TumorKind[] = ['hcc', 'icc', 'net', 'crc', 'melanoma'];
const primaryKinds: readonly TumorKind[] = ['hcc', 'icc'];

/**
 * The closed-world rule for diagnoses: yes on a confirmed, active record by a code that proves, or by the clinician; no only where another
 * confirmed malignancy explains the liver; otherwise open. A missing Condition is not a negative.
 */
export function tumorType(
  all: readonly Diagnosis[],
  refuted: readonly Condition[],
  record: PatientRecord,
  concepts: ConceptIndex,
  answers: Answers,
): TumorType {
  const unread = record.unread.find(
    ({ resourceType }) => resourceType === 'Condition' || resourceType === 'all',
  );
  const isMixed = hasMixedHistology(all, record, concepts);
  const metastatic = all.filter(({ coded }) => isLiverMetastasis(coded));
  const metastases = metastatic
    .filter(({ standing }) => standing === 'confirmed')
    .map((metastasis) => ({ metastasis, origin: metastasisOrigin(metastasis, { all, isMixed, unread }) }));
  const tentative = metastatic
    .filter(({ standing }) => standing === 'unconfirmed')
    .map((metastasis) => ({ metastasis, origin: metastasisOrigin(metastasis, { all, isMixed, unread }) }));
  const context: Context = { all, refuted, concepts, unread, metastases, tentative };

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
            truth === 'yes'
              ? `${names[kind]}: stated by the clinician.`
              : 'The clinician states another tumor type.',
            [said.provenance],
          ),
        ];
      }
      const statement = positive.get(kind);
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
    metastases,
    primaryOrMetastatic: primaryOrMetastatic(all, answers),
    mayBeMetastatic: said ? !['hcc', 'icc'].includes(said.value) : metastatic.length > 0 || !hasPrimaryRecord,
    disease: diseaseReferences(inLiver, metastases),
  };
}

interface Context {
  readonly all: readonly Diagnosis[];
  readonly refuted: readonly Condition[];
  readonly concepts: ConceptIndex;
  readonly unread: Unread | undefined;
  readonly metastases: TumorType['metastases'];
  readonly tentative: TumorType['metastases'];
}

function isInLiver(coded: Diagnosis['coded'], histology: Diagnosis['histology']): boolean {
  return isLiverByCode(coded) || isLiverMetastasis(coded) || speaksFor(histology, 'dx.combined-hcc-cca');
}

/** Yes, or open with what speaks for it. */
function confirmation(kind: TumorKind, context: Context): Statement {
  const evidence = primaryKinds.includes(kind)
    ? primaryEvidence(kind, context)
    : metastasisEvidence(kind, context);
  if (evidence.length > 0) {
    const contradiction = refutation(kind, context);
    if (contradiction)
      return open('conflict', `${names[kind]}: confirmed in one record and refuted in another.`, evidence);
    return settled('yes', `${names[kind]}: confirmed and active in the record.`, evidence);
  }
  return primaryKinds.includes(kind) ? openPrimary(kind, context) : openMetastasis(kind, context);
}

function primaryEvidence(kind: TumorKind, { all }: Context): readonly Provenance[] {
  const confirmed = all.filter((each) => {
    const origin = originStated(each);
    return each.standing === 'confirmed' && origin?.is === 'named' && origin.kind === kind;
  });
  return problemListFirst(confirmed).map(({ provenance }) => provenance);
}

function metastasisEvidence(kind: TumorKind, { metastases }: Context): readonly Provenance[] {
  return metastases.flatMap(({ origin }) =>
    origin.is === 'known' && origin.origin.is === 'named' && origin.origin.kind === kind
      ? origin.evidence
      : [],
  );
}

/** A later or undated refutation of the same diagnosis contradicts it; an earlier one has been overtaken. */
function refutation(kind: TumorKind, { refuted, concepts, all, metastases }: Context): boolean {
  const isSame = (condition: Condition) => {
    const coded = concepts.classify(condition.code);
    return primaryKinds.includes(kind)
      ? kindsOf(coded, 'proves').includes(kind)
      : isLiverMetastasis(coded) || kindsOf(coded, 'proves').includes(kind);
  };
  const standing = primaryKinds.includes(kind)
    ? all.filter((each) => each.standing === 'confirmed' && kindsOf(each.coded, 'proves').includes(kind))
    : metastases.map(({ metastasis }) => metastasis);
  return refuted.filter(isSame).some((condition) => {
    const on = recordedOn(condition);
    return standing.every(({ condition: other }) => {
      const confirmedOn = recordedOn(other);
      return !(on && confirmedOn && order(on, confirmedOn) === 'before');
    });
  });
}

/** Problem-list entries are stated on purpose; encounter diagnoses may be working ones. */
function problemListFirst(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const isProblem = ({ condition }: Diagnosis) =>
    (condition.category ?? []).some(({ coding }) =>
      (coding ?? []).some(({ code }) => code === 'problem-list-item'),
    );
  return diagnoses.toSorted((a, b) => Number(isProblem(b)) - Number(isProblem(a)));
}

function openPrimary(kind: TumorKind, { all, unread }: Context): Statement {
  const name = names[kind];
  const ambiguous = all.filter((each) => {
    const origin = originStated(each);
    return origin?.is === 'ambiguous' && origin.between.includes(kind) && each.standing !== 'history';
  });
  if (ambiguous.length > 0)
    return open('conflict', `${name}: the record names two kinds of tumor at once.`, from(ambiguous));
  const stated = all.filter((each) => kindsOf([...each.coded, ...each.histology], 'proves').includes(kind));
  if (stated.some(({ standing }) => standing === 'unconfirmed'))
    return open('unconfirmed', `${name}: recorded, but not as confirmed and active.`, from(stated));
  if (stated.length > 0)
    return open('unconfirmed', `${name}: recorded as past, not as active.`, from(stated));
  const pointing = all.filter((each) => pointsToPrimary(each, kind));
  if (pointing.length > 0)
    return open('unconfirmed', `${name}: the code on record leaves the type or site open.`, from(pointing));
  if (unread) return open(unread.gap, `${name}: ${unread.because}.`);
  return open('not-recorded', `${name}: not found in this record, which does not rule it out.`);
}

/** Codes that leave a primary liver tumor open between kinds. */
function pointsToPrimary({ coded }: Diagnosis, kind: TumorKind): boolean {
  const isUnspecified = speaksFor(coded, 'dx.primary-liver-unspecified');
  if (kind === 'icc')
    return isUnspecified || speaksFor(coded, 'dx.icc') || speaksFor(coded, 'dx.cholangio-site-unspecified');
  return isUnspecified || speaksFor(coded, 'dx.history.hcc');
}

function openMetastasis(kind: TumorKind, { all, metastases, tentative, unread }: Context): Statement {
  const name = names[kind];
  const openOnes = metastases.flatMap(({ origin }) => (origin.is === 'open' ? [origin] : []));
  const concerned = openOnes.find(({ between }) => between.length === 0 || between.includes(kind));
  if (concerned)
    return open(concerned.gap, `${name}: a liver metastasis is confirmed; ${concerned.because}.`, [
      ...concerned.support,
      ...from(pointers(kind, all)),
    ]);
  const pointing = pointers(kind, all);
  if (tentative.length > 0)
    return open('unconfirmed', `${name}: a liver metastasis is recorded, but not as confirmed and active.`, [
      ...tentative.map(({ metastasis }) => metastasis.provenance),
      ...from(pointing),
    ]);
  if (pointing.length > 0)
    return open(
      unread?.gap ?? 'not-recorded',
      `${name}: a primary is on record, a confirmed metastasis in the liver is not.`,
      from(pointing),
    );
  if (unread) return open(unread.gap, `${name}: ${unread.because}.`);
  return open('not-recorded', `${name}: not found in this record, which does not rule it out.`);
}

const historyOf: Readonly<Record<TumorKind, string>> = {
  hcc: 'dx.history.hcc',
  icc: 'dx.history.hcc',
  net: 'dx.history.net',
  crc: 'dx.history.colorectal',
  melanoma: 'dx.history.melanoma',
};

/** Records that point to a kind without proving it: unconfirmed or past primaries, and codes that only support. */
function pointers(kind: TumorKind, all: readonly Diagnosis[]): readonly Diagnosis[] {
  return all.filter(
    ({ coded, histology }) =>
      kindsOf([...coded, ...histology], 'proves').includes(kind) ||
      kindsOf(coded, 'supports').includes(kind) ||
      speaksFor(coded, historyOf[kind]) ||
      (kind === 'net' &&
        (speaksFor(coded, 'dx.net-liver-metastasis') ||
          speaksFor(coded, 'dx.net-benign') ||
          speaksFor(coded, 'dx.liver-metastasis-small-cell'))) ||
      ((kind === 'net' || kind === 'crc') && speaksFor([...coded, ...histology], 'dx.goblet-mixed')),
  );
}

/** No, where another confirmed malignancy explains the liver and nothing on record speaks for this one. */
function explained(
  kind: TumorKind,
  found: readonly TumorKind[],
  positive: ReadonlyMap<TumorKind, Statement>,
  context: Context,
): Statement | undefined {
  const { all, metastases, tentative, unread } = context;
  if (unread) return undefined;
  const others = found.filter((other) => other !== kind);
  const known = metastases.flatMap(({ origin }) => (origin.is === 'known' ? [origin] : []));
  const unresolved = [...metastases, ...tentative].some(
    ({ origin }) => origin.is === 'open' && (origin.between.length === 0 || origin.between.includes(kind)),
  );
  const tentativeOfKind = tentative.some(
    ({ origin }) => origin.is === 'known' && isOrMayBe(origin.origin, kind),
  );
  if (primaryKinds.includes(kind)) {
    if (speaksForPrimary(kind, all)) return undefined;
    if (others.length > 0)
      return settled('no', 'Another liver malignancy is confirmed.', evidenceOf(others, positive));
    const byMetastases =
      metastases.length > 0 &&
      known.length === metastases.length &&
      !all.some(({ coded }) => speaksFor(coded, 'dx.primary-liver-unspecified'));
    if (byMetastases)
      return settled(
        'no',
        'The liver tumor is a metastasis of a known primary.',
        known.flatMap(({ evidence }) => evidence),
      );
    const bileDuct = all.filter(
      ({ standing, coded }) => standing === 'confirmed' && proves(coded, 'dx.cholangio-extrahepatic'),
    );
    if (kind === 'icc' && bileDuct.length > 0)
      return settled('no', 'The bile-duct tumor is recorded as extrahepatic.', from(bileDuct));
    return undefined;
  }
  if (unresolved || tentativeOfKind) return undefined;
  const mayBeKind = known.some(
    (origin) => isOrMayBe(origin.origin, kind) || (origin.by === 'pairing' && pointers(kind, all).length > 0),
  );
  if (mayBeKind) return undefined;
  if (others.length > 0)
    return settled('no', 'Another liver malignancy is confirmed.', evidenceOf(others, positive));
  if (metastases.length > 0)
    return settled(
      'no',
      'The metastasis has another primary.',
      known.flatMap(({ evidence }) => evidence),
    );
  return undefined;
}

function isOrMayBe(origin: Extract<MetastasisOrigin, { is: 'known' }>['origin'], kind: TumorKind): boolean {
  return origin.is === 'named' ? origin.kind === kind : origin.mayBe.includes(kind);
}

function speaksForPrimary(kind: TumorKind, all: readonly Diagnosis[]): boolean {
  return all.some((each) => {
    const origin = originStated(each);
    if (origin?.is === 'ambiguous') return origin.between.includes(kind);
    if (kindsOf([...each.coded, ...each.histology], 'proves').includes(kind)) return true;
    return (
      kind === 'icc' &&
      (speaksFor(each.coded, 'dx.icc') || speaksFor(each.coded, 'dx.cholangio-site-unspecified'))
    );
  });
}

function evidenceOf(
  kinds: readonly TumorKind[],
  positive: ReadonlyMap<TumorKind, Statement>,
): readonly Provenance[] {
  return kinds.flatMap((kind) => positive.get(kind)?.evidence ?? []);
}

function from(diagnoses: readonly Diagnosis[]): readonly Provenance[] {
  return diagnoses.map(({ provenance }) => provenance);
}

function primaryOrMetastatic(all: readonly Diagnosis[], answers: Answers): Statement {
  const said = answers.get('tumor-type');
  if (said && said.value !== 'other') return settled('yes', 'Stated by the clinician.', [said.provenance]);
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
): readonly string[] {
  const origins = metastases.flatMap(({ origin }) =>
    origin.is === 'known' ? origin.evidence : origin.support,
  );
  const flat = (provenance: Provenance): readonly string[] =>
    provenance.kind === 'recorded'
      ? [provenance.reference]
      : provenance.kind === 'derived'
        ? provenance.from.flatMap(flat)
        : [];
  return [...new Set([...inLiver.map(({ provenance }) => provenance.reference), ...origins.flatMap(flat)])];
}
