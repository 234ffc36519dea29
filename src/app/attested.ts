import { isObject } from '../core/fhir/json-object.ts';
import { referenceKey } from '../core/fhir/reference.ts';
import { questionItems } from '../core/form/questionnaire.ts';
import { extensionUrl, questionnaireResponse } from '../core/form/questionnaire-response.ts';
import { form } from './asking.ts';
import { isAttestation } from './attesting.ts';
import type { Judged } from './review.ts';

/** From this line of the form on, everything is administrative: what it asks there is not what was attested. */
const lastOfClinical = 'clinical-part-done';

const administrative: ReadonlySet<string> = new Set(
  form.item
    .slice(form.item.findIndex(({ linkId }) => linkId === lastOfClinical))
    .flatMap((group) => questionItems({ ...form, item: [group] }))
    .map(({ linkId }) => linkId),
);

/** The items that an attestation speaks of. */
export const clinical = questionItems(form).filter(
  ({ linkId }) => !administrative.has(linkId) && !isAttestation({ linkId }),
);

/** One item as it was attested. */
export interface AttestedItem {
  /** `replaced`: a person's answer in the place of the chart's. */
  readonly by: 'chart' | 'person' | 'replaced' | 'emptied';
  readonly values: string;
  readonly reason: string | undefined;
}

/** All that an attestation was given for: the clinical items, the orders, and the policy that they are held against. */
export interface Attested {
  readonly items: ReadonlyMap<string, AttestedItem>;
  readonly orders: readonly string[];
  readonly policy: string;
}

/** What of it is otherwise by now. */
export type Otherwise = 'answer' | 'chart' | 'order' | 'policy';

/** What would be attested now. */
export function attestedNow(review: Judged): Attested {
  return attestedIn(questionnaireResponse(review.draft, form, { authored: '' }), review);
}

/** What was attested in a stored copy; which policy was meant it does not say, so that it is the one of now. */
export function attestedIn(response: unknown, { assessment: { policy } }: Judged): Attested {
  const items = new Map<string, AttestedItem>();
  const look = (of: unknown): void => {
    for (const each of recordsIn(of)) {
      const item = attestedItem(each);
      if (item) items.set(String(each.linkId), item);
      look(each.item);
    }
  };
  look(isObject(response) ? response.item : undefined);
  return { items, orders: ordersIn(response), policy: `${policy.id}|${policy.version}` };
}

/** The orders that a stored form says it is about, as `ServiceRequest/id`. */
export function ordersIn(response: unknown): readonly string[] {
  const named = recordsIn(isObject(response) ? response.extension : undefined).flatMap(
    ({ url, valueReference }) => {
      const { reference } = isObject(valueReference) ? valueReference : {};
      return url === extensionUrl.context && typeof reference === 'string'
        ? [referenceKey(reference) ?? reference]
        : [];
    },
  );
  return named.filter((reference) => reference.startsWith('ServiceRequest/')).toSorted();
}

function attestedItem({
  linkId,
  answer,
  extension,
}: Readonly<Record<string, unknown>>): AttestedItem | undefined {
  if (!clinical.some((item) => item.linkId === linkId)) return undefined;
  const answers = recordsIn(answer);
  const [first] = answers;
  if (!first) {
    const emptied = recordsIn(extension).find(({ url }) => url === extensionUrl.emptied);
    return emptied && { by: 'emptied', values: '', reason: wordsIn(emptied.extension, 'reason') };
  }
  const values = answers.map(({ extension: _, item: __, id: ___, ...value }) => value);
  const origin = recordsIn(first.extension).find(({ url }) => url === extensionUrl.origin);
  const source = recordsIn(origin?.extension).find(({ url }) => url === 'source')?.valueCode;
  return {
    by: source === 'override' ? 'replaced' : String(source).startsWith('auto') ? 'chart' : 'person',
    values: JSON.stringify(values, inOrder),
    reason: wordsIn(first.extension, extensionUrl.reason),
  };
}

function wordsIn(extension: unknown, url: string): string | undefined {
  const said = recordsIn(extension).find((each) => each.url === url)?.valueString;
  return typeof said === 'string' ? said : undefined;
}

function recordsIn(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Members by name: an EHR may give them back in another order. */
function inOrder(_: string, value: unknown): unknown {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
