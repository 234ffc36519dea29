import { counted } from './words.ts';

/** The texts of what stands beside the determination, folded; they come after it. */
export const besideWords = {
  statements: {
    label: 'What others say beside the policy',
    count: (rows: number, sources: number, unreviewed: number) =>
      `${counted(rows, 'statement')} from ${counted(sources, 'source')}${unreviewed > 0 ? `, ${unreviewed} not reviewed by a person` : ''}`,
    note: 'Experts, societies, device labels and others. They may disagree; none changes the determination.',
    noDate: 'no date given',
    unreviewed: 'Not reviewed by a person.',
    unchecked: 'not reviewed',
    facts: (kind: string, when: string, about: string) =>
      `${kind.charAt(0).toUpperCase()}${kind.slice(1)}, ${when}. About: ${about}.`,
    interests: 'Interests:',
    disagreements: 'Where it disagrees with others or with itself',
  },
  therapies: {
    label: 'Candidacy for the other therapies',
    count: 'on demand, for each of the four',
    note: 'What the policy’s background says of candidates. It recommends none of them and never changes the determination.',
    requested: 'requested',
  },
  freshness: {
    label: 'How long each value can be used',
    none: 'No recorded value with a date of expiry is in use.',
    count: (values: number, first: string | undefined, late: number) =>
      `${counted(values, 'value')}${first === undefined ? '' : `, the first until ${first}`}${late > 0 ? `; ${late} not until the planned date` : ''}`,
    note: 'The windows are the app’s; the policy sets none. An answer of the clinician does not run out.',
    planned: (day: string) => `Planned date: ${day}.`,
    notPlanned: 'No date is planned: answer it in the form, and values that run out before are marked.',
    value: 'Value',
    taken: 'Dated',
    until: 'Can be used until',
    runsOut: 'runs out before the planned date',
    holds: 'holds on the planned date',
  },
  abbreviations: {
    label: 'Abbreviations',
    count: (all: number) => counted(all, 'term'),
    of: {
      AFP: 'alpha-fetoprotein, a tumor marker',
      ALBI: 'albumin-bilirubin grade of liver function',
      CPT: 'Current Procedural Terminology, codes of procedures',
      'DEB-TACE': 'chemoembolization with drug-eluting beads',
      DTR: 'Documentation Templates and Rules, the Da Vinci guide for forms like this one',
      ECOG: 'performance status of the Eastern Cooperative Oncology Group, from 0 (fully active) to 4 (disabled)',
      EHR: 'electronic health record',
      FHIR: 'the standard by which records are exchanged',
      HCC: 'hepatocellular carcinoma',
      HCPCS: 'Healthcare Common Procedure Coding System, codes of services and supplies',
      ICD: 'International Classification of Diseases, codes of diagnoses',
      INR: 'international normalized ratio, a measure of clotting',
      IT: 'those who run the hospital’s computers',
      JSON: 'a format of files for programs',
      LOINC: 'codes of laboratory tests',
      MELD: 'model for end-stage liver disease, a score',
      MRN: 'medical record number',
      SHA: 'secure hash algorithm, a fingerprint of a text',
      TACE: 'transarterial chemoembolization',
      TAE: 'transarterial embolization, without a drug or radiation',
      TARE: 'transarterial radioembolization, with yttrium-90 (Y-90)',
    },
  },
  about: 'About Hepauth: intended use, sources, limits',
} as const;
