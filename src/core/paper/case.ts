import type { Assessment } from '../assess.ts';
import { orderProvenance, type Therapy } from '../facts/request.ts';
import { canonicalSystem, codings, systems } from '../fhir/coding.ts';
import type { CodeableConcept, Patient } from '../fhir/r4.ts';
import { sourcesInWords } from '../form/shown.ts';
import type { CriterionResult } from '../policy/determine.ts';
import { isGroup } from '../policy/policy.ts';
import type { Verdict } from '../policy/verdict.ts';

export const therapyNames: Readonly<Record<Therapy, string>> = {
  tare: 'Y-90 radioembolization (TARE)',
  tace: 'Transarterial chemoembolization (TACE)',
  'deb-tace': 'Chemoembolization with drug-eluting beads (DEB-TACE)',
  tae: 'Bland transarterial embolization (TAE)',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'appears met',
  'not-met': 'appears not met',
  unknown: 'cannot be determined from the record',
};

/** Name, birth date and record number in one line. */
export function patientLine({ name = [], birthDate, identifier = [], gender }: Patient): string {
  const [first] = name;
  const called =
    first?.text ?? [...(first?.given ?? []), first?.family].filter((part) => part !== undefined).join(' ');
  const number =
    identifier.find(({ type }) => codings(type).some(({ code }) => code === 'MR')) ?? identifier[0];
  const parts = [
    called || 'name not recorded',
    birthDate && `born ${birthDate}`,
    gender,
    number?.value && (number.value.startsWith('MRN') ? number.value : `MRN ${number.value}`),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** Codes of one system among concepts, each once. */
export function codesOf(
  concepts: readonly (CodeableConcept | undefined)[],
  ...wanted: readonly string[]
): readonly string[] {
  const found = concepts
    .flatMap((concept) => codings(concept))
    .flatMap(({ system, code }) =>
      system !== undefined && code !== undefined && wanted.includes(canonicalSystem(system)) ? [code] : [],
    );
  return [...new Set(found)];
}

/** The order that the request rests on; words that say so where a person entered the request without one; undefined while it is open. */
export function orderLine({ facts: { request } }: Assessment): string | undefined {
  if (request.isOrderOpen) return undefined;
  if (request.orders.length > 0) return sourcesInWords(request.orders.map(orderProvenance));
  return request.therapy.value === undefined
    ? undefined
    : 'none that this request is known to rest on; it was entered by a person';
}

/** Procedure codes of the order; of all live ones, where nobody said which. */
export function procedureCodes({ facts }: Assessment): readonly string[] {
  const { orders, isOrderOpen } = facts.request;
  return codesOf(isOrderOpen ? [] : orders.map(({ code }) => code), systems.cpt, systems.hcpcs, systems.sct);
}

/** ICD-10-CM codes of the malignancies in the liver, and of the primaries they come from. */
export function diagnosisCodes({ facts }: Assessment): readonly string[] {
  const concerned = facts.diagnoses.filter(
    ({ condition, standing }) =>
      standing === 'confirmed' && facts.tumor.disease.includes(`Condition/${condition.id}`),
  );
  return codesOf(
    concerned.map(({ condition }) => condition.code),
    systems.icd10cm,
  );
}

/** One part of a criterion, judged, with the outline number and the words of the criterion that it stands under. */
export interface CriterionLine {
  readonly id: string;
  readonly title: string;
  readonly quote: string | undefined;
  readonly verdict: Verdict;
  readonly because: string;
  readonly evidence: string;
}

/**
 * What the verdict rests on, part by part: those under no decided criterion that speaks another way.
 * Criteria for another therapy are left out: what they say would read as if it were said of the one requested.
 */
export function decidingCriteria({
  determination: { results, verdict, therapy },
}: Assessment): readonly CriterionLine[] {
  return results.flatMap((result) =>
    result.verdict === verdict && concerns(result, therapy) ? parts(result, verdict, '', undefined) : [],
  );
}

function concerns({ criterion }: CriterionResult, therapy: Therapy | undefined): boolean {
  const therapies = 'therapies' in criterion ? criterion.therapies : undefined;
  return !therapies || therapy === undefined || therapies.some((each) => each === therapy);
}

function parts(
  result: CriterionResult,
  verdict: Verdict,
  above: string,
  quoteAbove: string | undefined,
): readonly CriterionLine[] {
  const { criterion, of, because, evidence, support } = result;
  const id = criterion.id ?? above;
  const quote = criterion.quote ?? quoteAbove;
  if (of.length === 0) {
    const shown = sourcesInWords([...new Set([...evidence, ...support])]);
    return [{ id, title: criterion.title, quote, verdict: result.verdict, because, evidence: shown }];
  }
  const isAlternative = isGroup(criterion) && criterion.kind === 'any';
  // Where one part of several that are all needed is not met, what is open in the others changes nothing.
  const isSettled = isGroup(criterion) && criterion.kind === 'all' && result.verdict === 'not-met';
  const concerned = of.filter((each) =>
    each.of.length === 0
      ? each.verdict === result.verdict || (!isAlternative && !(isSettled && each.verdict === 'unknown'))
      : each.verdict === result.verdict,
  );
  return concerned.flatMap((each) => parts(each, verdict, id, quote));
}

/** `Unresectable: only a clinician can say.` once, though title and reason may both name it. */
export function finding({ title, verdict, because }: CriterionLine): string {
  const said = because.startsWith(title) ? because.slice(title.length).replace(/^[:.]?\s*/, '') : because;
  return `${verdictWords[verdict]}; ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}
