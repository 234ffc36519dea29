import type { Observation } from '../fhir/r4.ts';
import { referenceKey } from '../fhir/reference.ts';
import type { Diagnosis } from './diagnosis.ts';
import { identity } from './metastasis.ts';
import { isNotFollowed } from './rival.ts';
import { isLiverMetastasis, type TumorKind } from './tumor-code.ts';
import type { Origin } from './tumor-origin.ts';
import type { TumorType } from './tumor-type.ts';

/** Whose course an observation describes. Without a focus it speaks for the liver disease only where no other cancer is active. */
export function aboutness(
  observation: Observation,
  all: readonly Diagnosis[],
  tumor: TumorType,
): 'ours' | 'another-disease' | 'unclear' {
  const focus = (observation.focus ?? []).map(({ reference }) => referenceKey(reference));
  if (focus.length > 0) {
    if (focus.some((key) => key !== undefined && tumor.disease.includes(key))) return 'ours';
    const known = focus.every(
      (key) => key !== undefined && all.some(({ condition }) => key === `Condition/${condition.id}`),
    );
    const mayBeOurs = all.some(
      (each) => focus.includes(`Condition/${each.condition.id}`) && mayBelong(each, tumor),
    );
    return known && !mayBeOurs ? 'another-disease' : 'unclear';
  }
  const others = all
    .filter((each) => !isNotFollowed(each))
    .flatMap(({ standing, isContradictory, origin, condition: { id } }) =>
      (standing === 'confirmed' || isContradictory) &&
      origin &&
      !tumor.disease.includes(`Condition/${id}`) &&
      !mayBeItsPrimary(origin, tumor)
        ? [origin]
        : [],
    );
  const [only, second] = new Map(others.map((origin) => [identity(origin), origin])).values();
  // That there is no other cancer is a conclusion from absence.
  if (tumor.mayLackCancers) return 'unclear';
  if (!only) return 'ours';
  return tumor.disease.length === 0 && !second && mayBeThePrimary(only, tumor) ? 'ours' : 'unclear';
}

/** Where no tumor in the liver is on record: whether the one cancer that is may be where it comes from. */
function mayBeThePrimary(origin: Origin, { kinds }: TumorType): boolean {
  return possibleKinds(origin).some((kind) => kinds[kind].truth !== 'no');
}

/** Whether it may be where a metastasis comes from that tells its type itself and is linked to nothing. */
function mayBeItsPrimary(origin: Origin, { metastases }: TumorType): boolean {
  return metastases.some(
    ({ origin: known }) =>
      known.is === 'known' &&
      (known.by === 'code' || known.by === 'histology') &&
      known.origin.is === 'named' &&
      possibleKinds(origin).includes(known.origin.kind),
  );
}

function possibleKinds(origin: Origin): readonly TumorKind[] {
  return origin.is === 'named' ? [origin.kind] : origin.is === 'other' ? origin.mayBe : [];
}

/** A tumor that may yet be the disease in question: none is confirmed, or a metastasis whose primary is open. */
function mayBelong(each: Diagnosis, tumor: TumorType): boolean {
  const isTumor = isLiverMetastasis(each.coded) || each.origin !== undefined;
  const isSettled = tumor.disease.length > 0 && tumor.metastases.every(({ origin }) => origin.is === 'known');
  if (each.origin && mayBeItsPrimary(each.origin, tumor)) return true;
  return isTumor && !(isSettled && (each.standing === 'confirmed' || isPastOfElsewhere(each, tumor)));
}

/** A cancer that is over, and certainly not the one in the liver under an older entry. */
function isPastOfElsewhere({ standing, origin }: Diagnosis, { inLiver, metastases }: TumorType): boolean {
  if (standing !== 'history' || !isCertain(origin)) return false;
  const primaries = inLiver.filter(({ coded }) => !isLiverMetastasis(coded));
  const ours = [
    ...primaries.map((each) => each.origin),
    ...metastases.map((each) => (each.origin.is === 'known' ? each.origin.origin : undefined)),
  ];
  return ours.every((each) => isCertain(each) && identity(each) !== identity(origin));
}

function isCertain(origin: Origin | undefined): origin is Extract<Origin, { is: 'named' | 'other' }> {
  return origin?.is === 'named' || (origin?.is === 'other' && origin.mayBe.length === 0);
}
