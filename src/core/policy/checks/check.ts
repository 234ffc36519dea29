import type { ClinicalFacts } from '../../facts/clinical-facts.ts';
import type { Check } from '../policy.ts';
import { type Outcome, outcomeOf } from '../verdict.ts';
import { checkValue } from './value.ts';

/** Holds one check against the facts. Every kind of check answers here, and silence never answers for it. */
export function outcome(check: Check, facts: ClinicalFacts): Outcome {
  switch (check.kind) {
    case 'leaf':
      return outcomeOf(facts.leaves[check.leaf]);
    case 'value':
      return checkValue(check, facts);
    case 'score':
      return checkScore(check, facts);
    case 'choice':
      return checkChoice(check, facts);
    case 'finding':
      return outcomeOf(facts.comorbidity.portalVein);
    case 'procedure':
      return checkProcedure(check, facts);
    case 'named-tumor':
      return checkNamedTumor(check, facts);
    case 'any-indication':
      return { verdict: 'met', because: 'The policy sets no condition.', evidence: [], support: [] };
    case 'not-seen':
      return {
        verdict: 'unknown',
        because: 'This part of the document was not seen.',
        evidence: [],
        support: [],
        gap: 'not-requested',
      };
  }
}

function checkScore({ classes }: Extract<Check, { kind: 'score' }>, { scores }: ClinicalFacts): Outcome {
  const { childPugh } = scores;
  if (!childPugh)
    return {
      verdict: 'unknown',
      because: 'Child-Pugh: nothing on record bounds it.',
      evidence: [],
      support: [],
      gap: 'not-recorded',
    };
  const { low, high, classes: possible, evidence } = childPugh;
  const listed = possible.filter((each) => (classes as readonly string[]).includes(each));
  const range = low === high ? String(low) : `${low} to ${high}`;
  const because = `Child-Pugh ${range}: class ${possible.join(' or ')}.`;
  if (listed.length === possible.length) return { verdict: 'met', because, evidence, support: [] };
  if (listed.length === 0) return { verdict: 'not-met', because, evidence, support: [] };
  return { verdict: 'unknown', because, evidence: [], support: evidence, gap: 'not-recorded' };
}

function checkChoice(
  { title, question, oneOf }: Extract<Check, { kind: 'choice' }>,
  { answers }: ClinicalFacts,
): Outcome {
  const said = answers.get(question);
  if (!said)
    return {
      verdict: 'unknown',
      because: `${title}: only a clinician can say.`,
      evidence: [],
      support: [],
      gap: 'clinician-only',
    };
  const verdict = oneOf.includes(said.value) ? 'met' : 'not-met';
  return { verdict, because: 'As answered.', evidence: [said.provenance], support: [] };
}

/** A count from the record is a lower bound: that no more were done is known only when a clinician confirms the list. */
function checkProcedure(
  { procedure, atLeast, atMost }: Extract<Check, { kind: 'procedure' }>,
  { procedures, answers }: ClinicalFacts,
): Outcome {
  const done = procedures.filter(({ id, status }) => id === procedure && status === 'completed');
  const evidence = done.flatMap((each) => each.evidence);
  const isComplete = answers.get('prior-treatments-confirmed')?.value === true;
  const found = `${done.length} found on record.`;
  if (atLeast !== undefined && done.length >= atLeast)
    return { verdict: 'met', because: found, evidence, support: [] };
  if (atMost !== undefined && done.length > atMost)
    return { verdict: 'not-met', because: found, evidence, support: [] };
  if (!isComplete)
    return {
      verdict: 'unknown',
      because: `${found} There may be others elsewhere.`,
      evidence: [],
      support: evidence,
      gap: 'not-recorded',
    };
  return {
    verdict: atMost === undefined ? 'not-met' : 'met',
    because: `${found} The clinician confirms the list.`,
    evidence,
    support: [],
  };
}

function checkNamedTumor(
  { sites }: Extract<Check, { kind: 'named-tumor' }>,
  { tumor }: ClinicalFacts,
): Outcome {
  const origins = tumor.metastases.map(({ origin }) => origin);
  const named = origins.flatMap((origin) =>
    origin.is === 'known' && origin.origin.is === 'other' && sites.includes(origin.origin.site)
      ? origin.evidence
      : [],
  );
  if (named.length > 0)
    return {
      verdict: 'met',
      because: 'The primary is one that the policy names.',
      evidence: named,
      support: [],
    };
  const settled = Object.values(tumor.kinds).some(({ truth }) => truth === 'yes');
  if (settled) return { verdict: 'not-met', because: 'The tumor is another one.', evidence: [], support: [] };
  return {
    verdict: 'unknown',
    because: 'The record does not settle which tumor it is.',
    evidence: [],
    support: [],
    gap: 'not-recorded',
  };
}
