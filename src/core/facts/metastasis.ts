import { referenceKey } from '../fhir/reference.ts';
import { proves, speaksFor } from '../fhir/value-set.ts';
import type { Unread } from '../record/unread.ts';
import { contradictsKind, type Diagnosis } from './diagnosis.ts';
import type { GapReason, Provenance } from './finding.ts';
import { contradicting, type LooseHistology } from './loose-histology.ts';
import { isOfAnotherOriginInWords } from './named-otherwise.ts';
import { isOvertaken } from './refutation.ts';
import { givesNoMetastasis } from './rival.ts';
import type { ConditionStanding } from './standing.ts';
import {
  besidesMetastasis,
  isLiverByCode,
  isLiverMetastasis,
  kindsOf,
  type TumorKind,
} from './tumor-code.ts';
import { leavesTypeOpen, type Origin, originStated } from './tumor-origin.ts';

/** Where a liver metastasis comes from, and how that is known. An open origin may be of any kind. */
export type MetastasisOrigin =
  | {
      readonly is: 'known';
      readonly origin: Extract<Origin, { is: 'named' | 'other' }>;
      readonly evidence: readonly Provenance[];
      readonly by: 'code' | 'histology' | 'link' | 'pairing';
    }
  | {
      readonly is: 'open';
      readonly gap: GapReason;
      readonly because: string;
      readonly support: readonly Provenance[];
    };

const linkExtension = /\/mcode-related-primary-cancer-condition$/;

interface OriginContext {
  readonly all: readonly Diagnosis[];
  readonly isMixed: boolean;
  readonly unread: Unread | undefined;
  /** A diagnosis that could not be used may be another primary. */
  readonly hasUnusable: boolean;
  readonly loose: readonly LooseHistology[];
}

/**
 * Reads the origin of a metastasis from what states it best: a code that names both, its histology, its link to the primary,
 * or else the only confirmed primary on record.
 */
export function metastasisOrigin(metastasis: Diagnosis, context: OriginContext): MetastasisOrigin {
  const found = narrowed(
    statedOrigin(metastasis, context.all) ?? pairedOrigin(metastasis, context),
    metastasis,
  );
  const said = [metastasis.condition.code, ...metastasis.histologySaid];
  if (found.is === 'known' && said.some((code) => isOfAnotherOriginInWords({ code }, found.origin))) {
    const because = 'its words name another origin than the rest of the record, or call it unknown';
    return { is: 'open', gap: 'conflict', because, support: found.evidence };
  }
  const isKnown = found.is === 'known' && found.origin.is === 'named';
  if (context.isMixed && isKnown && ['net', 'crc'].includes(found.origin.kind)) return mixed(found.evidence);
  if (found.is === 'known' && isOverLater(context.all)) {
    const because = 'a later record says that it is over';
    return { is: 'open', gap: 'conflict', because, support: found.evidence };
  }
  const against = found.is === 'known' ? contradicting(found.origin, context.loose, context.all) : [];
  if (found.is === 'known' && against.length > 0) {
    const because = 'a histology report that names no diagnosis does not fit its origin';
    return { is: 'open', gap: 'conflict', because, support: [...found.evidence, ...against] };
  }
  return found;
}

/** Whether the metastases in the liver are over in a later record. A primary that is over is still where they come from. */
function isOverLater(all: readonly Diagnosis[]): boolean {
  const inLiver = all.filter(({ coded }) => isLiverMetastasis(coded));
  const confirmed = inLiver.filter(({ standing }) => standing === 'confirmed');
  return isOvertaken(inLiver, confirmed);
}

/** What its own histology excludes, a metastasis of an organ that leaves the type open is not of either. */
function narrowed(found: MetastasisOrigin, metastasis: Diagnosis): MetastasisOrigin {
  if (found.is === 'open' || found.origin.is === 'named') return found;
  const mayBe = found.origin.mayBe.filter((kind) => !contradictsKind(metastasis, kind));
  return { ...found, origin: { ...found.origin, mayBe } };
}

/** Mixed neuroendocrine and adenocarcinoma histology: the policy does not say which branch applies. */
function mixed(support: readonly Provenance[]): MetastasisOrigin {
  const because =
    'mixed neuroendocrine and adenocarcinoma histology is recorded; the policy does not say which branch applies';
  return { is: 'open', gap: 'conflict', because, support };
}

/** Whether a metastasis says itself where it comes from: by code, histology or link. */
export function statesOrigin(metastasis: Diagnosis): boolean {
  const { coded, histology, condition } = metastasis;
  const isLinked = (condition.extension ?? []).some(({ url }) => linkExtension.test(url));
  return (
    isLinked ||
    joinedOrigin(metastasis) !== undefined ||
    histology.length > 0 ||
    proves(coded, 'dx.net-liver-metastasis')
  );
}

function statedOrigin(metastasis: Diagnosis, all: readonly Diagnosis[]): MetastasisOrigin | undefined {
  const { coded, histology, provenance } = metastasis;
  const opened = (gap: GapReason, because: string): MetastasisOrigin => {
    return { is: 'open', gap, because, support: [provenance] };
  };
  if (speaksFor(histology, 'dx.goblet-mixed')) return mixed([provenance]);
  const joined = joinedOrigin(metastasis);
  const linked = linkedOrigin(metastasis, all) ?? joined;
  if (linked?.is === 'open') return linked;
  if (joined?.is === 'open') return joined;
  const byCode: readonly TumorKind[] = proves(coded, 'dx.net-liver-metastasis') ? ['net'] : [];
  const stated = new Set([...byCode, ...kindsOf(histology, 'proves')]);
  const linkedTo = linked?.origin;
  if (linkedTo?.is === 'named') stated.add(linkedTo.kind);
  const [kind] = stated;
  const isUnfit =
    kind !== undefined && (contradictsKind(metastasis, kind) || isOnlyAdenocarcinoma(metastasis, kind));
  const isElsewhere =
    (linkedTo?.is === 'other' && kind !== undefined && !linkedTo.mayBe.includes(kind)) ||
    (linkedTo !== undefined && joined !== undefined && identity(linkedTo) !== identity(joined.origin));
  if (stated.size > 1 || isUnfit || isElsewhere) {
    return opened('conflict', 'the record names two different origins');
  }
  if (linkedTo?.is === 'named') return linked;
  if (kind) {
    const by = byCode.length > 0 ? 'code' : 'histology';
    const own = by === 'code' ? [provenance] : [provenance, ...metastasis.histologyReports];
    // A primary that leaves the type open, such as one of the eye, is named by what the metastasis says of itself.
    const evidence = [...new Set([...own, ...(linked?.evidence ?? [])])];
    return { is: 'known', origin: { is: 'named', kind }, evidence, by: linked ? 'link' : by };
  }
  if (linkedTo && leavesTypeOpen(linkedTo)) {
    const because = 'the primary it is linked to does not say which tumor it is';
    return { is: 'open', gap: 'unconfirmed', because, support: linked?.evidence ?? [] };
  }
  if (linked) return linked;
  if (speaksFor(coded, 'dx.liver-metastasis-small-cell')) {
    return opened('unconfirmed', 'a small-cell metastasis: its primary must be named');
  }
  if (speaksFor(coded, 'dx.liver-metastasis-unknown-primary')) {
    return opened('unconfirmed', 'its primary is recorded as unknown');
  }
  return undefined;
}

/** The primary that the same entry names by a code of its own. */
function joinedOrigin(metastasis: Diagnosis): MetastasisOrigin | undefined {
  const origin = primaryIn(metastasis);
  const { provenance } = metastasis;
  if (origin === undefined) return undefined;
  if (origin.is === 'named' || origin.is === 'other')
    return { is: 'known', origin, evidence: [provenance], by: 'code' };
  const because = 'the primary in the same entry does not say which tumor it is';
  return { is: 'open', gap: 'unconfirmed', because, support: [provenance] };
}

function linkedOrigin(
  { condition, provenance }: Diagnosis,
  all: readonly Diagnosis[],
): MetastasisOrigin | undefined {
  const [link, second] = (condition.extension ?? []).filter(({ url }) => linkExtension.test(url));
  if (!link) return undefined;
  const opened = (because: string, ...more: readonly Provenance[]): MetastasisOrigin => {
    return { is: 'open', gap: 'unconfirmed', because, support: [provenance, ...more] };
  };
  if (second) return opened('it is linked to more than one primary');
  const key = referenceKey(link.valueReference?.reference);
  const primary = all.find(({ condition: { id } }) => key === `Condition/${id}`);
  if (!primary) return opened('the primary it is linked to could not be read, or was set aside');
  if (primary.standing !== 'confirmed' && !isConfirmedButOver(primary)) {
    return opened('the primary it is linked to is not confirmed', primary.provenance);
  }
  const { origin } = primary;
  if (origin?.is === 'named' || origin?.is === 'other') {
    return { is: 'known', origin, evidence: [provenance, primary.provenance], by: 'link' };
  }
  return opened('the primary it is linked to does not say which tumor it is', primary.provenance);
}

/** A primary that was confirmed and has been treated: the link still says where the metastasis comes from. */
function isConfirmedButOver({ standing, condition }: Diagnosis): boolean {
  const codes = (condition.verificationStatus?.coding ?? []).map(({ code }) => code);
  return standing === 'history' && codes.length === 1 && codes[0] === 'confirmed';
}

/**
 * The pairing rule: one confirmed liver metastasis, one confirmed active malignant primary on record, and no other cancer that is not over:
 * one that nobody confirmed yet may be the primary all the same.
 */
function pairedOrigin(metastasis: Diagnosis, { all, unread, hasUnusable }: OriginContext): MetastasisOrigin {
  const { provenance } = metastasis;
  const ofStanding = (wanted: ConditionStanding) =>
    all
      .filter((each) => each.standing === wanted && !givesNoMetastasis(each))
      .flatMap((each) => {
        const origin = primaryIn(each);
        return origin ? [{ origin, coded: each.coded, from: each.provenance }] : [];
      });
  const primaries = ofStanding('confirmed');
  const support = [provenance, ...primaries.map(({ from }) => from)];
  const opened = (gap: GapReason, because: string): MetastasisOrigin => ({
    is: 'open',
    gap,
    because,
    support,
  });
  if (unread) return opened(unread.gap, `${unread.because}, so another primary may exist`);
  if (hasUnusable)
    return opened('implausible', 'a diagnosis on record cannot be used, and may be another primary');
  const distinct = new Map(primaries.map((primary) => [identity(primary.origin), primary]));
  if (hasUnsitedNet(all) && [...distinct.keys()].some((key) => key !== 'net')) {
    return opened(
      'conflict',
      'a neuroendocrine metastasis without a site is on record beside another primary',
    );
  }
  const [only, second] = distinct.values();
  if (!only) return opened('unconfirmed', 'no confirmed, active primary is on record');
  if (second) return opened('conflict', 'more than one primary is on record, and none is linked');
  const { origin } = only;
  const mayBeNamed = leavesTypeOpen(origin);
  const isUnfit =
    origin.is === 'named' &&
    (contradictsKind(metastasis, origin.kind) || isOnlyAdenocarcinoma(metastasis, origin.kind));
  if (isUnfit) return opened('conflict', 'its histology does not fit the primary on record');
  if (origin.is === 'ambiguous' || origin.is === 'unrecognised' || mayBeNamed) {
    return opened('conflict', 'the primary on record does not say which tumor it is');
  }
  // What may have begun in the liver is another tumor beside the metastasis, not where it comes from.
  const rivals = ofStanding('unconfirmed').filter(
    (candidate) => !isLiverByCode(candidate.coded) && !mayBeTheSame(candidate.origin, origin),
  );
  if (rivals.length > 0) {
    const because = 'another cancer is recorded, not as confirmed and active, and may be the primary';
    return {
      is: 'open',
      gap: 'unconfirmed',
      because,
      support: [...support, ...rivals.map(({ from }) => from)],
    };
  }
  const evidence: Provenance = {
    kind: 'derived',
    rule: 'the only confirmed primary on record',
    from: support,
  };
  return { is: 'known', origin, evidence: [evidence], by: 'pairing' };
}

/** The primary that a diagnosis is, or that the entry of a metastasis names as well. */
function primaryIn({ coded, origin }: Diagnosis): Origin | undefined {
  return isLiverMetastasis(coded) ? originStated({}, besidesMetastasis(coded), [], []) : origin;
}

/** Whether what is said of one tumor can be said of the other: `melanoma` and an eye code that may be of one. */
function mayBeTheSame(candidate: Origin, known: Origin): boolean {
  const mayBe = candidate.is === 'other' ? candidate.mayBe : [];
  return identity(candidate) === identity(known) || (known.is === 'named' && mayBe.includes(known.kind));
}

/** A metastasis coded as of an adenocarcinoma comes from no melanoma and from no neuroendocrine tumor. */
function isOnlyAdenocarcinoma({ coded }: Diagnosis, kind: TumorKind): boolean {
  return speaksFor(coded, 'dx.liver-metastasis-adenocarcinoma') && kind !== 'crc' && kind !== 'icc';
}

function hasUnsitedNet(all: readonly Diagnosis[]): boolean {
  return all.some(
    ({ coded, standing }) =>
      standing !== 'history' && speaksFor(coded, 'dx.net-liver-metastasis') && !isLiverMetastasis(coded),
  );
}

/** What tells the origins of two tumors apart. */
export function identity(origin: Origin): string {
  return origin.is === 'named' ? origin.kind : origin.is === 'other' ? origin.site : origin.is;
}
