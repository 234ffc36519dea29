import type { Assessment } from '../assess.ts';
import { assessmentJson } from '../assessment-json.ts';
import type { Edits } from '../facts/answers.ts';
import type { Provenance } from '../facts/finding.ts';
import type { RequestOptions } from '../facts/request.ts';
import type { CriterionResult } from '../policy/determine.ts';
import type { Unread } from '../record/unread.ts';

/** Everything that the determination was made from, so that anybody can make it again. */
export interface Packet {
  readonly format: 'hepauth-packet';
  readonly formatVersion: 1;
  readonly engineVersion: string;
  readonly policy: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly asOf: string;
  readonly options: RequestOptions;
  readonly selectedBy: 'option' | 'coverage' | 'default';
  readonly edits: Edits;
  readonly chart: {
    readonly base?: string;
    readonly patientId: string;
    readonly resources: readonly unknown[];
    readonly unread: readonly Unread[];
  };
  /** What came out, without the form. */
  readonly assessment: ReturnType<typeof assessmentJson>;
}

export interface PacketParts
  extends Omit<Packet, 'format' | 'formatVersion' | 'policy' | 'assessment' | 'asOf'> {
  readonly policySha256: string;
}

/** Packs an assessment with all that it rests on. */
export function packet(assessment: Assessment, { policySha256, ...parts }: PacketParts): Packet {
  const { policy, asOf } = assessment.determination;
  return {
    format: 'hepauth-packet',
    formatVersion: 1,
    ...parts,
    policy: { ...policy, sha256: policySha256 },
    asOf,
    assessment: assessmentJson(assessment, parts.selectedBy, null),
  };
}

/** The proof block of the paper: which records, in which versions, by which policy. */
export interface Proof {
  readonly resources: readonly string[];
  readonly policy: string;
}

/** Ids and versions of the records that any criterion rests on. */
export function proof({ determination }: Assessment): Proof {
  const used = determination.results.flatMap(provenanceOf).flatMap(recordedIn);
  const { id, version } = determination.policy;
  return { resources: [...new Set(used)].toSorted(), policy: `${id} version ${version}` };
}

function provenanceOf({ evidence, of }: CriterionResult): readonly Provenance[] {
  return [...evidence, ...of.flatMap(provenanceOf)];
}

function recordedIn(provenance: Provenance): readonly string[] {
  switch (provenance.kind) {
    case 'recorded':
      return [
        provenance.versionId === undefined
          ? provenance.reference
          : `${provenance.reference}/_history/${provenance.versionId}`,
      ];
    case 'derived':
      return provenance.from.flatMap(recordedIn);
    case 'attested':
      return [];
  }
}
