import { elementTable, primitives } from './element-table.ts';
import { isObject, type JsonObject, localReference, type Resource } from './resource.ts';
import { resourceTypes } from './resource-types.ts';
import type { Issue } from './respond.ts';

interface Rule {
  readonly types: readonly string[];
  readonly required: boolean;
  readonly repeats: boolean;
  readonly allowed: readonly string[];
}

const rules = new Map<string, ReadonlyMap<string, Rule>>();
for (const [type, elements] of Object.entries(elementTable)) {
  const all = { ...elementTable[Object.hasOwn(resourceTypes, type) ? 'Resource' : 'Element'], ...elements };
  rules.set(type, new Map(Object.entries(all).map(([name, line]) => [name, rule(name, line)])));
}

function rule(name: string, line: string): Rule {
  const [head = '', tail = ''] = line.split(/ (.*)/s);
  const choice = name.endsWith('[x]');
  return {
    types: choice ? tail.split('|') : [head.replace(/[!*]/g, '')],
    required: head.includes('!'),
    repeats: head.includes('*'),
    allowed: choice || tail === '' ? [] : tail.split('|'),
  };
}

/** What is wrong with a resource that someone wants to store, each issue with the FHIRPath of its element; empty when nothing is. */
export function validate(resource: Resource): readonly Issue[] {
  const { resourceType, ...elements } = resource;
  const issues: Issue[] = [];
  checkObject(resourceType, elements, resourceType, issues);
  return issues;
}

function checkObject(type: string, value: JsonObject, path: string, issues: Issue[]): void {
  const known = rules.get(type);
  if (known === undefined) return;
  if (Object.keys(value).length === 0) issues.push(issue('structure', path, 'is an empty object'));
  const seen = new Set<string>();
  for (const [key, element] of Object.entries(value)) {
    const at = `${path}.${key}`;
    const found = key.startsWith('_') ? undefined : ruleFor(known, key);
    if (key.startsWith('_') && ruleFor(known, key.slice(1))) continue;
    if (found === undefined) {
      issues.push(issue('structure', at, 'is not an element here'));
      continue;
    }
    if (seen.has(found.name)) issues.push(issue('structure', at, `is a second ${found.name}`));
    seen.add(found.name);
    checkElement(found.type, found.rule, element, at, issues);
  }
  for (const [name, { required }] of known) {
    if (required && !seen.has(name)) issues.push(issue('required', `${path}.${name}`, 'is required'));
  }
}

function ruleFor(known: ReadonlyMap<string, Rule>, key: string) {
  const plain = known.get(key);
  if (plain !== undefined) return { name: key, rule: plain, type: plain.types[0] ?? '' };
  for (const [name, each] of known) {
    if (!name.endsWith('[x]')) continue;
    const type = each.types.find(
      (type) => key === name.slice(0, -3) + type.charAt(0).toUpperCase() + type.slice(1),
    );
    if (type !== undefined) return { name, rule: each, type };
  }
  return undefined;
}

function checkElement(
  type: string,
  { repeats, allowed }: Rule,
  value: unknown,
  at: string,
  issues: Issue[],
): void {
  if (Array.isArray(value) !== repeats) {
    issues.push(issue('structure', at, repeats ? 'must be an array' : 'must not be an array'));
    return;
  }
  if (Array.isArray(value) && value.length === 0) issues.push(issue('structure', at, 'is an empty array'));
  [value].flat().forEach((each, index) => {
    const path = repeats ? `${at}[${index}]` : at;
    const primitive = primitives[type];
    if (primitive !== undefined) {
      if (!primitive(each)) issues.push(issue('value', path, `is not a ${type}`));
      else if (allowed.length > 0 && !allowed.includes(String(each))) {
        issues.push(issue('code-invalid', path, `must be one of ${allowed.join(', ')}`));
      }
    } else if (!isObject(each)) issues.push(issue('structure', path, `is not a ${type}`));
    else {
      checkObject(type, each, path, issues);
      if (type === 'Reference' && allowed.length > 0) checkTarget(each, allowed, path, issues);
    }
  });
}

function checkTarget(reference: JsonObject, allowed: readonly string[], path: string, issues: Issue[]): void {
  const target = String(reference.reference ?? '')
    .split('/')
    .at(-2);
  if (target === undefined || !allowed.includes(target)) {
    issues.push(issue('value', path, `must refer to a ${allowed.join(' or ')}`));
  }
}

/** Every literal reference to this server inside a resource, with the FHIRPath of the Reference. */
export function references(
  value: unknown,
  base: string,
  path: string,
): readonly { to: string; path: string }[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => references(each, base, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, element]) => {
    if (name !== 'reference') return references(element, base, `${path}.${name}`);
    const to = localReference(element, base);
    return to === undefined ? [] : [{ to, path }];
  });
}

const issue = (code: string, expression: string, what: string): Issue => ({
  code,
  expression,
  diagnostics: `${expression} ${what}`,
});
