import type { Otherwise } from './attested.ts';
import type { Part } from './stage.ts';
import { counted } from './words.ts';

/** What is otherwise than it was attested. */
const otherwiseWords: Readonly<Record<Otherwise, string>> = {
  answer: 'A clinical answer is another than the one that was attested',
  chart: 'The form takes something else from the chart by now than what was attested',
  order: 'The order is not the one that was attested, or has still to be chosen',
  policy: 'The policy is another than the one that was attested',
};

/** Texts of the hand-over: whose part is whose, what is owed, and what two people say differently. */
export const handOverWords = {
  tags: { clinician: 'Clinician’s part', staff: 'Staff part' } satisfies Record<Part, string>,
  fromNotes: 'Not in the chart’s data: take it from the notes, or ask the clinician.',
  mine: (count: number) => `My part ${count}`,
  workingAs: (part: Part) => `You work as ${part === 'clinician' ? 'a clinician' : 'office staff'}.`,
  switchTo: {
    clinician: 'I am a clinician',
    staff: 'I am office staff',
  } satisfies Record<Part, string>,
  owe: (names: readonly string[], more: number) => {
    const list = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return `You still owe ${counted(names.length + more, 'answer')}: ${list}`;
  },
  oweNothing: 'You owe no answer',
  andAttestation: ', and the attestation',
  onlyAttestation: 'You still owe the attestation',
  otherLacks: (part: Part, count: number, hasAttestation: boolean) => {
    const name = part === 'clinician' ? 'the clinician’s part' : 'the staff part';
    if (count === 0) return hasAttestation ? `${name} lacks the attestation` : `${name} is done`;
    return `${name} lacks ${count}${hasAttestation ? ' and the attestation' : ''}`;
  },
  answeredBy: (who: string) => `answered by ${who}`,
  emptiedBy: (who: string) => `left empty by ${who}`,
  answerOf: (who: string) => `Answer of ${who}`,
  attestedBy: (who: string, when: string) => `Attested by ${who} on ${when}.`,
  stands:
    'It stands while the clinical answers stay as they were. What was added since has its own author and time.',
  fallen: (who: string, because: Otherwise) =>
    `${otherwiseWords[because]}: the attestation of ${who} no longer stands, and has to be given again.`,
  falls: (who: string, because: Otherwise) =>
    `With these answers the attestation of ${who} no longer stands. ${otherwiseWords[because]}; it has to be given again.`,
  notYours:
    'Only a clinician can attest. Save the draft: the clinician opens it from the chart, attests it, and it can be completed.',
  handOver: 'Attest and hand over to staff',
  handedOver: (reference: string, time: string) =>
    `Draft stored with your attestation as ${reference} and read back, ${time}. Staff can go on with it.`,
  by: (who: string) => `, last stored by ${who}`,
  merge: {
    title: 'Two versions of this form',
    intro:
      'The form was changed in the EHR since it was last stored from here. Nothing is overwritten: choose for each answer which one stays.',
    open: 'Compare answer by answer',
    both: 'changed on both sides',
    onlyMine: 'changed by you only',
    onlyTheirs: 'changed in the EHR only',
    mine: 'Here',
    theirs: 'In the EHR',
    none: 'no answer',
    emptied: 'left empty on purpose',
    same: 'Both say the same: store yours to bring them together.',
    lost: (count: number) =>
      `${counted(count, 'answer')} of the EHR’s copy could not be read and would be lost: look at it in the EHR first.`,
    anew: 'Store mine as a new form',
    missing: 'Choose one for each answer first.',
    store: 'Store these answers',
    onward: 'Take these answers',
    back: 'Back',
    joining:
      'The EHR holds a draft of somebody, and there are answers here. Neither goes over the other: choose for each answer which one stays.',
    refused: (because: string) =>
      `The EHR’s copy cannot be put beside yours: ${because}. Keep the EHR’s, or store yours as a form of its own beside it.`,
  },
} as const;

/** How an item is called in a list of what is owed; one that is not here goes by its own text. */
const itemNames: Readonly<Record<string, string>> = {
  therapy: 'the requested therapy',
  site: 'the organ',
  unresectable: 'unresectable or not',
  'bridge-to-transplant': 'bridge to transplantation or not',
  'liver-dominant': 'liver-dominant or not',
  diffuse: 'diffuse or not',
  progressive: 'progressive or not',
  symptomatic: 'symptomatic or not',
  'surgical-rationale': 'why not surgery',
  'systemic-rationale': 'why not systemic therapy',
  'tumor-type': 'the tumor',
  'tumor-count': 'number of tumors',
  'extrahepatic-disease': 'disease outside the liver',
  'prior-treatments': 'earlier treatments',
  approach: 'the approach',
  'embolic-agent': 'the embolization agent',
  coverage: 'the coverage',
  payer: 'the payer',
  'member-id': 'the member id',
  'procedure-codes': 'procedure codes',
  'planned-date': 'the planned date',
  'planned-sessions': 'number of sessions',
};

/** An item in a list of what is owed. @param asked what it asks, by its code */
export function itemName(asked: string | undefined, text: string): string {
  return itemNames[asked ?? ''] ?? text.replace(/\?$/, '');
}
