import type { Assessment } from '../assess.ts';
import { type Answers, isQuestion, type Question } from '../facts/answers.ts';
import { payerOf } from '../facts/coverage.ts';
import type { Therapy } from '../facts/request.ts';
import type { PriorTreatment } from '../facts/treatment.ts';
import { memberId } from '../form/request-sources.ts';
import { spanInWords } from '../form/source.ts';
import {
  decidingCriteria,
  diagnosisCodes,
  finding,
  orderLine,
  patientLine,
  procedureCodes,
  therapyNames,
  verdictWords,
} from './case.ts';
import { type Block, heading, listOr, notRecorded, type Paper, paragraph, type RowGroup } from './paper.ts';

/**
 * Letter of medical necessity: everything a payer's reviewer looks for, with what is missing printed as missing.
 *
 * @param form the form beside it, of which it tells the same; without it, what was answered, and the record
 */
export function letterOfMedicalNecessity(assessment: Assessment, form?: FormSaid): Paper {
  const { facts, policy, determination } = assessment;
  const { answers, request, record, coverage, tumor } = facts;
  const text = form?.text ?? said(answers);
  const ofCoverage = (item: FormItem, recorded: string | undefined) => (form ? text(item) : recorded);
  const codes = (items: readonly FormItem[], recorded: readonly string[]) =>
    form && items.some(form.isByPerson)
      ? joined(items.flatMap((item) => text(item) ?? []))
      : joined(recorded);
  const therapy = request.therapy.value && therapyNames[request.therapy.value];
  const sessions = text('planned-sessions');
  return {
    title: 'Letter of medical necessity',
    patient: patientLine(record.patient),
    blocks: withoutEmpty([
      {
        is: 'facts',
        rows: [
          { label: 'Patient', value: patientLine(record.patient) },
          {
            label: 'Payer',
            value: ofCoverage('payer', coverage.coverage && payerOf(coverage.coverage, record).name),
          },
          {
            label: 'Member id',
            value: ofCoverage('member-id', coverage.coverage && memberId(coverage.coverage)),
          },
          { label: 'Requested', value: therapy },
          { label: 'Order', value: orderLine(assessment) },
          {
            label: 'Procedure codes (CPT/HCPCS)',
            value: codes(['procedure-codes'], procedureCodes(assessment)),
          },
          {
            label: 'Diagnosis codes (ICD-10-CM)',
            value: codes(['liver-diagnosis', 'primary-diagnosis'], diagnosisCodes(assessment)),
          },
          {
            label: 'Units and sessions',
            value: sessions === undefined ? undefined : `${sessions} session${sessions === '1' ? '' : 's'}`,
          },
          { label: 'Planned date', value: text('planned-date') },
          {
            label: 'Site',
            value: request.site.value === 'liver' ? 'Liver' : request.site.value && 'Outside the liver',
          },
          {
            label: 'Embolization agent',
            value:
              text('embolic-agent') ??
              (request.therapy.value === 'tare'
                ? `Yttrium-90 microspheres; product ${notRecorded}`
                : undefined),
          },
          { label: 'Approach', value: text('approach') },
        ],
      },
      heading('Disease'),
      ...disease(assessment, text),
      heading(`Criteria of ${policy.title} (${policy.id}, version ${policy.version})`),
      paragraph(
        `Held against the record as of ${determination.asOf}, the criteria together: ${verdictWords[determination.verdict]}.`,
      ),
      {
        is: 'groups',
        head: ['Criterion', 'Finding', 'Evidence'],
        groups: criteriaGroups(assessment),
      },
      heading('Prior treatments'),
      ...priorTreatments(
        [...facts.procedures, ...facts.systemic],
        text('prior-treatments'),
        answers.get('prior-treatments-confirmed')?.value === true,
      ),
      heading('Why surgery is not an option'),
      paragraph(text('surgical-rationale') ?? notRecorded),
      heading('Why systemic therapy is not an option, or not alone'),
      paragraph(text('systemic-rationale') ?? notRecorded),
      heading('Alternatives considered'),
      ...alternatives(text('alternatives-considered'), request.therapy.value),
      heading('Follow-up plan'),
      paragraph(text('follow-up-plan') ?? notRecorded),
      heading('Attachments to add'),
      listOr(attachments(assessment), 'None: the payer’s list of information is complete.'),
      paragraph(
        tumor.metastases.length > 0
          ? 'The pairing of the metastasis with its primary is shown in the evidence and was open to correction.'
          : '',
      ),
      ...(policy.notice ? [paragraph(policy.notice)] : []),
    ]),
  };
}

function withoutEmpty(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block) => block.is !== 'paragraph' || block.text !== '');
}

/** Items of the form that are no question of the judgement. */
type FormItem = 'member-id' | 'payer' | 'procedure-codes' | 'liver-diagnosis' | 'primary-diagnosis';

/** What is said to a question, in words; undefined where nothing is. */
type Said = (item: Question | FormItem) => string | undefined;

/** What stands in the form. */
export interface FormSaid {
  readonly text: Said;
  /** Whether a person answered an item, or emptied it on purpose. */
  readonly isByPerson: (item: Question | FormItem) => boolean;
}

/** The parts of each criterion under its own words, which are cited once. */
function criteriaGroups(assessment: Assessment): readonly RowGroup[] {
  const groups: { readonly title: string; readonly rows: string[][] }[] = [];
  for (const line of decidingCriteria(assessment)) {
    const title = line.quote === undefined ? line.id : `${line.id}: “${line.quote}”`;
    const row = [line.title, finding(line), line.evidence];
    const last = groups.at(-1);
    if (last?.title === title) last.rows.push(row);
    else groups.push({ title, rows: [row] });
  }
  return groups;
}

/** In the clinician's words; else each alternative by name, so that none is forgotten. */
function alternatives(written: string | undefined, therapy: Therapy | undefined): readonly Block[] {
  if (written !== undefined) return [paragraph(written)];
  const other = therapy === 'tare' ? 'Chemoembolization (TACE)' : 'Radioembolization with yttrium-90 (TARE)';
  const rows = ['No treatment', other, 'Ablation', 'Surgery'].map((label) => ({ label, value: undefined }));
  return [{ is: 'facts', rows }];
}

function said(answers: Answers): Said {
  return (item) => {
    const value = isQuestion(item) ? answers.get(item)?.value : undefined;
    return value === undefined || typeof value === 'object' ? undefined : String(value);
  };
}

function disease({ facts }: Assessment, text: Said): readonly Block[] {
  const { tumor } = facts;
  const confirmed = Object.values(tumor.kinds).filter(({ truth }) => truth === 'yes');
  return [
    listOr(
      confirmed.map(({ because }) => because),
      `Tumor type: ${notRecorded}`,
    ),
    {
      is: 'facts',
      rows: [
        { label: 'Extent', value: text('disease-extent') },
        { label: 'Extrahepatic disease', value: text('extrahepatic-disease') },
        { label: 'Course', value: course(facts) },
        { label: 'Symptoms', value: text('symptoms') },
      ],
    },
  ];
}

/** As a person said; else as it is recorded last. */
function course({ answers, diseaseStatus: { latest } }: Assessment['facts']): string | undefined {
  const progressive = answers.get('progressive')?.value;
  if (progressive !== undefined) return progressive ? 'progressive' : 'not progressive';
  return latest.state === 'known' ? latest.value : undefined;
}

function priorTreatments(
  found: readonly PriorTreatment[],
  written: string | undefined,
  isConfirmed: boolean,
): readonly Block[] {
  const items = found.map(({ title, start, end, termination }) => {
    const when = [start, end].flatMap((span) => (span ? [spanInWords(span)] : [])).join(' to ');
    return [title, when, termination && `ended: ${termination.replaceAll('-', ' ')}`]
      .filter((part) => part)
      .join(', ');
  });
  const none = isConfirmed
    ? 'None; the list was confirmed as complete.'
    : `None found in this record, which does not mean that there were none. Whether the list is complete: ${notRecorded}.`;
  return [listOr(items, none), ...(written ? [paragraph(written)] : [])];
}

function attachments({ documents }: Assessment): readonly string[] {
  return documents
    .filter(({ status }) => status === 'missing' || status === 'partial')
    .map(({ id, document, because }) => `${id} ${document.title}. ${because}`);
}

function joined(codes: readonly string[]): string | undefined {
  return codes.length > 0 ? codes.join(', ') : undefined;
}
