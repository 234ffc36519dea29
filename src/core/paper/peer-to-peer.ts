import type { Assessment } from '../assess.ts';
import { decidingCriteria, finding, patientLine, therapyNames, verdictWords } from './case.ts';
import { heading, listOr, type Paper, paragraph } from './paper.ts';

/** One page for the call with the payer's reviewer: the checklist, what will be objected, and the chart line that answers it. */
export function peerToPeerSheet(assessment: Assessment): Paper {
  const { facts, policy, determination, advisories, gaps, documents } = assessment;
  const { value } = facts.request.therapy;
  const criteria = decidingCriteria(assessment);
  const open = criteria.filter(({ verdict }) => verdict !== 'met');
  const against = advisories.filter(({ verdict }) => verdict === 'not-met');
  const lacking = documents.filter(({ status }) => status === 'missing');
  return {
    title: 'Peer-to-peer sheet',
    patient: patientLine(facts.record.patient),
    blocks: [
      paragraph(
        `${value ? therapyNames[value] : 'Therapy not stated'}; ${policy.id}, version ${policy.version}. The criteria together: ${verdictWords[determination.verdict]}.`,
      ),
      heading("The reviewer's checklist"),
      {
        is: 'table',
        head: ['Criterion', 'Finding', 'Chart line'],
        rows: criteria.map((line) => [`${line.id} ${line.title}`, finding(line), line.evidence]),
      },
      heading('Likely objections'),
      listOr(
        [
          ...open.map((line) => `${line.id} ${line.title}: ${finding(line)}`),
          ...against.map(
            ({ id, advisory, because }) =>
              `${id} ${advisory.title}: ${because} (${advisory.source}; no criterion)`,
          ),
          ...lacking.map(({ id, document }) => `${id} ${document.title}: not in the submission.`),
        ],
        'None that the record shows.',
      ),
      heading('Answers to have at hand'),
      listOr(
        gaps
          .filter(({ blocks }) => blocks.length > 0)
          .map(({ question, because }) => `${question.replaceAll('-', ' ')}: ${because}`),
        'Nothing is open.',
      ),
    ],
  };
}
