import type { Extension, Questionnaire, QuestionnaireItem } from 'fhir/r4';

/**
 * How the form for the populating library is written: as its documentation and its authors' own forms write theirs; by an author who
 * knows what charts hold and guards every expression; or like that, but for an EHR that is asked for whole types, so that the
 * expressions choose by code.
 */
export type Style = 'documented' | 'careful' | 'whole';

/** The values that the form asks the chart for, with the LOINC code and the unit of the item. */
export const asked = {
  bilirubin: { code: '1975-2', unit: 'mg/dL' },
  albumin: { code: '1751-7', unit: 'g/dL' },
  inr: { code: '6301-6', unit: '{INR}' },
  platelets: { code: '777-3', unit: '10*3/uL' },
  creatinine: { code: '2160-0', unit: 'mg/dL' },
  sodium: { code: '2951-2', unit: 'mmol/L' },
  afp: { code: '1834-1', unit: 'ng/mL' },
} as const;

const ecogCode = '89247-1';
const ucum = 'http://unitsofmeasure.org';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/';

function variable(name: string, expression: string): Extension {
  return {
    url: 'http://hl7.org/fhir/StructureDefinition/variable',
    valueExpression: { name, language: 'application/x-fhir-query', expression },
  };
}

const initial = (expression: string): Extension => ({
  url: `${sdc}sdc-questionnaire-initialExpression`,
  valueExpression: { language: 'text/fhirpath', expression },
});

const unit = (code: string): Extension => ({
  url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit',
  valueCoding: { system: ucum, code },
});

/** As documented: the newest one, as the server sorts. Careful: all that stand; the expression chooses. */
function query(code: string, style: Style): string {
  const patient = 'patient={{%patient.id}}';
  return style === 'documented'
    ? `Observation?code=${code}&_count=1&_sort=-date&${patient}`
    : `Observation?code=http://loinc.org|${code}&status=final,amended,corrected&_sort=-date&${patient}`;
}

/** The newest observation of a code that is neither of the future nor over 90 days old. */
function newest(name: string, code: string, style: Style): string {
  const isInTime = 'effective <= today() and effective >= today() - 90 days';
  return style === 'whole'
    ? `%observations.entry.resource.where(code.coding.exists(code = '${code}') and (status = 'final' or status = 'amended' or status = 'corrected') and ${isInTime}).first()`
    : `%${name}.entry.resource.where(${isInTime}).first()`;
}

/** Micromoles per litre in one mg/dL. */
const molar: Readonly<Record<string, number>> = { bilirubin: 17.104, creatinine: 88.42 };

function number(
  name: string,
  { code, unit: wanted }: { readonly code: string; readonly unit: string },
  style: Style,
): string {
  if (style === 'documented') return `%${name}.entry.resource.value.value`;
  const perUnit = molar[name];
  const otherwise = perUnit === undefined ? '{}' : `iif(code = 'umol/L', (value / ${perUnit}).round(2), {})`;
  return `${newest(name, code, style)}.value.where(comparator.empty()).select(iif(code = '${wanted}', value, ${otherwise}))`;
}

/** The diagnosis, active and not ruled out, as the library's authors filter conditions in their own forms. */
const hcc = [
  '%conditions.entry.resource',
  "where(clinicalStatus.coding.exists(code = 'active' or code = 'recurrence' or code = 'relapse'))",
  "where(verificationStatus.coding.all(code.empty() or code = 'confirmed'))",
  "where(code.coding.exists(code = 'C22.0'))",
].join('.');

const item = (
  linkId: string,
  type: QuestionnaireItem['type'],
  ...extension: Extension[]
): QuestionnaireItem => ({
  linkId,
  type,
  text: linkId,
  extension,
});

/** The form that sdc-populate fills. */
export function peerForm(style: Style): Questionnaire {
  const isDocumented = style === 'documented';
  const grade = isDocumented
    ? '%ecog.entry.resource.value'
    : `${newest('ecog', ecogCode, style)}.value.ofType(integer)`;
  return {
    resourceType: 'Questionnaire',
    url: `https://hepauth.example/fhir/Questionnaire/compare-${style}`,
    status: 'draft',
    subjectType: ['Patient'],
    extension: [
      {
        url: `${sdc}sdc-questionnaire-launchContext`,
        extension: [
          {
            url: 'name',
            valueCoding: { system: 'http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext', code: 'patient' },
          },
          { url: 'type', valueCode: 'Patient' },
        ],
      },
      ...(style === 'whole'
        ? [variable('observations', 'Observation?_sort=-date&_count=5000&patient={{%patient.id}}')]
        : [
            ...Object.entries(asked).map(([name, { code }]) => variable(name, query(code, style))),
            variable('ecog', query(ecogCode, style)),
          ]),
      variable('conditions', 'Condition?patient={{%patient.id}}'),
    ],
    item: [
      ...Object.entries(asked).map(([name, each]) =>
        item(name, 'decimal', unit(each.unit), initial(number(name, each, style))),
      ),
      item(
        'bilirubin-quantity',
        'quantity',
        initial(
          isDocumented
            ? '%bilirubin.entry.resource.value'
            : `${newest('bilirubin', asked.bilirubin.code, style)}.value.where(comparator.empty())`,
        ),
      ),
      item('ecog', 'integer', initial(grade)),
      item(
        'ecog-0-to-2',
        'boolean',
        initial(
          isDocumented ? '%ecog.entry.resource.where(value <= 2).exists()' : `${grade}.select($this <= 2)`,
        ),
      ),
      item('hcc', 'boolean', initial(isDocumented ? `${hcc}.exists()` : `iif(${hcc}.exists(), true, {})`)),
    ],
  };
}
