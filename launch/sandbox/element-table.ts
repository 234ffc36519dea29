/**
 * The elements of what can be written here, one line each: `type`, then `!` if required, `*` if it repeats, then after a
 * space the codes allowed or the type referred to. `value[x]` lists the types of a choice. From FHIR R4 (4.0.1), except that
 * QuestionnaireResponse.questionnaire and .subject are required, as Da Vinci DTR requires them.
 */
export const elementTable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  QuestionnaireResponse: {
    identifier: 'Identifier',
    basedOn: 'Reference*',
    partOf: 'Reference*',
    questionnaire: 'canonical!',
    status: 'code! in-progress|completed|amended|entered-in-error|stopped',
    subject: 'Reference! Patient',
    encounter: 'Reference Encounter',
    authored: 'dateTime',
    author: 'Reference',
    source: 'Reference',
    item: 'QuestionnaireResponse.item*',
  },
  'QuestionnaireResponse.item': {
    linkId: 'string!',
    definition: 'uri',
    text: 'string',
    answer: 'QuestionnaireResponse.item.answer*',
    item: 'QuestionnaireResponse.item*',
  },
  'QuestionnaireResponse.item.answer': {
    'value[x]':
      '! boolean|decimal|integer|date|dateTime|time|string|uri|Attachment|Coding|Quantity|Reference',
    item: 'QuestionnaireResponse.item*',
  },
  DocumentReference: {
    masterIdentifier: 'Identifier',
    identifier: 'Identifier*',
    status: 'code! current|superseded|entered-in-error',
    docStatus: 'code preliminary|final|amended|entered-in-error',
    type: 'CodeableConcept!',
    category: 'CodeableConcept*',
    subject: 'Reference! Patient',
    date: 'instant',
    author: 'Reference*',
    authenticator: 'Reference',
    custodian: 'Reference',
    relatesTo: 'BackboneElement*',
    description: 'string',
    securityLabel: 'CodeableConcept*',
    content: 'DocumentReference.content!*',
    context: 'DocumentReference.context',
  },
  'DocumentReference.content': { attachment: 'Attachment!', format: 'Coding' },
  'DocumentReference.context': {
    encounter: 'Reference*',
    event: 'CodeableConcept*',
    period: 'Period',
    facilityType: 'CodeableConcept',
    practiceSetting: 'CodeableConcept',
    sourcePatientInfo: 'Reference',
    related: 'Reference*',
  },
  Resource: {
    id: 'id',
    meta: 'Meta',
    implicitRules: 'uri',
    language: 'code',
    text: 'Narrative',
    contained: 'Contained*',
    extension: 'Extension*',
    modifierExtension: 'Extension*',
  },
  Element: { id: 'string', extension: 'Extension*', modifierExtension: 'Extension*' },
  Attachment: {
    contentType: 'code',
    language: 'code',
    data: 'base64Binary',
    url: 'uri',
    size: 'integer',
    hash: 'base64Binary',
    title: 'string',
    creation: 'dateTime',
  },
  CodeableConcept: { coding: 'Coding*', text: 'string' },
  Coding: { system: 'uri', version: 'string', code: 'code', display: 'string', userSelected: 'boolean' },
  Extension: {
    url: 'uri!',
    'value[x]':
      ' boolean|decimal|integer|date|dateTime|instant|time|string|markdown|code|uri|url|canonical|id|Attachment|CodeableConcept|Coding|Expression|Identifier|Period|Quantity|Reference',
  },
  Expression: {
    description: 'string',
    name: 'id',
    language: 'code!',
    expression: 'string',
    reference: 'uri',
  },
  Identifier: {
    use: 'code usual|official|temp|secondary|old',
    type: 'CodeableConcept',
    system: 'uri',
    value: 'string',
    period: 'Period',
    assigner: 'Reference',
  },
  Meta: {
    versionId: 'id',
    lastUpdated: 'instant',
    source: 'uri',
    profile: 'canonical*',
    security: 'Coding*',
    tag: 'Coding*',
  },
  Narrative: { status: 'code! generated|extensions|additional|empty', div: 'string!' },
  Period: { start: 'dateTime', end: 'dateTime' },
  Quantity: { value: 'decimal', comparator: 'code <|<=|>=|>', unit: 'string', system: 'uri', code: 'code' },
  Reference: { reference: 'string', type: 'uri', identifier: 'Identifier', display: 'string' },
};

const month = '(0[1-9]|1[0-2])';
const day = String.raw`(0[1-9]|[12]\d|3[01])`;
const clock = String.raw`([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?`;
const zone = String.raw`(Z|[+-](0\d|1[0-4]):[0-5]\d)`;
const date = String.raw`\d{4}(-${month}(-${day})?)?`;
const instant = String.raw`\d{4}-${month}-${day}T${clock}${zone}`;
const text = (pattern: string) => {
  const whole = new RegExp(`^(?:${pattern})$`, 's');
  return (value: unknown) => typeof value === 'string' && whole.test(value);
};

/** The primitive types, each with its test of a JSON value (FHIR R4 datatypes, with their regular expressions). */
export const primitives: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  string: text(String.raw`.*\S.*`),
  markdown: text(String.raw`.*\S.*`),
  code: text(String.raw`\S+( \S+)*`),
  id: text('[A-Za-z0-9.-]{1,64}'),
  uri: text(String.raw`\S+`),
  url: text(String.raw`\S+`),
  canonical: text(String.raw`\S+`),
  base64Binary: text(String.raw`[A-Za-z0-9+/\s]*={0,2}\s*`),
  date: text(date),
  dateTime: text(`${date}|${instant}`),
  instant: text(instant),
  time: text(clock),
};
