import { engineVersion, policySha256 } from '../../catalogue/policy-hash.ts';
import { letterOfMedicalNecessity } from '../../core/paper/letter.ts';
import { packet } from '../../core/paper/packet.ts';
import { paperText } from '../../core/paper/paper.ts';
import type { Judged } from '../review.ts';
import type { Stage } from '../stage.ts';
import { saidInForm } from './said-in-form.ts';

/** A file to download; its name holds nothing of the chart. */
export interface PacketFile {
  readonly name: string;
  readonly type: 'application/json';
  readonly text: string;
}

/** All that the determination was made from, as one file: the chart as it was read, the answers, policy and engine. */
export async function packetFile(
  { read, ehr, edits, identifier }: Stage,
  { assessment, options, selectedBy }: Judged,
): Promise<PacketFile> {
  const { context } = ehr ?? {};
  const made = packet(assessment, {
    engineVersion,
    options,
    selectedBy,
    edits,
    chart: {
      ...(context && { base: context.base }),
      patientId: assessment.facts.record.patient.id,
      resources: read?.resources ?? [],
      unread: read?.unread ?? [],
    },
    policySha256: await policySha256(assessment.policy),
  });
  const text = `${JSON.stringify(made, null, 2)}\n`;
  return { name: `packet-${identifier.value.replace('urn:uuid:', '')}.json`, type: 'application/json', text };
}

/** The letter as plain text, for a portal that takes no files. */
export function letterText(review: Judged): string {
  return paperText(letterOfMedicalNecessity(review.assessment, saidInForm(review)));
}
