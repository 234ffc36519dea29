import type { FactMappings } from '../facts/clinical-facts.ts';
import { isLaboratoryId } from '../facts/laboratory.ts';
import type { ConceptIndex } from '../fhir/value-set.ts';
import { isSource } from './documents.ts';
import { type Check, type Criterion, isGroup, type Policy } from './policy.ts';

/** What is wrong with a policy file beyond its shape: names that lead nowhere, wrong units, numbers used twice. Empty when all is well. */
export function policyMistakes(
  policy: Policy,
  { concepts, measurements, treatments }: FactMappings,
): readonly string[] {
  const checks = policyChecks(policy);
  const ids = nodes(policy).flatMap(({ id }) => id ?? []);
  const advisoryIds = policy.advisories.map(({ id }) => id);
  return [
    ...repeated(ids).map((id) => `criterion ${id}: the id is used twice`),
    ...repeated(advisoryIds).map((id) => `advisory ${id}: the id is used twice`),
    ...repeated(policy.documents.map(({ id }) => id)).map((id) => `document ${id}: the id is used twice`),
    ...nodes(policy).flatMap((node) =>
      isGroup(node) && node.of.length === 0 ? [`${node.title}: a group without parts`] : [],
    ),
    ...(policy.status === 'active'
      ? nodes(policy).flatMap(({ id, quote }) =>
          id !== undefined && !quote ? [`criterion ${id}: an active policy must quote the payer`] : [],
        )
      : []),
    ...checks.flatMap((check) => unitMistake(check, measurements)),
    ...checks.flatMap((check) =>
      check.kind === 'named-tumor' ? unknownConcepts(check.sites, concepts) : [],
    ),
    ...checks.flatMap((check) =>
      check.kind === 'procedure' && !treatments.procedures.some(({ id }) => id === check.procedure)
        ? [`${check.title}: no procedure "${check.procedure}" is known`]
        : [],
    ),
    ...policy.documents.flatMap(({ id, parts, hints }) =>
      [...parts.flatMap(({ by }) => by), ...hints].flatMap((source) =>
        isSource(source) ? [] : [`document ${id}: nothing supplies "${source}"`],
      ),
    ),
    ...policy.candidacy.flatMap(({ advisories }) =>
      advisories.flatMap(({ id }) => (advisoryIds.includes(id) ? [] : [`candidacy: no advisory "${id}"`])),
    ),
  ];
}

function nodes({ criteria }: Policy): readonly Criterion[] {
  return criteria.flatMap(withParts);
}

function withParts(criterion: Criterion): readonly Criterion[] {
  return isGroup(criterion) ? [criterion, ...criterion.of.flatMap(withParts)] : [criterion];
}

function policyChecks(policy: Policy): readonly Check[] {
  const roots = [
    ...policy.criteria,
    ...policy.advisories.flatMap(({ check, appliesTo }) => [check, appliesTo]),
    ...policy.candidacy.map(({ check }) => check?.criterion),
    ...policy.documents.map(({ appliesTo }) => appliesTo),
  ].filter((criterion) => criterion !== undefined);
  return roots.flatMap(withParts).flatMap((criterion) => (isGroup(criterion) ? [] : [criterion]));
}

const units: Readonly<Record<string, string>> = {
  ecog: '{score}',
  'tumor-count': '{count}',
  'lung-shunt-percent': '%',
};

function unitMistake(check: Check, measurements: FactMappings['measurements']): readonly string[] {
  if (check.kind !== 'value') return [];
  const isMeasured = isLaboratoryId(check.value) || check.value === 'tumor-size';
  const wanted = isMeasured
    ? measurements[check.value as keyof FactMappings['measurements']].unit
    : units[check.value];
  return check.unit === wanted ? [] : [`${check.title}: the unit must be ${wanted}, found ${check.unit}`];
}

function unknownConcepts(sites: readonly string[], concepts: ConceptIndex): readonly string[] {
  return sites.flatMap((site) => (concepts.has(site) ? [] : [`no value set "${site}" is known`]));
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Two versions of one policy in force at once, or a day between two on which none is. Empty when the calendar is whole. */
export function calendarMistakes(policies: readonly Policy[]): readonly string[] {
  const active = policies.filter(({ status }) => status === 'active');
  const mistakes: string[] = [];
  for (const id of new Set(active.map((policy) => policy.id))) {
    const versions = active
      .filter((policy) => policy.id === id)
      .toSorted((a, b) => a.effective.start.localeCompare(b.effective.start));
    for (const [index, version] of versions.entries()) {
      const next = versions[index + 1];
      if (!next) continue;
      const { end } = version.effective;
      if (end === null || end >= next.effective.start)
        mistakes.push(`${id}: versions ${version.version} and ${next.version} are in force at once`);
      else if (dayAfter(end) !== next.effective.start)
        mistakes.push(`${id}: no version is in force between ${version.version} and ${next.version}`);
    }
  }
  return mistakes;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
