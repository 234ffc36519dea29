import type { Dress, Dressing } from '../dressing.ts';
import { isObject, type JsonObject, type Resource, valuesAt } from '../resource.ts';
import { powerForm } from './cerner-powerform.ts';
import { base64, codings, hasCategory, localCode, textOf, without, words } from './clothes.ts';

/** The tenant whose code sets these are: that of Oracle Health's public sandbox. */
export const tenant = 'ec2458f2-1e24-41c8-b71b-0e701af7583d';

/** The system of a Millennium code set. */
export const codeSet = (number: number): string => `https://fhir.cerner.com/${tenant}/codeSet/${number}`;

/** Types that Millennium does not serve. */
export const absentTypes: readonly string[] = [
  'BodyStructure',
  'Medication',
  'MedicationStatement',
  'PractitionerRole',
];

const loinc = 'http://loinc.org';
const categories = ['laboratory', 'vital-signs', 'social-history'] as const;

/**
 * A chart as Millennium keeps it: results of three categories only, what else was observed in a PowerForm note; orders by catalogue
 * code and text, without CPT; documents behind Binary.
 */
export const dressForCerner: Dress = (chart, dressing) => {
  const hidden = chart.filter(isHidden);
  const visible = without(
    inlined(chart),
    (each) => isHidden(each) || absentTypes.includes(each.resourceType),
  );
  const note = hidden.length > 0 ? [powerForm(hidden, chart, dressing)] : [];
  return [...visible, ...note].flatMap(
    (resource) => dressed[resource.resourceType]?.(resource, dressing) ?? resource,
  );
};

const isHidden = (resource: Resource) =>
  resource.resourceType === 'Observation' && !hasCategory(resource, ...categories);

const dressed: Readonly<Record<string, (resource: Resource, dressing: Dressing) => readonly Resource[]>> = {
  Observation: (result) => [
    {
      ...result,
      identifier: [
        { system: 'https://fhir.cerner.com/ceuuid', value: `CE${localCode(String(result.id))}-${result.id}` },
      ],
      category: valuesAt(result, 'category').map((each) => ({ ...(each as JsonObject), text: words(each) })),
      code: twice(72, result.code),
    },
  ],
  ServiceRequest: (order) => [
    {
      ...order,
      category: valuesAt(order, 'category').map((each) => ({
        coding: [chosen(6000, each)],
        text: words(each),
      })),
      code: {
        coding: [{ system: codeSet(200), code: localCode(words(order.code)), userSelected: true }],
        text: words(order.code),
      },
    },
  ],
  DiagnosticReport: (report) => [{ ...report, code: twice(72, report.code) }],
  DocumentReference: (document, { base }) =>
    filedDocument({ ...document, type: twice(72, document.type) }, base),
};

const chosen = (set: number, concept: unknown) => ({
  system: codeSet(set),
  code: localCode(words(concept)),
  display: words(concept),
  userSelected: true,
});

/** A concept under a code set of its own and under LOINC, where it has that; other local codes are not shown. */
function twice(set: number, concept: unknown): JsonObject {
  const standard = codings(concept).filter(({ system }) => system === loinc);
  return {
    coding: [chosen(set, concept), ...standard.map((each) => ({ ...each, userSelected: false }))],
    text: words(concept),
  };
}

/** A document with its content behind two Binaries of absolute address: as it came, and as XML. */
export function filedDocument(document: Resource, base: string): readonly [Resource, ...Resource[]] {
  const attachments = valuesAt(document, 'content.attachment').filter(isObject);
  const [first] = attachments.filter(({ data }) => data !== undefined);
  if (first === undefined) return [document];
  const { contentType, data, title, creation } = first;
  const key = document.id ?? crypto.randomUUID();
  const binary = (prefix: string, type: unknown, bytes: unknown) => ({
    resourceType: 'Binary',
    id: `${prefix}-${key}`.slice(0, 64),
    contentType: type,
    securityContext: document.subject,
    data: bytes,
  });
  const isText = /^text\//.test(String(contentType));
  const xml = `<document>${isText ? textOf(data).replace(/[<&]/g, ' ') : ''}</document>`;
  const binaries = [binary('XR', contentType, data), binary('XML', 'application/xml', base64(xml))];
  const content = binaries.map(({ id, contentType: type }) => ({
    attachment: {
      contentType: type,
      url: `${base}/Binary/${id}`,
      ...(title ? { title } : {}),
      ...(creation ? { creation } : {}),
    },
  }));
  return [{ ...document, content }, ...binaries];
}

/** A chart whose medications are named where they are used, for a server without Medication. */
function inlined(chart: readonly Resource[]): readonly Resource[] {
  const medications = new Map(chart.map((each) => [`${each.resourceType}/${each.id}`, each]));
  return chart.map((resource) => {
    const { medicationReference, ...rest } = resource;
    const medication = medications.get(String(valuesAt(medicationReference, 'reference')[0]));
    return medication === undefined ? resource : { ...rest, medicationCodeableConcept: medication.code };
  });
}
