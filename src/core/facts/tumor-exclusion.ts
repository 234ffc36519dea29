import { proves, speaksFor } from '../fhir/value-set.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Provenance, type Statement, settled } from './finding.ts';
import type { MetastasisOrigin } from './metastasis.ts';
import { isLiverByCode, isLiverMetastasis, kindsOf, primaryKinds, type TumorKind } from './tumor-code.ts';
import { from, inDoubt, pointers, type TumorContext } from './tumor-evidence.ts';

/** No, where another confirmed malignancy explains the liver and nothing on record speaks for this one. */
export function explained(
  kind: TumorKind,
  found: readonly TumorKind[],
  positive: ReadonlyMap<TumorKind, Statement>,
  context: TumorContext,
): Statement | undefined {
  const { all, metastases, tentative, unread } = context;
  if (unread || inDoubt(kind, context)) return undefined;
  const others = found.filter((other) => other !== kind);
  const known = metastases.flatMap(({ origin }) => (origin.is === 'known' ? [origin] : []));
  const unresolved = [...metastases, ...tentative].some(({ origin }) => origin.is === 'open');
  const tentativeOfKind = tentative.some(
    ({ origin }) => origin.is === 'known' && isOrMayBe(origin.origin, kind),
  );
  if (primaryKinds.includes(kind)) {
    if (speaksForPrimary(kind, all)) return undefined;
    const isOtherwisePrimary = others.some((other) => primaryKinds.includes(other));
    if (isOtherwisePrimary)
      return settled('no', 'Another liver malignancy is confirmed.', evidenceOf(others, positive));
    // Another primary of the liver, of whatever type, is explained by no metastasis.
    const hasLiverPrimary = all.some(
      ({ coded, standing }) =>
        standing !== 'history' &&
        isLiverByCode(coded) &&
        !primaryKinds.some((each) => kindsOf(coded, 'proves').includes(each)),
    );
    if (!hasLiverPrimary && others.length > 0) {
      return settled('no', 'Another liver malignancy is confirmed.', evidenceOf(others, positive));
    }
    if (!hasLiverPrimary && metastases.length > 0 && known.length === metastases.length) {
      const because = 'The liver tumor is a metastasis of a known primary.';
      return settled(
        'no',
        because,
        known.flatMap(({ evidence }) => evidence),
      );
    }
    const bileDuct = all.filter(
      ({ standing, coded }) => standing === 'confirmed' && proves(coded, 'dx.cholangio-extrahepatic'),
    );
    if (kind === 'icc' && bileDuct.length > 0)
      return settled('no', 'The bile-duct tumor is recorded as extrahepatic.', from(bileDuct));
    return undefined;
  }
  if (unresolved || tentativeOfKind || hasUnsitedMetastasis(kind, all)) return undefined;
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

/** A metastasis of this kind whose site is not stated may be the one in the liver. */
function hasUnsitedMetastasis(kind: TumorKind, all: readonly Diagnosis[]): boolean {
  const concept =
    kind === 'net' ? 'dx.net-liver-metastasis' : kind === 'melanoma' ? 'dx.melanoma-metastasis' : undefined;
  return (
    concept !== undefined &&
    all.some(
      ({ standing, coded }) =>
        standing !== 'history' && speaksFor(coded, concept) && !isLiverMetastasis(coded),
    )
  );
}

function isOrMayBe(origin: Extract<MetastasisOrigin, { is: 'known' }>['origin'], kind: TumorKind): boolean {
  return origin.is === 'named' ? origin.kind === kind : origin.mayBe.includes(kind);
}

function speaksForPrimary(kind: TumorKind, all: readonly Diagnosis[]): boolean {
  return all.some((each) => {
    const origin = each.origin;
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
