import { encoded } from './like.ts';

/** A note that Epic takes as a draft. */
export const note = {
  resourceType: 'DocumentReference',
  identifier: [{ system: 'https://hepauth.example/draft', value: 'draft-1' }],
  status: 'current',
  docStatus: 'preliminary',
  type: { coding: [{ system: 'http://loinc.org', code: '34109-9', display: 'Note' }] },
  category: [
    {
      coding: [
        {
          system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
          code: 'clinical-note',
        },
      ],
    },
  ],
  subject: { reference: 'Patient/textbook-hcc' },
  content: [
    { attachment: { contentType: 'text/plain', data: encoded('Draft draft-1\nBilirubin < 2 mg/dL') } },
  ],
  context: { encounter: [{ reference: 'Encounter/hcc-ir-consult' }] },
};
/** The header by which Epic answers with the note. */
export const representation = { prefer: 'return=representation' };
