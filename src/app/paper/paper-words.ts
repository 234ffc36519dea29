import { counted } from '../words.ts';

/** The texts around what is printed; they come with it, not with the start of the app. */
export const paperWords = {
  packet: 'Packet for the payer',
  packetNote:
    'This is what is printed: the letter with its criteria, the peer-to-peer sheet and the proof, each on pages of its own.',
  toAdd: (places: number) =>
    places === 0
      ? 'Nothing is marked as missing.'
      : `${counted(places, 'place')} marked “not recorded”: answer in the form, or add by hand.`,
  peerToPeer: 'For the call with the payer’s reviewer',
  peerToPeerNote: 'The checklist, what will be objected, and the chart line that answers it.',
  leaflet: 'Patient leaflet',
  leafletNote: 'General information to hand to the patient. Nothing of the chart is in it.',
  leafletWhich: 'Leaflet',
  tare: 'Radioembolization (TARE)',
  tace: 'Chemoembolization (TACE)',
  noLeaflet:
    'There is no leaflet for the requested therapy. Choose one only if it is what the patient will have.',
  leafletHead: 'For the patient',
  leafletFoot: 'General information, not advice for one person.',
  back: 'Back to the review',
  print: 'Print',
  reading: 'The chart is still being read: this can be printed when it is read.',
  noEvidence: 'none',
  foot: (policy: string, asOf: string) =>
    `Held against ${policy}, record as of ${asOf}. A comparison with the published criteria; not the payer’s decision.`,
  proof: {
    title: 'Proof: what this rests on',
    about:
      'The determination can be made again from these records, this policy and this engine. The packet as a JSON file holds all of it.',
    policy: 'Policy',
    sha256: 'SHA-256 of the policy',
    engine: 'Engine version',
    asOf: 'Record as of',
    answers: 'Answers of people',
    answersAre: (answers: number) => (answers === 0 ? 'None' : counted(answers, 'question')),
    unread: 'Sources not read in full',
    none: 'None',
    resources: 'Records that the criteria rest on, with their versions',
    noResources: 'No record: the criteria rest on nothing that is recorded.',
  },
} as const;
