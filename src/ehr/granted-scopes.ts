import type { DataRequirement } from '../core/record/data-requirements.ts';

/** How far the granted scopes let us read: `limited` is a scope with a filter of its own, so what we miss stays unseen. */
export type Grant = 'full' | 'limited' | 'none';

const resourceScope = /^(?:patient|user|system)\/(\*|[A-Za-z]+)\.([a-z*]+)(?:\?(.*))?$/;

/**
 * Compares the granted scopes, in either dialect, with one requirement.
 *
 * @param granted as the token response lists them; a list without any resource scope decides nothing
 */
export function grantFor(
  { resourceType, how, params }: Pick<DataRequirement, 'resourceType' | 'how' | 'params'>,
  granted: readonly string[],
): Grant {
  const scopes = granted.flatMap((scope) => {
    const [, type, rights, filter] = resourceScope.exec(scope) ?? [];
    return type === undefined || rights === undefined ? [] : [{ type, rights, filter }];
  });
  if (scopes.length === 0) return 'full';
  const matching = scopes.filter(
    ({ type, rights }) => (type === '*' || type === resourceType) && reads(rights, how),
  );
  if (matching.some(({ filter }) => filter === undefined || admits(filter, { resourceType, params })))
    return 'full';
  return matching.length > 0 ? 'limited' : 'none';
}

function reads(rights: string, how: DataRequirement['how']): boolean {
  if (rights === 'read' || rights === '*') return true;
  if (!/^c?r?u?d?s?$/.test(rights)) return false;
  return how === 'search' ? rights.includes('s') : rights.includes('r');
}

/**
 * `category=http://…observation-category|laboratory` admits the search for `laboratory`, and no other. A second condition, or a category
 * of another system, leaves results out.
 */
function admits(
  filter: string,
  { resourceType, params }: Pick<DataRequirement, 'resourceType' | 'params'>,
): boolean {
  const { category } = params;
  const [[name, values] = [], ...others] = [...new URLSearchParams(filter)];
  if (category === undefined || name !== 'category' || values === undefined || others.length > 0)
    return false;
  const system = `http://terminology.hl7.org/CodeSystem/${resourceType.toLowerCase()}-category`;
  return values.split(',').some((value) => value === category || value === `${system}|${category}`);
}
