import type { SandboxClient } from '../client.ts';
import { grantedScopes, resourceScope, scopeDialect } from '../scopes.ts';

const hl7 = 'http://terminology.hl7.org/CodeSystem';
const usCore = 'http://hl7.org/fhir/us/core/CodeSystem';

/** The categories that Epic names in scopes of their own, beside the scope of the whole type. */
const categories: Readonly<Record<string, readonly string[]>> = {
  Condition: [
    `${usCore}/condition-category|health-concern`,
    `${hl7}/condition-category|encounter-diagnosis`,
    `${hl7}/condition-category|problem-list-item`,
  ],
  DocumentReference: [`${usCore}/us-core-documentreference-category|clinical-note`],
  Observation: ['imaging', 'laboratory', 'social-history', 'survey', 'vital-signs'].map(
    (code) => `${hl7}/observation-category|${code}`,
  ),
};

/** The scopes granted: what is asked and registered, in the dialect of the registration; v2 is echoed letter by letter and category by category. */
export function epicScopes(asked: string, { scopes, dialect }: SandboxClient): readonly string[] {
  const granted = grantedScopes(asked).filter((scope) => scopes === undefined || scopes.includes(scope));
  return [
    ...new Set(
      granted.flatMap((scope) => {
        if (scopeDialect(scope) !== 'v2') return [scope];
        return dialect === 'v1' ? inVersionOne(scope) : granular(scope);
      }),
    ),
  ];
}

/** A v2 scope as an organisation says it whose Epic knows v1 only. */
function inVersionOne(scope: string): readonly string[] {
  const { level, type, interactions } = resourceScope(scope) ?? { level: '', type: '', interactions: '' };
  const reads = /[rs]/.test(interactions) ? [`${level}/${type}.read`] : [];
  const writes = /[cu]/.test(interactions) ? [`${level}/${type}.write`] : [];
  return [...reads, ...writes];
}

function granular(scope: string): readonly string[] {
  const { level, type, interactions, filter } = resourceScope(scope) ?? {
    level: '',
    type: '*',
    interactions: '',
    filter: undefined,
  };
  if (type === '*' || filter !== undefined) return [scope];
  return [...interactions].flatMap((letter) => {
    const whole = `${level}/${type}.${letter}`;
    return [whole, ...(categories[type] ?? []).map((category) => `${whole}?category=${category}`)];
  });
}
