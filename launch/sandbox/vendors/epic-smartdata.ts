import type { Dressing } from '../dressing.ts';
import { isObject, type Resource, valuesAt } from '../resource.ts';
import { codings, saying, words } from './clothes.ts';
import { epicOid } from './epic-oid.ts';

const ecog = { code: 'EPIC#31000083940', display: 'ECOG PERFORMANCE STATUS' };
const karnofsky = { code: 'EPIC#1500', display: 'KARNOFSKY PERFORMANCE STATUS' };

/** The SmartData element for each way in which our charts record a performance status: by LOINC or by SNOMED CT. */
const elements: Readonly<Record<string, typeof ecog>> = {
  '89247-1': ecog,
  '89262-0': ecog,
  '423740007': ecog,
  '425389002': ecog,
  '89243-0': karnofsky,
};

/** LOINC answers to the grade that they stand for. */
const grades: Readonly<Record<string, string>> = {
  'LA9622-7': '0',
  'LA9623-5': '1',
  'LA9624-3': '2',
  'LA9625-0': '3',
  'LA9626-8': '4',
  'LA9627-6': '5',
};

const elementOf = ({ code }: Resource) =>
  codings(code)
    .map((coding) => elements[String(coding.code)])
    .find((element) => element !== undefined);

/** Whether an Observation records a performance status in a standard code. */
export const isPerformanceStatus = (observation: Resource): boolean => elementOf(observation) !== undefined;

/**
 * A performance status as a SmartData element: status unknown, a date of issue only, the value as text in a component. It is in focus of
 * the visit that recorded it and of the one that is under way, into which such values are carried forward.
 */
export function asSmartData(observation: Resource, { encounter }: Dressing): Resource {
  const tag = observation.meta?.tag;
  const { display, code } = elementOf(observation) ?? ecog;
  const visits = [
    String(valuesAt(observation, 'encounter.reference')[0] ?? ''),
    encounter ? `Encounter/${encounter}` : '',
  ];
  const focus = [...new Set(visits)].filter((visit) => visit !== '').map((reference) => ({ reference }));
  const { id, subject, effectiveDateTime, issued, status } = observation;
  return {
    resourceType: 'Observation',
    ...(id ? { id } : {}),
    ...(tag ? { meta: { tag } } : {}),
    // A value that was withdrawn stays withdrawn; of any other, Epic does not say.
    status: status === 'entered-in-error' ? status : 'unknown',
    category: [
      {
        coding: [
          { system: 'http://open.epic.com/FHIR/StructureDefinition/observation-category', code: 'smartdata' },
        ],
      },
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] },
    ],
    code: { coding: [{ system: `${epicOid.organisation}.7.2.727688`, code, display }], text: display },
    subject,
    ...(focus.length > 0 ? { focus } : {}),
    issued: issued ?? effectiveDateTime,
    component: [{ code: { text: 'Line 1' }, valueString: gradeIn(observation) }],
  };
}

/** The grade as text: from a number, an answer's code, or the words themselves. */
function gradeIn(observation: Resource): string {
  const { valueCodeableConcept } = observation;
  const answer = codings(valueCodeableConcept).map(({ code }) => grades[String(code)]);
  const [grade] = answer.filter((each) => each !== undefined);
  if (grade !== undefined)
    return `${grade} - ${codings(valueCodeableConcept)[0]?.display ?? words(valueCodeableConcept)}`;
  const says = saying(observation);
  return isObject(valueCodeableConcept) || /^\d/.test(says) ? says : (/\d+/.exec(says)?.[0] ?? says);
}
