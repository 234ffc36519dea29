import type { Provenance } from '../facts/finding.ts';
import type { Filling } from './source.ts';
import { spanInWords } from './source.ts';
import { inWords, type Value } from './value.ts';

const listed = 3;

/** How a value reads, with unit, date and source: `34 umol/L, 2025-06-10, stale: 45 days old (Observation/x)`. */
export function shown(value: Value, { on, note, from }: Omit<Filling, 'value'>): string {
  const parts = [inWords(value), on && value.kind !== 'date' ? spanInWords(on) : undefined, note];
  const source = from.length === 0 ? '' : ` (${sourcesInWords(from, inWords(value))})`;
  return `${parts.filter((part) => part !== undefined).join(', ')}${source}`;
}

/** Where something is stated: what a reviewer would look up. @param value what needs no repeating */
export function sourcesInWords(from: readonly Provenance[], value?: string): string {
  const first = from.slice(0, listed).map((each) => sourceInWords(each, value));
  const rest = from.length - first.length;
  return `${first.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function sourceInWords(provenance: Provenance, value: string | undefined): string {
  switch (provenance.kind) {
    case 'recorded': {
      const { reference, asRecorded, on } = provenance;
      const words = asRecorded === value ? '' : ` "${asRecorded}"`;
      return `${reference}${words}${on ? ` of ${spanInWords(on)}` : ''}`;
    }
    case 'derived': {
      const { rule, from } = provenance;
      return from.length > 0 ? `${rule}, from ${sourcesInWords(from)}` : rule.replace(/\.$/, '');
    }
    case 'attested':
      return `answer of ${provenance.by} on ${provenance.at.slice(0, 10)}`;
  }
}
