import { counted } from '../words.ts';

/** What the app says of itself; every sentence of it is meant to be held against the app. */
export const aboutWords = {
  title: 'About Hepauth',
  note: 'What it is for, what it rests on, and where it ends.',
  use: {
    title: 'Intended use',
    rows: [
      [
        'For',
        'Physicians, and those who prepare prior authorizations for them, in interventional radiology, oncology and hepatology.',
      ],
      [
        'What it does',
        'Holds one patient’s chart against one payer’s published criteria for liver-directed therapy, criterion by criterion with its evidence, and drafts the questionnaire.',
      ],
      [
        'Who decides',
        'The physician answers, corrects and attests; the payer decides. Nothing is stored without a person’s doing.',
      ],
      [
        'Not for',
        'Choosing a therapy, dosing, diagnosis, emergencies, children, tumors outside the policy, or refusing a request without a person looking at it.',
      ],
    ] as const,
  },
  limits: {
    title: 'Known limits',
    items: [
      'It reads coded data and what is written in the fields of the record. It does not read free-text notes, images or scanned papers.',
      'What it could not read, or what is not recorded, counts as unknown. It is never taken for a no.',
      'Codes that the mappings do not hold are not understood. They are listed under the records set aside, or stay unused.',
      'How long a laboratory value may be used is set by the app; the policy sets no window.',
      'It compares with the published text of the policy. The contract of the plan takes precedence.',
      'It was tested on made-up charts. How well it does on the charts of one hospital is for that hospital to check first.',
    ] as const,
  },
  source: {
    title: 'Source attributes',
    note: 'What the determination rests on, for those who have to judge it.',
    citation: 'Citation',
    developer: 'Developer of the criteria',
    developerIs: (document: string) => `The payer that issued “${document}”`,
    tool: 'Developer of the app',
    toolIs: 'The Hepauth project; open source, Apache License 2.0',
    funding: 'Funding',
    fundingIs: 'Of the criteria: none stated in the document. Of the app: none stated.',
    released: 'In force since',
    revised: 'Last held against the payer’s document',
    version: 'Policy version',
    evidenceTo: 'Evidence considered up to',
    engine: 'Engine version',
    build: 'Build (hash of its sources)',
    method: 'Method',
    methodIs:
      'Fixed rules with three values: met, not met, unknown. No model is trained and nothing is predicted.',
    sex: 'Sex',
    sexIs:
      'Administrative gender and birth sex, in MELD 3.0 only, which is for orientation; both results are shown where they are not known or differ.',
    birthDate: 'Date of birth',
    birthDateIs: 'Used to identify the patient and to show the age. No criterion uses it.',
    race: 'Race, ethnicity, language, sexual orientation, gender identity, social determinants of health',
    raceIs: 'Not read and not used.',
    health: 'Health status assessments',
    healthIs: 'Performance status (ECOG, or Karnofsky converted).',
  },
  data: {
    title: 'What leaves this browser',
    items: [
      'Requests for the chart, and the form that you store, go to the EHR that started the app, and to nobody else.',
      'Nothing of the chart is kept in the browser: when this window closes, it is gone. What you copy, print or download is yours to guard.',
      'There is no analytics, no error reporting and no other server.',
    ] as const,
  },
  metrics: {
    title: 'This form in numbers',
    note: 'As it is now; counted in this window as DTR 2.2.0 counts (metrics 4 to 6), sent nowhere and gone when it closes.',
    noteStored:
      'As it was last stored; counted in this window as DTR 2.2.0 counts (metrics 4 to 6), sent nowhere and gone when it closes.',
    filled: 'Questions filled from the chart',
    changed: 'Of those, replaced by a person',
    manual: 'Questions answered by a person where the chart had nothing',
    emptied: 'Values of the chart that a person left out',
    share: (part: number, whole: number) => `${part} of ${whole} (${percent(part, whole)})`,
    time: 'From the start of this page to the last store',
    timeSoFar: 'Since this page was opened; not stored yet',
    timeIs: (seconds: number) =>
      seconds < 60
        ? counted(seconds, 'second')
        : `${counted(Math.floor(seconds / 60), 'minute')}, ${counted(seconds % 60, 'second')}`,
  },
} as const;

function percent(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${Math.round((100 * part) / whole)} %`;
}
