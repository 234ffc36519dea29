import { searchset } from '../paging.ts';
import type { Question } from '../question.ts';
import { valuesAt } from '../resource.ts';
import type { Version } from '../store.ts';
import { cernerOutcome } from './cerner-outcome.ts';
import { hasCategory } from './clothes.ts';
import { plain } from './plain.ts';
import type { SearchHooks } from './vendor.ts';

/** What may be asked of a type: one of `needs`, and `may` besides. Types not named may be asked by `_id` alone. */
interface Questions {
  readonly needs: readonly string[];
  readonly may: readonly string[];
}

const patient = ['patient', 'subject'];
const asked = (needs: readonly string[], ...may: readonly string[]): Questions => ({ needs, may });
const demographics = 'identifier name family given birthdate phone email address-postalcode'.split(' ');
const names = ['name', 'family', 'given'];

const questions: Readonly<Record<string, Questions>> = {
  Patient: asked(demographics, 'gender', '_count'),
  AllergyIntolerance: asked(['patient'], 'clinical-status', '_lastUpdated'),
  Coverage: asked(['patient', '-encounter']),
  Condition: asked(patient, 'clinical-status', 'category', 'encounter', '_lastUpdated'),
  Observation: asked(patient, 'code', 'category', 'date', '_lastUpdated', '_count'),
  Procedure: asked(patient, 'date', '_lastUpdated'),
  MedicationRequest: asked(['patient'], 'status', 'intent', '-timing-boundsPeriod', '_lastUpdated', '_count'),
  MedicationAdministration: asked(['patient'], 'status', 'performer', 'effective-time', '_count'),
  DiagnosticReport: asked(['patient'], 'encounter', 'date', 'category', 'code', '_lastUpdated', '_count'),
  DocumentReference: asked(
    ['patient'],
    'encounter',
    'type',
    'category',
    'date',
    'period',
    '_lastUpdated',
    '_count',
  ),
  ServiceRequest: asked(patient, 'code', '_lastUpdated', '_count'),
  Encounter: asked([...patient, 'account', 'identifier'], 'status', 'date', '_count', '_lastUpdated'),
  Practitioner: asked(['identifier', ...names, 'active'], '_count'),
  Organization: asked(['identifier', 'type', 'name', 'address'], '_count'),
  RelatedPerson: asked(['identifier', 'patient']),
  QuestionnaireResponse: asked(['patient']),
  Questionnaire: asked([]),
};

/** Dates that are refused without a time of day. */
const timed = new Set([
  'Procedure.date',
  'MedicationAdministration.effective-time',
  'ServiceRequest._lastUpdated',
  'MedicationRequest._lastUpdated',
]);
const datesOf = ['date', 'period', '_lastUpdated', 'effective-time'];
const withTime = /^(eq|ge|gt|le|lt)?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const withPrefix = /^(eq|ge|gt|le|lt)/;

/** Why a question is refused; undefined when it is not. */
function objection({ type, parameters }: Question): string | undefined {
  const { needs, may } = questions[type] ?? asked([]);
  const names = [...new Set(parameters.keys())];
  if (parameters.has('_id')) {
    return names.length > 1 ? '_id must not be provided with any other parameters' : undefined;
  }
  if (!names.some((name) => needs.includes(name))) {
    const paged = ['_id', ...needs].join(', ');
    return `at least one of ${paged}, or -pageContext must be provided`;
  }
  const unknown = names.find((name) => ![...needs, ...may].includes(name));
  if (unknown !== undefined) return `${unknown} is not a supported search parameter`;
  const dates = names.filter((name) => datesOf.includes(name));
  if (dates.length > 1) return `${dates.join(' and ')} must not be provided together`;
  for (const name of dates) {
    const values = parameters.getAll(name);
    if (values.length > 2) return `${name} must not be provided more than twice`;
    const needsTime = timed.has(`${type}.${name}`) || (type === 'DocumentReference' && values.length === 2);
    if (needsTime && !values.every((value) => withTime.test(value)))
      return `${name} must have a time component`;
    if (type === 'Procedure' && !values.every((value) => withPrefix.test(value)))
      return `${name} must have a prefix`;
  }
  return undefined;
}

/** How many diagnoses of visits a chart may have before the search for them runs out of time. */
const tooMany = 50;

const runsOut = ({ type, parameters, store, patient: chart }: Question) =>
  type === 'Condition' &&
  /encounter-diagnosis/.test(parameters.get('category') ?? '') &&
  [...store.list('Condition', chart)].filter(({ resource }) => hasCategory(resource, 'encounter-diagnosis'))
    .length > tooMany;

/** A vital sign is not found by a code of its own code set. */
function arranged(versions: readonly Version[], { type, parameters }: Question): readonly Version[] {
  if (type !== 'Observation') return versions;
  const byOwnCode = /codeSet\/72\|/.test(parameters.get('code') ?? '');
  const found = byOwnCode
    ? versions.filter(({ resource }) => !hasCategory(resource, 'vital-signs'))
    : versions;
  const first = ({ resource }: Version) => hasCategory(resource, 'social-history');
  const when = ({ resource }: Version) => String(valuesAt(resource, 'effectiveDateTime')[0] ?? '');
  const others = found.filter((each) => !first(each)).toSorted((a, b) => when(b).localeCompare(when(a)));
  return [...found.filter(first), ...others];
}

/** Searches of Millennium: what may be asked of each type, pages by `-pageContext`, no total. */
export const cernerSearch: SearchHooks = {
  ask(question) {
    const why = objection(question);
    if (why !== undefined) return cernerOutcome(400, 'invalid', why);
    if (runsOut(question)) return new Response('upstream request timeout', { status: 504 });
    const asked = new URLSearchParams(question.parameters);
    return asked;
  },
  arrange: arranged,
  bundle(page) {
    const { self, next, total } = page;
    const link = [{ relation: 'self', url: self }, ...(next ? [{ relation: 'next', url: next }] : [])];
    const empty = total === 0 ? { total } : {};
    return searchset(
      { resourceType: 'Bundle', id: crypto.randomUUID(), type: 'searchset', ...empty, link },
      page,
    );
  },
  pageName: () => `eJx${plain.search.pageName().replaceAll('-', '')}`,
  nextUrl: (name, { self }) => {
    const [first] = self.split('&-pageContext=');
    return `${first}&-pageContext=${name}&-pageDirection=NEXT`;
  },
  pageOf: (url) => url.searchParams.get('-pageContext'),
};
