import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';
import { type EhrFault, fault } from './ehr-fault.ts';
import { locate } from './fhir-base.ts';
import { searchPages } from './search-pages.ts';
import { type StorableResponse, versionOf } from './stored-copy.ts';

/** A form found in the EHR. */
export interface FoundResponse {
  readonly reference: string;
  readonly versionId?: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** What a search by our identifier tells: `unsure` is neither yes nor no, and nothing may be stored on it. */
export type Lookup =
  | {
      readonly status: 'found';
      /** The newest. */
      readonly response: FoundResponse;
      /** All that carry the identifier: more than one where a form was stored twice. */
      readonly copies: readonly string[];
    }
  | { readonly status: 'none' }
  | { readonly status: 'unsure'; readonly because: string };

/** A form as it lies in the EHR, or why it could not be read. */
export type FormRead =
  | { readonly ok: true; readonly form: FoundResponse }
  | { readonly ok: false; readonly fault: EhrFault };

/** Reads a form where it lies. @param verbatim as the EHR wrote it, to be sent back; otherwise what is hidden in it is spelt out */
export async function readForm(ehr: Ehr, reference: string, verbatim = false): Promise<FormRead> {
  const label = 'GET QuestionnaireResponse';
  const read = await ehr.transport.get(reference, { label, verbatim });
  if (!read.ok) return read;
  const { body, etag, status } = read;
  if (!isObject(body)) return { ok: false, fault: fault('unreadable', label, { status }) };
  const version = versionOf(body, etag);
  const form = { reference, resource: body, ...(version !== undefined && { versionId: version }) };
  return { ok: true, form };
}

/** Looks for the form of this launch's patient that carries our identifier; an EHR that ignores the filter changes nothing. */
export async function findResponse(
  ehr: Ehr,
  { system, value }: NonNullable<StorableResponse['identifier']>,
): Promise<Lookup> {
  const { context } = ehr;
  const token = encodeURIComponent(`${system}|${value}`);
  const {
    resources,
    doubts,
    fault: failure,
  } = await searchPages(ehr, {
    path: `QuestionnaireResponse?patient=${context.patientId}&identifier=${token}`,
    question: 'QuestionnaireResponse?identifier',
    resourceType: 'QuestionnaireResponse',
  });
  const ours = resources.filter(isObject).filter((resource) => {
    const { resourceType, id, identifier, subject } = resource;
    const whose =
      isObject(subject) && typeof subject.reference === 'string'
        ? locate(context.base, subject.reference)
        : undefined;
    const named = isObject(identifier) && identifier.system === system && identifier.value === value;
    return (
      resourceType === 'QuestionnaireResponse' &&
      typeof id === 'string' &&
      named &&
      whose?.id === context.patientId
    );
  });
  const newestFirst = ours.toSorted((a, b) => updatedAt(b) - updatedAt(a));
  const [newest] = newestFirst;
  if (newest) {
    const versionId = versionOf(newest);
    const copies = newestFirst.map(({ id }) => `QuestionnaireResponse/${String(id)}`);
    const reference = `QuestionnaireResponse/${String(newest.id)}`;
    return {
      status: 'found',
      response: { reference, resource: newest, ...(versionId !== undefined && { versionId }) },
      copies: [...new Set(copies)],
    };
  }
  const because = failure?.because ?? doubts[0]?.because;
  return because === undefined ? { status: 'none' } : { status: 'unsure', because };
}

function updatedAt({ meta }: Readonly<Record<string, unknown>>): number {
  return timeOf(isObject(meta) ? meta.lastUpdated : undefined);
}

/** Milliseconds since the epoch of an instant that an EHR wrote; 0, before all others, where it is none. */
export function timeOf(instant: unknown): number {
  const time = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
