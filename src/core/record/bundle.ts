import { isObject } from '../fhir/json-object.ts';
import { failedEntry, reasonCut } from './bundle-unread.ts';
import { deletedBy, unreadChanges } from './deleted.ts';
import { baseOf, type Entry } from './entry-address.ts';
import { withModifiersOf } from './modifiers.ts';
import type { RawResource } from './one-version.ts';
import { ChartError } from './patient-record.ts';
import type { Rejected } from './rejected.ts';
import { type Delivered, sharedReference } from './two-servers.ts';
import { isOutcome, type Unread, unreadFrom } from './unread.ts';
import type { ChartOwner } from './whose.ts';

export interface BundleContents {
  readonly resources: readonly unknown[];
  readonly unread: readonly Unread[];
  /** Resources that other entries of the Bundle leave no record. */
  readonly rejected: readonly Rejected[];
  /** FHIR base of the Patient entry's `fullUrl`, when it has one. */
  readonly base?: string;
}

/**
 * Takes a Bundle of any type apart: resources, and what its OperationOutcomes say about completeness.
 *
 * Ids and references written as `urn:uuid:` are rewritten to `Type/id`, as a server would on a transaction.
 *
 * @throws ChartError when it is not a Bundle
 */
export function bundleContents(bundle: unknown): BundleContents {
  if (!isObject(bundle)) throw new ChartError('expected a FHIR Bundle at the top, found something else');
  if (bundle.resourceType !== 'Bundle') throw new ChartError('expected resourceType "Bundle" at the top');
  if (bundle.entry !== undefined && !Array.isArray(bundle.entry))
    throw new ChartError('expected an array at entry');
  const entries = entriesOf(bundle);
  const owner = ownerIn(entries);
  const base = owner?.base;
  const urns = new Map<string, string>();
  const deleted = deletedBy(entries);
  const rejected: Rejected[] = [];
  const brought = entries.flatMap((entry, index): Brought[] => {
    const { resource } = entry;
    if (!isObject(resource)) return resource === undefined ? [] : [{ resource }];
    const urn =
      typeof entry.fullUrl === 'string' && entry.fullUrl.startsWith('urn:') ? entry.fullUrl : undefined;
    if (isOutcome(resource)) return [{ resource }];
    const id = typeof resource.id === 'string' ? resource.id : (urn?.split(':').at(-1) ?? `entry-${index}`);
    if (urn) urns.set(urn, `${String(resource.resourceType)}/${id}`);
    const named = typeof resource.id === 'string' ? resource : { ...resource, id };
    const own = baseOf(entry);
    const gone = isTyped(named) ? deleted(named, entry) : undefined;
    if (gone) {
      rejected.push(gone);
      return [];
    }
    const isForeign = own !== undefined && base !== undefined && own !== base;
    return [{ resource: isForeign ? absolute(named, own) : named, base: own }];
  });
  const outcomes = brought.map(({ resource }) => resource).filter(isOutcome);
  const shared = owner && sharedReference(brought.filter(isDelivered), owner);
  const resources = brought.flatMap((each) => {
    const refused = shared && isDelivered(each) ? shared(each) : undefined;
    if (refused) rejected.push(refused);
    return refused || isOutcome(each.resource) ? [] : [each.resource];
  });
  const asHeld = (reference: string) => urns.get(reference) ?? reference;
  const cut = reasonCut(bundle);
  const next =
    cut === undefined
      ? []
      : [{ requirement: 'all', resourceType: 'all', gap: 'partial' as const, because: cut }];
  return {
    resources: urns.size > 0 ? resources.map((each) => withReferences(each, asHeld)) : resources,
    unread: [
      ...outcomes.flatMap((outcome) => unreadFrom(outcome) ?? []),
      ...entries.flatMap(failedEntry),
      ...unreadChanges(entries),
      ...next,
    ],
    rejected,
    ...(base !== undefined && { base }),
  };
}

/** Entries of a Bundle and of the Bundles inside it: a batch of searches comes as one. */
function entriesOf(bundle: Readonly<Record<string, unknown>>, depth = 0): readonly Entry[] {
  const entries = (Array.isArray(bundle.entry) ? (bundle.entry as readonly unknown[]) : []).filter(isObject);
  return entries.map(withModifiersOf(bundle)).flatMap((entry) => {
    const inner =
      isObject(entry.resource) && entry.resource.resourceType === 'Bundle' ? entry.resource : undefined;
    if (!inner) return [entry];
    if (depth >= 8) throw new ChartError('Bundles nested too deeply');
    return [...entriesOf(inner, depth + 1), ...pageEntry(inner)];
  });
}

/** An inner Bundle that is cut short leaves the outer one not whole either. */
function pageEntry(bundle: Readonly<Record<string, unknown>>): readonly Entry[] {
  if (reasonCut(bundle) === undefined) return [];
  return [
    { resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'incomplete' }] } },
  ];
}

/** The patient, and the server of their entry; undefined where it does not say. */
function ownerIn(entries: readonly Entry[]): ChartOwner | undefined {
  for (const entry of entries) {
    if (!isObject(entry.resource) || entry.resource.resourceType !== 'Patient') continue;
    const base = baseOf(entry);
    const { id } = entry.resource;
    return base !== undefined && typeof id === 'string' ? { patientId: id, base } : undefined;
  }
  return undefined;
}

/** What an entry brought, whatever it is. */
interface Brought {
  readonly resource: unknown;
  readonly base?: string | undefined;
}

function isDelivered(brought: Brought): brought is Delivered {
  return isObject(brought.resource) && isTyped(brought.resource) && !isOutcome(brought.resource);
}

function isTyped(resource: Readonly<Record<string, unknown>>): resource is RawResource {
  return typeof resource.resourceType === 'string' && typeof resource.id === 'string';
}

/** A relative reference means a resource of the entry's own server. @see https://hl7.org/fhir/R4/bundle.html#references */
function absolute(resource: unknown, base: string): unknown {
  return withReferences(resource, (each) => (/^[A-Z][A-Za-z]+\//.test(each) ? `${base}/${each}` : each));
}

/** The same with every reference in it written another way. */
function withReferences(value: unknown, written: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, written));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'reference' && typeof item === 'string' ? written(item) : withReferences(item, written),
    ]),
  );
}
