import { resourceTypes } from './resource-types.ts';

/** A resource interaction as SMART v2 letters it: create, read, update, delete, search. */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

/** A resource scope read: whose data, of which type, what may be done, narrowed by a query or not. */
export interface ResourceScope {
  readonly level: 'patient' | 'user';
  readonly type: string;
  readonly interactions: string;
  readonly filter: URLSearchParams | undefined;
}

/** What a token may do with one type: nothing, or at a level, where `filters` are alternatives and none means all. */
export type Permission =
  | { readonly allowed: false }
  | {
      readonly allowed: true;
      readonly level: 'patient' | 'user';
      readonly filters: readonly URLSearchParams[];
    };

const versionOne = new Map([
  ['read', 'rs'],
  ['write', 'cud'],
  ['*', 'cruds'],
]);
const launchScopes = new Set(['openid', 'fhirUser', 'profile', 'launch']);

/** Reads a SMART v1 (`patient/Observation.read`) or v2 (`patient/Observation.rs?category=…`) scope; anything else is undefined. */
export function resourceScope(scope: string): ResourceScope | undefined {
  const parts = /^(patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)(?:\?(.+))?$/.exec(scope);
  if (parts === null) return undefined;
  const [, level, type = '', letters = '', query] = parts;
  const interactions = versionOne.get(letters) ?? (/^c?r?u?d?s?$/.test(letters) ? letters : undefined);
  if (interactions === undefined || (type !== '*' && !Object.hasOwn(resourceTypes, type))) return undefined;
  if (query !== undefined && versionOne.has(letters)) return undefined;
  const filter = query === undefined ? undefined : new URLSearchParams(query);
  return { level: level === 'user' ? 'user' : 'patient', type, interactions, filter };
}

/** The dialect that a resource scope is written in; undefined for any other scope. */
export function scopeDialect(scope: string): 'v1' | 'v2' | undefined {
  const [, letters] = /\.([a-z*]+)(?:\?|$)/.exec(scope) ?? [];
  if (letters === undefined || resourceScope(scope) === undefined) return undefined;
  return versionOne.has(letters) ? 'v1' : 'v2';
}

/**
 * The scopes that are granted of those asked for, in their order and wording; unknown ones are dropped in silence, as EHRs do.
 * `also` names scopes that are not about resources and that this EHR knows besides the usual.
 */
export function grantedScopes(asked: string, also: readonly string[] = []): readonly string[] {
  const scopes = asked.split(' ').filter((scope) => scope !== '');
  return [...new Set(scopes)].filter(
    (scope) => launchScopes.has(scope) || also.includes(scope) || resourceScope(scope) !== undefined,
  );
}

/** What the granted scopes allow for one interaction with one type; a user-level scope goes before a patient-level one. */
export function permission(scopes: readonly string[], type: string, interaction: Interaction): Permission {
  const allowing = scopes
    .map(resourceScope)
    .filter((scope) => scope !== undefined)
    .filter(
      (scope) => (scope.type === '*' || scope.type === type) && scope.interactions.includes(interaction),
    );
  const level = allowing.some((scope) => scope.level === 'user') ? 'user' : 'patient';
  const atLevel = allowing.filter((scope) => scope.level === level);
  if (atLevel.length === 0) return { allowed: false };
  const unfiltered = atLevel.some((scope) => scope.filter === undefined);
  const filters = unfiltered ? [] : atLevel.map((scope) => scope.filter).filter((each) => each !== undefined);
  return { allowed: true, level, filters };
}
