import type { Entries, Entry } from '../core/form/draft.ts';
import { checkedEntry } from '../core/form/entry.ts';
import { fhirText } from '../core/form/value.ts';
import { form } from './asking.ts';

const [attested, remarked] = ['attestation.attested', 'attestation.remark'];

/** Whether an item belongs to the attestation, which is given where the form is completed. */
export function isAttestation({ linkId }: { readonly linkId: string }): boolean {
  return linkId.startsWith('attestation.');
}

/** Who attests the answers as they stand, and when; undefined while nobody does. */
export function attestationIn(entries: Entries): Pick<Entry, 'by' | 'at'> | undefined {
  return entries.find(
    ({ linkId, values: [value] }) => linkId === attested && value?.kind === 'boolean' && value.value,
  );
}

/** The entries with one person's attestation, instead of any other. */
export function attestedBy(
  entries: Entries,
  { remark, by, at }: { readonly remark: string; readonly by: string; readonly at: string },
): Entries {
  const checked = (linkId: string, value: Entry['values'][number]) =>
    checkedEntry(form, { linkId, values: [value], by, at });
  const words = fhirText(remark);
  return [
    ...withoutAttestation(entries),
    checked(attested, { kind: 'boolean', value: true }),
    ...(words === undefined ? [] : [checked(remarked, { kind: 'string', value: words })]),
  ];
}

/** The entries with the attestation of others, if there is one, instead of their own. */
export function withAttestationOf(entries: Entries, others: Entries): Entries {
  return [...withoutAttestation(entries), ...others.filter(isAttestation)];
}

/** The entries without anybody's attestation. */
export function withoutAttestation(entries: Entries): Entries {
  return entries.filter((entry) => !isAttestation(entry));
}
