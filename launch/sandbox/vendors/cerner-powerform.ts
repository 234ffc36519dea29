import type { Dressing } from '../dressing.ts';
import { localReference, type Resource, valuesAt } from '../resource.ts';
import { base64, saying, words } from './clothes.ts';

const loinc = 'http://loinc.org';

/** The observations that Millennium has no category for, as the text of one note of the visit under way. */
export function powerForm(
  hidden: readonly Resource[],
  chart: readonly Resource[],
  { base, encounter }: Dressing,
): Resource {
  const patient = chart.find(({ resourceType }) => resourceType === 'Patient')?.id;
  const about = (resource: Resource) => localReference(valuesAt(resource, 'subject.reference')[0], base);
  const own = hidden.filter(
    (each) => about(each) === `Patient/${patient}` && each.status !== 'entered-in-error',
  );
  const dated = own.map((each) => [String(each.effectiveDateTime ?? each.issued ?? ''), each] as const);
  const lines = dated.map(([date, each]) => `${date.slice(0, 10)} ${words(each.code)}: ${saying(each)}`);
  const [latest = ''] = dated
    .map(([date]) => date)
    .toSorted()
    .toReversed();
  return {
    resourceType: 'DocumentReference',
    id: `${patient}-powerform`,
    status: 'current',
    docStatus: 'final',
    type: { coding: [{ system: loinc, code: '11506-3', display: 'Progress note' }], text: 'PowerForm' },
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
    subject: { reference: `Patient/${patient}` },
    ...(latest.includes('T') ? { date: latest } : {}),
    content: [{ attachment: { contentType: 'text/plain', data: base64(lines.toSorted().join('\n')) } }],
    ...(encounter ? { context: { encounter: [{ reference: `Encounter/${encounter}` }] } } : {}),
  };
}
