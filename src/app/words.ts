import type { GapReason } from '../core/facts/finding.ts';
import type { TerminationReason } from '../core/facts/treatment.ts';
import type { Supplier } from '../core/policy/coverage-gap.ts';
import type { DocumentStatus } from '../core/policy/documents.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { ChartSource } from '../ehr/read-record.ts';
import type { StopReason } from './stop-reason.ts';

/** The word of a node; never a word about coverage. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'unknown',
};

/** The word of the whole determination. */
export const determinationWords: Readonly<Record<Verdict, string>> = {
  met: 'Criteria appear met',
  'not-met': 'Criteria do not appear met',
  unknown: 'Cannot be determined from the record',
};

/** What the policy says of patients for whom a therapy is meant. */
export const candidacyWords: Readonly<Record<Verdict, string>> = {
  met: 'Fits the policy’s description of a candidate',
  'not-met': 'Does not fit the policy’s description of a candidate',
  unknown: 'Fit with the policy’s description is not settled',
};

export const therapyWords = {
  tare: 'Y-90 radioembolization (TARE)',
  tace: 'Chemoembolization (TACE)',
  'deb-tace': 'Chemoembolization with drug-eluting beads (DEB-TACE)',
  tae: 'Bland embolization (TAE)',
} as const;

export const siteWords = { liver: 'of the liver', other: 'outside the liver' } as const;

export const documentWords: Readonly<Record<DocumentStatus, string>> = {
  complete: 'complete',
  partial: 'partial',
  missing: 'missing',
  'not-applicable': 'not asked',
};

/** Why something is open, for the eye; the sentence beside it says it in full. */
export const gapWords: Readonly<Record<GapReason, string>> = {
  'not-recorded': 'not recorded',
  stale: 'too old',
  unit: 'unit not understood',
  comparator: 'too wide a range',
  implausible: 'implausible value',
  conflict: 'records disagree',
  unconfirmed: 'not confirmed',
  undated: 'no date',
  denied: 'access denied',
  failed: 'reading failed',
  partial: 'read in part',
  'clinician-only': 'clinician’s judgement',
  'not-requested': 'not asked for',
};

export const supplierWords: Readonly<Record<Supplier, string>> = {
  clinician: 'clinician',
  staff: 'office staff',
  laboratory: 'laboratory',
  it: 'IT or the EHR’s support desk',
};

export const terminationWords: Readonly<Record<TerminationReason, string>> = {
  'no-response': 'ended: no response',
  'not-tolerated': 'ended: not tolerated',
  refused: 'ended: declined',
  other: 'ended: another reason',
};

export const sourceWords: Readonly<Record<ChartSource['state'], string>> = {
  reading: 'reading…',
  complete: 'read',
  partial: 'read in part',
  denied: 'access denied',
  failed: 'reading failed',
};

const resourceWords: Readonly<Record<string, string>> = {
  Condition: 'Diagnosis',
  Observation: 'Result',
  Procedure: 'Procedure',
  MedicationRequest: 'Prescription',
  MedicationStatement: 'Reported medication',
  MedicationAdministration: 'Given medication',
  ServiceRequest: 'Order',
  Coverage: 'Coverage',
  Patient: 'Patient',
};

/** What a clinician calls the kind of record behind a reference. */
export function recordKind(reference: string): string {
  const [type = ''] = reference.split('/');
  return resourceWords[type] ?? type;
}

/** Why the app shows no chart, and what to do. */
export const stopWords: Readonly<Record<StopReason, { readonly title: string; readonly text: string }>> = {
  'not-launched': {
    title: 'Open Hepauth from a patient’s chart',
    text: 'It reads nothing until the EHR launches it. Open the chart in the EHR and start the app there.',
  },
  denied: {
    title: 'The EHR denied access',
    text: 'You, or the EHR’s settings, did not allow the app to read this chart. Nothing was read. Start it again from the chart to try once more.',
  },
  refused: {
    title: 'The EHR refused the launch',
    text: 'Nothing was read. Start the app again from the chart; if it stays so, pass on the EHR’s words below to IT.',
  },
  'launch-expired': {
    title: 'This launch is over',
    text: 'A launch can be used once and only for a short time. Start the app again from the patient’s chart.',
  },
  'session-ended': {
    title: 'The session with the EHR has ended',
    text: 'For safety it lasts an hour at most. Start the app again from the patient’s chart.',
  },
  'storage-blocked': {
    title: 'This browser blocks what the app needs',
    text: 'It does not let the app keep its session, as happens inside a frame of another site. Ask for the app to be opened in its own window.',
  },
  'patient-missing': {
    title: 'The EHR did not say whose chart this is',
    text: 'Without a patient nothing is read. Start the app from within a patient’s chart.',
  },
  unreachable: {
    title: 'The EHR could not be reached',
    text: 'The network or a firewall may be the cause. Start the app again from the chart in a moment.',
  },
  'not-a-token': {
    title: 'The EHR’s answer cannot be used',
    text: 'It did not give a usable permission to read the chart. Start the app again; if it stays so, tell IT.',
  },
  'no-patient': {
    title: 'The patient’s record could not be read',
    text: 'The EHR did not return the patient’s own record, so nothing can be said about this chart. Start the app again from the chart.',
  },
  'not-in-use': {
    title: 'This chart is no longer in use',
    text: 'The EHR says that it was closed, or merged into another chart. Open the patient’s current chart and start the app there.',
  },
  broken: {
    title: 'Something in the app went wrong',
    text: 'Nothing was changed in the EHR beyond what was confirmed as stored. Start the app again from the patient’s chart.',
  },
};

/** `1 record`, `2 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Numbers in a sentence, where they are small. */
export function spelled(count: number): string {
  return (
    ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][count] ?? String(count)
  );
}

/** Every other text of the screen. */
export const words = {
  product: 'Hepauth',
  start: {
    starting: 'Starting from the chart…',
    reading: 'Reading the chart…',
    ehrSaid: 'The EHR said:',
  },
  banner: {
    label: 'Patient',
    born: 'born',
    noName: 'Name not recorded',
    noBirthDate: 'date of birth not recorded',
    record: 'MRN',
    noRecord: 'no MRN recorded',
    synthetic: 'synthetic',
  },
  skip: {
    label: 'Skip to',
    to: [
      ['main', 'Skip to the answer'],
      ['decide', 'Skip to the questions that decide'],
      ['form', 'Skip to the questionnaire'],
      ['bar', 'Skip to store and complete'],
    ],
  },
  request: {
    label: 'Request',
    therapyOpen: 'Therapy not known',
    siteOpen: 'organ not known',
    organ: 'Which organ is to be treated?',
    fromOrder: 'from the order',
    of: 'of',
    chosen: 'chosen by you',
    change: 'Change the request',
    policy: 'Policy',
    version: 'version',
    evidenceTo: 'Evidence considered up to',
    unmatched: 'Payer not matched: confirm the policy',
    confirmed: 'Policy confirmed by you',
    matched: 'Matched by the payer of the coverage',
    confirm: 'Yes, judge by this policy',
    about: 'About this policy',
    suggests: 'The words of the order suggest:',
    suggestsNote: 'Words never decide: choose what is requested.',
    coverage: 'Coverage',
    noCoverage: 'No coverage is chosen.',
    payer: 'Payer',
    noPolicy: 'No policy can be used',
    noPolicyKept: 'Nothing that was answered is lost.',
    takeDateBack: (day: string) => `Take the planned date back (${day})`,
    reviewed: 'Held against the payer’s document on',
    inForceSince: 'In force since',
  },
  reading: {
    label: 'Reading the chart',
    connection: 'Connection details',
    progress: (done: number, all: number) => `${done} of ${all} sources read`,
    finished: (records: number) => `Chart read: ${counted(records, 'record')}`,
    incomplete: (count: number) => `${counted(count, 'source')} not read in full`,
    soFar: 'What has come can be used; the rest counts as unknown until it is here.',
    ended:
      'The session with the EHR has ended. What was read stays here; to read or store more, start the app again from the chart.',
  },
  verdict: {
    label: 'Determination',
    stillReading: 'The chart is still being read.',
    announced: (verdict: string) => `Determination: ${verdict}.`,
    inPolicyWords: 'In the policy’s words:',
    conclusions: {
      'medically-necessary': '“may be considered medically necessary”',
      investigational: '“investigational”',
      undetermined: 'no conclusion yet',
    },
    metBy: (criterion: string) => `Criterion ${criterion} appears met`,
    noneMet: 'None of the criteria for this therapy appears met',
    therapyOpen: 'Which therapy is requested comes first',
    oneQuestion: 'One open question decides',
    anyQuestion: (count: number) => `${capital(spelled(count))} questions are open; each alone can decide`,
    someQuestions: (count: number) => `${capital(spelled(count))} open questions decide together`,
    noQuestion: 'The record leaves it open, and no single answer settles it',
    limits: 'This compares the chart with the published criteria. It is not the payer’s decision.',
    candidacy: 'Beside the criteria',
    candidacyNote: 'From the policy’s background. It never changes the determination.',
  },
  decide: {
    label: 'Questions that decide',
    each: 'Each of these alone decides',
    all: 'These decide together',
    enough: 'Or, instead of this:',
    or: 'or:',
    some: 'These decide in combination',
    one: 'This decides',
    answered: 'Your answers',
    note: 'An answer is yours, is dated, and can be taken back.',
    waiting: 'Questions that only you can answer appear here when the diagnoses are read.',
    speaksFor: 'For',
    speaksAgainst: 'Against',
    nothing: 'nothing found in the record',
    notNeeded: 'No longer needed for the determination.',
    therapyFirst: 'Which therapy is requested?',
    first: 'This comes first',
    alsoIn: (sections: readonly string[]) => `Also in ${sections.join(', ')}`,
  },
  answers: {
    yes: 'Yes',
    no: 'No',
    isTrue: 'True',
    isNotTrue: 'Not true',
    notSure: 'Not sure',
    takeBack: 'Take back',
    yours: (at: string) => `Your answer, ${at}`,
    leftOpen: 'Left open by you: it stays unknown.',
    instead: (was: string) => `The chart says: ${was}`,
  },
  tree: {
    label: 'Criteria',
    expand: 'Open all',
    collapse: 'Close all',
    notRequested: 'not requested',
    support: 'Points to it:',
    against: 'Points against it:',
    any: 'any one of',
    all: 'all of',
    none: 'none of',
    atLeast: (n: number) => `at least ${n} of`,
  },
  evidence: {
    more: (count: number) => `and ${counted(count, 'more record')}`,
    noDate: 'no date',
    version: 'version',
    by: 'stated by',
    rule: 'worked out from',
    sources: (count: number) => (count === 1 ? 'Source' : `Sources (${count})`),
    disagree: 'Records that disagree',
    answer: 'Your answer',
  },
  documents: {
    label: 'Information the payer asks for',
    complete: (done: number, all: number) => `${done} of ${all} complete`,
    note: 'Independent of the determination.',
    answer: 'Answer',
  },
  numbers: {
    label: 'Liver function and performance',
    recordedAs: 'recorded',
    conflict: 'two values of one time',
    needs: (values: string) => `Cannot be worked out without: ${values}.`,
    sameNumber: 'the same number',
    ofWindow: (days: number) => `(counts for ${days})`,
    to: 'to',
    or: 'or',
    scoreOpen: 'open',
    childPughItems: {
      bilirubin: 'Bilirubin',
      albumin: 'Albumin',
      inr: 'INR',
      ascites: 'Ascites',
      encephalopathy: 'Encephalopathy',
    },
    means: {
      bilirubin: undefined,
      albumin: undefined,
      inr: 'blood clotting',
      platelets: undefined,
      creatinine: undefined,
      sodium: undefined,
      afp: 'tumor marker',
    },
    notKnown: 'not known',
    childPugh: 'Child-Pugh',
    childPughClass: 'class',
    points: (low: number, high: number) => (low === high ? `${low} points` : `${low} to ${high} points`),
    pointsOf: 'Points of each item',
    albi: 'ALBI',
    albiMeans: 'albumin and bilirubin',
    grade: 'grade',
    meld: 'MELD',
    meldNa: 'MELD-Na',
    meld3: 'MELD 3.0',
    meldMeans: 'liver disease score',
    ecog: 'ECOG',
    ecogMeans: 'performance status',
    fromKarnofsky: 'converted from Karnofsky',
    windows:
      'Laboratory values and ECOG count for 90 days and are marked after 30. The policy sets no window.',
    spread: (days: number) => `The values of the scores lie ${days} days apart: they are hardly one picture.`,
    trend: (name: string, count: number, from: string, to: string) =>
      `${name}: ${count} values from ${from} to ${to}`,
    orient: 'For orientation; no criterion uses it.',
  },
  treatments: {
    label: 'Treatments on record',
    none: 'None found in this record. That is not a statement that there were none.',
    undated: 'date not recorded',
    today: 'today',
    ongoing: 'no end recorded',
  },
  advisories: {
    label: 'Further statements of the policy',
    note: 'Background, labels and guidelines as the policy quotes them. They never change the determination.',
    summary: (agree: number, disagree: number, open: number) =>
      `${agree} agree, ${disagree} ${disagree === 1 ? 'disagrees' : 'disagree'}, ${open} open or for reading`,
    words: { met: 'agrees', 'not-met': 'disagrees', unknown: 'open' } satisfies Record<Verdict, string>,
    read: 'for reading',
    silences: 'Where the policy is silent or disagrees with itself',
  },
  gaps: {
    label: 'What else is unknown',
    count: (others: number, above: number) =>
      above > 0 ? `${others}, besides ${counted(above, 'question')} above` : String(others),
    none: 'Nothing that the criteria, documents or scores ask for is open.',
    who: 'Can supply it:',
    blocks: 'criterion',
    documents: 'document',
    statements: 'statement',
    deciding: 'Can change the determination',
    rest: 'For documents, scores and statements',
    inForm: 'Answer in the form',
  },
  form: {
    label: 'Questionnaire',
    answered: (done: number, all: number) => `${done} of ${all} answered`,
    show: 'Show',
    all: (count: number) => `All ${count}`,
    needed: (count: number) => `Without an answer ${count}`,
    deciding: 'decides',
    nothingNeeded: 'Every item has an answer.',
    fromChart: 'from the chart',
    yours: 'your answer',
    override: 'yours, not the chart’s',
    empty: 'no answer',
    emptied: 'left empty by you',
    chartSays: 'Chart:',
    reason: 'Why it differs from the chart',
    reasonBy: (who: string) => `reason given by ${who}`,
    restore: 'Use the chart’s value',
    undoAnswer: 'Take back',
    remove: (what: string) => `Remove ${what}`,
    add: 'Add another',
    addButton: 'Add',
    choose: 'Choose…',
    unit: 'Unit',
    dateOfResult: 'Date of the result',
    numberWanted: 'Write a number with a point, such as 1.9.',
    wholeWanted: 'Write a whole number.',
    dateWanted: 'Give the date of the result.',
    refused: 'This answer is outside what the form takes.',
    notInForce: (because: string) => `Not taken: ${because}.`,
    on: 'of',
  },
  bar: {
    label: 'Store and complete',
    untouched: 'Not stored. Nothing leaves this window until you store it.',
    unsaved: 'There are answers that are not stored yet.',
    running: 'Storing…',
    undo: 'Undo',
    draft: 'Save draft',
    draftKeys: 'Ctrl S',
    completeKeys: 'Ctrl Enter',
    complete: 'Review and complete',
    amend: 'Review and store the change',
    copies: 'Copies',
    copy: 'Copy as text',
    copied: 'Copied.',
    copyFailed: 'The browser did not allow copying: download it instead.',
    download: 'Download as FHIR JSON',
    print: 'Print this page',
    packet: 'Print the packet',
    peerToPeer: 'Peer-to-peer sheet',
    letter: 'Copy the letter as text',
    packetFile: 'Download the packet (JSON)',
    leaflet: 'Patient leaflet',
    ends: (time: string) => `The session with the EHR ends at ${time}: store your answers before.`,
    over: 'The session with the EHR has ended. Your answers stay in this window: keep them as a file, start the app again from the chart, and take the file in there.',
  },
  outcome: {
    draft: (reference: string, time: string) => `Draft stored as ${reference} and read back, ${time}.`,
    completed: (reference: string, time: string) =>
      `Completed form stored as ${reference} and read back, ${time}.`,
    unverified: (reference: string, because: string) =>
      `The EHR accepted the form as ${reference}, but it is not confirmed: ${because}. Look at it in the EHR.`,
    refused: (because: string) => `Not stored: ${because}. Your answers are still here.`,
    conflict: 'Not stored: the form was changed in the EHR since it was last stored from here.',
    conflictHelp: 'Nothing was overwritten.',
    keepTheirs: 'Keep the EHR’s',
    kept: 'The EHR’s form was kept. Your answers here are not stored.',
    unknown: (because: string) => `It is not known whether the form was stored: ${because}.`,
    unknownHelp:
      'The EHR may still store it. Look again in a moment; storing it again risks a second record there.',
    retryHelp: 'Trying again makes no second record.',
    twice: (references: readonly string[]) =>
      `The EHR holds this form ${references.length} times: ${references.join(', ')}. Withdraw all but one there.`,
    unconfirmed: (because: string) => `Not stored yet: ${because}. Store it only when it is to be signed.`,
    storeSigned: 'Store it, signed',
    exported: (because: string) => `Not stored: ${because}. Copy, print or download the form to hand it in.`,
    noDrafts: (because: string) => `The draft was not stored: ${because}. Copy or download it to keep it.`,
    retry: 'Try again',
    changed: 'Answers have changed since it was attested: look through them and attest them again.',
    review: 'Review what will be stored',
    held: 'Not stored yet: the EHR holds a draft of this form already. Go on with that one, or keep yours apart and store it as a second form.',
    apart: 'Keep mine apart',
    lookAgain: 'Look again',
    storeAgain: 'Store again, at the risk of a second one',
    dismiss: 'Close',
  },
  draft: {
    found: (when: string) => `The EHR holds a draft of this form, of ${when}.`,
    expired: (when: string, because: string) => `The EHR holds an older draft, of ${when}: ${because}.`,
    file: (when: string) => `The file holds a draft of this form, of ${when}.`,
    fileAmends: (when: string) => `The file holds changes to the completed form, of ${when}.`,
    unsure: (because: string) =>
      `Whether the EHR holds a draft of this form is not known: ${because}. Look in the EHR before you store.`,
    fileRefused: (because: string) => `The file was not taken in: ${because}.`,
    takeIn: 'Take in a draft file',
    changes: {
      title: (when: string) => `Since the draft of ${when}`,
      none: 'The chart says the same as when the draft was stored.',
      note: 'Your answers stand. What the chart fills is taken from the chart as it is now.',
      reading: 'The chart is still being read: more may have changed.',
      draft: 'In the draft',
      answer: 'The answer',
      now: 'The chart now',
      nothing: 'nothing',
    },
    goOn: 'Go on with it',
    anew: 'Begin anew',
    stop: 'Mark it as stopped',
    refused: (because: string) => `The draft cannot be gone on with: ${because}.`,
    lost: (count: number) =>
      `${counted(count, 'answer')} of the draft could not be taken over: look at the form.`,
    ownStays: (reference: string) =>
      `What you stored before, ${reference}, is a form of its own still: withdraw it in the EHR.`,
    otherOrder:
      'The draft is about another order than the one this page was opened for: look at the order before you store.',
    notStopped: (because: string) => `The older draft was not marked as stopped: ${because}.`,
  },
  completion: {
    title: 'Review what will be stored',
    where: (ehr: string) => `One form in ${ehr}, for this patient; a note where it takes no forms.`,
    back: 'Back to the answers',
    unknowns: 'Still unknown',
    unknownsNote: 'These can change the determination. Tick each that you leave unknown.',
    noUnknowns: 'Nothing that can change the determination is open.',
    leaveUnknown: (ask: string) => `Left unknown: ${ask}`,
    answers: 'Answers',
    empty: (count: number) => `${counted(count, 'item')} without an answer`,
    attestation: 'Attestation',
    remark: 'Remark (optional)',
    by: (who: string) => `Signed as ${who}, as the EHR named you.`,
    byUnnamed: (who: string) => `The EHR did not name you: signed as ${who}.`,
    store: 'Complete and store',
    missing: 'Before it can be stored:',
    missingUnknown: 'Tick each question that you leave unknown.',
    reasons: 'Answers that differ from the chart',
    reasonsNote: 'Each is stored with your reason; the chart itself is not changed.',
    missingReason: 'Say why each of your answers differs from the chart.',
    missingAttestation: 'Tick the attestation.',
    missingRequired: (ask: string) => `Answer: ${ask}`,
    reading: 'The chart is still being read. Wait until it is read, or the form may lack what it holds.',
  },
  aside: {
    label: 'Records set aside',
    none: 'No record was set aside and every source was read in full.',
    ignored: 'Not used as evidence',
    unread: 'Not read in full',
    unreadNote: 'What is missing there counts as unknown, never as absent.',
  },
} as const;

/** Sentence case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
