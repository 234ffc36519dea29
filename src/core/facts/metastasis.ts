import { referenceKey } from '../fhir/reference.ts';
import { speaksFor } from '../fhir/value-set.ts';
import type { Unread } from '../record/unread.ts';
import { type Diagnosis, isLiverMetastasis, kindsOf, type Origin, type TumorKind } from './diagnosis.ts';
import type { GapReason, Provenance } from './finding.ts';

/** Where a liver metastasis comes from, and how that is known. */
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
      /** Kinds that it may turn out to be; empty when it may be any. */
      readonly between: readonly TumorKind[];
      readonly support: readonly Provenance[];
    };

const linkExtension = /\/mcode-related-primary-cancer-condition$/;

interface OriginContext {
  readonly all: readonly Diagnosis[];
  readonly isMixed: boolean;
  readonly unread: Unread | undefined;
}

/**
 * Reads the origin of a metastasis from what states it best: a code that names both, its histology, its link to the primary,
 * or else the only confirmed primary on record.
 */
export function metastasisOrigin(metastasis: Diagnosis, context: OriginContext): MetastasisOrigin {
  const found = statedOrigin(metastasis, context.all) ?? pairedOrigin(metastasis, context);
  const isNetOrColorectal =
    found.is === 'known' && found.origin.is === 'named' && ['net', 'crc'].includes(found.origin.kind);
  if (context.isMixed && isNetOrColorectal && found.is === 'known') {
    const because =
      'mixed neuroendocrine and adenocarcinoma histology is recorded; the policy does not say which branch applies';
    return { is: 'open', gap: 'conflict', because, between: ['net', 'crc'], support: found.evidence };
  }
  return found;
}

function statedOrigin(metastasis: Diagnosis, all: readonly Diagnosis[]): MetastasisOrigin | undefined {
  const { coded, histology, provenance } = metastasis;
  const linked = linkedOrigin(metastasis, all);
  if (linked?.is === 'open') return linked;
  const byCode: readonly TumorKind[] = coded.some(
    ({ concept, use }) => concept === 'dx.net-liver-metastasis' && use === 'proves',
  )
    ? ['net']
    : [];
  const byHistology = kindsOf(histology, 'proves');
  const stated = new Set([...byCode, ...byHistology]);
  if (linked?.is === 'known' && linked.origin.is === 'named') stated.add(linked.origin.kind);
  const contradicts =
    stated.size > 1 || (linked?.is === 'known' && linked.origin.is === 'other' && stated.size > 0);
  if (contradicts || speaksFor(histology, 'dx.goblet-mixed')) {
    const between: readonly TumorKind[] = contradicts ? [...stated] : ['net', 'crc'];
    return {
      is: 'open',
      gap: 'conflict',
      because: 'the record names two different origins',
      between,
      support: [provenance],
    };
  }
  const [kind] = stated;
  if (linked) return linked;
  if (kind)
    return {
      is: 'known',
      origin: { is: 'named', kind },
      evidence: [provenance],
      by: byCode.length > 0 ? 'code' : 'histology',
    };
  if (speaksFor(coded, 'dx.liver-metastasis-small-cell')) {
    return {
      is: 'open',
      gap: 'unconfirmed',
      because: 'a small-cell metastasis: its primary must be named',
      between: ['net'],
      support: [provenance],
    };
  }
  if (speaksFor(coded, 'dx.liver-metastasis-unknown-primary')) {
    return {
      is: 'open',
      gap: 'unconfirmed',
      because: 'its primary is recorded as unknown',
      between: [],
      support: [provenance],
    };
  }
  return undefined;
}

function linkedOrigin(
  { condition, provenance }: Diagnosis,
  all: readonly Diagnosis[],
): MetastasisOrigin | undefined {
  const links = (condition.extension ?? []).filter(({ url }) => linkExtension.test(url));
  const [link, second] = links;
  if (!link) return undefined;
  const opened = (
    because: string,
    support: readonly Provenance[],
    between: readonly TumorKind[] = [],
  ): MetastasisOrigin => ({
    is: 'open',
    gap: 'unconfirmed',
    because,
    between,
    support,
  });
  if (second) return opened('it is linked to more than one primary', [provenance]);
  const key = referenceKey(link.valueReference?.reference);
  const primary = all.find(({ condition: { id } }) => key === `Condition/${id}`);
  if (!primary)
    return opened('the primary it is linked to could not be read, or was set aside', [provenance]);
  const support = [provenance, primary.provenance];
  const origin = primary.origin;
  const verified = primary.standing === 'confirmed' || isConfirmedButOver(primary);
  if (!verified) return opened('the primary it is linked to is not confirmed', support, mayBe(origin));
  if (origin?.is === 'named') return { is: 'known', origin, evidence: support, by: 'link' };
  if (origin?.is === 'other' && origin.mayBe.length === 0)
    return { is: 'known', origin, evidence: support, by: 'link' };
  return opened('the primary it is linked to does not say which tumor it is', support, mayBe(origin));
}

function isConfirmedButOver({ standing, condition }: Diagnosis): boolean {
  const codes = (condition.verificationStatus?.coding ?? []).map(({ code }) => code);
  return standing === 'history' && codes.length === 1 && codes[0] === 'confirmed';
}

function mayBe(origin: Origin | undefined): readonly TumorKind[] {
  switch (origin?.is) {
    case 'named':
      return [origin.kind];
    case 'other':
      return origin.mayBe;
    case 'ambiguous':
      return origin.between;
    default:
      return [];
  }
}

/** The pairing rule: one confirmed liver metastasis, one confirmed active malignant primary on record. */
function pairedOrigin({ provenance }: Diagnosis, { all, unread }: OriginContext): MetastasisOrigin {
  const primaries = all
    .filter((each) => each.standing === 'confirmed' && !isLiverMetastasis(each.coded))
    .flatMap((each) => {
      const origin = each.origin;
      return origin ? [{ origin, from: each.provenance }] : [];
    });
  const support = [provenance, ...primaries.map(({ from }) => from)];
  if (unread) {
    return {
      is: 'open',
      gap: unread.gap,
      because: `${unread.because}, so another primary may exist`,
      between: [],
      support,
    };
  }
  const distinct = new Map(primaries.map((primary) => [identity(primary.origin), primary]));
  const [only, second] = distinct.values();
  if (!only)
    return {
      is: 'open',
      gap: 'unconfirmed',
      because: 'no confirmed, active primary is on record',
      between: [],
      support,
    };
  if (second)
    return {
      is: 'open',
      gap: 'conflict',
      because: 'more than one primary is on record, and none is linked',
      between: [],
      support,
    };
  const { origin } = only;
  if (origin.is === 'ambiguous' || origin.is === 'unrecognised') {
    return {
      is: 'open',
      gap: 'conflict',
      because: 'the primary on record does not say which tumor it is',
      between: mayBe(origin),
      support,
    };
  }
  return {
    is: 'known',
    origin,
    evidence: [{ kind: 'derived', rule: 'the only confirmed primary on record', from: support }],
    by: 'pairing',
  };
}

function identity(origin: Origin): string {
  return origin.is === 'named' ? origin.kind : origin.is === 'other' ? origin.site : origin.is;
}
