import { encoded } from './like.ts';

const codeSet72 = 'https://fhir.cerner.com/ec2458f2-1e24-41c8-b71b-0e701af7583d/codeSet/72';
/** A document that Cerner takes. */
export const document = {
  resourceType: 'DocumentReference',
  status: 'current',
  docStatus: 'final',
  type: { coding: [{ system: codeSet72, code: '2820507', display: 'Admission Note Physician' }] },
  subject: { reference: 'Patient/textbook-hcc' },
  author: [{ reference: 'Practitioner/okafor' }],
  content: [
    {
      attachment: {
        contentType: 'text/plain;charset=utf-8',
        data: encoded('Draft draft-1'),
        title: 'Prior authorization',
        creation: '2025-06-16T10:00:00.000Z',
      },
    },
  ],
  context: {
    encounter: [{ reference: 'Encounter/hcc-ir-consult' }],
    period: { end: '2025-06-16T10:00:00.000Z' },
  },
};
