import { type Page, searchset } from '../paging.ts';
import type { Question } from '../question.ts';
import { resourceTypes } from '../resource-types.ts';
import { type EpicIssue, epicOutcome, epicRefusal, ruleBroken } from './epic-outcome.ts';
import { leftOut } from './epic-suppressed.ts';
import { plain } from './plain.ts';
import type { SearchHooks } from './vendor.ts';

/** Parameters under Epic's own names, by the name that the sandbox searches under. */
const names: Readonly<Record<string, string>> = {
  docstatus: 'doc-status',
  _lastupdated: 'date',
};
/** What the sandbox knows and Epic does not. */
const unknownToEpic = ['_lastUpdated', 'doc-status'];

const tellsUnknown = ['Observation', 'Patient'];
const demographics = ['identifier', 'name', 'family', 'given', 'birthdate', 'gender', 'telecom', 'own-name'];

interface Heeded {
  readonly parameters: URLSearchParams;
  readonly ignored: readonly EpicIssue[];
}

/** The parameters that count; the others are ignored, and a search that fails for another reason says so first. */
function heeded({ type, parameters }: Question): Heeded {
  const { parameters: known = {} } = resourceTypes[type] ?? {};
  const kept = new URLSearchParams();
  const ignored: EpicIssue[] = [];
  for (const [asked, value] of parameters) {
    const name = names[asked] ?? asked;
    const isKnown = name === '_count' || name === '_format' || Object.hasOwn(known, name);
    if (!isKnown || unknownToEpic.includes(asked)) {
      const diagnostics = `Unknown parameter: ${asked.toUpperCase()}. Parameter has been ignored.`;
      ignored.push({ severity: 'information', code: 'invalid', epic: '59100', diagnostics });
    } else if (type === 'Encounter' && name === 'class' && !value.startsWith('urn:oid:')) {
      ignored.push({
        severity: 'information',
        code: 'value',
        epic: '59109',
        diagnostics: `Invalid value: ${value}`,
      });
    } else if (name !== '_format') kept.append(name, value);
  }
  return { parameters: kept, ignored };
}

/** What is missing from a question that must not be asked so. */
function missing({
  type,
  parameters,
  store,
}: Question): { readonly status: number; readonly issue: EpicIssue } | undefined {
  const has = (...any: readonly string[]) => any.some((name) => parameters.has(name));
  if (parameters.has('_id')) {
    const ids = (parameters.get('_id') ?? '').split(',');
    if (ids.every((id) => store.has(`${type}/${id}`))) return undefined;
    const issue = { severity: 'information', code: 'not-found', epic: '59008', element: '_id' } as const;
    return { status: 400, issue: { ...issue, diagnostics: 'Invalid FHIR ID provided' } };
  }
  if (type === 'Patient' && !has(...demographics)) {
    const says = 'This resource requires demographics or _id parameter for searching.';
    return { status: 400, issue: ruleBroken(says, 'demographics/_id') };
  }
  if (type === 'Patient' || resourceTypes[type]?.patient === undefined) return undefined;
  if (!has('patient', 'subject', 'beneficiary')) {
    if (type === 'AllergyIntolerance') {
      return { status: 403, issue: { severity: 'fatal', code: 'processing', epic: '4118' } };
    }
    const says = 'This resource requires a patient or _id parameter for searching.';
    return { status: 400, issue: ruleBroken(says, 'patient/_id') };
  }
  if (type !== 'Observation' || has('category', 'code')) return undefined;
  const diagnostics = 'Either category or code is required for searching.';
  const issue = {
    severity: 'fatal',
    code: 'required',
    epic: '59108',
    diagnostics,
    element: 'category/code',
  } as const;
  return { status: 400, issue };
}

function bundle(page: Page): string {
  const { question, self, next, total, versions, rest } = page;
  const counted = question.parameters.has('_count');
  const issues = rest > 0 ? [] : [...leftOut(question)];
  if (total === 0) issues.push({ severity: 'warning', code: 'processing', epic: '4101' });
  const outcome = {
    fullUrl: `urn:uuid:${crypto.randomUUID()}`,
    resource: epicOutcome(...issues),
    search: { mode: 'outcome' },
  };
  const link = [...(next ? [{ relation: 'next', url: next }] : []), { relation: 'self', url: self }];
  const shown = counted || total > versions.length ? versions.length : total;
  const head = { resourceType: 'Bundle', type: 'searchset', total: shown, link };
  return searchset(head, page, { linked: true, besides: issues.length > 0 ? [outcome] : [] });
}

/** Searches of Epic: what it does not know it ignores, what it must know it insists on, and it says what it left out. */
export const epicSearch: SearchHooks = {
  ask(question) {
    const { parameters, ignored } = heeded(question);
    const lacks = missing({ ...question, parameters });
    if (lacks === undefined) return parameters;
    const told = tellsUnknown.includes(question.type)
      ? ignored
      : ignored.filter(({ epic }) => epic !== '59100');
    return epicRefusal(lacks.status, ...told, lacks.issue);
  },
  arrange: (versions) => versions,
  bundle,
  pageName: () => `17-${plain.search.pageName().replaceAll('-', '').toUpperCase()}`,
  nextUrl: (name, { base, question }) => `${base}/${question.type}?sessionID=${name}`,
  pageOf: (url) => url.searchParams.get('sessionID'),
};
