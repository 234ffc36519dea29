import { isObject, localReference, type Resource, valuesAt } from './resource.ts';
import { resourceTypes, type SearchParameter } from './resource-types.ts';
import type { Issue } from './respond.ts';

/** A resource and the patient in whose chart it lies. */
export interface Filed {
  readonly resource: Resource;
  readonly patient: string | undefined;
}

/** Whether a resource is among the results. */
export type Match = (filed: Filed) => boolean;

/** A search understood (`charts`: the patients it names, by id), or why it is refused. */
export type Search =
  | {
      readonly understood: true;
      readonly match: Match;
      readonly count: number | undefined;
      readonly charts: readonly string[];
    }
  | { readonly understood: false; readonly issues: readonly Issue[] };

type Compare = (values: readonly unknown[]) => boolean;

/** Reads a search of `type`; every parameter, modifier, prefix or value that is not understood is refused by name. */
export function search(type: string, parameters: URLSearchParams, base: string): Search {
  const issues: Issue[] = [];
  const matches: Match[] = [];
  const charts: string[] = [];
  let count: number | undefined;
  for (const [name, text] of parameters) {
    if (name === '_format') continue;
    if (name === '_count') {
      count = /^\d{1,6}$/.test(text) ? Number(text) : undefined;
      if (count === undefined) issues.push(bad(name, `"${text}" is not a number of results`));
      continue;
    }
    const { parameters: known = {} } = resourceTypes[type] ?? {};
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    if (parameter === undefined) {
      issues.push({ code: 'not-supported', diagnostics: `Unknown search parameter "${name}" for ${type}` });
      continue;
    }
    if (parameter.kind === 'chart') {
      const patients = text.split(',').map((value) => patientId(value, base));
      charts.push(...patients);
      matches.push(({ patient }) => patient !== undefined && patients.includes(patient));
      continue;
    }
    const compares = text.split(',').map((value) => compare(parameter.kind, value, base));
    const understood = compares.filter((each) => each !== undefined);
    if (understood.length < compares.length) issues.push(bad(name, `"${text}" is not a ${parameter.kind}`));
    matches.push(({ resource }) => anyOf(understood, look(resource, parameter)));
  }
  if (issues.length > 0) return { understood: false, issues };
  return { understood: true, match: (filed) => matches.every((match) => match(filed)), count, charts };
}

const bad = (name: string, what: string): Issue => ({
  code: 'invalid',
  diagnostics: `Search parameter "${name}": ${what}`,
});
const patientId = (text: string, base: string) =>
  (localReference(text, base) ?? text).replace(/^Patient\//, '');
const look = (resource: Resource, { paths }: SearchParameter) =>
  paths.flatMap((path) => valuesAt(resource, path));
const anyOf = (compares: readonly Compare[], values: readonly unknown[]) =>
  compares.some((each) => each(values));

function compare(kind: SearchParameter['kind'], text: string, base: string): Compare | undefined {
  if (text === '') return undefined;
  if (kind === 'token') return tokenCompare(text);
  if (kind === 'date') return dateCompare(text);
  if (kind === 'string') {
    return (values) => values.some((value) => String(value).toLowerCase().startsWith(text.toLowerCase()));
  }
  const wanted = localReference(text, base) ?? text;
  return (values) =>
    values.some((value) => {
      if (typeof value === 'string') return value === text;
      const reference = isObject(value) ? value.reference : undefined;
      const named = localReference(reference, base) ?? reference;
      return named === wanted || (typeof named === 'string' && named.split('/')[1] === wanted);
    });
}

function tokenCompare(text: string): Compare {
  const bar = text.indexOf('|');
  const system = bar < 0 ? undefined : text.slice(0, bar);
  const code = text.slice(bar + 1);
  const agrees = (foundSystem: unknown, foundCode: unknown) =>
    (system === undefined || (foundSystem ?? '') === system) && (code === '' || String(foundCode) === code);
  return (values) =>
    values.some((value) => {
      if (!isObject(value)) return agrees(system, value);
      if (Array.isArray(value.coding)) return value.coding.some((each) => agrees(each?.system, each?.code));
      return agrees(value.system, value.code ?? value.value);
    });
}

type Span = readonly [from: number, until: number];

const prefixes: Readonly<Record<string, (found: Span, asked: Span) => boolean>> = {
  eq: (found, asked) => found[0] >= asked[0] && found[1] <= asked[1],
  ge: (found, asked) => found[1] > asked[0],
  gt: (found, asked) => found[1] > asked[1],
  le: (found, asked) => found[0] < asked[1],
  lt: (found, asked) => found[0] < asked[0],
};

function dateCompare(text: string): Compare | undefined {
  const [, prefix = 'eq', date = ''] = /^([a-z]{2})?(.*)$/.exec(text) ?? [];
  const asked = span(date);
  const holds = prefixes[prefix];
  if (holds === undefined || asked === undefined) return undefined;
  return (values) =>
    values.some((value) => {
      const found = isObject(value) ? periodSpan(value.start, value.end) : span(value);
      return found !== undefined && holds(found, asked);
    });
}

/** The half-open span of time, in milliseconds, that a partial date covers; a date without zone is read as UTC. */
function span(date: unknown): Span | undefined {
  if (typeof date !== 'string') return undefined;
  const parts =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/.exec(
      date,
    );
  if (parts === null) return undefined;
  const [, year = '', month, day, time] = parts;
  if (time) {
    const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(time) ? date : `${date}Z`;
    const from = Date.parse(zoned);
    return Number.isNaN(from) ? undefined : [from, from + 1000];
  }
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  return [Date.UTC(y, m, d), day ? Date.UTC(y, m, d + 1) : month ? Date.UTC(y, m + 1) : Date.UTC(y + 1, 0)];
}

const periodSpan = (start: unknown, end: unknown): Span => [
  span(start)?.[0] ?? -Infinity,
  span(end)?.[1] ?? Infinity,
];
