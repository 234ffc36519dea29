import type { AnswerValue, Question } from '../core/facts/answers.ts';

/** How a question is put, and answered: `yes-no`, one of some, or an entry. */
export type QuestionKind = 'yes-no' | 'choice' | 'number' | 'text' | 'date' | 'result' | 'coverage';

export interface QuestionWords {
  readonly ask: string;
  readonly kind: QuestionKind;
  /** Answers of a `choice`, in a neutral order, with their labels. */
  readonly choices?: readonly (readonly [AnswerValue, string])[];
  readonly unit?: string;
}

const yesNo = (ask: string): QuestionWords => ({ ask, kind: 'yes-no' });
/** The policy asks for "not a candidate": the labels say the whole of it, so that no yes stands for a no. */
const notCandidate = (ask: string): QuestionWords => ({
  ask,
  kind: 'choice',
  choices: [
    [false, 'Yes, a candidate'],
    [true, 'No, not a candidate'],
  ],
});
const text = (ask: string): QuestionWords => ({ ask, kind: 'text' });
const result = (ask: string): QuestionWords => ({ ask, kind: 'result' });

/** Every question in plain words. They ask; they never suggest an answer. */
export const questionWords: Readonly<Record<Question, QuestionWords>> = {
  unresectable: yesNo('Is the tumor unresectable?'),
  'bridge-to-transplant': yesNo('Is the treatment a bridge to liver transplantation?'),
  'liver-dominant': yesNo('Is the disease liver-dominant?'),
  diffuse: yesNo('Is the disease in the liver diffuse?'),
  progressive: yesNo('Is the disease progressive?'),
  symptomatic: yesNo('Does the tumor cause symptoms?'),
  'systemic-failed-symptoms': yesNo('Has systemic therapy failed to control the symptoms?'),
  'systemic-not-candidate': notCandidate('Is the patient a candidate for systemic therapy?'),
  'chemo-refractory': yesNo('Is the disease refractory to chemotherapy?'),
  'chemo-not-candidate': notCandidate('Is the patient a candidate for chemotherapy?'),
  'extrahepatic-disease': {
    ask: 'Is there disease outside the liver?',
    kind: 'choice',
    choices: [
      ['present', 'Present'],
      ['absent', 'Absent'],
    ],
  },
  'tumor-type': {
    ask: 'Which tumor in the liver is to be treated?',
    kind: 'choice',
    choices: [
      ['hcc', 'Hepatocellular carcinoma'],
      ['icc', 'Intrahepatic cholangiocarcinoma'],
      ['net-liver-mets', 'Neuroendocrine metastases'],
      ['crc-liver-mets', 'Colorectal metastases'],
      ['melanoma-liver-mets', 'Melanoma metastases'],
      ['other', 'Another tumor'],
    ],
  },
  therapy: {
    ask: 'Which therapy is requested?',
    kind: 'choice',
    choices: [
      ['tare', 'Y-90 radioembolization (TARE)'],
      ['tace', 'Chemoembolization (TACE)'],
      ['deb-tace', 'Chemoembolization with drug-eluting beads (DEB-TACE)'],
      ['tae', 'Bland embolization (TAE)'],
    ],
  },
  site: {
    ask: 'Which organ is to be treated?',
    kind: 'choice',
    choices: [
      ['liver', 'Liver'],
      ['other', 'Another organ'],
    ],
  },
  coverage: { ask: 'Which coverage does the request go to?', kind: 'coverage' },
  'embolic-agent': text('Which embolization agent is planned?'),
  approach: text('Which approach is planned (access, vessels, lobes or segments)?'),
  'planned-date': { ask: 'On which date is it planned?', kind: 'date' },
  'planned-sessions': { ask: 'How many sessions are planned?', kind: 'number' },
  ascites: {
    ask: 'Is there ascites?',
    kind: 'choice',
    choices: [
      ['none', 'None'],
      ['mild', 'Mild'],
      ['moderate-severe', 'Moderate or severe'],
    ],
  },
  encephalopathy: {
    ask: 'Is there hepatic encephalopathy?',
    kind: 'choice',
    choices: [
      ['none', 'None'],
      ['grade-1-2', 'Grade 1 to 2'],
      ['grade-3-4', 'Grade 3 to 4'],
    ],
  },
  ecog: {
    ask: 'Which performance status (ECOG)?',
    kind: 'choice',
    choices: [
      [0, '0'],
      [1, '1'],
      [2, '2'],
      [3, '3'],
      [4, '4'],
    ],
  },
  'macrovascular-invasion': {
    ask: 'Is the portal vein invaded or thrombosed?',
    kind: 'choice',
    choices: [
      ['none', 'None'],
      ['branch', 'A branch'],
      ['main', 'The main trunk'],
    ],
  },
  'lung-shunt-percent': { ask: 'Which lung shunt fraction was measured?', kind: 'number', unit: '%' },
  'tumor-size-cm': { ask: 'How large is the largest tumor?', kind: 'number', unit: 'cm' },
  'tumor-count': { ask: 'How many tumors are in the liver?', kind: 'number' },
  'life-expectancy-at-least-3-months': yesNo('Is the life expectancy at least 3 months?'),
  'surgical-rationale': text('Why is surgery not an option?'),
  'systemic-rationale': text('Why is systemic therapy not an option, or not enough?'),
  'prior-treatments': text('Which treatments were given before, and how did the tumor respond?'),
  'prior-treatments-confirmed': yesNo('Is the list of earlier treatments complete?'),
  symptoms: text('Which symptoms does the tumor cause, or are there none?'),
  'disease-extent': text('What is the extent and location of the disease?'),
  'alternatives-considered': text('Which alternatives were considered?'),
  'follow-up-plan': text('What is the plan for follow-up?'),
  bilirubin: result('Total bilirubin, from elsewhere'),
  albumin: result('Albumin, from elsewhere'),
  inr: result('INR, from elsewhere'),
  platelets: result('Platelets, from elsewhere'),
  creatinine: result('Creatinine, from elsewhere'),
  sodium: result('Sodium, from elsewhere'),
  afp: result('Alpha-fetoprotein (AFP), from elsewhere'),
};

/** An answer as a reader would say it; the entry itself where there is nothing to name. */
export function answerInWords(question: Question, value: AnswerValue): string {
  const { choices, unit } = questionWords[question];
  if (typeof value === 'object') return `${value.value} ${value.unit}`.trim();
  const named = choices?.find(([choice]) => choice === value)?.[1];
  if (named !== undefined) return named;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return unit === undefined ? String(value) : `${value} ${unit}`;
}
