import type { Condition } from '../fhir/r4.ts';
import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { Unread } from '../record/unread.ts';
import type { Diagnosis } from './diagnosis.ts';
import { open, type Provenance, type Statement, settled } from './finding.ts';
import { contradicting, type LooseHistology } from './loose-histology.ts';
import type { MetastasisOrigin } from './metastasis.ts';
import { isContradicted, isOvertaken } from './refutation.ts';
import { isLiverMetastasis, kindsOf, primaryKinds, type TumorKind } from './tumor-code.ts';

/** A liver metastasis and where it comes from. */
export interface Metastasis {
  readonly metastasis: Diagnosis;
  readonly origin: MetastasisOrigin;
}

/** What every kind of tumor is held against. */
export interface TumorContext {
  readonly all: readonly Diagnosis[];
  readonly refuted: readonly Condition[];
  readonly concepts: ConceptIndex;
  readonly unread: Unread | undefined;
  readonly loose: readonly LooseHistology[];
  /** Confirmed and active ones. */
  readonly metastases: readonly Metastasis[];
  /** Recorded, but not as confirmed and active. */
  readonly tentative: readonly Metastasis[];
  /** Diagnoses that speak of a kind without proving it. */
  readonly spoken: readonly { readonly diagnosis: Diagnosis; readonly kinds: readonly TumorKind[] }[];
  /** Kinds that a record which cannot be used may be. */
  readonly unusable: ReadonlySet<TumorKind>;
}

/** What each kind is called in a sentence. */
export const tumorNames: Readonly<Record<TumorKind, string>> = {
  hcc: 'Hepatocellular carcinoma',
  icc: 'Intrahepatic cholangiocarcinoma',
  net: 'Neuroendocrine metastasis in the liver',
  crc: 'Colorectal metastasis in the liver',
  melanoma: 'Melanoma metastasis in the liver',
};

/** Yes, or open with what speaks for it. */
export function confirmation(kind: TumorKind, context: TumorContext): Statement {
  const evidence = primaryKinds.includes(kind)
    ? primaryEvidence(kind, context)
    : metastasisEvidence(kind, context);
  if (evidence.length > 0) {
    const contradiction = refutation(kind, context);
    if (contradiction)
      return open(
        'conflict',
        `${tumorNames[kind]}: confirmed in one record and refuted in another.`,
        evidence,
      );
    if (isOverLater(kind, context))
      return open('conflict', `${tumorNames[kind]}: active in one record and over in a later one.`, evidence);
    const against = primaryKinds.includes(kind)
      ? contradicting({ is: 'named', kind }, context.loose, context.all)
      : [];
    if (against.length > 0)
      return open(
        'conflict',
        `${tumorNames[kind]}: confirmed, and a histology report that names no diagnosis does not fit it.`,
        [...evidence, ...against],
      );
    return settled('yes', `${tumorNames[kind]}: confirmed and active in the record.`, evidence);
  }
  const found = primaryKinds.includes(kind) ? openPrimary(kind, context) : openMetastasis(kind, context);
  return found.gap === 'not-recorded' ? (inDoubt(kind, context) ?? found) : found;
}

/** Open, where a record speaks of this kind without a code that says so, or cannot be used and may be of it. */
export function inDoubt(kind: TumorKind, { spoken, unusable }: TumorContext): Statement | undefined {
  const ofKind = spoken.filter(({ kinds }) => kinds.includes(kind)).map(({ diagnosis }) => diagnosis);
  const name = tumorNames[kind];
  if (ofKind.length > 0) {
    const because = `${name}: recorded in words, or by a code, that may mean it and do not prove it.`;
    return open('unconfirmed', because, from(ofKind));
  }
  return unusable.has(kind)
    ? open('implausible', `${name}: a diagnosis on record cannot be used, and may be this one.`)
    : undefined;
}

function primaryEvidence(kind: TumorKind, { all }: TumorContext): readonly Provenance[] {
  const confirmed = all.filter((each) => {
    const origin = each.origin;
    return each.standing === 'confirmed' && origin?.is === 'named' && origin.kind === kind;
  });
  return problemListFirst(confirmed).flatMap(({ provenance, coded, histologyReports }) =>
    kindsOf(coded, 'proves').includes(kind) ? [provenance] : [provenance, ...histologyReports],
  );
}

function metastasisEvidence(kind: TumorKind, { metastases }: TumorContext): readonly Provenance[] {
  return metastases.flatMap(({ origin }) =>
    origin.is === 'known' && origin.origin.is === 'named' && origin.origin.kind === kind
      ? origin.evidence
      : [],
  );
}

/** Whether the tumor, its metastasis or its primary was ruled out after it was last confirmed. */
function refutation(kind: TumorKind, { refuted, concepts, all, metastases }: TumorContext): boolean {
  const ofKind = (coded: Diagnosis['coded']) => kindsOf(coded, 'proves').includes(kind);
  const primaries = all.filter(({ standing, coded }) => standing === 'confirmed' && ofKind(coded));
  const inLiver = primaryKinds.includes(kind) ? [] : metastases.map(({ metastasis }) => metastasis);
  const against = (isSame: (coded: Diagnosis['coded']) => boolean) =>
    refuted.filter(({ code }) => isSame(concepts.classify(code)));
  return isContradicted(against(ofKind), primaries) || isContradicted(against(isLiverMetastasis), inLiver);
}

/** Whether a primary tumor of the liver is over in a later record; a metastasis that is has no known origin. */
function isOverLater(kind: TumorKind, { all }: TumorContext): boolean {
  const ofKind = all.filter(({ coded }) => kindsOf(coded, 'proves').includes(kind));
  const confirmed = ofKind.filter(({ standing }) => standing === 'confirmed');
  return primaryKinds.includes(kind) && isOvertaken(ofKind, confirmed);
}

/** Problem-list entries are stated on purpose; encounter diagnoses may be working ones. */
export function problemListFirst(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  const isProblem = ({ condition }: Diagnosis) =>
    (condition.category ?? []).some(({ coding }) =>
      (coding ?? []).some(({ code }) => code === 'problem-list-item'),
    );
  return diagnoses.toSorted((a, b) => Number(isProblem(b)) - Number(isProblem(a)));
}

function openPrimary(kind: TumorKind, { all, unread }: TumorContext): Statement {
  const name = tumorNames[kind];
  const ambiguous = all.filter((each) => {
    const origin = each.origin;
    return origin?.is === 'ambiguous' && origin.between.includes(kind) && each.standing !== 'history';
  });
  if (ambiguous.length > 0)
    return open('conflict', `${name}: the record names two kinds of tumor at once.`, from(ambiguous));
  const stated = all.filter((each) => kindsOf([...each.coded, ...each.histology], 'proves').includes(kind));
  if (stated.some(({ standing }) => standing === 'unconfirmed'))
    return open('unconfirmed', `${name}: recorded, but not as confirmed and active.`, from(stated));
  if (stated.length > 0 && stated.every(({ standing }) => standing === 'history'))
    return open('unconfirmed', `${name}: recorded as past, not as active.`, from(stated));
  const pointing = all.filter((each) => stated.includes(each) || pointsToPrimary(each, kind));
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

function openMetastasis(kind: TumorKind, { all, metastases, tentative, unread }: TumorContext): Statement {
  const name = tumorNames[kind];
  const pointing = pointers(kind, all);
  const unresolved = metastases.map(({ origin }) => origin).find(({ is }) => is === 'open');
  if (unresolved?.is === 'open') {
    const because = `${name}: a liver metastasis is confirmed; ${unresolved.because}.`;
    return open(unresolved.gap, because, [...unresolved.support, ...from(pointing)]);
  }
  const untyped = metastases.flatMap(({ origin: found }) =>
    found.is === 'known' && found.origin.is === 'other' && found.origin.mayBe.includes(kind)
      ? found.evidence
      : [],
  );
  if (untyped.length > 0) {
    const because = `${name}: a liver metastasis is confirmed; its primary is of an organ where it may be one.`;
    return open('unconfirmed', because, untyped);
  }
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
export function pointers(kind: TumorKind, all: readonly Diagnosis[]): readonly Diagnosis[] {
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

/** Diagnoses as evidence. */
export function from(diagnoses: readonly Diagnosis[]): readonly Provenance[] {
  return diagnoses.map(({ provenance }) => provenance);
}
