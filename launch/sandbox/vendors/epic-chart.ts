import type { Dress, Dressing } from '../dressing.ts';
import { isObject, type JsonObject, type Resource, valuesAt } from '../resource.ts';
import { codings, hasCategory, localCode, without, words } from './clothes.ts';
import { epicDocument } from './epic-document.ts';
import { epicOid } from './epic-oid.ts';
import { asSmartData, isPerformanceStatus } from './epic-smartdata.ts';

const terminology = 'http://terminology.hl7.org/CodeSystem';
const standards = ['http://loinc.org', 'http://snomed.info/sct', 'http://www.ama-assn.org/go/cpt'];

/** Types that Epic does not serve. */
export const absentTypes: readonly string[] = ['MedicationStatement'];

/**
 * A chart as Epic keeps it: results under LOINC and its own numbers, performance status as SmartData, medications by reference,
 * notes behind Binary; an order that is not signed is nowhere.
 */
export const dressForEpic: Dress = (chart, dressing) =>
  without(chart, isUnseen).flatMap(
    (resource) => dressed[resource.resourceType]?.(resource, dressing) ?? resource,
  );

const isUnseen = ({ resourceType, status }: Resource) =>
  absentTypes.includes(resourceType) || (resourceType === 'ServiceRequest' && status === 'draft');

const dressed: Readonly<Record<string, (resource: Resource, dressing: Dressing) => readonly Resource[]>> = {
  Observation: (result, dressing) => [
    isPerformanceStatus(result)
      ? asSmartData(result, dressing)
      : hasCategory(result, 'laboratory')
        ? laboratory(result)
        : result,
  ],
  Condition: (condition) => [
    hasCategory(condition, 'encounter-diagnosis') ? visitDiagnosis(condition) : problem(condition),
  ],
  DiagnosticReport: (report) => [
    {
      ...report,
      // Reports are filed under SNOMED CT by its OID, results under LOINC by its address.
      code: {
        ...(report.code as JsonObject),
        coding: [own('7.2.696580', report.code), ...standardCodings(report.code).map(byOid)],
      },
    },
  ],
  DocumentReference: (document) => epicDocument(document),
  Encounter: (encounter) => [
    {
      ...encounter,
      class: {
        system: `${epicOid.shared}.1.7.7.10.696784.13260`,
        code: '13',
        display: 'Support OP Encounter',
      },
    },
  ],
  MedicationRequest: (order) => byReference(order),
  Procedure: (procedure) => [
    {
      ...procedure,
      category: {
        coding: [{ system: 'http://snomed.info/sct', code: '387713003', display: 'Surgical procedure' }],
        text: 'Ordered Procedures',
      },
    },
  ],
};

const standardCodings = (concept: unknown) =>
  codings(concept).filter(({ system }) => standards.includes(String(system)));
const byOid = (coding: JsonObject) =>
  coding.system === 'http://snomed.info/sct'
    ? { ...coding, system: 'urn:oid:2.16.840.1.113883.6.96' }
    : coding;
const own = (table: string, concept: unknown) => ({
  system: `${epicOid.organisation}.${table}`,
  code: localCode(words(concept)),
  display: words(concept),
});

/** Units as they were seen to come out of Epic: none at all, of the wrong magnitude, or without a code. */
const oddUnits: Readonly<Record<string, (quantity: JsonObject) => JsonObject>> = {
  '4548-4': ({ value }) => ({ value }),
  '6690-2': (quantity) => ({ ...quantity, unit: '10*3/mL', code: '10*3/mL' }),
  '789-8': ({ value }) => ({ value, unit: '10*6/µL' }),
};

function laboratory(result: Resource): Resource {
  const standard = standardCodings(result.code);
  const [odd] = standard.map(({ code }) => oddUnits[String(code)]).filter((each) => each !== undefined);
  const { valueQuantity } = result;
  return {
    ...result,
    category: [
      {
        coding: [
          { system: `${terminology}/observation-category`, code: 'laboratory', display: 'Laboratory' },
        ],
        text: 'Laboratory',
      },
      {
        coding: [{ system: `${epicOid.organisation}.7.10.798268.30`, code: 'Lab', display: 'Lab' }],
        text: 'Lab',
      },
    ],
    code: { coding: [...standard, own('7.2.768282', result.code)], text: words(result.code) },
    ...(odd && isObject(valueQuantity) ? { valueQuantity: odd(valueQuantity) } : {}),
    interpretation: result.interpretation ?? [{ text: '(NONE)' }],
  };
}

function visitDiagnosis({ clinicalStatus: _, verificationStatus: __, ...condition }: Resource): Resource {
  const visit = {
    coding: [
      { system: 'http://open.epic.com/FHIR/StructureDefinition/condition-category', code: 'visit-diagnosis' },
    ],
    text: 'Visit Diagnosis',
  };
  return { ...condition, resourceType: 'Condition', category: [...valuesAt(condition, 'category'), visit] };
}

const problem = (condition: Resource): Resource => ({
  ...condition,
  code: {
    ...(condition.code as JsonObject),
    coding: [
      ...codings(condition.code),
      {
        system: 'urn:oid:2.16.840.1.113883.3.247.1.1',
        code: localCode(words(condition.code), 5),
        display: words(condition.code),
      },
    ],
  },
});

function byReference(order: Resource): readonly Resource[] {
  const { medicationCodeableConcept, ...rest } = order;
  if (medicationCodeableConcept === undefined) return [order];
  const id = `medication-${order.id}`.slice(0, 64);
  const medicationReference = { reference: `Medication/${id}`, display: words(medicationCodeableConcept) };
  return [
    { ...rest, medicationReference },
    { resourceType: 'Medication', id, code: medicationCodeableConcept },
  ];
}
