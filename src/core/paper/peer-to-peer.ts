import type { Assessment } from '../assess.ts';
import type { Question } from '../facts/answers.ts';
import {
  type CriterionLine,
  decidingCriteria,
  finding,
  patientLine,
  therapyNames,
  verdictWords,
} from './case.ts';
import { heading, listOr, type Paper, paragraph } from './paper.ts';

/**
 * One page for the call with the payer's reviewer: the checklist, what will be objected, and the chart line that answers it.
 *
 * @param ask how the form puts a question
 */
export function peerToPeerSheet(assessment: Assessment, ask: (question: Question) => string): Paper {
  const { facts, policy, determination, advisories, gaps, documents } = assessment;
  const { value } = facts.request.therapy;
  const criteria = joined(decidingCriteria(assessment));
  const unmet = criteria.filter(({ verdict }) => verdict === 'not-met');
  const open = criteria.filter(({ verdict }) => verdict === 'unknown').length;
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
        rows: criteria.map((line) => [`${line.id} ${line.title}`, short(line), line.evidence]),
      },
      heading('Likely objections'),
      listOr(
        [
          ...unmet.map((line) => `${line.id} ${line.title}: ${short(line)}`),
          ...(open > 0
            ? [`Not settled by the record: ${open} of the parts above; the answers are below.`]
            : []),
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
          .map(
            ({ question, because }) => `${ask(question).replace(/[^?.]$/, '$&:')} ${withoutName(because)}`,
          ),
        'Nothing is open.',
      ),
    ],
  };
}

/** Parts that are the same in several criteria, once, with the numbers of all: the sheet has one page. */
function joined(lines: readonly CriterionLine[]): readonly CriterionLine[] {
  const rows = new Map<string, CriterionLine>();
  for (const line of lines) {
    const key = [line.title, line.verdict, line.because, line.evidence].join('\n');
    const same = rows.get(key);
    rows.set(key, same ? { ...same, id: `${same.id}, ${line.id}` } : line);
  }
  return [...rows.values()];
}

/** A finding for a page where room is short. */
function short(line: CriterionLine): string {
  return finding(line).replace(verdictWords.unknown, 'unknown');
}

/** The reason alone, where the question beside it says what it is about. */
function withoutName(because: string): string {
  const alone = because.replace(/^[^:.]{1,60}: /, '');
  return `${alone.charAt(0).toUpperCase()}${alone.slice(1)}`;
}
