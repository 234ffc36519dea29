import { engineVersion } from '../../catalogue/policy-hash.ts';
import type { Assessment } from '../../core/assess.ts';
import { patientLine } from '../../core/paper/case.ts';
import { proof } from '../../core/paper/packet.ts';
import { heading, listOr, type Paper, paragraph } from '../../core/paper/paper.ts';
import { paperWords } from './paper-words.ts';

/**
 * The last page of the packet: which records in which versions, which policy, which engine.
 *
 * @param sha256 of the policy
 * @param answers how many questions the clinician has answered
 */
export function proofSheet(
  assessment: Assessment,
  { sha256, answers }: { readonly sha256: string; readonly answers: number },
): Paper {
  const { resources, policy } = proof(assessment);
  const { facts, determination, unread } = assessment;
  const words = paperWords.proof;
  return {
    title: words.title,
    patient: patientLine(facts.record.patient),
    blocks: [
      paragraph(words.about),
      {
        is: 'facts',
        rows: [
          { label: words.policy, value: policy },
          { label: words.sha256, value: sha256 },
          { label: words.engine, value: engineVersion },
          { label: words.asOf, value: determination.asOf },
          { label: words.answers, value: words.answersAre(answers) },
          {
            label: words.unread,
            value: unread.map(({ requirement }) => requirement).join(', ') || words.none,
          },
        ],
      },
      heading(words.resources),
      listOr(resources, words.noResources),
    ],
  };
}
